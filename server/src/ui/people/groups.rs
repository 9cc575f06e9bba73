//! The groups: `/connect/groups`.

use app::Page;
use app::model::{GroupRow, Groups};
use axum::http::StatusCode;
use axum::response::Response;
use domain::{Group, User};
use services::ServiceError;

use super::tell;
use crate::ui::{Sent, SignedInPage, frame, notice};

/// `GET /connect/groups`
pub(crate) async fn groups_page(page: SignedInPage) -> Response {
    let shown = page_with(&page, StatusCode::OK, String::new(), None).await;
    shown.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn page_with(
    page: &SignedInPage,
    status: StatusCode,
    name: String,
    problem: Option<String>,
) -> Result<Response, ServiceError> {
    let services = page.server.services();
    let users = services.users(page.actor()).list().await?;
    let groups = Groups {
        rows: services.groups(page.actor()).list().await?.iter().map(|group| row(group, &users)).collect(),
        may_make: page.actor().publishes(),
        name,
        problem,
    };
    let flash = frame::take_flash(page).await?;
    page.framer().page(status, flash, Page::Groups(groups))
}

/// A group as the pages show it.
pub(super) fn row(group: &Group, users: &[User]) -> GroupRow {
    let owner = users.iter().find(|user| Some(user.guid) == group.owner);
    GroupRow {
        guid: group.guid.to_string(),
        name: group.name.to_string(),
        owner: owner.map(|user| user.username.to_string()),
    }
}

/// `POST /connect/groups`
pub(crate) async fn make_group(page: SignedInPage, sent: Sent) -> Response {
    make(&page, sent.text("name")).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn make(page: &SignedInPage, name: String) -> Result<Response, ServiceError> {
    match page.server.services().groups(page.actor()).create(&name, None).await {
        Ok(group) => {
            let text = format!("The group {} was made. Add its members.", group.name);
            tell(page, &format!("/connect/groups/{}", group.guid), text).await
        }
        Err(ServiceError::Invalid(mistake)) => {
            page_with(page, StatusCode::UNPROCESSABLE_ENTITY, name, Some(mistake.to_string())).await
        }
        Err(error) => Err(error),
    }
}
