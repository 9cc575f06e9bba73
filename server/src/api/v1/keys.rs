//! API keys: `/v1/users/{guid}/keys`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::request::Parts;
use domain::KeyRecord;
use serde::{Deserialize, Serialize};
use services::{KeyWish, Mistake, ServiceError};
use utoipa::{IntoParams, ToSchema};

use crate::address;
use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::api::json::{Body, Ids, id, instant, written};
use crate::api::params::Params;
use crate::api::role::RoleName;
use crate::state::Server;

/// An API key as the API shows it.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiKey {
    /// Its number, as text.
    id: String,
    /// What its owner calls it.
    name: String,
    /// The whole key in the answer to its creation, else its last four characters.
    key: String,
    /// What it may do at most.
    user_role: RoleName,
    /// When it was made.
    #[schema(format = DateTime)]
    created_time: String,
    /// When it was last used; approximate. The time of its creation until it is used.
    #[schema(format = DateTime)]
    active_time: String,
    /// When it stops working; null for never.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
}

/// A key to be made.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ApiKeyCreateInput {
    /// What to call it; must not be blank.
    #[serde(default)]
    name: Option<String>,
    /// `administrator`, `publisher` or `viewer`; not above the caller's. The caller's when left out.
    #[serde(default)]
    #[schema(value_type = Option<RoleName>)]
    user_role: Option<String>,
    /// When it stops working, in the future. Never when left out, or with the key that makes it.
    #[serde(default)]
    #[schema(format = DateTime)]
    expires_at: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DeleteKeyQuery {
    /// Also delete the keys that were made with this one, directly or not.
    #[serde(default)]
    descendants: Option<String>,
}

/// Lists the caller's keys, newest first.
///
/// Permissions: the account itself.
#[utoipa::path(
    get, path = "/v1/users/{guid}/keys", operation_id = "list_keys", tag = "API keys", security(("key" = [])),
    params(("guid" = String, Path, description = "The caller's guid")),
    responses(
        (status = 200, body = [ApiKey]), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn list_keys(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
) -> Result<Json<Vec<ApiKey>>, ApiError> {
    let keys = server.services().keys_of(&actor, id(&guid)?)?.list().await?;
    Ok(Json(keys.into_iter().map(|key| shown(key.record)).collect()))
}

/// Makes a key. Only this answer holds the whole key.
///
/// Permissions: the account itself; with a session, within 10 minutes of giving the password.
#[utoipa::path(
    post, path = "/v1/users/{guid}/keys", operation_id = "create_key", tag = "API keys", security(("key" = [])),
    params(("guid" = String, Path, description = "The caller's guid")),
    request_body = ApiKeyCreateInput,
    responses(
        (status = 200, body = ApiKey), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 413, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn create_key(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
    parts: Parts,
    Body(input): Body<ApiKeyCreateInput>,
) -> Result<Json<ApiKey>, ApiError> {
    let keys = server.services().keys_of(&actor, id(&guid)?)?;
    let role = input.user_role.map(|role| role.parse().map_err(|_| Mistake::KeyRole)).transpose();
    let wish = KeyWish {
        name: input.name.unwrap_or_default(),
        role: role.map_err(ServiceError::from)?,
        expires_at: input.expires_at.as_deref().map(instant).transpose()?,
        from: address::client(&parts, &server),
    };
    let fresh = keys.create(wish).await?;
    let key = ApiKey { key: fresh.plain.expose().to_owned(), ..shown(fresh.record) };
    Ok(Json(key))
}

/// One of the caller's keys.
///
/// Permissions: the account itself.
#[utoipa::path(
    get, path = "/v1/users/{guid}/keys/{id}", operation_id = "get_key", tag = "API keys", security(("key" = [])),
    params(("guid" = String, Path, description = "The caller's guid"), ("id" = String, Path, description = "The key's id")),
    responses(
        (status = 200, body = ApiKey), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn get_key(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids((guid, key)): Ids<(String, String)>,
) -> Result<Json<ApiKey>, ApiError> {
    let found = server.services().keys_of(&actor, id(&guid)?)?.get(id(&key)?).await?;
    Ok(Json(shown(found.record)))
}

/// Deletes a key; no request that begins after the answer succeeds with it.
///
/// Permissions: the account itself.
#[utoipa::path(
    delete, path = "/v1/users/{guid}/keys/{id}", operation_id = "delete_key", tag = "API keys", security(("key" = [])),
    params(
        ("guid" = String, Path, description = "The caller's guid"),
        ("id" = String, Path, description = "The key's id"),
        DeleteKeyQuery
    ),
    responses(
        (status = 204), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn delete_key(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids((guid, key)): Ids<(String, String)>,
    Params(query): Params<DeleteKeyQuery>,
) -> Result<StatusCode, ApiError> {
    let with_descendants = match query.descendants.as_deref() {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => return Err(ApiError::parameter("descendants", "true or false")),
    };
    server.services().keys_of(&actor, id(&guid)?)?.delete(id(&key)?, with_descendants).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn shown(record: KeyRecord) -> ApiKey {
    ApiKey {
        id: record.id.to_string(),
        name: record.name.as_str().to_owned(),
        key: record.tail,
        user_role: record.role.into(),
        created_time: written(record.created_at),
        active_time: written(record.used_at.unwrap_or(record.created_at)),
        expires_at: record.expires_at.map(written),
    }
}
