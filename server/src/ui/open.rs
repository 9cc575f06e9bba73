//! The dashboard's part in opening content: it checks session and access, and sends the browser to the content origin,
//! with a ticket where the content host asked for one.
//!
//! # Security
//! Only a browser that navigates gets a ticket, and it is bound to the nonce that the content host set. An item that one
//! has no access to is answered like one that does not exist.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::{ContentRef, Guid, PresentedKey};
use http::request::Parts;
use services::{ServiceError, Visitor};

use super::notice;
use super::visitor::to_sign_in;
use crate::auth;
use crate::content::{arrival, inside, redirect};
use crate::session::{self, SignedIn};
use crate::state::Server;

/// `GET /__open__/{item}?path=...&state=...`
pub(crate) async fn open(State(server): State<Server>, Path(item): Path<String>, mut parts: Parts) -> Response {
    if auth::presented(&parts.headers) != PresentedKey::Nothing {
        return notice::pages_are_for_people(&server);
    }
    if parts.headers.get("sec-fetch-mode").is_some_and(|mode| mode != "navigate") {
        return notice::only_for_browsers(&server);
    }
    let Ok(item) = item.parse() else { return notice::failed(&server, ServiceError::NotFound) };
    match session::signed_in(&mut parts, &server).await {
        Ok(signed_in) => for_account(&server, &signed_in, item, &parts).await,
        Err(ServiceError::SignedOut) => for_anybody(&server, item, &parts).await,
        Err(error) => Err(error),
    }
    .unwrap_or_else(|error| notice::failed(&server, error))
}

/// What is for everybody needs no sign-in; whether anything else exists is not told before it.
async fn for_anybody(server: &Server, item: ContentRef, parts: &Parts) -> Result<Response, ServiceError> {
    // The content host asks for a session only where there is something that is not for everybody, such as a draft.
    if !field(parts, "state").is_empty() {
        return Ok(to_sign_in(parts));
    }
    match server.services().view_content(item, &Visitor::anyone()).await {
        Ok(served) => Ok(redirect(&inside(server, served.content().guid, &field(parts, "path")))),
        Err(_) => Ok(to_sign_in(parts)),
    }
}

async fn for_account(
    server: &Server,
    signed_in: &SignedIn,
    item: ContentRef,
    parts: &Parts,
) -> Result<Response, ServiceError> {
    let guid = guid(server, signed_in, item).await?;
    let (path, state) = (field(parts, "path"), field(parts, "state"));
    if state.is_empty() {
        return Ok(redirect(&inside(server, guid, &path)));
    }
    let SignedIn { actor, proof, .. } = signed_in;
    let ticket = server.services().mint_ticket(actor, proof, signed_in.digest(), guid, &state).await?;
    Ok(redirect(&arrival(server, guid, &ticket, &path)))
}

async fn guid(server: &Server, signed_in: &SignedIn, item: ContentRef) -> Result<Guid, ServiceError> {
    let item = server.services().content_item(&signed_in.actor, item).await?;
    if item.may_see() { Ok(item.content.guid) } else { Err(ServiceError::NotFound) }
}

fn field(parts: &Parts, wanted: &str) -> String {
    let query = parts.uri.query().unwrap_or_default().as_bytes();
    let found = form_urlencoded::parse(query).find_map(|(name, value)| (name == wanted).then(|| value.into_owned()));
    found.unwrap_or_default()
}
