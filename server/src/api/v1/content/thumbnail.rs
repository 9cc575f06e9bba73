//! The picture that stands for an item: `/v1/content/{guid}/thumbnail`. It is read at the item's own address, see
//! [`crate::content`].
//!
//! # Security
//! Who sends a picture is asked before the first byte is read, and again, with the rights of that moment, before it is
//! kept.

use std::error::Error as _;
use std::time::Duration;

use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use http_body_util::LengthLimitError;
use services::Managed;
use tokio::time::timeout;

use super::bundles::body::{checksum, too_slow};
use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::api::json::{Ids, id};
use crate::state::Server;

/// How long a picture may take to come in.
const ALL_WITHIN: Duration = Duration::from_secs(2 * 60);

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
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 408, body = ErrorBody),
        (status = 413, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn put_thumbnail(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
    request: Request,
) -> Result<StatusCode, ApiError> {
    let managed = server.services().managed(&actor, id(&guid)?).await?;
    let md5 = checksum(request.headers())?;
    let read = timeout(ALL_WITHIN, to_bytes(request.into_body(), Managed::LARGEST_THUMBNAIL)).await;
    let bytes = read.map_err(|_| too_slow("not all of it within two minutes"))?.map_err(|error| {
        if error.source().is_some_and(|source| source.is::<LengthLimitError>()) {
            ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, 87, "The picture has more than 10 MiB.")
        } else {
            ApiError::new(StatusCode::BAD_REQUEST, 87, "The picture broke off. Send it again.")
        }
    })?;
    managed.set_thumbnail(bytes.into(), md5).await?;
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
