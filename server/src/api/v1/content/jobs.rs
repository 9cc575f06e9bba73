//! Jobs of an item: `/v1/content/{guid}/jobs`.

pub(crate) mod log;

use axum::Json;
use axum::extract::State;
use domain::{Content, Job, JobKey};
use serde::Serialize;
use services::{Actor, EndedJob, Managed, ServiceError};
use utoipa::ToSchema;

use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::api::json::{Ids, id, written};
use crate::api::variant::variant_key;
use crate::state::Server;

/// A process of an item's program, or a deploy.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiJob {
    /// Its number.
    id: String,
    /// Nothing: who started a process is the server's affair.
    ppid: Option<String>,
    /// The number of the process; a deploy is none.
    pid: Option<String>,
    /// Its name; a deploy's is that of its task.
    key: String,
    /// Nothing: it runs on this machine.
    remote_id: Option<String>,
    /// The item's number.
    app_id: String,
    /// The item's guid.
    app_guid: String,
    /// The item's number.
    content_id: String,
    /// The item's guid.
    content_guid: String,
    /// The number of the item's only variant.
    variant_id: String,
    /// The name of the item's only variant.
    variant_key: String,
    /// The number of the version.
    bundle_id: String,
    /// When it began.
    #[schema(format = DateTime)]
    start_time: String,
    /// When it ended.
    #[schema(format = DateTime)]
    end_time: Option<String>,
    /// When it was last known to go on: now, or its end.
    #[schema(format = DateTime)]
    last_heartbeat_time: Option<String>,
    /// Nothing: it was not queued.
    queued_time: Option<String>,
    /// Nothing: it was not queued.
    queue_name: Option<String>,
    /// What it does: `run_api`, `run_python_api` or `run_fastapi_app` for a process; `build_site`, `packrat_restore`,
    /// `python_restore` or `unknown` for a deploy.
    tag: &'static str,
    /// The exit status, 128 and the number of the signal that ended it; null while it goes on, or when nobody saw it end.
    exit_code: Option<i32>,
    /// What went wrong, in a sentence.
    error: Option<String>,
    /// 0 while it goes on, 2 when it has ended.
    status: u8,
    /// The machine.
    hostname: Option<String>,
    /// Nothing: it runs on this machine.
    cluster: Option<String>,
    /// Nothing: it runs in no image.
    image: Option<String>,
    /// The number of the system user, unless it is the server's own.
    run_as: Option<String>,
    /// Nothing is skipped.
    skip_reason: Option<String>,
}

/// What was done to end a job.
#[derive(Serialize, ToSchema)]
pub(crate) struct KillJobOrder {
    /// A name for having ended it.
    guid: String,
    /// The item's number.
    app_id: i64,
    /// The item's guid.
    app_guid: String,
    /// The item's number.
    content_id: String,
    /// The item's guid.
    content_guid: String,
    /// The job's number.
    job_id: i64,
    /// The job's name.
    job_key: String,
    /// How that went, in a word.
    result: &'static str,
    /// 0: it went well.
    code: u8,
    /// Nothing: it went well.
    error: &'static str,
}

fn shown(job: &Job, content: &Content, now: &str) -> ApiJob {
    let ended = job.ended.as_ref();
    let end = ended.map(|end| written(end.at));
    let guid = content.guid.to_string();
    ApiJob {
        id: job.id.to_string(),
        ppid: None,
        pid: job.pid.map(|pid| pid.to_string()),
        key: job.key.to_string(),
        remote_id: None,
        app_id: content.id.to_string(),
        app_guid: guid.clone(),
        content_id: content.id.to_string(),
        content_guid: guid,
        variant_id: content.id.to_string(),
        variant_key: variant_key(content.guid),
        bundle_id: job.bundle_id.to_string(),
        start_time: written(job.started_at),
        last_heartbeat_time: Some(end.clone().unwrap_or_else(|| now.to_owned())),
        end_time: end,
        queued_time: None,
        queue_name: None,
        tag: job.tag.as_str(),
        exit_code: ended.and_then(|end| end.exit_code),
        error: ended.and_then(|end| end.error.clone()),
        status: if ended.is_some() { 2 } else { 0 },
        hostname: Some(job.hostname.clone()).filter(|name| !name.is_empty()),
        cluster: None,
        image: None,
        run_as: job.run_as.map(|uid| uid.to_string()),
        skip_reason: None,
    }
}

/// The jobs of an item, the newest first: at most 1000, of the last 30 days.
///
/// Permissions: owner, collaborator, administrator.
#[utoipa::path(
    get, path = "/v1/content/{guid}/jobs", operation_id = "list_jobs", tag = "Jobs", security(("key" = [])),
    params(("guid" = String, Path, description = "The item's guid")),
    responses(
        (status = 200, body = [ApiJob]), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 500, body = ErrorBody),
        (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn list_jobs(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
) -> Result<Json<Vec<ApiJob>>, ApiError> {
    let managed = server.services().managed(&actor, id(&guid)?).await?;
    let (jobs, now) = (managed.jobs().await?, written(server.services().now()));
    Ok(Json(jobs.iter().map(|job| shown(job, managed.content(), &now)).collect()))
}

/// One job.
///
/// Permissions: owner, collaborator, administrator.
#[utoipa::path(
    get, path = "/v1/content/{guid}/jobs/{key}", operation_id = "get_job", tag = "Jobs", security(("key" = [])),
    params(
        ("guid" = String, Path, description = "The item's guid"), ("key" = String, Path, description = "The job's name")
    ),
    responses(
        (status = 200, body = ApiJob), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 500, body = ErrorBody),
        (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn get_job(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids((guid, key)): Ids<(String, String)>,
) -> Result<Json<ApiJob>, ApiError> {
    let (managed, job) = job(&server, &actor, &guid, &key).await?;
    Ok(Json(shown(&job, managed.content(), &written(server.services().now()))))
}

/// Ends a job: a process with all that it started, or a deploy, which then changes nothing.
///
/// Permissions: owner, collaborator, administrator.
#[utoipa::path(
    delete, path = "/v1/content/{guid}/jobs/{key}", operation_id = "end_job", tag = "Jobs", security(("key" = [])),
    params(
        ("guid" = String, Path, description = "The item's guid"), ("key" = String, Path, description = "The job's name")
    ),
    responses(
        (status = 200, body = KillJobOrder), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn end_job(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids((guid, key)): Ids<(String, String)>,
) -> Result<Json<KillJobOrder>, ApiError> {
    let managed = server.services().managed(&actor, id(&guid)?).await?;
    let EndedJob { order, job } = managed.end_job(name(&key)?).await?;
    let content = managed.content();
    Ok(Json(KillJobOrder {
        guid: order.to_string(),
        app_id: content.id.0,
        app_guid: content.guid.to_string(),
        content_id: content.id.to_string(),
        content_guid: content.guid.to_string(),
        job_id: job.id,
        job_key: job.key.to_string(),
        result: "killed",
        code: 0,
        error: "",
    }))
}

/// The job that an address names, with the right to it.
async fn job<'a>(server: &'a Server, actor: &'a Actor, guid: &str, key: &str) -> Result<(Managed<'a>, Job), ApiError> {
    let managed = server.services().managed(actor, id(guid)?).await?;
    let job = managed.job(name(key)?).await?;
    Ok((managed, job))
}

/// The name of a job in an address. One that no job can have is as unknown as any other.
fn name(key: &str) -> Result<JobKey, ApiError> {
    key.parse().map_err(|_| ServiceError::NotFound.into())
}
