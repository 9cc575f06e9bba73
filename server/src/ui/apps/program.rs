//! An item's program: `/connect/apps/{item}/logs` and `/connect/apps/{item}/restart`.

use app::Page;
use app::model::AppLogs;
use axum::http::StatusCode;
use axum::response::Response;
use domain::ContentRef;
use services::{ServiceError, Status};

use super::{InPath, failure, manage, managed_head, path, tell};
use crate::ui::{Sent, SignedInPage, frame, notice};

/// `GET /connect/apps/{item}/logs`
pub(crate) async fn logs_page(page: SignedInPage, InPath(item): InPath<ContentRef>) -> Response {
    show(&page, item).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn show(page: &SignedInPage, address: ContentRef) -> Result<Response, ServiceError> {
    let managed = manage(page, address).await?;
    if !managed.content().is_program() {
        return Err(ServiceError::NotFound);
    }
    let status = managed.status();
    let since = if let Status::Ready { since } = status { Some(since) } else { None };
    let logs = AppLogs {
        head: managed_head(page, &managed).await?,
        state: status.to_string(),
        since,
        failed: failure(&status).is_some(),
        log: managed.log().await?,
    };
    let flash = frame::take_flash(page).await?;
    page.framer().page(StatusCode::OK, flash, Page::AppLogs(logs))
}

/// `POST /connect/apps/{item}/restart`
pub(crate) async fn restart(page: SignedInPage, InPath(item): InPath<ContentRef>, _sent: Sent) -> Response {
    start_again(&page, item).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn start_again(page: &SignedInPage, address: ContentRef) -> Result<Response, ServiceError> {
    let managed = manage(page, address).await?;
    managed.start_again().await;
    // The content view asks for the content, and so starts the program.
    let text = "The program was ended, and starts again when somebody opens it.".to_owned();
    tell(page, &path(managed.content().guid, ""), text).await
}
