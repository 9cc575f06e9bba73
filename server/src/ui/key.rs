//! One key's own page, where it can be deleted without a dialog: `/connect/keys/{id}`.

use app::Page;
use app::model::{KeyPage, KeyRow};
use axum::http::StatusCode;
use axum::response::Response;
use domain::KeyId;
use services::{ListedKey, ServiceError};

use super::{InPath, Sent, SignedInPage, frame, notice, see_other};

/// `GET /connect/keys/{id}`
pub(crate) async fn page(page: SignedInPage, InPath(id): InPath<KeyId>) -> Response {
    show(&page, id).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn show(page: &SignedInPage, id: KeyId) -> Result<Response, ServiceError> {
    let key = find(page, id).await?;
    let flash = frame::take_flash(page).await?;
    let descendants = page.server.services().keys(page.actor()).descendants(id).await?;
    let descendants = descendants.iter().map(|name| name.as_str().to_owned()).collect();
    page.framer().page(StatusCode::OK, flash, Page::Key(KeyPage { key: row(key), descendants }))
}

/// `GET /connect/keys/{id}/delete`: somebody reloaded, or came by the back button.
pub(crate) async fn delete_page(_page: SignedInPage, InPath(id): InPath<KeyId>) -> Response {
    see_other(&format!("/connect/keys/{id}"))
}

/// `POST /connect/keys/{id}/delete`
pub(crate) async fn delete(page: SignedInPage, InPath(id): InPath<KeyId>, sent: Sent) -> Response {
    let with_descendants = sent.text("descendants") == "yes";
    delete_and_tell(&page, id, with_descendants).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn delete_and_tell(page: &SignedInPage, id: KeyId, with_descendants: bool) -> Result<Response, ServiceError> {
    let key = match find(page, id).await {
        Err(ServiceError::NotFound) => {
            return frame::tell(page, "/connect/keys", "This API key was deleted already.".to_owned()).await;
        }
        found => found?,
    };
    page.server.services().keys(page.actor()).delete(key.record.id, with_descendants).await?;
    let others = if with_descendants { key.descendants } else { 0 };
    let name = &key.record.name;
    let text = match others {
        0 => format!("The API key \"{name}\" was deleted."),
        1 => format!("The API key \"{name}\" and the key made with it were deleted."),
        more => format!("The API key \"{name}\" and the {more} keys made with it were deleted."),
    };
    frame::tell(page, "/connect/keys", text).await
}

async fn find(page: &SignedInPage, id: KeyId) -> Result<ListedKey, ServiceError> {
    page.server.services().keys(page.actor()).get(id).await
}

/// A key as the pages show it.
pub(super) fn row(key: ListedKey) -> KeyRow {
    let record = key.record;
    KeyRow {
        id: record.id.0,
        name: record.name.as_str().to_owned(),
        role: record.role.label(),
        tail: record.tail,
        created_at: record.created_at,
        created_from: record.created_from,
        used_at: record.used_at,
        used_from: record.used_from,
        expires_at: record.expires_at,
        parent: key.parent.map(|name| name.as_str().to_owned()),
        descendants: key.descendants,
    }
}
