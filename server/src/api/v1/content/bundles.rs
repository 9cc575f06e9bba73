//! The versions of an item: `/v1/content/{guid}/bundles`.

pub(crate) mod body;

use axum::Json;
use axum::body::Body as HttpBody;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use domain::{Bundle, BundleId, ContentRef};
use http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use serde::Serialize;
use services::ContentItem;
use tokio::fs::File;
use tokio_util::io::ReaderStream;
use utoipa::ToSchema;

use super::item;
use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::api::json::{Ids, id, written};
use crate::state::Server;

/// One uploaded version of an item.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiBundle {
    /// Its number; a later one is greater.
    id: String,
    /// The item's guid.
    content_guid: String,
    /// The guid of who uploaded it.
    created_by: Option<String>,
    /// When it was uploaded.
    #[schema(format = DateTime)]
    created_time: String,
    /// There are none.
    environment_guid: Option<String>,
    /// There is one machine.
    cluster_name: Option<String>,
    /// There are none.
    image_name: Option<String>,
    /// The version of R that it was made with.
    r_version: Option<String>,
    /// Left to the server.
    r_environment_management: Option<bool>,
    /// The version of Python that it was made with.
    py_version: Option<String>,
    /// Left to the server.
    py_environment_management: Option<bool>,
    /// The version of Quarto that it was made with.
    quarto_version: Option<String>,
    /// Whether it is served.
    active: bool,
    /// The size of its archive in bytes.
    size: i64,
    /// Where it comes from.
    metadata: ApiBundleMetadata,
}

/// Where a version comes from, as its publisher said.
#[derive(Default, Serialize, serde::Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ApiBundleMetadata {
    /// The kind of source, such as `git`.
    source: Option<String>,
    /// The repository.
    source_repo: Option<String>,
    /// The branch.
    source_branch: Option<String>,
    /// The commit.
    source_commit: Option<String>,
    /// MD5 of the archive.
    archive_md5: Option<String>,
    /// SHA-1 of the archive, if its publisher said it.
    archive_sha1: Option<String>,
}

/// A version as the API shows it; where it comes from and what it runs with is told to who manages the item.
pub(crate) fn shown(bundle: &Bundle, item: &ContentItem) -> ApiBundle {
    let (content, full) = (&item.content, item.may_manage);
    let told = |text: &Option<String>| text.clone().filter(|_| full);
    ApiBundle {
        id: bundle.id.to_string(),
        content_guid: content.guid.to_string(),
        created_by: bundle.created_by.map(|guid| guid.to_string()),
        created_time: written(bundle.created_at),
        environment_guid: None,
        cluster_name: None,
        image_name: None,
        r_version: told(&bundle.r_version),
        r_environment_management: None,
        py_version: told(&bundle.py_version),
        py_environment_management: None,
        quarto_version: told(&bundle.quarto_version),
        active: content.bundle == Some(bundle.id),
        size: bundle.size,
        // What publishers say of it was checked when it came in.
        metadata: full.then(|| serde_json::from_str(&bundle.metadata).ok()).flatten().unwrap_or_default(),
    }
}

/// Uploads a version: a `.tar.gz` as the body, or in a form with the fields `archive` and `metadata` (JSON).
///
/// The header `X-Content-Checksum` may hold the base64 of the archive's MD5. Nothing that is served changes.
///
/// Permissions: owner, collaborator; at least a publisher now.
#[utoipa::path(
    post, path = "/v1/content/{guid}/bundles", operation_id = "upload_content_bundle", tag = "Bundles",
    security(("key" = [])),
    params(("guid" = String, Path, description = "The item's guid")),
    request_body(content = inline(Vec<u8>), content_type = "application/gzip"),
    responses(
        (status = 200, body = ApiBundle), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 408, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn upload_bundle(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
    request: Request,
) -> Result<Json<ApiBundle>, ApiError> {
    let address = ContentRef::Guid(id(&guid)?);
    let bundle = body::receive(&server, &actor, address, request).await?;
    let item = server.services().content_item(&actor, address).await?;
    Ok(Json(shown(&bundle, &item)))
}

/// All versions of an item, newest first.
///
/// Permissions: who may view it, and administrators.
#[utoipa::path(
    get, path = "/v1/content/{guid}/bundles", operation_id = "list_content_bundles", tag = "Bundles",
    security(("key" = [])),
    params(("guid" = String, Path, description = "The item's guid")),
    responses(
        (status = 200, body = [ApiBundle]), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn list_bundles(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
) -> Result<Json<Vec<ApiBundle>>, ApiError> {
    let item = item(&server, &actor, &guid).await?;
    let bundles = server.services().bundles_of(&item).await?;
    Ok(Json(bundles.iter().map(|bundle| shown(bundle, &item)).collect()))
}

/// One version of an item.
///
/// Permissions: who may view it, and administrators.
#[utoipa::path(
    get, path = "/v1/content/{guid}/bundles/{id}", operation_id = "get_content_bundle", tag = "Bundles",
    security(("key" = [])),
    params(
        ("guid" = String, Path, description = "The item's guid"), ("id" = String, Path, description = "The version's number")
    ),
    responses(
        (status = 200, body = ApiBundle), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn get_bundle(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids((guid, number)): Ids<(String, String)>,
) -> Result<Json<ApiBundle>, ApiError> {
    let number: BundleId = id(&number)?;
    let item = item(&server, &actor, &guid).await?;
    let bundle = server.services().bundle_of(&item, number).await?;
    Ok(Json(shown(&bundle, &item)))
}

/// Deletes a version that is not served.
///
/// Permissions: owner, collaborator, administrator.
#[utoipa::path(
    delete, path = "/v1/content/{guid}/bundles/{id}", operation_id = "delete_content_bundle", tag = "Bundles",
    security(("key" = [])),
    params(
        ("guid" = String, Path, description = "The item's guid"), ("id" = String, Path, description = "The version's number")
    ),
    responses(
        (status = 204), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn delete_bundle(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids((guid, number)): Ids<(String, String)>,
) -> Result<StatusCode, ApiError> {
    let number = id(&number)?;
    server.services().managed(&actor, id(&guid)?).await?.delete_bundle(number).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The archive of a version: the very bytes that were uploaded.
///
/// Permissions: owner, collaborator; at least a publisher now.
#[utoipa::path(
    get, path = "/v1/content/{guid}/bundles/{id}/download", operation_id = "download_content_bundle", tag = "Bundles",
    security(("key" = [])),
    params(
        ("guid" = String, Path, description = "The item's guid"), ("id" = String, Path, description = "The version's number")
    ),
    responses(
        (status = 200, body = inline(Vec<u8>), content_type = "application/gzip"),
        (status = 400, body = ErrorBody), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn download_bundle(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids((guid, number)): Ids<(String, String)>,
) -> Result<Response, ApiError> {
    let number: BundleId = id(&number)?;
    let managed = server.services().managed(&actor, id(&guid)?).await?;
    send(&managed, number).await
}

/// Sends an archive as it was uploaded, piece by piece.
pub(crate) async fn send(managed: &services::Managed<'_>, number: BundleId) -> Result<Response, ApiError> {
    let path = managed.archive(number).await?;
    let file = File::open(&path).await.map_err(services::ServiceError::from)?;
    let size = file.metadata().await.map_err(services::ServiceError::from)?.len();
    let mut response = HttpBody::from_stream(ReaderStream::with_capacity(file, 64 * 1024)).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/gzip"));
    headers.insert(CONTENT_LENGTH, size.into());
    let name = format!("attachment; filename=\"bundle-{number}.tar.gz\"");
    if let Ok(name) = HeaderValue::try_from(name) {
        headers.insert(CONTENT_DISPOSITION, name);
    }
    Ok(response)
}
