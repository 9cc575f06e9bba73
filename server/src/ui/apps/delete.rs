//! Deleting an item: `/connect/apps/{item}/delete`.

use app::Page;
use axum::http::StatusCode;
use axum::response::Response;
use domain::ContentRef;
use services::ServiceError;

use super::{InPath, manage, managed_head, tell};
use crate::ui::{Sent, SignedInPage, notice};

/// `GET /connect/apps/{item}/delete`: the question as a page of its own.
pub(crate) async fn delete_page(page: SignedInPage, InPath(item): InPath<ContentRef>) -> Response {
    ask(&page, item).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn ask(page: &SignedInPage, address: ContentRef) -> Result<Response, ServiceError> {
    let managed = manage(page, address).await?;
    let head = managed_head(page, &managed).await?;
    page.framer().page(StatusCode::OK, None, Page::AppDelete(head))
}

/// `POST /connect/apps/{item}/delete`
pub(crate) async fn delete(page: SignedInPage, InPath(item): InPath<ContentRef>, _sent: Sent) -> Response {
    delete_and_tell(&page, item).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn delete_and_tell(page: &SignedInPage, address: ContentRef) -> Result<Response, ServiceError> {
    let deleted = async {
        let managed = manage(page, address).await?;
        let title = managed.content().display_title().to_owned();
        managed.delete().await?;
        Ok(format!("The content \"{title}\" was deleted."))
    };
    match deleted.await {
        Ok(text) => tell(page, "/connect/", text).await,
        Err(ServiceError::NotFound) => tell(page, "/connect/", "This content was deleted already.".to_owned()).await,
        Err(error) => Err(error),
    }
}
