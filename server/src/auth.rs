//! The key in a request's headers. A presented key decides alone, whatever session stands beside it.

use std::net::IpAddr;

use domain::PresentedKey;
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};
use services::{Actor, KeyRefused};
use tracing::field;

use crate::state::Server;

/// The header for proxies that keep `Authorization` to themselves.
pub(crate) const ALTERNATE: &str = "x-rsc-authorization";

/// The key in the headers: `Authorization: Key K` with the scheme in any case, else `X-RSC-Authorization: [Key ]K`.
pub(crate) fn presented(headers: &HeaderMap) -> PresentedKey<'_> {
    let lines = |name| headers.get_all(name).iter().map(HeaderValue::as_bytes);
    domain::presented_key(lines(AUTHORIZATION.as_str()), lines(ALTERNATE))
}

/// Whether an `Authorization` is ours, and not a proxy's or one for the published content.
pub(crate) fn is_key(value: &HeaderValue) -> bool {
    domain::is_key_line(value.as_bytes())
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
        PresentedKey::Nothing => return Ok(None),
        PresentedKey::Key(key) => server.services().verify_key(key, from).await,
        PresentedKey::Garbage => Err(KeyRefused::Wrong),
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
            assert_eq!(presented(&headers(&[("authorization", line)])), PresentedKey::Key("abc"), "{line}");
        }
    }

    #[test]
    fn the_alternate_header_may_hold_the_bare_key() {
        assert_eq!(presented(&headers(&[(ALTERNATE, "abc")])), PresentedKey::Key("abc"));
        assert_eq!(presented(&headers(&[(ALTERNATE, "Key abc")])), PresentedKey::Key("abc"));
        let basic = headers(&[("authorization", "Basic eA=="), (ALTERNATE, "Key abc")]);
        assert_eq!(presented(&basic), PresentedKey::Key("abc"));
    }

    #[test]
    fn other_schemes_are_not_ours_and_an_empty_key_is_a_key() {
        assert_eq!(presented(&headers(&[("authorization", "Bearer abc")])), PresentedKey::Nothing);
        assert_eq!(presented(&headers(&[("authorization", "Keyabc")])), PresentedKey::Nothing);
        assert_eq!(presented(&headers(&[("authorization", "Key")])), PresentedKey::Key(""));
        assert_eq!(presented(&headers(&[])), PresentedKey::Nothing);
    }

    #[test]
    fn two_keys_are_none() {
        let mut two = headers(&[("authorization", "Key a")]);
        two.append("authorization", HeaderValue::from_static("Key b"));
        assert_eq!(presented(&two), PresentedKey::Garbage);
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
