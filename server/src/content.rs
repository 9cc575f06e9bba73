//! Published content: `/content/{guid or id}/...` on the dashboard's host.
//!
//! A request with a key is answered in place. Without one: a browser that navigates gets a page that says to use a key,
//! any other request of a browser is refused, and a program is answered if the item is public.
//!
//! # Security
//! Content is other people's code. Session cookies are never looked at here, all that a publisher made is sandboxed and
//! opaque to other origins, and whether a private item exists is not told to who may not see it.

mod address;
mod file_cache;
mod range;
mod refusal;
mod static_files;

use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use domain::Access;
use http::header::{ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, SERVER, VARY, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use services::{KeyRefused, ViewRefused};

use self::address::Address;
pub(crate) use self::file_cache::FileCache;
use self::refusal::Refusal;
use crate::state::Server;
use crate::{address as client_address, auth};

/// Who asks without a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asker {
    /// A browser that goes to a page.
    Navigation,
    /// A browser that loads something for a page.
    Subresource,
    /// Anything else.
    Program,
}

/// Answers a request for published content.
pub(crate) async fn answer(server: &Server, request: Request) -> Response {
    let (parts, _body) = request.into_parts();
    let mut response = match look_up(server, &parts).await {
        Ok(response) => response,
        Err(refusal) => refusal.answer(server, asker(&parts.method, &parts.headers), parts.uri.path()),
    };
    fence(response.headers_mut(), server);
    response
}

async fn look_up(server: &Server, parts: &http::request::Parts) -> Result<Response, Refusal> {
    if !matches!(parts.method, Method::GET | Method::HEAD) {
        return Err(Refusal::Method);
    }
    let from = client_address::client(parts, server);
    let visitor = auth::by_key(&parts.headers, from, server).await.map_err(|refused| match refused {
        KeyRefused::Wrong => Refusal::WrongKey,
        KeyRefused::Failed(error) => Refusal::Failed(error),
    })?;
    if visitor.is_none() {
        match asker(&parts.method, &parts.headers) {
            Asker::Navigation => return Err(Refusal::KeyNeeded),
            Asker::Subresource => return Err(Refusal::Subresource),
            Asker::Program => {}
        }
    }
    let unknown = if visitor.is_some() { Refusal::NotFound } else { Refusal::KeyNeeded };
    let Some(address) = Address::parse(parts.uri.path()) else { return Err(unknown) };
    let served =
        server.services().view_content(address.item, visitor.as_ref()).await.map_err(|refused| match refused {
            ViewRefused::KeyNeeded => Refusal::KeyNeeded,
            ViewRefused::NotFound => Refusal::NotFound,
            ViewRefused::Failed(error) => Refusal::Failed(error),
        })?;
    let private = served.content().access != Access::All;
    let mut response = static_files::answer(server, &served, &address, parts).await?;
    let cache = if private { "private, no-cache" } else { "no-cache" };
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    Ok(response)
}

fn asker(method: &Method, headers: &HeaderMap) -> Asker {
    let metadata = ["sec-fetch-mode", "sec-fetch-site", "sec-fetch-dest"].map(|name| headers.get(name));
    if metadata.iter().any(Option::is_some) {
        let navigates = metadata[0].is_some_and(|mode| mode == "navigate");
        return if navigates { Asker::Navigation } else { Asker::Subresource };
    }
    let wants_page =
        headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default().contains("text/html");
    if wants_page && matches!(*method, Method::GET | Method::HEAD) { Asker::Navigation } else { Asker::Program }
}

/// The headers that every answer carries.
fn fence(headers: &mut HeaderMap, server: &Server) {
    const LOOKED_AT: HeaderValue = HeaderValue::from_static(
        "Authorization, X-RSC-Authorization, Sec-Fetch-Mode, Sec-Fetch-Site, Sec-Fetch-Dest, Accept, Accept-Encoding",
    );
    headers.insert(VARY, LOOKED_AT);
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static("sandbox"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin"));
    headers.insert(HeaderName::from_static("referrer-policy"), HeaderValue::from_static("no-referrer"));
    headers.insert(SERVER, HeaderValue::from_static("Claviger"));
    if server.https() {
        headers
            .insert(HeaderName::from_static("strict-transport-security"), HeaderValue::from_static("max-age=31536000"));
    }
}

/// A redirect within content, for the slash that a folder's address ends with.
fn moved_to(path: &str) -> Response {
    match HeaderValue::from_str(path) {
        Ok(location) => (StatusCode::PERMANENT_REDIRECT, [(http::header::LOCATION, location)]).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lines: &[(&'static str, &'static str)]) -> Asker {
        let headers = lines.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        asker(&Method::GET, &headers)
    }

    #[test]
    fn browsers_and_programs_are_told_apart() {
        assert_eq!(of(&[("sec-fetch-mode", "navigate")]), Asker::Navigation);
        assert_eq!(of(&[("sec-fetch-mode", "cors"), ("accept", "text/html")]), Asker::Subresource);
        assert_eq!(of(&[("accept", "text/html,application/xhtml+xml,*/*;q=0.8")]), Asker::Navigation);
        assert_eq!(of(&[("accept", "*/*")]), Asker::Program);
        assert_eq!(of(&[]), Asker::Program);
    }
}
