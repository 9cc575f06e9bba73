//! One account: `/connect/people/{guid}`.

use app::Page;
use app::model::Account;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{Guid, Role};
use services::{AccountChange, Mistake, ServiceError};

use super::{row, tell};
use crate::ui::{InPath, Sent, SignedInPage, frame, notice};

/// `GET /connect/people/{guid}`
pub(crate) async fn account_page(page: SignedInPage, InPath(guid): InPath<Guid>) -> Response {
    page_with(&page, guid, StatusCode::OK, |_| {}).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn page_with(
    page: &SignedInPage,
    guid: Guid,
    status: StatusCode,
    amend: impl FnOnce(&mut Account),
) -> Result<Response, ServiceError> {
    let user = page.server.services().users(page.actor()).get(guid).await?;
    let mut account = Account {
        row: row(&user),
        created_at: user.created_at,
        role: user.role.as_str().to_owned(),
        may_change: page.actor().administers(),
        mine: page.actor().user().guid == guid,
        email: user.email,
        role_problem: None,
        lock_problem: None,
    };
    amend(&mut account);
    let flash = frame::take_flash(page).await?;
    page.framer().page(status, flash, Page::Account(account))
}

/// `POST /connect/people/{guid}/role`
pub(crate) async fn set_role(page: SignedInPage, InPath(guid): InPath<Guid>, sent: Sent) -> Response {
    try_set_role(&page, guid, &sent).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn try_set_role(page: &SignedInPage, guid: Guid, sent: &Sent) -> Result<Response, ServiceError> {
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    let role: Role = match sent.text("role").parse() {
        Ok(role) => role,
        Err(unknown) => {
            let problem = domain::RoleError::to_string(&unknown);
            return page_with(page, guid, refused, |account| account.role_problem = Some(problem)).await;
        }
    };
    let change = AccountChange { role: Some(role), ..AccountChange::default() };
    match page.server.services().users(page.actor()).update(guid, change).await {
        Ok(user) => {
            let text = format!("{} has the role {} now.", user.username, role.label().to_lowercase());
            tell(page, &format!("/connect/people/{guid}"), text).await
        }
        Err(ServiceError::Invalid(mistake @ Mistake::LastAdministrator)) => {
            page_with(page, guid, refused, |account| account.role_problem = Some(mistake.to_string())).await
        }
        Err(error) => Err(error),
    }
}

/// `POST /connect/people/{guid}/lock`
pub(crate) async fn lock_account(page: SignedInPage, InPath(guid): InPath<Guid>, sent: Sent) -> Response {
    try_lock(&page, guid, &sent).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn try_lock(page: &SignedInPage, guid: Guid, sent: &Sent) -> Result<Response, ServiceError> {
    // What says neither locks nobody.
    let locked = match sent.text("to").as_str() {
        "locked" => true,
        "unlocked" => false,
        _ => return Err(ServiceError::NotFound),
    };
    match page.server.services().users(page.actor()).set_locked(guid, locked).await {
        Ok(user) => {
            let text = format!("{} is {} now.", user.username, if locked { "locked" } else { "unlocked" });
            tell(page, &format!("/connect/people/{guid}"), text).await
        }
        Err(ServiceError::Invalid(mistake @ Mistake::LastAdministrator)) => {
            let refused = StatusCode::UNPROCESSABLE_ENTITY;
            page_with(page, guid, refused, |account| account.lock_problem = Some(mistake.to_string())).await
        }
        Err(error) => Err(error),
    }
}
