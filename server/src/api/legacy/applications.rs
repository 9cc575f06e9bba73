//! Items: `/applications`.

mod query;
mod shape;

use axum::Json;
use axum::extract::{RawQuery, Request, State};
use axum::http::StatusCode;
use domain::ContentRef;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use services::{ContentDraft, DeployWish};
use utoipa::ToSchema;

use self::query::Wish;
pub(crate) use self::shape::ApiApplication;
use self::shape::shown;
use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::api::json::{Body, Ids, id, number_in};
use crate::api::v1::content::bundles::body;
use crate::state::Server;

/// A part of a list of items.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiApplications {
    /// The items.
    applications: Vec<ApiApplication>,
    /// How many these are.
    count: usize,
    /// How many there are in all.
    total: usize,
    /// Nothing: `start` says where a list goes on.
    continuation: String,
}

/// An item to be made.
#[derive(Deserialize, ToSchema)]
pub(crate) struct CreateApplicationInput {
    /// 3 to 64 letters, digits, dots, hyphens, underscores.
    name: String,
    /// Nothing, or 3 to 1024 characters.
    #[serde(default)]
    title: Option<String>,
}

/// A version that was uploaded.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiUploaded {
    /// Its number.
    id: i64,
    /// The item's number.
    app_id: i64,
    /// The size of its archive in bytes.
    size: i64,
}

/// Where to follow a deploy.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiDeploying {
    /// The task, for `/tasks/{id}`.
    id: String,
    /// The same, for `/v1/tasks/{id}`.
    task_id: String,
}

/// Where an item is managed.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiApplicationConfig {
    /// Its page.
    config_url: String,
    /// The page with what it wrote.
    logs_url: String,
}

/// Lists items, those last deployed first.
///
/// Permissions: any, each his own choice; administrators see everything, but of a `content_type` what they may view.
#[utoipa::path(
    get, path = "/applications", operation_id = "list_applications", tag = "Older clients", security(("key" = [])),
    params(
        ("filter" = Option<Vec<String>>, Query,
         description = "`name:`, `account_id:` or `content_type:` and what it is to be; may be there several times"),
        ("search" = Option<String>, Query, description = "What name, title, description or owner have in them"),
        ("count" = Option<usize>, Query, description = "How many at most"),
        ("start" = Option<usize>, Query, description = "How many to pass over; `offset` is the same")
    ),
    responses(
        (status = 200, body = ApiApplications), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn list_applications(
    State(server): State<Server>,
    Caller(actor): Caller,
    RawQuery(query): RawQuery,
) -> Result<Json<ApiApplications>, ApiError> {
    let wish = Wish::parse(query.as_deref().unwrap_or_default())?;
    let mut items = server.services().list_content_items(&actor, &wish.content()).await?;
    items.retain(|item| wish.admits(item));
    let total = items.len();
    let page = items.iter().skip(wish.start()).take(wish.count());
    let applications: Vec<_> = page.map(|item| shown(item, &server)).collect();
    Ok(Json(ApiApplications { count: applications.len(), applications, total, continuation: String::new() }))
}

/// Makes an item without a version.
///
/// Permissions: publisher.
#[utoipa::path(
    post, path = "/applications", operation_id = "create_application", tag = "Older clients", security(("key" = [])),
    request_body = CreateApplicationInput,
    responses(
        (status = 200, body = ApiApplication), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 413, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn create_application(
    State(server): State<Server>,
    Caller(actor): Caller,
    Body(input): Body<CreateApplicationInput>,
) -> Result<Json<ApiApplication>, ApiError> {
    let title = input.title.unwrap_or_default();
    let draft = ContentDraft { name: Some(input.name), title, ..ContentDraft::default() };
    let made = server.services().create_content(&actor, draft).await?;
    let item = server.services().content_item(&actor, ContentRef::Id(made.id)).await?;
    Ok(Json(shown(&item, &server)))
}

/// One item.
///
/// Permissions: who may view it, and administrators.
#[utoipa::path(
    get, path = "/applications/{id}", operation_id = "get_application", tag = "Older clients", security(("key" = [])),
    params(("id" = String, Path, description = "The item's number or guid")),
    responses(
        (status = 200, body = ApiApplication), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn get_application(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(address): Ids<String>,
) -> Result<Json<ApiApplication>, ApiError> {
    let item = server.services().content_item(&actor, named(&address)?).await?;
    Ok(Json(shown(&item, &server)))
}

/// Where an item is managed.
///
/// Permissions: who may view it, and administrators.
#[utoipa::path(
    get, path = "/applications/{id}/config", operation_id = "get_application_config", tag = "Older clients",
    security(("key" = [])),
    params(("id" = String, Path, description = "The item's number or guid")),
    responses(
        (status = 200, body = ApiApplicationConfig), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn get_application_config(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(address): Ids<String>,
) -> Result<Json<ApiApplicationConfig>, ApiError> {
    let item = server.services().content_item(&actor, named(&address)?).await?;
    let config_url = format!("{}/connect/apps/{}", server.url(), item.content.guid);
    Ok(Json(ApiApplicationConfig { logs_url: format!("{config_url}/logs"), config_url }))
}

/// Uploads a version: a `.tar.gz` as the body.
///
/// Permissions: owner, collaborator; at least a publisher now.
#[utoipa::path(
    post, path = "/applications/{id}/upload", operation_id = "upload_application", tag = "Older clients",
    security(("key" = [])),
    params(("id" = String, Path, description = "The item's number or guid")),
    request_body(content = inline(Vec<u8>), content_type = "application/x-gzip"),
    responses(
        (status = 200, body = ApiUploaded), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 408, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn upload_application(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(address): Ids<String>,
    request: Request,
) -> Result<Json<ApiUploaded>, ApiError> {
    let bundle = body::receive(&server, &actor, named(&address)?, request).await?;
    Ok(Json(ApiUploaded { id: bundle.id.0, app_id: bundle.content_id.0, size: bundle.size }))
}

/// Begins to deploy a version, the newest when none is named: `{"bundle": 12}`.
///
/// Permissions: owner, collaborator; at least a publisher now.
#[utoipa::path(
    post, path = "/applications/{id}/deploy", operation_id = "deploy_application", tag = "Older clients",
    security(("key" = [])),
    params(("id" = String, Path, description = "The item's number or guid")),
    request_body = inline(Value),
    responses(
        (status = 202, body = ApiDeploying), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 413, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn deploy_application(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(address): Ids<String>,
    Body(input): Body<Value>,
) -> Result<(StatusCode, Json<ApiDeploying>), ApiError> {
    let wish = DeployWish { bundle: number_in("bundle", input.get("bundle"))?, activate: true };
    let task = server.services().managed_at(&actor, named(&address)?).await?.deploy(wish).await?.to_string();
    Ok((StatusCode::ACCEPTED, Json(ApiDeploying { id: task.clone(), task_id: task })))
}

/// The item that an address names by number or guid.
fn named(address: &str) -> Result<ContentRef, ApiError> {
    id(address)
}
