//! Who is named to see an item: `/connect/apps/{item}/people`.

use axum::http::StatusCode;
use axum::response::Response;
use domain::{ContentRef, Guid};
use services::{Mistake, ServiceError};

use super::settings::page_with;
use super::{ItemInPath, manage, path, tell};
use crate::ui::{Sent, SignedInPage, notice};

/// `POST /connect/apps/{item}/people`
pub(crate) async fn add_person(page: SignedInPage, ItemInPath(item): ItemInPath, sent: Sent) -> Response {
    add(&page, item, sent.text("username")).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn add(page: &SignedInPage, address: ContentRef, username: String) -> Result<Response, ServiceError> {
    let managed = manage(page, address).await?;
    match managed.add_viewer(&username).await {
        Ok(user) => {
            let settings = path(managed.content().guid, "/settings");
            tell(page, &settings, format!("{} was added.", user.username.as_str())).await
        }
        Err(ServiceError::Invalid(unknown @ Mistake::UnknownViewer(_))) => {
            page_with(page, &managed, StatusCode::UNPROCESSABLE_ENTITY, |settings| {
                settings.adding = username;
                settings.adding_problem = Some(unknown.to_string());
            })
            .await
        }
        Err(error) => Err(error),
    }
}

/// `POST /connect/apps/{item}/people/remove`
pub(crate) async fn remove_person(page: SignedInPage, ItemInPath(item): ItemInPath, sent: Sent) -> Response {
    remove(&page, item, &sent.text("person")).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn remove(page: &SignedInPage, address: ContentRef, person: &str) -> Result<Response, ServiceError> {
    let managed = manage(page, address).await?;
    let settings = path(managed.content().guid, "/settings");
    let guid: Option<Guid> = person.parse().ok();
    let Some(user) = managed.viewers().await?.into_iter().find(|user| Some(user.guid) == guid) else {
        return tell(page, &settings, "This person was removed already.".to_owned()).await;
    };
    managed.remove_viewer(user.guid).await?;
    tell(page, &settings, format!("{} was removed.", user.username.as_str())).await
}
