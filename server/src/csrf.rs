//! Whether a change that a browser asks for was asked by our own pages (ASVS 5.0 3.5.1 to 3.5.3).
//!
//! Two checks, both needed: where the request comes from, and a token bound to the session. A request with a key needs
//! neither, since a foreign page cannot make a browser send one.

use axum::http::HeaderMap;
use axum::http::header::ORIGIN;
use services::Services;
use tower_sessions::cookie::{Cookie, SameSite};

use crate::state::Server;

/// The header that API clients with a session send the token in.
pub(crate) const HEADER: &str = "x-rsc-xsrf";
/// The cookie that tells them the token.
const COOKIE: &str = "RSC-XSRF";

/// Where a request comes from, as far as the browser says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// One of our own pages.
    Ours,
    /// Another site's page, or one that hides where it is from.
    Foreign,
    /// No browser, or a very old one.
    Unsaid,
}

/// Reads `Sec-Fetch-Site`, and `Origin` where a browser does not send it. `null` is foreign.
pub(crate) fn source(headers: &HeaderMap, server_url: &str) -> Source {
    let ours = |yes: bool| if yes { Source::Ours } else { Source::Foreign };
    if let Some(site) = headers.get("sec-fetch-site") {
        return ours(site == "same-origin");
    }
    match headers.get(ORIGIN) {
        Some(origin) => ours(origin.as_bytes() == server_url.as_bytes()),
        None => Source::Unsaid,
    }
}

/// The token in the header, if there is one and it is right.
pub(crate) fn header_token_matches(headers: &HeaderMap, services: &Services, session: &str) -> bool {
    let token = headers.get(HEADER).and_then(|value| value.to_str().ok());
    token.is_some_and(|token| services.form_token_matches(session, token))
}

/// The cookie that tells API clients the token of this session.
pub(crate) fn cookie(server: &Server, session: &str) -> String {
    Cookie::build((COOKIE, server.services().form_token(session)))
        .path("/__api__/")
        .same_site(SameSite::Lax)
        .secure(server.https())
        .build()
        .to_string()
}

/// The header that takes the cookie away again.
pub(crate) fn no_cookie(server: &Server) -> String {
    let mut cookie = Cookie::build((COOKIE, "")).path("/__api__/").secure(server.https()).build();
    cookie.make_removal();
    cookie.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &'static str, value: &'static str) -> Source {
        source(&HeaderMap::from_iter([(name.parse().unwrap(), value.parse().unwrap())]), "https://a.test")
    }

    #[test]
    fn only_our_own_pages_are_ours() {
        assert_eq!(of("sec-fetch-site", "same-origin"), Source::Ours);
        for foreign in ["same-site", "cross-site", "none", ""] {
            assert_eq!(of("sec-fetch-site", foreign), Source::Foreign, "{foreign}");
        }
        assert_eq!(of("origin", "https://a.test"), Source::Ours);
        for foreign in ["null", "http://a.test", "https://a.test.evil", "https://a.test:8443"] {
            assert_eq!(of("origin", foreign), Source::Foreign, "{foreign}");
        }
        assert_eq!(source(&HeaderMap::new(), "https://a.test"), Source::Unsaid);
    }
}
