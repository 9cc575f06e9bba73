//! The tags of an item: `/connect/apps/{item}/tags`.

use std::collections::BTreeMap;

use app::Page;
use app::model::{AppTags, TagChoice, TagRow};
use axum::http::StatusCode;
use axum::response::Response;
use domain::{ContentRef, TagId, TagTree};
use services::{Managed, Mistake, ServiceError};

use super::{InPath, manage, managed_head, path, tell};
use crate::ui::{Sent, SignedInPage, frame, notice};

/// `GET /connect/apps/{item}/tags`
pub(crate) async fn tags_page(page: SignedInPage, InPath(item): InPath<ContentRef>) -> Response {
    show(&page, item).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn show(page: &SignedInPage, address: ContentRef) -> Result<Response, ServiceError> {
    let managed = manage(page, address).await?;
    page_with(page, &managed, StatusCode::OK, None).await
}

async fn page_with(
    page: &SignedInPage,
    managed: &Managed<'_>,
    status: StatusCode,
    problem: Option<String>,
) -> Result<Response, ServiceError> {
    let services = page.server.services();
    let tree = services.tags(page.actor()).tree().await?;
    let item = services.content_item(page.actor(), ContentRef::Guid(managed.content().guid)).await?;
    let on: Vec<TagId> = services.tags_of(&item).await?.iter().map(|tag| tag.id).collect();
    let mut rows: Vec<TagRow> = on.iter().map(|id| TagRow { id: id.0, path: tree.path(*id).join(" / ") }).collect();
    rows.sort_by_key(|row| row.path.to_lowercase());
    let tags = AppTags {
        head: managed_head(page, managed).await?,
        on: rows,
        offered: offered(&tree, &on),
        may_make: page.actor().administers(),
        problem,
    };
    let flash = frame::take_flash(page).await?;
    page.framer().page(status, flash, Page::AppTags(tags))
}

/// The tags that are not on an item, by category.
fn offered(tree: &TagTree, on: &[TagId]) -> Vec<(String, Vec<TagChoice>)> {
    let mut by_category: BTreeMap<(String, String), Vec<TagChoice>> = BTreeMap::new();
    for tag in tree.tags().iter().filter(|tag| tag.parent.is_some() && !on.contains(&tag.id)) {
        let path = tree.path(tag.id);
        let Some((category, below)) = path.split_first() else { continue };
        let choice = TagChoice { id: tag.id.0, label: below.join(" / ") };
        by_category.entry((category.to_lowercase(), (*category).to_owned())).or_default().push(choice);
    }
    let sorted = by_category.into_iter().map(|((_, category), mut tags)| {
        tags.sort_by_key(|tag| tag.label.to_lowercase());
        (category, tags)
    });
    sorted.collect()
}

/// `POST /connect/apps/{item}/tags`
pub(crate) async fn put_tag_on(page: SignedInPage, InPath(item): InPath<ContentRef>, sent: Sent) -> Response {
    put_on(&page, item, &sent).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn put_on(page: &SignedInPage, address: ContentRef, sent: &Sent) -> Result<Response, ServiceError> {
    let managed = manage(page, address).await?;
    let put = match sent.text("tag").parse() {
        Ok(id) => managed.add_tag(id).await.map(|()| id),
        Err(_) => Err(Mistake::NoSuchTag.into()),
    };
    match put {
        Ok(id) => {
            let name = name(page, id).await?;
            let text = format!("The tag {name} was put on.");
            tell(page, &path(managed.content().guid, "/tags"), text).await
        }
        Err(ServiceError::Invalid(mistake)) => {
            page_with(page, &managed, StatusCode::UNPROCESSABLE_ENTITY, Some(mistake.to_string())).await
        }
        Err(error) => Err(error),
    }
}

/// `POST /connect/apps/{item}/tags/remove`
pub(crate) async fn take_tag_off(page: SignedInPage, InPath(item): InPath<ContentRef>, sent: Sent) -> Response {
    take_off(&page, item, &sent).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn take_off(page: &SignedInPage, address: ContentRef, sent: &Sent) -> Result<Response, ServiceError> {
    let managed = manage(page, address).await?;
    let tags = path(managed.content().guid, "/tags");
    let gone = "There is no such tag any more.".to_owned();
    let Ok(id) = sent.text("tag").parse() else { return tell(page, &tags, gone).await };
    let name = name(page, id).await?;
    match managed.remove_tag(id).await {
        Ok(()) => tell(page, &tags, format!("The tag {name} was taken off.")).await,
        Err(ServiceError::NotFound) => tell(page, &tags, gone).await,
        Err(error) => Err(error),
    }
}

/// What a tag is called; empty when it is gone.
async fn name(page: &SignedInPage, id: TagId) -> Result<String, ServiceError> {
    let tree = page.server.services().tags(page.actor()).tree().await?;
    Ok(tree.get(id).map(|tag| tag.name.to_string()).unwrap_or_default())
}
