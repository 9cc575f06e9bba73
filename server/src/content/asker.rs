//! Who asks without a key, as far as the headers of browsers tell (Fetch Metadata Request Headers, W3C).

use http::header::{ACCEPT, ORIGIN, UPGRADE};
use http::request::Parts;
use http::{HeaderMap, Method};

/// Who asks without a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asker {
    /// A browser that goes to a page.
    Navigation,
    /// A browser that loads something for a page.
    Subresource,
    /// Anything else.
    Program,
}

impl Asker {
    pub(super) fn of(method: &Method, headers: &HeaderMap) -> Self {
        let metadata = ["sec-fetch-mode", "sec-fetch-site", "sec-fetch-dest"].map(|name| headers.get(name));
        if metadata.iter().any(Option::is_some) {
            let navigates = metadata[0].is_some_and(|mode| mode == "navigate");
            return if navigates { Self::Navigation } else { Self::Subresource };
        }
        let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
        if accept.contains("text/html") && reads(method) { Self::Navigation } else { Self::Program }
    }
}

/// Whether the page's own origin, or the person at the browser, made this request; only then its cookie counts.
///
/// A link from elsewhere counts too, since it only reads and its answer stays with the page that it opens. Everything
/// else that other pages make a browser send does not: neither forms, nor images, nor scripts.
pub(super) fn by_own_page(parts: &Parts, origin: &str) -> bool {
    let said = parts.headers.get(ORIGIN).map(|said| said.as_bytes() == origin.as_bytes());
    if is_web_socket(&parts.headers) {
        return said == Some(true);
    }
    match parts.headers.get("sec-fetch-site") {
        Some(site) if site == "same-origin" || site == "none" => true,
        Some(_) => reads(&parts.method) && Asker::of(&parts.method, &parts.headers) == Asker::Navigation,
        None => said.unwrap_or_else(|| reads(&parts.method)),
    }
}

/// Whether a WebSocket is asked for (RFC 6455, section 4.1).
///
/// # Security
/// The only protocol that a connection is handed over for: whoever spoke HTTP/2 with a program could say anything in it
/// about who he is.
pub(super) fn is_web_socket(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(UPGRADE).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|protocol| protocol.trim().eq_ignore_ascii_case("websocket"))
}

/// Whether the method only reads.
pub(super) fn reads(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "https://content.test";

    fn of(lines: &[(&'static str, &'static str)]) -> Asker {
        Asker::of(&Method::GET, &headers(lines))
    }

    fn headers(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        lines.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    fn own(method: Method, lines: &[(&'static str, &'static str)]) -> bool {
        let (mut parts, ()) = http::Request::new(()).into_parts();
        (parts.method, parts.headers) = (method, headers(lines));
        by_own_page(&parts, ORIGIN)
    }

    #[test]
    fn browsers_and_programs_are_told_apart() {
        assert_eq!(of(&[("sec-fetch-mode", "navigate")]), Asker::Navigation);
        assert_eq!(of(&[("sec-fetch-mode", "cors"), ("accept", "text/html")]), Asker::Subresource);
        assert_eq!(of(&[("accept", "text/html,application/xhtml+xml,*/*;q=0.8")]), Asker::Navigation);
        assert_eq!(of(&[("accept", "*/*")]), Asker::Program);
        assert_eq!(of(&[]), Asker::Program);
    }

    #[test]
    fn cookies_count_for_the_own_page_and_for_links() {
        let navigate = ("sec-fetch-mode", "navigate");
        assert!(own(Method::POST, &[("sec-fetch-site", "same-origin")]));
        assert!(own(Method::GET, &[("sec-fetch-site", "cross-site"), navigate]));
        assert!(own(Method::GET, &[]) && own(Method::POST, &[("origin", ORIGIN)]));
        for site in ["same-site", "cross-site"] {
            assert!(!own(Method::POST, &[("sec-fetch-site", site), navigate]), "a form of another page");
            assert!(!own(Method::GET, &[("sec-fetch-site", site), ("sec-fetch-mode", "no-cors")]), "an image");
        }
        assert!(!own(Method::POST, &[]) && !own(Method::POST, &[("origin", "https://evil.test")]));
        assert!(!own(Method::GET, &[("origin", "null")]));
    }

    #[test]
    fn a_web_socket_must_name_the_origin() {
        let upgrade = ("upgrade", "websocket");
        assert!(own(Method::GET, &[upgrade, ("origin", ORIGIN)]));
        assert!(!own(Method::GET, &[upgrade]));
        assert!(!own(Method::GET, &[upgrade, ("sec-fetch-site", "same-origin"), ("origin", "https://evil.test")]));
        assert!(!own(Method::GET, &[("upgrade", "h2c, WebSocket")]) && own(Method::GET, &[("upgrade", "h2c")]));
    }
}
