//! Signatures of requests: RSA with PKCS #1 v1.5 and SHA-1, over method, path, date and the MD5 of the body.
//!
//! # Security
//! What was listened to counts for a few minutes, and what changes something counts once. The query is not signed; no
//! change is asked for in a query alone.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};
use ring::signature::{RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, UnparsedPublicKey};
use sha2::Sha256;
use time::format_description::well_known::Rfc2822;
use time::{Duration, OffsetDateTime};

use crate::ServiceError;

/// How far the date of a request may be from now: the clocks of two machines, and the way.
const WINDOW: Duration = Duration::minutes(5);
/// The most bytes of a public key; RSA with 8192 bits needs little more than 1 KiB.
const MOST_KEY_BYTES: usize = 2048;
/// `SEQUENCE { OBJECT IDENTIFIER rsaEncryption, NULL }` (RFC 3279, section 2.3.1).
const RSA: [u8; 15] = [0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 1, 5, 0];

/// A request as it was signed.
#[derive(Clone, Copy)]
pub struct SignedRequest<'a> {
    /// The name of the token.
    pub token: &'a str,
    /// The signature, in base64.
    pub signature: &'a str,
    /// The method.
    pub method: &'a str,
    /// The whole path, without the query.
    pub path: &'a str,
    /// The header `Date`.
    pub date: &'a str,
    /// The header `X-Content-Checksum`: the base64 of the body's MD5.
    pub checksum: &'a str,
    /// The body, unless it is held to the checksum where it is read.
    pub body: Option<&'a [u8]>,
}

/// Why a signature admits nobody.
#[derive(Debug)]
pub enum SignatureRefused {
    /// An unknown or removed token, a wrong signature, an old or used one, or a locked account.
    Wrong,
    /// Nobody has let the program in yet.
    Waiting,
    /// Nobody has let the program in for too long.
    Expired,
    /// It could not be looked up.
    Failed(ServiceError),
}

impl SignedRequest<'_> {
    pub(super) fn is_fresh(&self, now: OffsetDateTime) -> bool {
        OffsetDateTime::parse(self.date, &Rfc2822).is_ok_and(|date| (now - date).abs() <= WINDOW)
    }

    pub(super) fn body_is_right(&self) -> bool {
        let said = STANDARD.decode(self.checksum).unwrap_or_default();
        match self.body {
            Some(body) => said == Md5::digest(body).as_slice(),
            None => said.len() == 16,
        }
    }

    fn changes(&self) -> bool {
        !matches!(self.method, "GET" | "HEAD")
    }
}

/// Whether the owner of this key signed the request.
pub(super) fn signed(request: &SignedRequest<'_>, key: &[u8]) -> bool {
    let SignedRequest { method, path, date, checksum, .. } = request;
    let text = format!("{method}\n{path}\n{date}\n{checksum}");
    let Ok(signature) = STANDARD.decode(request.signature) else { return false };
    let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, key);
    key.verify(text.as_bytes(), &signature).is_ok()
}

/// The `RSAPublicKey` (PKCS #1) in a `SubjectPublicKeyInfo` in base64; `None` when that is no key that could sign.
pub(super) fn public_key(text: &str) -> Option<Vec<u8>> {
    // Some clients break the lines.
    let text: String = text.chars().filter(|c| !c.is_ascii_whitespace()).take(MOST_KEY_BYTES * 2).collect();
    let der = STANDARD.decode(text).ok().filter(|der| der.len() <= MOST_KEY_BYTES)?;
    let (info, &[]) = element(&der, 0x30)? else { return None };
    let (key, &[]) = element(info.strip_prefix(&RSA)?, 3)? else { return None };
    // No bits of the last byte are unused.
    let key = key.strip_prefix(&[0])?;
    let (numbers, &[]) = element(key, 0x30)? else { return None };
    let (modulus, rest) = element(numbers, 2)?;
    let (_, &[]) = element(rest, 2)? else { return None };
    (257..=1025).contains(&modulus.len()).then(|| key.to_vec())
}

/// The contents of a DER element with this tag, and what follows it.
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (first, rest) = der.strip_prefix(&[tag])?.split_first()?;
    let (length, rest) = match first {
        ..=0x7f => (usize::from(*first), rest),
        0x81 => rest.split_first().map(|(length, rest)| (usize::from(*length), rest))?,
        0x82 => rest.split_first_chunk().map(|(length, rest)| (usize::from(u16::from_be_bytes(*length)), rest))?,
        _ => return None,
    };
    rest.split_at_checked(length)
}

/// The signatures of changes that were made within the window.
#[derive(Default)]
pub(crate) struct Replays(Mutex<HashMap<[u8; 32], OffsetDateTime>>);

impl Replays {
    /// Whether a request comes for the first time, or only reads.
    pub(super) fn first(&self, request: &SignedRequest<'_>, now: OffsetDateTime) -> bool {
        if !request.changes() {
            return true;
        }
        let digest = Sha256::digest(STANDARD.decode(request.signature).unwrap_or_default()).into();
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A date may lie as far ahead as behind.
        seen.retain(|_, at| now - *at <= WINDOW * 2);
        seen.insert(digest, now).is_none()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_date_counts_for_some_minutes() {
        let request = |date| SignedRequest {
            token: "",
            signature: "",
            method: "GET",
            path: "/",
            date,
            checksum: "1B2M2Y8AsgTpgAmY7PhCfg==",
            body: Some(b""),
        };
        let now = OffsetDateTime::from_unix_timestamp(1_795_430_000).unwrap();
        assert!(request("Mon, 23 Nov 2026 10:33:20 GMT").is_fresh(now) == (now.hour() == 10 && now.minute() == 33));
        let date = now.format(&Rfc2822).unwrap();
        for (minutes, fresh) in [(-6, false), (-5, true), (0, true), (5, true), (6, false)] {
            assert_eq!(request(&date).is_fresh(now + Duration::minutes(minutes)), fresh, "{minutes}");
        }
        let gmt = date.replace("+0000", "GMT");
        assert!(request(&gmt).is_fresh(now), "{gmt}");
        assert!(request("Mon, 23 Nov 2026").body_is_right() && !request("yesterday").is_fresh(now));
    }

    proptest! {
        #[test]
        fn no_key_makes_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            public_key(&STANDARD.encode([&[0x30, 0x82, 1, 0x22][..], &RSA, &bytes].concat()));
            public_key(&String::from_utf8_lossy(&bytes));
        }
    }
}
