//! Vanity addresses: `/v1/content/{guid}/vanity` and `/v1/vanities`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::Vanity;
use serde::{Deserialize, Serialize};
use services::ServiceError;
use utoipa::ToSchema;

use super::item;
use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::api::json::{Body, Ids, id, written};
use crate::state::Server;

/// A vanity address.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiVanity {
    /// The guid of the item that it leads to.
    content_guid: String,
    /// The path, with a slash at both ends.
    path: String,
    /// When the item got it.
    #[schema(format = DateTime)]
    created_time: String,
}

/// The path that an item is to have.
#[derive(Deserialize, ToSchema)]
pub(crate) struct VanityInput {
    /// Letters, digits, hyphens, underscores and slashes.
    #[serde(default)]
    path: Option<String>,
    /// Whether to take the path from other content that the caller manages.
    #[serde(default)]
    force: Option<bool>,
}

fn shown(vanity: &Vanity) -> ApiVanity {
    ApiVanity {
        content_guid: vanity.content.to_string(),
        path: vanity.path.to_string(),
        created_time: written(vanity.created_at),
    }
}

/// The vanity address of an item; 404 when it has none.
///
/// Permissions: who may view it, and administrators.
#[utoipa::path(
    get, path = "/v1/content/{guid}/vanity", operation_id = "get_vanity", tag = "Vanity URLs", security(("key" = [])),
    params(("guid" = String, Path, description = "The item's guid")),
    responses(
        (status = 200, body = ApiVanity), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn get_vanity(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
) -> Result<Json<ApiVanity>, ApiError> {
    let item = item(&server, &actor, &guid).await?;
    let vanity = server.services().vanity_of(&item).await?.ok_or(ServiceError::NotFound)?;
    Ok(Json(shown(&vanity)))
}

/// Gives an item a vanity address, in place of the one that it has.
///
/// Permissions: owner, collaborator, administrator.
#[utoipa::path(
    put, path = "/v1/content/{guid}/vanity", operation_id = "set_vanity", tag = "Vanity URLs", security(("key" = [])),
    params(("guid" = String, Path, description = "The item's guid")),
    request_body = VanityInput,
    responses(
        (status = 200, body = ApiVanity), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody),
        (status = 413, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn set_vanity(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
    Body(input): Body<VanityInput>,
) -> Result<Json<ApiVanity>, ApiError> {
    let managed = server.services().managed(&actor, id(&guid)?).await?;
    let path = input.path.ok_or_else(|| ApiError::parameter("path", "the path that the item is to have"))?;
    let vanity = managed.set_vanity(&path, input.force.unwrap_or_default()).await?;
    Ok(Json(shown(&vanity)))
}

/// Takes the vanity address of an item away.
///
/// Permissions: owner, collaborator, administrator.
#[utoipa::path(
    delete, path = "/v1/content/{guid}/vanity", operation_id = "delete_vanity", tag = "Vanity URLs",
    security(("key" = [])),
    params(("guid" = String, Path, description = "The item's guid")),
    responses(
        (status = 204), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 500, body = ErrorBody),
        (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn delete_vanity(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
) -> Result<StatusCode, ApiError> {
    server.services().managed(&actor, id(&guid)?).await?.remove_vanity().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// All vanity addresses, by path.
///
/// Permissions: administrator.
#[utoipa::path(
    get, path = "/v1/vanities", operation_id = "list_vanities", tag = "Vanity URLs", security(("key" = [])),
    responses(
        (status = 200, body = [ApiVanity]), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn list_vanities(
    State(server): State<Server>,
    Caller(actor): Caller,
) -> Result<Json<Vec<ApiVanity>>, ApiError> {
    let vanities = server.services().list_vanities(&actor).await?;
    Ok(Json(vanities.iter().map(shown).collect()))
}
