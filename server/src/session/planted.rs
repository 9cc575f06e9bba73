//! Session cookies that somebody else planted beside ours.
//!
//! # Security
//! Every host below a domain can plant cookies for its sister hosts, and the browser does not say whose is whose. Over
//! https the name's `__Host-` keeps them out (RFC 6265bis, section 4.1.3.2); over plain http nothing does, and content on
//! the dashboard's site is such a host.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};
use tower_sessions::cookie::Cookie;
use tower_sessions::session::Id;

use super::{cookie_name, digest};
use crate::state::Server;

/// Of so many cookies with one name the right one is looked for.
const MOST_COOKIES: usize = 16;

/// Takes planted session cookies out of a request that has several: those that name no session, and all if two do, since
/// then nobody knows which was planted.
pub(crate) async fn weed(State(server): State<Server>, mut request: Request, next: Next) -> Response {
    let name = cookie_name(&server);
    let mut values = values(request.headers(), name);
    if values.len() > 1 {
        values.sort_unstable();
        values.dedup();
        let mut live = Vec::new();
        for value in values.into_iter().take(MOST_COOKIES) {
            if names_session(&value, &server).await {
                live.push(value);
            }
        }
        let own = if let [own] = live.as_slice() { Some(own.as_str()) } else { None };
        tracing::debug!("A browser sent several session cookies.");
        keep_only(request.headers_mut(), name, own);
    }
    next.run(request).await
}

async fn names_session(value: &str, server: &Server) -> bool {
    let Ok(id) = value.parse::<Id>() else { return false };
    matches!(server.services().load_session(digest(&id.to_string())).await, Ok(Some(_)))
}

fn cookies(headers: &HeaderMap) -> impl Iterator<Item = Cookie<'static>> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| Cookie::split_parse(line.to_owned())).filter_map(Result::ok)
}

fn values(headers: &HeaderMap, name: &str) -> Vec<String> {
    cookies(headers).filter(|cookie| cookie.name() == name).map(|cookie| cookie.value().to_owned()).collect()
}

/// Leaves the other cookies, and of this one the value that is our own.
fn keep_only(headers: &mut HeaderMap, name: &str, own: Option<&str>) {
    let others = cookies(headers).filter(|cookie| cookie.name() != name).map(|cookie| cookie.to_string());
    let line = others.chain(own.map(|own| format!("{name}={own}"))).collect::<Vec<_>>().join("; ");
    headers.remove(COOKIE);
    if let Ok(line) = HeaderValue::from_str(&line) {
        headers.insert(COOKIE, line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_cookies_stay() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("s=planted; other=1; s=own"));
        headers.append(COOKIE, HeaderValue::from_static("s=planted; more=2"));
        assert_eq!(values(&headers, "s"), ["planted", "own", "planted"]);
        keep_only(&mut headers, "s", Some("own"));
        assert_eq!(headers.get(COOKIE).unwrap(), "other=1; more=2; s=own");
        keep_only(&mut headers, "s", None);
        assert_eq!(headers.get_all(COOKIE).iter().collect::<Vec<_>>(), ["other=1; more=2"]);
    }
}
