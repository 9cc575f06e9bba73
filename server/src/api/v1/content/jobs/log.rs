//! What a job wrote: `/v1/content/{guid}/jobs/{key}/log`, `/tail`, `/download` and `/error`.

use std::convert::Infallible;
use std::fmt::Write as _;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::JobLine;
use futures_util::stream::unfold;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::job;
use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::api::json::{Ids, written};
use crate::api::params::Params;
use crate::state::Server;

/// As many lines as clients get that do not say.
const USUAL_LINES: usize = 5000;
/// The longest name that a download may be given.
const LONGEST_NAME: usize = 100;

/// A line that a job wrote.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiLogEntry {
    /// `stdout` or `stderr`.
    source: &'static str,
    /// When; null for the lines of a deploy.
    #[schema(format = DateTime)]
    timestamp: Option<String>,
    /// What.
    data: String,
}

impl From<JobLine> for ApiLogEntry {
    fn from(line: JobLine) -> Self {
        Self { source: line.stream.as_str(), timestamp: line.at.map(written), data: line.text }
    }
}

/// What a job wrote.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiLog {
    /// The lines, the oldest first.
    entries: Vec<ApiLogEntry>,
}

/// What went wrong with a job.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiJobError {
    /// `deploy-failed` or `process-failed`.
    code: &'static str,
    /// A sentence for people.
    summary: String,
    /// Nothing: the sentence has to do.
    help_url: &'static str,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct LogQuery {
    /// How many of the last lines are wanted; 5000 when nothing is said.
    #[serde(default, rename = "maxLogLines")]
    max_log_lines: Option<usize>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DownloadQuery {
    /// What the file is to be called: letters, digits, dots, hyphens and underscores, at most 100.
    #[serde(default)]
    filename: Option<String>,
}

/// What a job wrote: the last lines of it, as far as they are kept.
///
/// Permissions: owner, collaborator, administrator.
#[utoipa::path(
    get, path = "/v1/content/{guid}/jobs/{key}/log", operation_id = "get_job_log", tag = "Jobs", security(("key" = [])),
    params(
        ("guid" = String, Path, description = "The item's guid"), ("key" = String, Path, description = "The job's name"),
        LogQuery
    ),
    responses(
        (status = 200, body = ApiLog), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 500, body = ErrorBody),
        (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn get_job_log(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids((guid, key)): Ids<(String, String)>,
    Params(query): Params<LogQuery>,
) -> Result<Json<ApiLog>, ApiError> {
    let (managed, job) = job(&server, &actor, &guid, &key).await?;
    let lines = managed.job_log(&job).await?;
    let passed_over = lines.len().saturating_sub(query.max_log_lines.unwrap_or(USUAL_LINES));
    Ok(Json(ApiLog { entries: lines.into_iter().skip(passed_over).map(ApiLogEntry::from).collect() }))
}

/// What a job wrote, and what it writes until it ends: one JSON object a line.
///
/// Permissions: owner, collaborator, administrator; the answer ends when the right does.
#[utoipa::path(
    get, path = "/v1/content/{guid}/jobs/{key}/tail", operation_id = "tail_job_log", tag = "Jobs",
    security(("key" = [])),
    params(
        ("guid" = String, Path, description = "The item's guid"), ("key" = String, Path, description = "The job's name")
    ),
    responses(
        (status = 200, body = ApiLogEntry, content_type = "application/x-ndjson"), (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn tail_job_log(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids((guid, key)): Ids<(String, String)>,
) -> Result<Response, ApiError> {
    let (managed, job) = job(&server, &actor, &guid, &key).await?;
    let follower = managed.follow_job(&job).await?;
    let lines = unfold(follower, |mut follower| async {
        let entry = ApiLogEntry::from(follower.next().await?);
        // Text and null always become JSON.
        let mut line = serde_json::to_vec(&entry).unwrap_or_default();
        line.push(b'\n');
        Some((Ok::<_, Infallible>(line), follower))
    });
    let kind = HeaderValue::from_static("application/x-ndjson");
    Ok(([(CONTENT_TYPE, kind)], Body::from_stream(lines)).into_response())
}

/// What a job wrote, as a file of text.
///
/// Permissions: owner, collaborator, administrator.
#[utoipa::path(
    get, path = "/v1/content/{guid}/jobs/{key}/download", operation_id = "download_job_log", tag = "Jobs",
    security(("key" = [])),
    params(
        ("guid" = String, Path, description = "The item's guid"), ("key" = String, Path, description = "The job's name"),
        DownloadQuery
    ),
    responses(
        (status = 200, body = String, content_type = "text/plain; charset=utf-8"), (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn download_job_log(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids((guid, key)): Ids<(String, String)>,
    Params(query): Params<DownloadQuery>,
) -> Result<Response, ApiError> {
    let bad_name =
        || ApiError::parameter("filename", "letters, digits, dots, hyphens and underscores, at most 100 of them");
    let (managed, job) = job(&server, &actor, &guid, &key).await?;
    let name = query.filename.unwrap_or_else(|| format!("{key}.log"));
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
    if name.is_empty() || name.len() > LONGEST_NAME || !name.bytes().all(plain) {
        return Err(bad_name());
    }
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")).map_err(|_| bad_name())?;
    let mut text = String::new();
    for line in managed.job_log(&job).await? {
        let at = line.at.map(|at| format!("{} {} ", written(at), line.stream.as_str())).unwrap_or_default();
        // A string takes everything.
        _ = writeln!(text, "{at}{}", line.text);
    }
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    Ok(([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, disposition)], text).into_response())
}

/// What went wrong with a job; nothing when nothing did.
///
/// Permissions: owner, collaborator, administrator.
#[utoipa::path(
    get, path = "/v1/content/{guid}/jobs/{key}/error", operation_id = "get_job_error", tag = "Jobs",
    security(("key" = [])),
    params(
        ("guid" = String, Path, description = "The item's guid"), ("key" = String, Path, description = "The job's name")
    ),
    responses(
        (status = 200, body = ApiJobError), (status = 204), (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn get_job_error(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids((guid, key)): Ids<(String, String)>,
) -> Result<Response, ApiError> {
    let (_managed, job) = job(&server, &actor, &guid, &key).await?;
    let code = if job.is_deploy() { "deploy-failed" } else { "process-failed" };
    Ok(match job.ended.and_then(|end| end.error) {
        Some(summary) => Json(ApiJobError { code, summary, help_url: "" }).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    })
}
