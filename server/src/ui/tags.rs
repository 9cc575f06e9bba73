//! The tree of tags: `/connect/tags`.

use app::Page;
use app::model::{TagForm, TagPage, Tags, TreeRow};
use axum::http::StatusCode;
use axum::response::Response;
use domain::{TagId, TagTree};
use services::{Mistake, ServiceError, TagAmendment};

use super::{InPath, Sent, SignedInPage, frame, notice};

/// `GET /connect/tags`
pub(crate) async fn page(page: SignedInPage) -> Response {
    page_with(&page, StatusCode::OK, TagForm::default()).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn page_with(page: &SignedInPage, status: StatusCode, form: TagForm) -> Result<Response, ServiceError> {
    let rows = rows(&page.server.services().tags(page.actor()).tree().await?);
    let tags = Tags {
        form: TagForm { places: places(&rows, |_| true), ..form },
        rows,
        may_change: page.actor().administers(),
    };
    let flash = frame::take_flash(page).await?;
    page.framer().page(status, flash, Page::Tags(tags))
}

/// The tags, each followed by those under it; siblings by name.
fn rows(tree: &TagTree) -> Vec<TreeRow> {
    let mut rows: Vec<_> = tree.tags().iter().map(|tag| (tree.path(tag.id), tag.id)).collect();
    rows.sort_by_key(|(path, id)| (path.iter().map(|name| name.to_lowercase()).collect::<Vec<_>>(), *id));
    let row = |(path, id): (Vec<&str>, TagId)| TreeRow {
        id: id.0,
        name: path.last().copied().unwrap_or_default().to_owned(),
        depth: path.len().saturating_sub(1),
        path: path.join(" / "),
    };
    rows.into_iter().map(row).collect()
}

/// The tags that another one may stand under.
fn places(rows: &[TreeRow], may: impl Fn(TagId) -> bool) -> Vec<(i64, String)> {
    rows.iter().filter(|row| may(TagId(row.id))).map(|row| (row.id, row.path.clone())).collect()
}

/// The place that a form names: none for a category.
fn parent(sent: &Sent) -> Result<Option<TagId>, Mistake> {
    match sent.text("parent").as_str() {
        "" => Ok(None),
        id => id.parse().map(Some).map_err(|_| Mistake::NoSuchParentTag),
    }
}

/// What was typed, and what is wrong with it.
fn refused(sent: &Sent, mistake: &Mistake) -> TagForm {
    let about_place = matches!(mistake, Mistake::NoSuchParentTag | Mistake::TagUnderItself);
    let (name_problem, parent_problem) =
        if about_place { (None, Some(mistake.to_string())) } else { (Some(mistake.to_string()), None) };
    let parent = sent.text("parent").parse().ok();
    TagForm { name: sent.text("name"), parent, name_problem, parent_problem, places: Vec::new() }
}

/// `POST /connect/tags`
pub(crate) async fn make(page: SignedInPage, sent: Sent) -> Response {
    try_make(&page, &sent).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn try_make(page: &SignedInPage, sent: &Sent) -> Result<Response, ServiceError> {
    let services = page.server.services();
    let made = async { services.tags(page.actor()).create(&sent.text("name"), parent(sent)?).await };
    match made.await {
        Ok(tag) => tell(page, format!("The tag {} was made.", tag.name)).await,
        Err(ServiceError::Invalid(mistake)) => {
            page_with(page, StatusCode::UNPROCESSABLE_ENTITY, refused(sent, &mistake)).await
        }
        Err(error) => Err(error),
    }
}

/// `GET /connect/tags/{id}`
pub(crate) async fn tag_page(page: SignedInPage, InPath(id): InPath<TagId>) -> Response {
    let shown = async { page.framer().page(StatusCode::OK, None, Page::Tag(one(&page, id, None).await?)) };
    shown.await.unwrap_or_else(|error| notice::failed(&page, error))
}

/// The page of a tag, with what was typed if it was refused; for administrators.
async fn one(page: &SignedInPage, id: TagId, typed: Option<TagForm>) -> Result<TagPage, ServiceError> {
    let (tree, tag) = page.server.services().tags(page.actor()).tree_with(id).await?;
    let below = tree.with_all_below(id);
    let as_it_stands =
        || TagForm { name: tag.name.to_string(), parent: tag.parent.map(|parent| parent.0), ..TagForm::default() };
    let form = typed.unwrap_or_else(as_it_stands);
    Ok(TagPage {
        id: id.0,
        name: tag.name.to_string(),
        below: below.len().saturating_sub(1),
        form: TagForm { places: places(&rows(&tree), |place| !below.contains(&place)), ..form },
    })
}

/// `POST /connect/tags/{id}`
pub(crate) async fn change(page: SignedInPage, InPath(id): InPath<TagId>, sent: Sent) -> Response {
    try_change(&page, id, &sent).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn try_change(page: &SignedInPage, id: TagId, sent: &Sent) -> Result<Response, ServiceError> {
    let services = page.server.services();
    let changed = async {
        let amendment = TagAmendment { name: Some(sent.text("name")), parent: Some(parent(sent)?) };
        services.tags(page.actor()).update(id, amendment).await
    };
    match changed.await {
        Ok(tag) => tell(page, format!("The tag {} was saved.", tag.name)).await,
        Err(ServiceError::Invalid(mistake)) => {
            let tag = one(page, id, Some(refused(sent, &mistake))).await?;
            page.framer().page(StatusCode::UNPROCESSABLE_ENTITY, None, Page::Tag(tag))
        }
        Err(error) => Err(error),
    }
}

/// `GET /connect/tags/{id}/delete`: the question.
pub(crate) async fn delete_page(page: SignedInPage, InPath(id): InPath<TagId>) -> Response {
    let shown = async { page.framer().page(StatusCode::OK, None, Page::TagDeletion(one(&page, id, None).await?)) };
    shown.await.unwrap_or_else(|error| notice::failed(&page, error))
}

/// `POST /connect/tags/{id}/delete`
pub(crate) async fn delete(page: SignedInPage, InPath(id): InPath<TagId>, _sent: Sent) -> Response {
    let services = page.server.services();
    let tags = services.tags(page.actor());
    let deleted = async {
        let name = tags.tree().await?.get(id).map(|tag| tag.name.to_string()).unwrap_or_default();
        match tags.delete(id).await {
            Ok(()) => tell(&page, format!("The tag {name} was deleted.")).await,
            Err(ServiceError::NotFound) => tell(&page, "This tag was deleted already.".to_owned()).await,
            Err(error) => Err(error),
        }
    };
    deleted.await.unwrap_or_else(|error| notice::failed(&page, error))
}

/// Says what was done at the top of the tree.
async fn tell(page: &SignedInPage, text: String) -> Result<Response, ServiceError> {
    frame::tell(page, "/connect/tags", text).await
}
