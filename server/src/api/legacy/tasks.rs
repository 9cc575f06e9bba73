//! Tasks: `/tasks/{id}`.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::api::json::Ids;
use crate::api::params::Params;
use crate::api::v1::tasks;
use crate::state::Server;

/// How long news is waited for. These clients do not say, and ask again after a second.
const WAIT: Duration = Duration::from_secs(1);

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct LegacyTaskQuery {
    /// How many lines were read already.
    #[serde(default)]
    first_status: Option<usize>,
}

/// How a task is, or how it went.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiLegacyTask {
    /// Its name.
    id: String,
    /// The lines that were not read yet.
    status: Vec<String>,
    /// How many lines there are in all.
    last_status: usize,
    /// There is none.
    result: Option<serde_json::Map<String, serde_json::Value>>,
    /// Whether it has ended.
    finished: bool,
    /// 0 while it runs and when it went well.
    code: i32,
    /// Why it failed, or nothing.
    error: String,
}

/// How a task is. Waits a moment for news.
///
/// Permissions: who began it, and administrators.
#[utoipa::path(
    get, path = "/tasks/{id}", operation_id = "get_legacy_task", tag = "Older clients", security(("key" = [])),
    params(("id" = String, Path, description = "The task's name"), LegacyTaskQuery),
    responses(
        (status = 200, body = ApiLegacyTask), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn get_legacy_task(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(name): Ids<String>,
    Params(query): Params<LegacyTaskQuery>,
) -> Result<Json<ApiLegacyTask>, ApiError> {
    let first = query.first_status.unwrap_or(0);
    let task = tasks::find(&server, &actor, &name, first, WAIT).await?;
    let last_status = task.output.len();
    Ok(Json(ApiLegacyTask {
        id: task.id.to_string(),
        status: task.output.into_iter().skip(first).collect(),
        last_status,
        result: None,
        finished: task.finished,
        code: task.code,
        error: task.error,
    }))
}
