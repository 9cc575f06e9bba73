//! Who is named to see or change an item: `/connect/apps/{item}/people`.

use app::Page;
use app::model::{Adding, AppPeople, NamedRow};
use axum::http::StatusCode;
use axum::response::Response;
use domain::{Access, ContentRef, PermissionId, PermissionRole, Principal};
use services::{Managed, NamedPermission, PrincipalName, ServiceError};

use super::{InPath, manage, managed_head, path, tell};
use crate::ui::{Sent, SignedInPage, frame, notice};

/// `GET /connect/apps/{item}/people`
pub(crate) async fn people_page(page: SignedInPage, InPath(item): InPath<ContentRef>) -> Response {
    show(&page, item).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn show(page: &SignedInPage, address: ContentRef) -> Result<Response, ServiceError> {
    let managed = manage(page, address).await?;
    let nothing = Adding { group: false, name: String::new(), collaborator: false, problem: None };
    page_with(page, &managed, StatusCode::OK, nothing).await
}

async fn page_with(
    page: &SignedInPage,
    managed: &Managed<'_>,
    status: StatusCode,
    adding: Adding,
) -> Result<Response, ServiceError> {
    let content = managed.content();
    let people = AppPeople {
        head: managed_head(page, managed).await?,
        owner: content.owner.username.clone(),
        viewers_count: content.access == Access::Acl,
        named: managed.named_permissions().await?.into_iter().map(row).collect(),
        adding,
    };
    let flash = frame::take_flash(page).await?;
    page.framer().page(status, flash, Page::AppPeople(people))
}

fn row(NamedPermission { permission, name, may_collaborate }: NamedPermission) -> NamedRow {
    NamedRow {
        permission: permission.id.0,
        name,
        group: matches!(permission.principal, Principal::Group(_)),
        collaborator: permission.role == PermissionRole::Collaborator,
        may_collaborate,
    }
}

/// The role in words.
fn as_what(role: PermissionRole) -> &'static str {
    match role {
        PermissionRole::Viewer => "viewer",
        PermissionRole::Collaborator => "collaborator",
    }
}

/// `POST /connect/apps/{item}/people`
pub(crate) async fn add_person(page: SignedInPage, InPath(item): InPath<ContentRef>, sent: Sent) -> Response {
    add(&page, item, &sent).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn add(page: &SignedInPage, address: ContentRef, sent: &Sent) -> Result<Response, ServiceError> {
    let managed = manage(page, address).await?;
    let role = sent.text("role").parse().unwrap_or(PermissionRole::Viewer);
    let (name, group) = (sent.text("person"), sent.text("kind") == "group");
    let named = if group { PrincipalName::Group(&name) } else { PrincipalName::User(&name) };
    match managed.permit_by_name(named, role).await {
        Ok(name) => {
            let people = path(managed.content().guid, "/people");
            tell(page, &people, format!("{name} was added as a {}.", as_what(role))).await
        }
        Err(ServiceError::Invalid(mistake)) => {
            let collaborator = role == PermissionRole::Collaborator;
            let adding = Adding { group, name, collaborator, problem: Some(mistake.to_string()) };
            page_with(page, &managed, StatusCode::UNPROCESSABLE_ENTITY, adding).await
        }
        Err(error) => Err(error),
    }
}

/// The permission that a form names, as long as it is there.
async fn named(managed: &Managed<'_>, sent: &Sent) -> Result<Option<NamedPermission>, ServiceError> {
    let id = sent.text("permission").parse().ok().map(PermissionId);
    Ok(managed.named_permissions().await?.into_iter().find(|row| Some(row.permission.id) == id))
}

/// `POST /connect/apps/{item}/people/change`
pub(crate) async fn change_person(page: SignedInPage, InPath(item): InPath<ContentRef>, sent: Sent) -> Response {
    change(&page, item, &sent).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn change(page: &SignedInPage, address: ContentRef, sent: &Sent) -> Result<Response, ServiceError> {
    let managed = manage(page, address).await?;
    let people = path(managed.content().guid, "/people");
    let (Some(row), Ok(role)) = (named(&managed, sent).await?, sent.text("role").parse()) else {
        return tell(page, &people, "This permission was removed already.".to_owned()).await;
    };
    managed.permit(row.permission.principal, role).await?;
    let text = format!("{} is a {} now.", row.name, as_what(role));
    after(page, &managed, &people, text).await
}

/// `POST /connect/apps/{item}/people/remove`
pub(crate) async fn remove_person(page: SignedInPage, InPath(item): InPath<ContentRef>, sent: Sent) -> Response {
    remove(&page, item, &sent).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn remove(page: &SignedInPage, address: ContentRef, sent: &Sent) -> Result<Response, ServiceError> {
    let managed = manage(page, address).await?;
    let people = path(managed.content().guid, "/people");
    let Some(row) = named(&managed, sent).await? else {
        return tell(page, &people, "This permission was removed already.".to_owned()).await;
    };
    match managed.withdraw(row.permission.id).await {
        Ok(()) | Err(ServiceError::NotFound) => {}
        Err(error) => return Err(error),
    }
    after(page, &managed, &people, format!("{} was removed.", row.name)).await
}

/// Goes on where the actor may still be: a collaborator who gave that up has no place among the settings.
async fn after(
    page: &SignedInPage,
    managed: &Managed<'_>,
    people: &str,
    text: String,
) -> Result<Response, ServiceError> {
    let guid = managed.content().guid;
    match page.server.services().content_item(page.actor(), ContentRef::Guid(guid)).await {
        Ok(item) if item.may_manage => tell(page, people, text).await,
        Ok(_) => tell(page, &path(guid, ""), text).await,
        Err(ServiceError::NotFound) => tell(page, "/connect/", text).await,
        Err(error) => Err(error),
    }
}
