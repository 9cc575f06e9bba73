//! How a browser gets a session on the content origin, where nobody signs in: the content host sets a nonce and sends the
//! browser to the dashboard; the dashboard checks session and access and sends it back with a ticket; the content host
//! takes the ticket, if it belongs to the nonce, and sets the session's cookie.
//!
//! # Security
//! The nonce keeps a ticket to the browser that asked for it: nobody can open an item as himself in another's browser.
//! A ticket works once, for half a minute, and the address that holds it is left at once. That the browser
//! keeps no cookies is told instead of tried again for ever.

use axum::response::{IntoResponse, Response};
use domain::{ContentRef, Guid};
use http::header::{CACHE_CONTROL, LOCATION, SET_COOKIE};
use http::request::Parts;
use http::{HeaderName, HeaderValue, StatusCode};
use services::{Services, TicketRefused, Visitor};
use url::Url;

use super::cookies::{self, Kind};
use super::refusal::Refusal;
use crate::cookies::MOST_OF_A_NAME;
use crate::state::Server;

/// The path inside an item where tickets arrive.
pub(super) const ARRIVAL: &str = "/__open__";

/// Sends a browser from the target URL, or from an address without a place for the cookie, to where the item is shown.
pub(super) fn onward(server: &Server, item: ContentRef, inside: &str, parts: &Parts) -> Response {
    match item {
        ContentRef::Guid(guid) => {
            let path = with_query(inside, parts);
            redirect(&format!("{}/content/{guid}{path}", server.origins().content(guid)))
        }
        // Whether a number names an item at all is told to nobody who has no access.
        ContentRef::Id(id) => redirect(&dashboard_address(server, &id.to_string(), inside, parts, None)),
    }
}

/// Sends a browser that has no session for the item to the dashboard.
pub(super) fn begin(server: &Server, item: Guid, inside: &str, parts: &Parts) -> Result<Response, Refusal> {
    // Two windows that open at once share the nonce, so that neither locks the other out.
    let nonce = match nonce(server, parts) {
        Some(nonce) => nonce,
        None => server.services().random_id().map_err(Refusal::Failed)?,
    };
    let state = Services::state_of(&nonce);
    let mut response = redirect(&dashboard_address(server, &item.to_string(), inside, parts, Some(&state)));
    set_cookie(server, &mut response, Kind::Nonce, item, nonce);
    Ok(response)
}

/// Takes the ticket that the dashboard sent the browser back with.
pub(super) async fn arrive(server: &Server, item: Guid, parts: &Parts) -> Result<Response, Refusal> {
    let field = |wanted: &str| {
        let query = parts.uri.query().unwrap_or_default();
        form_urlencoded::parse(query.as_bytes()).find_map(|(name, value)| (name == wanted).then(|| value.into_owned()))
    };
    let address = inside(server, item, &field("path").unwrap_or_default());
    let nonce = nonce(server, parts);
    let keeps_cookies = nonce.is_some();
    // The ticket stands in the address of the answer, where pages of other items may read it: without a nonce it is used
    // up as well, by one that it cannot be for.
    let nonce = nonce.map_or_else(|| server.services().random_id().map_err(Refusal::Failed), Ok)?;
    match server.services().redeem_ticket(&field("ticket").unwrap_or_default(), item, &nonce).await {
        Ok(session) => {
            let mut response = redirect(&address);
            set_cookie(server, &mut response, Kind::Session, item, session);
            Ok(response)
        }
        Err(TicketRefused::Failed(error)) => Err(Refusal::Failed(error)),
        Err(TicketRefused::Wrong) => match session(server, item, parts).await? {
            // Another window was quicker.
            Some(_) => Ok(redirect(&address)),
            None if keeps_cookies => Err(Refusal::StaleTicket),
            None => Err(Refusal::NoCookies),
        },
    }
}

/// Who looks at an item, by the cookie of this request.
pub(super) async fn session(server: &Server, item: Guid, parts: &Parts) -> Result<Option<Visitor>, Refusal> {
    for cookie in cookies::read(server.origins(), Kind::Session, parts).take(MOST_OF_A_NAME) {
        if let Some(visitor) = server.services().content_visitor(&cookie, item).await.map_err(Refusal::Failed)? {
            return Ok(Some(visitor));
        }
    }
    Ok(None)
}

/// The dashboard's page that opens an item: `/__open__/{item}?path=...`.
fn dashboard_address(server: &Server, item: &str, inside: &str, parts: &Parts, state: Option<&str>) -> String {
    let path = with_query(inside.strip_prefix('/').unwrap_or(inside), parts);
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("path", &path);
    if let Some(state) = state {
        query.append_pair("state", state);
    }
    format!("{}/__open__/{item}?{}", server.url(), query.finish())
}

/// The address on the content origin of a path inside an item; of the item itself when the path leads out of it.
pub(crate) fn inside(server: &Server, item: Guid, path: &str) -> String {
    let root = server.origins().content_address(item);
    let address = Url::parse(&format!("{root}{path}")).map(String::from).unwrap_or_default();
    if address.starts_with(&root) { address } else { root }
}

/// Where the dashboard sends the browser back to with its ticket.
pub(crate) fn arrival(server: &Server, item: Guid, ticket: &str, path: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("ticket", ticket).append_pair("path", path);
    format!("{}/content/{item}{ARRIVAL}?{}", server.origins().content(item), query.finish())
}

fn with_query(path: &str, parts: &Parts) -> String {
    match parts.uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    }
}

/// A redirect that nobody keeps, and whose address nobody passes on.
pub(crate) fn redirect(address: &str) -> Response {
    let Ok(location) = HeaderValue::from_str(address) else { return StatusCode::NOT_FOUND.into_response() };
    let headers = [
        (LOCATION, location),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (HeaderName::from_static("referrer-policy"), HeaderValue::from_static("no-referrer")),
    ];
    // Method and body go along: a form that was sent to the target URL arrives.
    (StatusCode::TEMPORARY_REDIRECT, headers).into_response()
}

fn set_cookie(server: &Server, response: &mut Response, kind: Kind, item: Guid, value: String) {
    if let Some(cookie) = cookies::write(server.origins(), kind, item, value) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
}

/// The nonce of this browser, if it has one that can be ours.
fn nonce(server: &Server, parts: &Parts) -> Option<String> {
    let plausible = |nonce: &String| nonce.len() == 32 && nonce.bytes().all(|b| b.is_ascii_hexdigit());
    cookies::read(server.origins(), Kind::Nonce, parts).find(plausible)
}
