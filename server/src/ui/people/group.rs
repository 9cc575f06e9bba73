//! One group: `/connect/groups/{guid}`.

use app::Page;
use app::model::{GroupPage, Member};
use axum::http::StatusCode;
use axum::response::Response;
use domain::{Guid, User};
use services::{GroupAmendment, ServiceError};

use super::{groups, tell};
use crate::ui::{InPath, Sent, SignedInPage, frame, notice};

fn path(guid: Guid) -> String {
    format!("/connect/groups/{guid}")
}

/// `GET /connect/groups/{guid}`
pub(crate) async fn group_page(page: SignedInPage, InPath(guid): InPath<Guid>) -> Response {
    page_with(&page, guid, StatusCode::OK, |_| {}).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn page_with(
    page: &SignedInPage,
    guid: Guid,
    status: StatusCode,
    amend: impl FnOnce(&mut GroupPage),
) -> Result<Response, ServiceError> {
    let services = page.server.services();
    let groups = services.groups(page.actor());
    let group = groups.get(guid).await?;
    let member = |user: User| Member {
        guid: user.guid.to_string(),
        username: user.username.to_string(),
        mine: user.guid == page.actor().user().guid,
    };
    let mut shown = GroupPage {
        group: groups::row(&group, &services.users(page.actor()).list().await?),
        members: groups.members(guid).await?.into_iter().map(member).collect(),
        may_manage: groups.may_manage(&group),
        name: group.name.to_string(),
        name_problem: None,
        adding: String::new(),
        adding_problem: None,
    };
    amend(&mut shown);
    let flash = frame::take_flash(page).await?;
    page.framer().page(status, flash, Page::Group(shown))
}

/// `POST /connect/groups/{guid}`
pub(crate) async fn rename_group(page: SignedInPage, InPath(guid): InPath<Guid>, sent: Sent) -> Response {
    rename(&page, guid, sent.text("name")).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn rename(page: &SignedInPage, guid: Guid, name: String) -> Result<Response, ServiceError> {
    let amendment = GroupAmendment { name: Some(name.clone()), ..GroupAmendment::default() };
    match page.server.services().groups(page.actor()).update(guid, amendment).await {
        Ok(group) => tell(page, &path(guid), format!("The group is called {} now.", group.name)).await,
        Err(ServiceError::Invalid(mistake)) => {
            page_with(page, guid, StatusCode::UNPROCESSABLE_ENTITY, |group| {
                (group.name, group.name_problem) = (name, Some(mistake.to_string()));
            })
            .await
        }
        Err(error) => Err(error),
    }
}

/// `POST /connect/groups/{guid}/members`
pub(crate) async fn add_member(page: SignedInPage, InPath(guid): InPath<Guid>, sent: Sent) -> Response {
    add(&page, guid, sent.text("username")).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn add(page: &SignedInPage, guid: Guid, username: String) -> Result<Response, ServiceError> {
    let services = page.server.services();
    let added = async {
        let user = services.users(page.actor()).named(&username).await?;
        services.groups(page.actor()).add_member(guid, user.guid).await?;
        Ok(user)
    };
    match added.await {
        Ok(user) => tell(page, &path(guid), format!("{} was added.", user.username)).await,
        Err(ServiceError::Invalid(mistake)) => {
            page_with(page, guid, StatusCode::UNPROCESSABLE_ENTITY, |group| {
                (group.adding, group.adding_problem) = (username, Some(mistake.to_string()));
            })
            .await
        }
        Err(error) => Err(error),
    }
}

/// `POST /connect/groups/{guid}/members/remove`
pub(crate) async fn remove_member(page: SignedInPage, InPath(guid): InPath<Guid>, sent: Sent) -> Response {
    remove(&page, guid, &sent.text("member")).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn remove(page: &SignedInPage, guid: Guid, member: &str) -> Result<Response, ServiceError> {
    let services = page.server.services();
    let account = member.parse().map_err(|_| ServiceError::NotFound)?;
    match services.groups(page.actor()).remove_member(guid, account).await {
        Ok(()) => {
            let user = services.users(page.actor()).get(account).await?;
            tell(page, &path(guid), format!("{} was removed.", user.username)).await
        }
        // The group itself is gone, or only the membership.
        Err(ServiceError::NotFound) => {
            services.groups(page.actor()).get(guid).await?;
            tell(page, &path(guid), "This account was removed already.".to_owned()).await
        }
        Err(error) => Err(error),
    }
}

/// `GET /connect/groups/{guid}/delete`: the question.
pub(crate) async fn delete_group_page(page: SignedInPage, InPath(guid): InPath<Guid>) -> Response {
    ask(&page, guid).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn ask(page: &SignedInPage, guid: Guid) -> Result<Response, ServiceError> {
    let services = page.server.services();
    let groups = services.groups(page.actor());
    let group = groups.get(guid).await?;
    if !groups.may_manage(&group) {
        return Err(ServiceError::Forbidden);
    }
    page.framer().page(StatusCode::OK, None, Page::GroupDeletion(groups::row(&group, &[])))
}

/// `POST /connect/groups/{guid}/delete`
pub(crate) async fn delete_group(page: SignedInPage, InPath(guid): InPath<Guid>, _sent: Sent) -> Response {
    delete(&page, guid).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn delete(page: &SignedInPage, guid: Guid) -> Result<Response, ServiceError> {
    let services = page.server.services();
    let groups = services.groups(page.actor());
    let deleted = async {
        let group = groups.get(guid).await?;
        groups.delete(guid).await?;
        Ok(format!("The group {} was deleted.", group.name))
    };
    match deleted.await {
        Ok(text) => tell(page, "/connect/groups", text).await,
        Err(ServiceError::NotFound) => {
            tell(page, "/connect/groups", "This group was deleted already.".to_owned()).await
        }
        Err(error) => Err(error),
    }
}
