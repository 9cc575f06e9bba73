//! The vanity address of an item: `/connect/apps/{item}/address`.

use app::Page;
use app::model::AppAddress;
use axum::http::StatusCode;
use axum::response::Response;
use domain::ContentRef;
use services::{Managed, ServiceError};

use super::{InPath, manage, managed_head, path, tell};
use crate::ui::{Sent, SignedInPage, frame, notice};

/// `GET /connect/apps/{item}/address`
pub(crate) async fn address_page(page: SignedInPage, InPath(item): InPath<ContentRef>) -> Response {
    show(&page, item).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn show(page: &SignedInPage, address: ContentRef) -> Result<Response, ServiceError> {
    let managed = manage(page, address).await?;
    page_with(page, &managed, StatusCode::OK, |_| {}).await
}

async fn page_with(
    page: &SignedInPage,
    managed: &Managed<'_>,
    status: StatusCode,
    amend: impl FnOnce(&mut AppAddress),
) -> Result<Response, ServiceError> {
    let services = page.server.services();
    let item = services.content_item(page.actor(), ContentRef::Guid(managed.content().guid)).await?;
    let current = services.vanity_of(&item).await?.map(|vanity| vanity.path.to_string());
    let mut address = AppAddress {
        head: managed_head(page, managed).await?,
        typed: current.clone().unwrap_or_default(),
        path: current,
        problem: None,
    };
    amend(&mut address);
    let flash = frame::take_flash(page).await?;
    page.framer().page(status, flash, Page::AppAddress(address))
}

/// `POST /connect/apps/{item}/address`
pub(crate) async fn set_address(page: SignedInPage, InPath(item): InPath<ContentRef>, sent: Sent) -> Response {
    set(&page, item, sent.text("path")).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn set(page: &SignedInPage, address: ContentRef, typed: String) -> Result<Response, ServiceError> {
    let managed = manage(page, address).await?;
    match managed.set_vanity(&typed, false).await {
        Ok(vanity) => {
            let text = format!("This content is at {} now.", vanity.path);
            tell(page, &path(managed.content().guid, "/address"), text).await
        }
        Err(ServiceError::Invalid(mistake)) => {
            page_with(page, &managed, StatusCode::UNPROCESSABLE_ENTITY, |address| {
                address.problem = Some(mistake.to_string());
                address.typed = typed;
            })
            .await
        }
        Err(error) => Err(error),
    }
}

/// `POST /connect/apps/{item}/address/remove`
pub(crate) async fn remove_address(page: SignedInPage, InPath(item): InPath<ContentRef>, _sent: Sent) -> Response {
    remove(&page, item).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn remove(page: &SignedInPage, address: ContentRef) -> Result<Response, ServiceError> {
    let managed = manage(page, address).await?;
    let text = match managed.remove_vanity().await {
        Ok(()) => "The address was removed. The target URL works as before.",
        Err(ServiceError::NotFound) => "The address was removed already.",
        Err(error) => return Err(error),
    };
    tell(page, &path(managed.content().guid, "/address"), text.to_owned()).await
}
