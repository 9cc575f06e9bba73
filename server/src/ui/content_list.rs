//! The dashboard: `/connect/`.

use app::Page;
use app::model::{ContentList, ContentRow};
use axum::http::StatusCode;
use axum::response::Response;
use domain::Content;
use services::{ContentWish, ServiceError};

use super::{SignedInPage, frame, notice};

/// `GET /connect/`
pub(crate) async fn page(page: SignedInPage) -> Response {
    show(&page).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn show(page: &SignedInPage) -> Result<Response, ServiceError> {
    let items = page.server.services().list_content(page.actor(), &ContentWish::default()).await?;
    let rows = items.iter().map(|item| row(item, page.server.url())).collect();
    let (may_publish, manages_all) = (page.actor().publishes(), page.actor().administers());
    let list = ContentList { rows, may_publish, manages_all };
    let flash = frame::take_flash(page).await?;
    page.framer().page(StatusCode::OK, flash, Page::Content(list))
}

fn row(item: &Content, server_url: &str) -> ContentRow {
    ContentRow {
        guid: item.guid.to_string(),
        title: item.display_title().to_owned(),
        owner: item.owner.username.clone(),
        kind: item.kind_label(),
        access: item.access.label(),
        target_url: format!("{server_url}/content/{}/", item.guid),
        deployed_at: item.deployed_at,
    }
}
