//! The cookies of the content origin: a nonce while an item is being opened, then a session for that item alone.

use domain::Guid;
use http::HeaderValue;
use http::request::Parts;
use time::Duration;
use tower_sessions::cookie::{Cookie, CookieBuilder, SameSite};

use crate::cookies;
use crate::origins::{Framing, Origins};

/// Which cookie.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// Ties the ticket to the browser that asked for it.
    Nonce,
    /// Names the session.
    Session,
}

/// How long an item can take to open, a sign-in included.
const NONCE_LASTS: Duration = Duration::minutes(10);

/// Whether a cookie, as `name=value` or its name, is one of ours. A browser compares prefixes in any case.
pub(super) fn is_ours(pair: &[u8]) -> bool {
    let name = pair.split(|byte| *byte == b'=').next().unwrap_or_default().trim_ascii().to_ascii_lowercase();
    let bare = [&b"__host-"[..], b"__secure-"].iter().find_map(|prefix| name.strip_prefix(*prefix));
    let bare = bare.unwrap_or(&name);
    bare.starts_with(b"claviger-") || bare == b"rsc-xsrf"
}

/// The values of this cookie in a request, planted ones included.
pub(super) fn read(origins: &Origins, kind: Kind, parts: &Parts) -> impl Iterator<Item = String> {
    cookies::values(&parts.headers, name(origins, kind))
}

/// The header that sets this cookie for an item.
pub(super) fn write(origins: &Origins, kind: Kind, item: Guid, value: String) -> Option<HeaderValue> {
    let cookie = Cookie::build((name(origins, kind), value)).http_only(true);
    let cookie = match kind {
        Kind::Nonce => cookie.max_age(NONCE_LASTS),
        Kind::Session => cookie,
    };
    HeaderValue::from_str(&bounded(origins, item, cookie).build().to_string()).ok()
}

/// As narrow as the origin allows: to the item's own host, else to its path; in the dashboard's frame, where that is
/// another site, to that frame.
fn bounded<'c>(origins: &Origins, item: Guid, cookie: CookieBuilder<'c>) -> CookieBuilder<'c> {
    let path = if origins.wildcard() { "/".to_owned() } else { format!("/content/{item}/") };
    let cookie = cookie.path(path).secure(origins.content_https());
    match origins.framing() {
        Framing::OneSite | Framing::Impossible => cookie.same_site(SameSite::Lax),
        Framing::Partitioned => cookie.same_site(SameSite::None).secure(true).partitioned(true),
    }
}

/// The prefixes keep other hosts and plain http from setting it (RFC 6265bis, section 4.1.3).
fn name(origins: &Origins, kind: Kind) -> &'static str {
    match (kind, origins.content_https(), origins.wildcard()) {
        (Kind::Nonce, true, true) => "__Host-claviger-open",
        (Kind::Nonce, true, false) => "__Secure-claviger-open",
        (Kind::Nonce, false, _) => "claviger-open",
        (Kind::Session, true, true) => "__Host-claviger-content",
        (Kind::Session, true, false) => "__Secure-claviger-content",
        (Kind::Session, false, _) => "claviger-content",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ITEM: &str = "0a1b2c3d-0000-4000-8000-000000000001";

    fn session(dashboard: &str, content: &str) -> String {
        let (dashboard, content) = (dashboard.parse().unwrap(), content.parse().unwrap());
        let origins = Origins::new(Some(&dashboard), Some(&content), ([127, 0, 0, 1], 3939).into());
        let header = write(&origins, Kind::Session, ITEM.parse().unwrap(), "v".to_owned()).unwrap();
        header.to_str().unwrap().to_owned()
    }

    #[test]
    fn a_cookie_is_bound_to_its_item() {
        for (dashboard, content, cookie) in [
            (
                "https://claviger.example.com",
                "https://*.content.example.com",
                "__Host-claviger-content=v; HttpOnly; SameSite=Lax; Secure; Path=/".to_owned(),
            ),
            (
                "https://claviger.example.com",
                "https://content.example.com",
                format!("__Secure-claviger-content=v; HttpOnly; SameSite=Lax; Secure; Path=/content/{ITEM}/"),
            ),
            (
                "https://claviger.example.com",
                "https://claviger-content.test",
                format!(
                    "__Secure-claviger-content=v; HttpOnly; SameSite=None; Partitioned; Secure; Path=/content/{ITEM}/"
                ),
            ),
            (
                "http://localhost:3939",
                "http://127.0.0.1:3939",
                format!("claviger-content=v; HttpOnly; SameSite=None; Partitioned; Secure; Path=/content/{ITEM}/"),
            ),
            (
                "http://claviger.test",
                "http://content.test",
                format!("claviger-content=v; HttpOnly; SameSite=Lax; Path=/content/{ITEM}/"),
            ),
        ] {
            assert_eq!(session(dashboard, content), cookie, "{dashboard} {content}");
        }
    }
}
