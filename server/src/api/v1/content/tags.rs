//! The tags of an item: `/v1/content/{guid}/tags`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use services::{Mistake, ServiceError};
use utoipa::ToSchema;

use super::item;
use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::api::json::{Body, Ids, id};
use crate::api::v1::tags::{ApiTag, named, shown};
use crate::state::Server;

/// A tag to be put on an item.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ContentTagInput {
    /// The tag's number.
    #[serde(default)]
    tag_id: Option<String>,
}

/// The tags of an item.
///
/// Permissions: who may view it, and administrators.
#[utoipa::path(
    get, path = "/v1/content/{guid}/tags", operation_id = "list_content_tags", tag = "Tags", security(("key" = [])),
    params(("guid" = String, Path, description = "The item's guid")),
    responses(
        (status = 200, body = [ApiTag]), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn list_content_tags(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
) -> Result<Json<Vec<ApiTag>>, ApiError> {
    let item = item(&server, &actor, &guid).await?;
    let tags = server.services().tags_of(&item).await?;
    Ok(Json(tags.iter().map(shown).collect()))
}

/// Puts a tag on an item, and those above it but for the category.
///
/// Permissions: owner, collaborator, administrator.
#[utoipa::path(
    post, path = "/v1/content/{guid}/tags", operation_id = "add_content_tag", tag = "Tags", security(("key" = [])),
    params(("guid" = String, Path, description = "The item's guid")),
    request_body = ContentTagInput,
    responses(
        (status = 200), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 413, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn add_content_tag(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
    Body(input): Body<ContentTagInput>,
) -> Result<StatusCode, ApiError> {
    let managed = server.services().managed(&actor, id(&guid)?).await?;
    let tag = input.tag_id.unwrap_or_default().parse();
    managed.add_tag(tag.map_err(|_| ServiceError::from(Mistake::NoSuchTag))?).await?;
    Ok(StatusCode::OK)
}

/// Takes a tag off an item, and those under it.
///
/// Permissions: owner, collaborator, administrator.
#[utoipa::path(
    delete, path = "/v1/content/{guid}/tags/{id}", operation_id = "remove_content_tag", tag = "Tags",
    security(("key" = [])),
    params(
        ("guid" = String, Path, description = "The item's guid"),
        ("id" = String, Path, description = "The tag's number, or the names that lead to it")
    ),
    responses(
        (status = 200), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 500, body = ErrorBody),
        (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn remove_content_tag(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids((guid, tag)): Ids<(String, String)>,
) -> Result<StatusCode, ApiError> {
    let managed = server.services().managed(&actor, id(&guid)?).await?;
    let tag = named(&server.services().tags(&actor).tree().await?, &tag)?.id;
    managed.remove_tag(tag).await?;
    Ok(StatusCode::OK)
}
