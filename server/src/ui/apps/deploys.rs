//! How a deploy goes: `/connect/apps/{item}/deploys/{task}`.

use std::time::Duration;

use app::Page;
use app::model::{Deploy, DeployState};
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{ContentRef, Task, TaskId};
use serde::Deserialize;
use services::ServiceError;

use super::{PartInPath, manage, managed_head, path, tell};
use crate::ui::{SignedInPage, notice};

/// How long a browser without scripts waits for the next line.
const NEWS_WITHIN: Duration = Duration::from_secs(15);

/// How the page was asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct DeployQuery {
    /// How many lines were read already: the page waits until there are more. Without it, it comes at once.
    seen: Option<usize>,
    /// Whether to go on to the content when all went well.
    open: Option<String>,
}

/// `GET /connect/apps/{item}/deploys/{task}`
pub(crate) async fn deploy_page(
    page: SignedInPage,
    PartInPath(item, task): PartInPath<TaskId>,
    query: Result<Query<DeployQuery>, QueryRejection>,
) -> Response {
    let query = query.map(|Query(query)| query).unwrap_or_default();
    show(&page, item, &task, &query).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn show(
    page: &SignedInPage,
    address: ContentRef,
    task: &TaskId,
    query: &DeployQuery,
) -> Result<Response, ServiceError> {
    let managed = manage(page, address).await?;
    let wait = query.seen.map_or(Duration::ZERO, |_| NEWS_WITHIN);
    let task = page.server.services().task(page.actor(), task, query.seen.unwrap_or(0), wait).await?;
    if task.content_id != Some(managed.content().id) {
        return Err(ServiceError::NotFound);
    }
    let state = state(&task);
    if state == DeployState::Done && query.open.is_some() {
        return tell(page, &path(managed.content().guid, ""), "The content is published.".to_owned()).await;
    }
    let deploy = Deploy {
        head: managed_head(page, &managed).await?,
        task: task.id.to_string(),
        lines: task.output,
        state,
        opens: query.open.is_some(),
    };
    page.framer().page(StatusCode::OK, None, Page::Deploy(deploy))
}

fn state(task: &Task) -> DeployState {
    match task {
        Task { finished: false, .. } => DeployState::Running,
        Task { code: 0, .. } => DeployState::Done,
        Task { error, .. } => DeployState::Failed(error.clone()),
    }
}
