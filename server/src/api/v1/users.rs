//! Accounts: `/v1/user`, `/v1/users`, and the older names of the first.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use domain::{PlainPassword, Role, User};
use serde::{Deserialize, Serialize};
use services::{AccountChange, Actor, NewAccount};
use utoipa::{IntoParams, ToSchema};

use super::super::ApiError;
use super::super::actor::Caller;
use super::super::error::ErrorBody;
use super::super::json::{Body, Ids, id, written};
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
    /// `administrator`, `publisher` or `viewer`.
    user_role: String,
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

/// A page of accounts.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiUsers {
    /// The accounts on it.
    results: Vec<ApiUser>,
    /// Its number, from 1.
    current_page: usize,
    /// How many accounts match in all.
    total: usize,
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
    /// `administrator`, `publisher` or `viewer`.
    user_role: String,
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
    user_role: Option<String>,
}

/// Whether to lock or unlock.
#[derive(Deserialize, ToSchema)]
pub(crate) struct LockUserInput {
    /// Locks when left out.
    #[serde(default)]
    locked: Option<bool>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListUsersQuery {
    /// Only accounts whose username, names or e-mail address begin with this, whatever the case.
    #[serde(default)]
    prefix: Option<String>,
    /// The page, from 1.
    #[serde(default)]
    page_number: Option<usize>,
    /// How many accounts a page has, 1 to 500.
    #[serde(default)]
    page_size: Option<usize>,
    /// Whether the least comes first.
    #[serde(default)]
    asc_order: Option<bool>,
    /// `first_name`, `last_name`, `username`, `active_time`, `created_time` or `user_role`.
    #[serde(default)]
    sort: Option<String>,
    /// Only accounts with one of these roles, with `|` between them.
    #[serde(default)]
    user_role: Option<String>,
    /// Only accounts that are `locked`, `licensed` (not locked) or `inactive` (never seen), with `|` between them.
    #[serde(default)]
    account_status: Option<String>,
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

/// Lists accounts, a page at a time; a page past the end is empty.
///
/// Permissions: any; viewers do not see e-mail addresses.
#[utoipa::path(
    get, path = "/v1/users", operation_id = "list_users", tag = "Users", security(("key" = [])),
    params(ListUsersQuery),
    responses(
        (status = 200, body = ApiUsers), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn list_users(
    State(server): State<Server>,
    Caller(actor): Caller,
    query: Result<Query<ListUsersQuery>, QueryRejection>,
) -> Result<Json<ApiUsers>, ApiError> {
    let Query(query) = query.map_err(|_| ApiError::parameter("page_number or page_size", "a number"))?;
    let page = query.page_number.unwrap_or(1);
    let size = query.page_size.unwrap_or(20);
    if page == 0 || !(1..=500).contains(&size) {
        return Err(ApiError::parameter("page_size", "1 to 500, and page_number at least 1"));
    }
    let users = server.services().users(&actor);
    let mut found = users.list().await?;
    if let Some(prefix) = query.prefix.as_deref().map(str::to_lowercase) {
        let starts = |text: &str| text.to_lowercase().starts_with(&prefix);
        found.retain(|user| {
            starts(user.username.as_str()) || starts(&user.first_name) || starts(&user.last_name) || starts(&user.email)
        });
    }
    if let Some(roles) = &query.user_role {
        let roles: Vec<Role> = roles.split('|').map(role).collect::<Result<_, _>>()?;
        found.retain(|user| roles.contains(&user.role));
    }
    if let Some(statuses) = &query.account_status {
        let statuses: Vec<fn(&User) -> bool> = statuses.split('|').map(account_status).collect::<Result<_, _>>()?;
        found.retain(|user| statuses.iter().any(|is| is(user)));
    }
    sort(&mut found, query.sort.as_deref().unwrap_or("username"))?;
    if query.asc_order == Some(false) {
        found.reverse();
    }
    let total = found.len();
    let page_of = found.iter().skip((page - 1).saturating_mul(size)).take(size);
    let results = page_of.map(shown).collect();
    Ok(Json(ApiUsers { results, current_page: page, total }))
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
        user_role: user.role.to_string(),
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
    ApiUser { user_role: actor.role().to_string(), ..shown(actor.user()) }
}

/// An account as the API shows it.
pub(crate) fn shown(user: &User) -> ApiUser {
    ApiUser {
        email: user.email.clone(),
        username: user.username.as_str().to_owned(),
        first_name: user.first_name.clone(),
        last_name: user.last_name.clone(),
        user_role: user.role.to_string(),
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

fn account_status(text: &str) -> Result<fn(&User) -> bool, ApiError> {
    match text {
        "locked" => Ok(|user| user.locked),
        "licensed" => Ok(|user| !user.locked),
        "inactive" => Ok(|user| !user.locked && user.active_at.is_none()),
        _ => Err(ApiError::new(StatusCode::BAD_REQUEST, 115, "An account status is locked, licensed or inactive.")),
    }
}

fn sort(users: &mut [User], by: &str) -> Result<(), ApiError> {
    match by {
        "username" => users.sort_by_key(|user| user.username.folded()),
        "first_name" => users.sort_by_key(|user| user.first_name.to_lowercase()),
        "last_name" => users.sort_by_key(|user| user.last_name.to_lowercase()),
        "user_role" => users.sort_by_key(|user| user.role),
        "created_time" => users.sort_by_key(|user| user.created_at),
        "active_time" => users.sort_by_key(|user| user.active_at),
        _ => {
            return Err(ApiError::parameter(
                "sort",
                "first_name, last_name, username, active_time, created_time or user_role",
            ));
        }
    }
    Ok(())
}
