//! The picture that stands for an item: `/v1/content/{guid}/thumbnail`. It is read at the item's own address, see
//! [`crate::content`].

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;

use super::super::super::ApiError;
use super::super::super::actor::Caller;
use super::super::super::error::ErrorBody;
use super::super::super::json::{Ids, id};
use crate::state::Server;

/// Gives the item a picture: PNG, JPEG, GIF or SVG, at most 10 MiB, as the body.
///
/// Permissions: owner, collaborator, administrator.
#[utoipa::path(
    put, path = "/v1/content/{guid}/thumbnail", operation_id = "put_content_thumbnail", tag = "Content",
    security(("key" = [])),
    params(("guid" = String, Path, description = "The item's guid")),
    request_body(content = inline(Vec<u8>), content_type = "application/octet-stream"),
    responses(
        (status = 204), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 413, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn put_thumbnail(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
    bytes: Bytes,
) -> Result<StatusCode, ApiError> {
    server.services().managed(&actor, id(&guid)?).await?.set_thumbnail(bytes.to_vec()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes the picture of the item away.
///
/// Permissions: owner, collaborator, administrator.
#[utoipa::path(
    delete, path = "/v1/content/{guid}/thumbnail", operation_id = "delete_content_thumbnail", tag = "Content",
    security(("key" = [])),
    params(("guid" = String, Path, description = "The item's guid")),
    responses(
        (status = 204), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 500, body = ErrorBody),
        (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn delete_thumbnail(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
) -> Result<StatusCode, ApiError> {
    server.services().managed(&actor, id(&guid)?).await?.remove_thumbnail().await?;
    Ok(StatusCode::NO_CONTENT)
}
