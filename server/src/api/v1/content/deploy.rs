//! Deploying: `/v1/content/{guid}/deploy` and `/build`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use services::DeployWish;
use utoipa::ToSchema;

use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::api::json::{Body, Ids, id, number_in};
use crate::state::Server;

/// What is to be deployed.
#[derive(Deserialize, ToSchema)]
pub(crate) struct DeployInput {
    /// The number of the version; the newest when it is null or left out.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    bundle_id: Option<Value>,
    /// Whether it is served when all went well; a draft is only shown at `_bundle{id}/`. True when left out.
    #[serde(default)]
    activate: Option<bool>,
}

/// Where to follow it.
#[derive(Serialize, ToSchema)]
pub(crate) struct TaskStarted {
    /// The task, for `/v1/tasks/{id}`.
    task_id: String,
}

/// Begins to deploy a version; the task tells how it goes.
///
/// Permissions: owner, collaborator; at least a publisher now.
#[utoipa::path(
    post, path = "/v1/content/{guid}/deploy", operation_id = "deploy_content_bundle", tag = "Content",
    security(("key" = [])),
    params(("guid" = String, Path, description = "The item's guid")),
    request_body = DeployInput,
    responses(
        (status = 202, body = TaskStarted), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 413, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn deploy_content(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
    Body(input): Body<DeployInput>,
) -> Result<(StatusCode, Json<TaskStarted>), ApiError> {
    let wish = DeployWish {
        bundle: number_in("bundle_id", input.bundle_id.as_ref())?,
        activate: input.activate.unwrap_or(true),
    };
    let task = server.services().managed(&actor, id(&guid)?).await?.deploy(wish).await?;
    Ok((StatusCode::ACCEPTED, Json(TaskStarted { task_id: task.to_string() })))
}

/// Begins to build what a version needs, without serving it; the task tells how it goes.
///
/// Permissions: owner, collaborator; at least a publisher now.
#[utoipa::path(
    post, path = "/v1/content/{guid}/build", operation_id = "build_content_bundle", tag = "Content",
    security(("key" = [])),
    params(("guid" = String, Path, description = "The item's guid")),
    request_body = DeployInput,
    responses(
        (status = 200, body = TaskStarted), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 413, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn build_content(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
    Body(input): Body<DeployInput>,
) -> Result<Json<TaskStarted>, ApiError> {
    let managed = server.services().managed(&actor, id(&guid)?).await?;
    // The one that is served is what people want to be built again.
    let bundle = number_in("bundle_id", input.bundle_id.as_ref())?.or(managed.content().bundle);
    let task = managed.deploy(DeployWish { bundle, activate: false }).await?;
    Ok(Json(TaskStarted { task_id: task.to_string() }))
}
