//! Session cookies that somebody else planted beside ours.
//!
//! # Security
//! Every host below a domain can plant cookies for its sister hosts, and the browser does not say whose is whose. Over
//! https the name's `__Host-` keeps them out (RFC 6265bis, section 4.1.3.2); over plain http nothing does, and content on
//! the dashboard's site is such a host.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::HeaderMap;
use tower_sessions::session::Id;

use super::{cookie_name, digest};
use crate::cookies::{self, MOST_OF_A_NAME};
use crate::state::Server;

/// Takes planted session cookies out of a request that has several: those that name no session, and all if two do, since
/// then nobody knows which was planted.
pub(crate) async fn weed(State(server): State<Server>, mut request: Request, next: Next) -> Response {
    let name = cookie_name(&server);
    let mut values: Vec<String> = cookies::values(request.headers(), name).collect();
    if values.len() > 1 {
        values.sort_unstable();
        values.dedup();
        let mut live = Vec::new();
        for value in values.into_iter().take(MOST_OF_A_NAME) {
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

/// Leaves the other cookies, and of this one the value that is our own.
fn keep_only(headers: &mut HeaderMap, name: &str, own: Option<&str>) {
    cookies::keep(headers, |pair| {
        let value = pair.strip_prefix(name.as_bytes()).and_then(|rest| rest.strip_prefix(b"="));
        value.is_none_or(|value| own.is_some_and(|own| own.as_bytes() == value))
    });
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use http::header::COOKIE;

    use super::*;

    #[test]
    fn the_other_cookies_stay() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("s=planted; other=1; s=own"));
        headers.append(COOKIE, HeaderValue::from_static("s=planted; more=2"));
        keep_only(&mut headers, "s", Some("own"));
        assert_eq!(headers.get(COOKIE).unwrap(), "other=1; s=own; more=2");
        keep_only(&mut headers, "s", None);
        assert_eq!(headers.get_all(COOKIE).iter().collect::<Vec<_>>(), ["other=1; more=2"]);
    }
}
