//! Tasks: `/v1/tasks/{id}`.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use domain::Task;
use serde::{Deserialize, Serialize};
use services::{Actor, ServiceError};
use utoipa::{IntoParams, ToSchema};

use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::api::json::Ids;
use crate::api::params::Params;
use crate::state::Server;

/// The longest wait for news; whoever wants to wait on asks again.
const LONGEST_WAIT: Duration = Duration::from_secs(25);

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TaskQuery {
    /// How many lines were read already.
    #[serde(default)]
    first: Option<usize>,
    /// How many seconds to wait for the next line or the end.
    #[serde(default)]
    wait: Option<u64>,
}

/// How a task is, or how it went.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiTask {
    /// Its name.
    id: String,
    /// The lines that were not read yet.
    output: Vec<String>,
    /// There is none.
    result: Option<serde_json::Map<String, serde_json::Value>>,
    /// Whether it has ended.
    finished: bool,
    /// 0 while it runs and when it went well.
    code: i32,
    /// Why it failed, or nothing.
    error: String,
    /// How many lines there are in all.
    last: usize,
}

/// How a task is. Waits, if asked to, until there is news.
///
/// Permissions: who began it, and administrators.
#[utoipa::path(
    get, path = "/v1/tasks/{id}", operation_id = "get_task", tag = "Tasks", security(("key" = [])),
    params(("id" = String, Path, description = "The task's name"), TaskQuery),
    responses(
        (status = 200, body = ApiTask), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn get_task(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(name): Ids<String>,
    Params(query): Params<TaskQuery>,
) -> Result<Json<ApiTask>, ApiError> {
    let first = query.first.unwrap_or(0);
    let wait = query.wait.map_or(Duration::ZERO, Duration::from_secs).min(LONGEST_WAIT);
    let task = find(&server, &actor, &name, first, wait).await?;
    let last = task.output.len();
    Ok(Json(ApiTask {
        id: task.id.to_string(),
        output: task.output.into_iter().skip(first).collect(),
        result: None,
        finished: task.finished,
        code: task.code,
        error: task.error,
        last,
    }))
}

/// The task of this name, when it has more than `first` lines, has ended, or the time is over.
///
/// # Errors
/// 404, code 141.
pub(crate) async fn find(
    server: &Server,
    actor: &Actor,
    name: &str,
    first: usize,
    wait: Duration,
) -> Result<Task, ApiError> {
    // A name that no task can have is as unknown as any other.
    let id = name.parse().map_err(|_| ApiError::no_task())?;
    server.services().task(actor, &id, first, wait).await.map_err(|error| match error {
        ServiceError::NotFound => ApiError::no_task(),
        error => error.into(),
    })
}
