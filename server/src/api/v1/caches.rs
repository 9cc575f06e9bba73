//! The environments of Python on this server: `/v1/system/caches/runtime`.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use services::ServiceError;
use utoipa::ToSchema;

use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::api::json::Body;
use crate::state::Server;

/// The language of all environments.
const LANGUAGE: &str = "Python";
/// Where they are: on this machine, in no image.
const IMAGE: &str = "Local";

/// The environments for one version of a language.
#[derive(Serialize, ToSchema)]
pub(crate) struct RuntimeCache {
    /// `Python`.
    language: &'static str,
    /// Its version.
    version: String,
    /// `Local`.
    image_name: &'static str,
}

/// All environments.
#[derive(Serialize, ToSchema)]
pub(crate) struct RuntimeCaches {
    /// An entry for each version of a language.
    caches: Vec<RuntimeCache>,
}

/// Which environments are to go.
#[derive(Deserialize, ToSchema)]
pub(crate) struct DeleteRuntimeCacheInput {
    /// `Python`.
    language: String,
    /// Its version, as it is listed.
    version: String,
    /// `Local`, also when it is left out.
    #[serde(default)]
    image_name: Option<String>,
    /// Whether only to say what would be done.
    #[serde(default)]
    dry_run: Option<bool>,
}

/// What is being done.
#[derive(Serialize, ToSchema)]
pub(crate) struct DeletedRuntimeCache {
    /// `Python`.
    language: String,
    /// Its version.
    version: String,
    /// `Local`.
    image_name: &'static str,
    /// The task, for `/v1/tasks/{id}`; null when nothing was to be done.
    task_id: Option<String>,
}

/// The versions of Python that there are environments for.
///
/// Permissions: administrator.
#[utoipa::path(
    get, path = "/v1/system/caches/runtime", operation_id = "list_runtime_caches", tag = "System",
    security(("key" = [])),
    responses(
        (status = 200, body = RuntimeCaches), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn list_runtime_caches(
    State(server): State<Server>,
    Caller(actor): Caller,
) -> Result<Json<RuntimeCaches>, ApiError> {
    let versions = server.services().environment_versions(&actor).await?;
    let caches = versions.into_iter().map(|version| RuntimeCache { language: LANGUAGE, version, image_name: IMAGE });
    Ok(Json(RuntimeCaches { caches: caches.collect() }))
}

/// Removes the environments for a version of Python. Content that needs one makes it again when it is next asked for.
///
/// Permissions: administrator.
#[utoipa::path(
    delete, path = "/v1/system/caches/runtime", operation_id = "delete_runtime_cache", tag = "System",
    security(("key" = [])),
    request_body = DeleteRuntimeCacheInput,
    responses(
        (status = 200, body = DeletedRuntimeCache), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 413, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn delete_runtime_cache(
    State(server): State<Server>,
    Caller(actor): Caller,
    Body(input): Body<DeleteRuntimeCacheInput>,
) -> Result<Json<DeletedRuntimeCache>, ApiError> {
    let services = server.services();
    let known = services.environment_versions(&actor).await?;
    let ours = input.language.eq_ignore_ascii_case(LANGUAGE) && input.image_name.as_deref().unwrap_or(IMAGE) == IMAGE;
    if !ours || !known.contains(&input.version) {
        return Err(ServiceError::NotFound.into());
    }
    let task_id = match input.dry_run.unwrap_or_default() {
        true => None,
        false => Some(services.delete_environments(&actor, &input.version).await?.to_string()),
    };
    Ok(Json(DeletedRuntimeCache { language: input.language, version: input.version, image_name: IMAGE, task_id }))
}
