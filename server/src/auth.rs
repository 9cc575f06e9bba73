//! The key in a request's headers. A presented key decides alone, whatever session stands beside it.

use std::net::IpAddr;

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};
use services::{Actor, KeyRefused};
use tracing::field;

use crate::state::Server;

/// The header for proxies that keep `Authorization` to themselves.
pub(crate) const ALTERNATE: &str = "x-rsc-authorization";

/// What a request presents.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Presented<'a> {
    /// No key.
    Nothing,
    /// A key, or what was sent in its place.
    Key(&'a str),
    /// Two keys, or one that is not text: no key could be meant.
    Garbage,
}

/// The key in the headers: `Authorization: Key K` with the scheme in any case, else `X-RSC-Authorization: [Key ]K`.
///
/// # Security
/// Any other `Authorization` is not ours: a proxy's, or one for the published content.
pub(crate) fn presented(headers: &HeaderMap) -> Presented<'_> {
    let mut keys = Vec::new();
    for value in headers.get_all(AUTHORIZATION) {
        match value.to_str() {
            Ok(text) => keys.extend(after_scheme(text)),
            Err(_) => return Presented::Garbage,
        }
    }
    if keys.is_empty() {
        for value in headers.get_all(ALTERNATE) {
            match value.to_str() {
                Ok(text) => keys.push(after_scheme(text).unwrap_or_else(|| text.trim())),
                Err(_) => return Presented::Garbage,
            }
        }
    }
    match keys.as_slice() {
        [] => Presented::Nothing,
        [key] => Presented::Key(key),
        _ => Presented::Garbage,
    }
}

/// Whether an `Authorization` is ours, and not a proxy's or one for the published content.
pub(crate) fn is_key(value: &HeaderValue) -> bool {
    // What is not text has no scheme that we could tell, so it is not passed on either.
    value.to_str().map_or(true, |text| after_scheme(text).is_some())
}

/// What follows the scheme `Key`, if that is the scheme.
fn after_scheme(text: &str) -> Option<&str> {
    let text = text.trim();
    let (scheme, key) = text.split_once([' ', '\t']).unwrap_or((text, ""));
    scheme.eq_ignore_ascii_case("key").then(|| key.trim())
}

/// The actor of the presented key; `None` when none is presented.
///
/// # Errors
/// When the key admits nobody.
pub(crate) async fn by_key(
    headers: &HeaderMap,
    from: Option<IpAddr>,
    server: &Server,
) -> Result<Option<Actor>, KeyRefused> {
    let checked = match presented(headers) {
        Presented::Nothing => return Ok(None),
        Presented::Key(key) => server.services().verify_key(key, from).await,
        Presented::Garbage => Err(KeyRefused::Wrong),
    };
    if let Err(KeyRefused::Wrong) = checked {
        tracing::warn!(address = from.map(field::display), "A key was refused.");
    }
    checked.map(Some)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
        lines.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_str(value).unwrap())).collect()
    }

    #[test]
    fn the_scheme_is_read_in_any_case() {
        for line in ["Key abc", "key abc", "KEY   abc ", "Key\tabc"] {
            assert_eq!(presented(&headers(&[("authorization", line)])), Presented::Key("abc"), "{line}");
        }
    }

    #[test]
    fn the_alternate_header_may_hold_the_bare_key() {
        assert_eq!(presented(&headers(&[(ALTERNATE, "abc")])), Presented::Key("abc"));
        assert_eq!(presented(&headers(&[(ALTERNATE, "Key abc")])), Presented::Key("abc"));
        let basic = headers(&[("authorization", "Basic eA=="), (ALTERNATE, "Key abc")]);
        assert_eq!(presented(&basic), Presented::Key("abc"));
    }

    #[test]
    fn other_schemes_are_not_ours_and_an_empty_key_is_a_key() {
        assert_eq!(presented(&headers(&[("authorization", "Bearer abc")])), Presented::Nothing);
        assert_eq!(presented(&headers(&[("authorization", "Keyabc")])), Presented::Nothing);
        assert_eq!(presented(&headers(&[("authorization", "Key")])), Presented::Key(""));
        assert_eq!(presented(&headers(&[])), Presented::Nothing);
    }

    #[test]
    fn two_keys_are_none() {
        let mut two = headers(&[("authorization", "Key a")]);
        two.append("authorization", HeaderValue::from_static("Key b"));
        assert_eq!(presented(&two), Presented::Garbage);
    }

    proptest! {
        #[test]
        fn no_header_makes_it_panic(bytes in proptest::collection::vec(32_u8..=255, 0..64)) {
            if let Ok(value) = HeaderValue::from_bytes(&bytes) {
                let map = HeaderMap::from_iter([(AUTHORIZATION, value)]);
                presented(&map);
            }
        }
    }
}
