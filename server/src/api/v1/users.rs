//! Accounts: `/v1/user`, `/v1/users`, and the older names of the first.

pub(crate) mod list;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::{PlainPassword, Role, User};
use serde::{Deserialize, Serialize};
use services::{AccountChange, Actor, NewAccount};
use utoipa::ToSchema;

use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::api::json::{Body, Ids, id, written};
use crate::api::role::RoleName;
use crate::state::Server;

/// An account.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct ApiUser {
    /// The e-mail address; blank when there is none, or it is not the caller's business.
    email: String,
    /// The name it signs in with.
    username: String,
    /// The given name.
    first_name: String,
    /// The family name.
    last_name: String,
    /// What it may do at most; for the caller, what may be done now.
    user_role: RoleName,
    /// When it was made.
    #[schema(format = DateTime)]
    created_time: String,
    /// When its data last changed.
    #[schema(format = DateTime)]
    updated_time: String,
    /// When it was last seen; approximate.
    #[schema(format = DateTime)]
    active_time: Option<String>,
    /// Whether it has taken its password into use.
    confirmed: bool,
    /// Whether sign-in and keys are refused.
    locked: bool,
    /// Its name at an outside sign-in service; there is none.
    external_id: Option<String>,
    /// Its public identifier.
    guid: String,
}

/// The caller's account in the older shape, which has a number too.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiMe {
    /// Its number.
    id: i64,
    #[serde(flatten)]
    user: ApiUser,
}

/// What a change of an account answers.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiEditableUser {
    /// The e-mail address.
    email: String,
    /// The name it signs in with.
    username: String,
    /// The given name.
    first_name: String,
    /// The family name.
    last_name: String,
    /// What it may do at most; for the caller, what may be done now.
    user_role: RoleName,
    /// When its data last changed.
    #[schema(format = DateTime)]
    updated_time: String,
}

/// An account to be made.
#[derive(Deserialize, ToSchema)]
pub(crate) struct UserCreateInput {
    /// The name to sign in with.
    username: String,
    /// The e-mail address.
    #[serde(default)]
    email: Option<String>,
    /// The given name.
    #[serde(default)]
    first_name: Option<String>,
    /// The family name.
    #[serde(default)]
    last_name: Option<String>,
    /// `administrator`, `publisher` or `viewer`; viewer when left out.
    #[serde(default)]
    #[schema(value_type = Option<RoleName>)]
    user_role: Option<String>,
    /// The password; without one nobody signs in until an administrator sets it.
    #[serde(default)]
    password: Option<String>,
}

/// What is to change of an account; what is left out stays.
#[derive(Deserialize, ToSchema)]
pub(crate) struct UserUpdateInput {
    /// The e-mail address.
    #[serde(default)]
    email: Option<String>,
    /// The name to sign in with; administrators only.
    #[serde(default)]
    username: Option<String>,
    /// The given name.
    #[serde(default)]
    first_name: Option<String>,
    /// The family name.
    #[serde(default)]
    last_name: Option<String>,
    /// `administrator`, `publisher` or `viewer`; administrators only.
    #[serde(default)]
    #[schema(value_type = Option<RoleName>)]
    user_role: Option<String>,
}

/// Whether to lock or unlock.
#[derive(Deserialize, ToSchema)]
pub(crate) struct LockUserInput {
    /// Locks when left out.
    #[serde(default)]
    locked: Option<bool>,
}

/// The caller's account. Permissions: any.
#[utoipa::path(
    get, path = "/v1/user", operation_id = "get_current_user", tag = "Users", security(("key" = [])),
    responses((status = 200, body = ApiUser), (status = 401, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody))
)]
pub(crate) async fn get_current_user(Caller(actor): Caller) -> Json<ApiUser> {
    Json(current(&actor))
}

/// The caller's account, in the older shape. Permissions: any.
#[utoipa::path(
    get, path = "/me", operation_id = "get_me", tag = "Users", security(("key" = [])),
    responses((status = 200, body = ApiMe), (status = 401, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody))
)]
pub(crate) async fn get_me(Caller(actor): Caller) -> Json<ApiMe> {
    Json(ApiMe { id: actor.user().id.0, user: current(&actor) })
}

/// The caller's account, in the older shape. Permissions: any.
#[utoipa::path(
    get, path = "/users/current", operation_id = "get_users_current", tag = "Users", security(("key" = [])),
    responses((status = 200, body = ApiMe), (status = 401, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody))
)]
pub(crate) async fn get_users_current(caller: Caller) -> Json<ApiMe> {
    get_me(caller).await
}

/// Makes an account.
///
/// Permissions: administrator.
#[utoipa::path(
    post, path = "/v1/users", operation_id = "create_user", tag = "Users", security(("key" = [])),
    request_body = UserCreateInput,
    responses(
        (status = 200, body = ApiUser), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 409, body = ErrorBody), (status = 413, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn create_user(
    State(server): State<Server>,
    Caller(actor): Caller,
    Body(input): Body<UserCreateInput>,
) -> Result<Json<ApiUser>, ApiError> {
    let new = NewAccount {
        username: input.username,
        email: input.email.unwrap_or_default(),
        first_name: input.first_name.unwrap_or_default(),
        last_name: input.last_name.unwrap_or_default(),
        role: input.user_role.as_deref().map(role).transpose()?.unwrap_or(Role::Viewer),
        password: input.password.filter(|text| !text.is_empty()).map(PlainPassword::new),
    };
    let user = server.services().users(&actor).create(new).await?;
    Ok(Json(shown(&user)))
}

/// One account. Permissions: any; viewers do not see e-mail addresses.
#[utoipa::path(
    get, path = "/v1/users/{guid}", operation_id = "get_user", tag = "Users", security(("key" = [])),
    params(("guid" = String, Path, description = "The account's guid")),
    responses(
        (status = 200, body = ApiUser), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn get_user(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
) -> Result<Json<ApiUser>, ApiError> {
    let users = server.services().users(&actor);
    let user = users.get(id(&guid)?).await?;
    Ok(Json(shown(&user)))
}

/// Changes an account; a new role acts at once.
///
/// Permissions: the account itself for names and e-mail address, else administrator.
#[utoipa::path(
    put, path = "/v1/users/{guid}", operation_id = "update_user", tag = "Users", security(("key" = [])),
    params(("guid" = String, Path, description = "The account's guid")),
    request_body = UserUpdateInput,
    responses(
        (status = 200, body = ApiEditableUser), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody),
        (status = 413, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn update_user(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
    Body(input): Body<UserUpdateInput>,
) -> Result<Json<ApiEditableUser>, ApiError> {
    let guid = id(&guid)?;
    let users = server.services().users(&actor);
    let before = users.get(guid).await?;
    // Clients send back what they were given; only what differs is a change, and may need a right.
    let changed = |new: Option<String>, old: &str| new.filter(|new| new != old);
    let role = input.user_role.as_deref().map(role).transpose()?.filter(|role| *role != before.role);
    let change = AccountChange {
        username: changed(input.username, before.username.as_str()),
        email: changed(input.email, &before.email),
        first_name: changed(input.first_name, &before.first_name),
        last_name: changed(input.last_name, &before.last_name),
        role,
    };
    let user = users.update(guid, change).await?;
    Ok(Json(ApiEditableUser {
        email: user.email,
        username: user.username.as_str().to_owned(),
        first_name: user.first_name,
        last_name: user.last_name,
        user_role: user.role.into(),
        updated_time: written(user.updated_at),
    }))
}

/// Locks or unlocks an account; its sessions and keys stop at once.
///
/// Permissions: administrator; anybody may lock himself.
#[utoipa::path(
    post, path = "/v1/users/{guid}/lock", operation_id = "lock_user", tag = "Users", security(("key" = [])),
    params(("guid" = String, Path, description = "The account's guid")),
    request_body = LockUserInput,
    responses(
        (status = 200), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 413, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn lock_user(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
    Body(input): Body<LockUserInput>,
) -> Result<StatusCode, ApiError> {
    server.services().users(&actor).set_locked(id(&guid)?, input.locked.unwrap_or(true)).await?;
    Ok(StatusCode::OK)
}

/// The account of a key shows the role that the key acts with.
fn current(actor: &Actor) -> ApiUser {
    ApiUser { user_role: actor.role().into(), ..shown(actor.user()) }
}

/// An account as the API shows it.
pub(crate) fn shown(user: &User) -> ApiUser {
    ApiUser {
        email: user.email.clone(),
        username: user.username.as_str().to_owned(),
        first_name: user.first_name.clone(),
        last_name: user.last_name.clone(),
        user_role: user.role.into(),
        created_time: written(user.created_at),
        updated_time: written(user.updated_at),
        active_time: user.active_at.map(written),
        confirmed: user.confirmed,
        locked: user.locked,
        external_id: None,
        guid: user.guid.to_string(),
    }
}

fn role(text: &str) -> Result<Role, ApiError> {
    text.parse().map_err(|error: domain::RoleError| ApiError::new(StatusCode::BAD_REQUEST, 112, error.to_string()))
}
