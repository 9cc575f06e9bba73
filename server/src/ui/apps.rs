//! One content item, shown and cared for: `/connect/apps/{item}`.
//!
//! Addresses name an item by its identifier; the number, which older links have, leads there.

mod address;
mod delete;
mod deploys;
mod new_version;
mod people;
mod program;
mod settings;
mod tags;
mod usage;
mod variables;
mod versions;

use std::str::FromStr;

use app::Page;
use app::model::{App, AppHead, AppShown};
use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::response::Response;
use domain::{Access, Content, ContentRef, Guid};
use http::request::Parts;
use services::{ContentItem, Managed, ServiceError, Status};

pub(crate) use self::address::{address_page, remove_address, set_address};
pub(crate) use self::delete::{delete, delete_page};
pub(crate) use self::deploys::deploy_page;
pub(crate) use self::new_version::{new_version_page, upload_version};
pub(crate) use self::people::{add_person, change_person, people_page, remove_person};
pub(crate) use self::program::{logs_page, restart};
pub(crate) use self::settings::{change, settings_page};
pub(crate) use self::tags::{put_tag_on, tags_page, take_tag_off};
pub(crate) use self::usage::usage_page;
pub(crate) use self::variables::{remove_variable, set_variable, variable_page, variables_page};
pub(crate) use self::versions::{activate, delete_version, draft, version_page, versions_page};
use super::frame::tell;
use super::{InPath, SignedInPage, frame, notice, see_other};
use crate::state::Server;

/// An item, and something that belongs to it, as the address names them; what can name none names no page.
pub(crate) struct PartInPath<T>(ContentRef, T);

impl<T: FromStr + Send> FromRequestParts<Server> for PartInPath<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Response> {
        let names = Path::<(String, String)>::from_request_parts(parts, server).await;
        let found = names.ok().and_then(|Path((item, part))| Some(Self(item.parse().ok()?, part.parse().ok()?)));
        if let Some(found) = found {
            return Ok(found);
        }
        Err(notice::not_found(parts, server).await)
    }
}

/// `GET /connect/apps/{item}`: the content view.
pub(crate) async fn page(page: SignedInPage, InPath(item): InPath<ContentRef>) -> Response {
    show(&page, item).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn show(page: &SignedInPage, address: ContentRef) -> Result<Response, ServiceError> {
    let item = page.server.services().content_item(page.actor(), address).await?;
    if let ContentRef::Id(_) = address {
        return Ok(see_other(&path(item.content.guid, "")));
    }
    let failure = if item.may_manage && item.content.is_program() {
        failure(&manage(page, address).await?.status())
    } else {
        None
    };
    let flash = frame::take_flash(page).await?;
    page.framer().page(StatusCode::OK, flash, Page::App(view(item, failure, &page.server)))
}

fn view(item: ContentItem, failure: Option<String>, server: &Server) -> App {
    let head = head(&item.content, item.may_view, item.may_manage, server);
    let shown = shown(&item, server);
    let content = item.content;
    App {
        head,
        kind: content.kind_label(),
        access: content.access.label(),
        owner: content.owner.username,
        deployed_at: content.deployed_at,
        description: content.description,
        shown,
        failure,
    }
}

fn shown(item: &ContentItem, server: &Server) -> AppShown {
    let origins = server.origins();
    // What is for everybody needs no cookie, and so is framed anywhere.
    let framed = origins.frames_work() || item.content.access == Access::All;
    match (item.content.bundle, item.may_view) {
        (None, _) => AppShown::NotYet,
        (Some(_), false) => AppShown::NotToMe,
        (Some(_), true) if framed => AppShown::Framed(origins.content_address(item.content.guid)),
        (Some(_), true) => AppShown::Solo,
    }
}

/// Why the program does not run, where that is not as it should be.
fn failure(status: &Status) -> Option<String> {
    match status {
        Status::Stopped { last_failure: Some(_) } | Status::GivenUp { .. } => Some(status.to_string()),
        Status::Stopped { last_failure: None } | Status::Starting | Status::Ready { .. } | Status::Draining => None,
    }
}

fn head(content: &Content, may_view: bool, may_manage: bool, server: &Server) -> AppHead {
    AppHead {
        guid: content.guid.to_string(),
        title: content.display_title().to_owned(),
        target_url: format!("{}/content/{}/", server.url(), content.guid),
        may_view,
        may_manage,
        program: content.is_program(),
    }
}

/// The head of a page for those who manage the item, who may or may not see it.
async fn managed_head(page: &SignedInPage, managed: &Managed<'_>) -> Result<AppHead, ServiceError> {
    let item = page.server.services().content_item(page.actor(), ContentRef::Guid(managed.content().guid)).await?;
    Ok(head(&item.content, item.may_view, item.may_manage, &page.server))
}

/// The item, for those who may manage it.
async fn manage(page: &SignedInPage, address: ContentRef) -> Result<Managed<'_>, ServiceError> {
    page.server.services().managed_at(page.actor(), address).await
}

/// The address of one of an item's pages.
fn path(item: Guid, rest: &str) -> String {
    format!("/connect/apps/{item}{rest}")
}
