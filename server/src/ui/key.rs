//! One key's own page, where it can be deleted without a dialog: `/connect/keys/{id}`.

use app::Page;
use app::model::{KeyPage, KeyRow};
use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::response::Response;
use domain::KeyId;
use http::request::Parts;
use services::{ListedKey, ServiceError};

use super::{Sent, SignedInPage, frame, notice, see_other};
use crate::state::Server;

/// The key's number in the address; what is no number names no key.
pub(crate) struct KeyInPath(KeyId);

impl FromRequestParts<Server> for KeyInPath {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Response> {
        let id = Path::<String>::from_request_parts(parts, server).await.ok().and_then(|Path(id)| id.parse().ok());
        match id {
            Some(id) => Ok(Self(id)),
            None => Err(notice::not_found(parts, server).await),
        }
    }
}

/// `GET /connect/keys/{id}`
pub(crate) async fn page(page: SignedInPage, KeyInPath(id): KeyInPath) -> Response {
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
pub(crate) async fn delete_page(_page: SignedInPage, KeyInPath(id): KeyInPath) -> Response {
    see_other(&format!("/connect/keys/{id}"))
}

/// `POST /connect/keys/{id}/delete`
pub(crate) async fn delete(page: SignedInPage, KeyInPath(id): KeyInPath, sent: Sent) -> Response {
    let with_descendants = sent.text("descendants") == "yes";
    delete_and_tell(&page, id, with_descendants).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn delete_and_tell(page: &SignedInPage, id: KeyId, with_descendants: bool) -> Result<Response, ServiceError> {
    let key = match find(page, id).await {
        Err(ServiceError::NotFound) => {
            frame::flash(page.session(), true, "This API key was deleted already.".to_owned()).await?;
            return Ok(see_other("/connect/keys"));
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
    frame::flash(page.session(), true, text).await?;
    Ok(see_other("/connect/keys"))
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
