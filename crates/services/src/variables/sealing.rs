//! How values lie in the database: sealed, each by itself, and each for its place.
//!
//! ```text
//! sealed = nonce (24 random bytes) ‖ XChaCha20-Poly1305(key, nonce, value; the item's number ‖ the variable's name)
//! ```
//!
//! # Security
//! Whoever has only the database learns names and lengths. A value that somebody puts into the place of another, be it
//! of the same item, does not open. Nonces of 24 bytes may be drawn at random for as many values as anybody will set.

use std::io;
use std::path::Path;

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use domain::{ContentId, VariableValue};

use crate::secrets::{Secret, create_secret, read_secrets};
use crate::{ServiceError, random};

/// How many bytes of what is sealed are the nonce.
const NONCE: usize = 24;

/// The keys that values may have been sealed with; the last one seals new values.
pub(crate) struct VariableKeys(Vec<XChaCha20Poly1305>);

impl VariableKeys {
    /// Reads the keys: one per line, 64 hexadecimal digits. `Ok(None)` when there is no such file.
    pub(crate) fn read(path: &Path) -> io::Result<Option<Self>> {
        Ok(read_secrets(path)?.map(|secrets| Self(secrets.iter().map(cipher).collect())))
    }

    /// Makes a new key in a file that does not exist yet.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        Ok(Self(vec![cipher(&create_secret(path)?)]))
    }

    /// Seals a value for this variable of this item.
    pub(crate) fn seal(&self, item: ContentId, name: &str, value: &VariableValue) -> Result<Vec<u8>, ServiceError> {
        let nonce: [u8; NONCE] = random::bytes()?;
        let cipher =
            self.0.last().ok_or_else(|| ServiceError::internal("there is no key for environment variables"))?;
        let (msg, aad) = (value.expose().as_bytes(), &*place(item, name));
        let sealed = cipher.encrypt(&XNonce::from(nonce), Payload { msg, aad }).map_err(|error| error.to_string());
        Ok([nonce.as_slice(), &sealed.map_err(ServiceError::internal)?].concat())
    }

    /// Opens what was sealed for this variable of this item; nothing when it is damaged, was sealed for another place,
    /// or with a key that is not here.
    pub(crate) fn open(&self, item: ContentId, name: &str, sealed: &[u8]) -> Option<VariableValue> {
        let (nonce, msg) = sealed.split_first_chunk::<NONCE>()?;
        let (nonce, aad) = (XNonce::from(*nonce), &*place(item, name));
        let opened = self.0.iter().rev().find_map(|cipher| cipher.decrypt(&nonce, Payload { msg, aad }).ok())?;
        // The very bytes become the text, so that no copy stays behind.
        String::from_utf8(opened).ok().map(VariableValue::new)
    }
}

fn cipher(secret: &Secret) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new((&**secret).into())
}

/// The place that a value is sealed for: the number has a length of its own, so that no two places look alike.
fn place(item: ContentId, name: &str) -> Vec<u8> {
    [&item.0.to_be_bytes(), name.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const ITEM: ContentId = ContentId(7);

    fn value(text: &str) -> VariableValue {
        VariableValue::new(text.to_owned())
    }

    fn opened(keys: &VariableKeys, item: ContentId, name: &str, sealed: &[u8]) -> Option<String> {
        keys.open(item, name, sealed).map(|value| value.expose().to_owned())
    }

    #[test]
    fn a_value_opens_in_its_place_and_nowhere_else() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let keys = VariableKeys::create(&folder.path().join("keys"))?;
        let sealed = keys.seal(ITEM, "NAME", &value("a value"))?;
        assert_eq!(opened(&keys, ITEM, "NAME", &sealed).as_deref(), Some("a value"));
        assert_eq!(opened(&keys, ITEM, "OTHER", &sealed), None);
        assert_eq!(opened(&keys, ContentId(8), "NAME", &sealed), None);
        for at in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[at] ^= 1;
            assert_eq!(opened(&keys, ITEM, "NAME", &damaged), None, "byte {at}");
            assert_eq!(opened(&keys, ITEM, "NAME", &sealed[..at]), None, "the first {at} bytes");
        }
        Ok(())
    }

    #[test]
    fn the_same_value_never_looks_the_same() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let keys = VariableKeys::create(&folder.path().join("keys"))?;
        let (one, other) = (keys.seal(ITEM, "NAME", &value("a"))?, keys.seal(ITEM, "NAME", &value("a"))?);
        assert_ne!(one[..NONCE], other[..NONCE]);
        assert_ne!(one[NONCE..], other[NONCE..]);
        Ok(())
    }

    #[test]
    fn a_second_key_seals_new_values_and_the_first_still_opens() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("keys");
        let first = VariableKeys::create(&path)?;
        let old = first.seal(ITEM, "NAME", &value("old"))?;
        fs::write(&path, format!("{}{}\n", fs::read_to_string(&path)?, "ab".repeat(32)))?;
        let both = VariableKeys::read(&path)?.ok_or("no file")?;
        let new = both.seal(ITEM, "NAME", &value("new"))?;
        assert_eq!(opened(&both, ITEM, "NAME", &old).as_deref(), Some("old"));
        assert_eq!(opened(&both, ITEM, "NAME", &new).as_deref(), Some("new"));
        assert_eq!(opened(&first, ITEM, "NAME", &new), None);
        Ok(())
    }

    #[test]
    fn keys_are_made_once_and_damaged_ones_are_an_error() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("keys");
        assert!(VariableKeys::read(&path)?.is_none());
        VariableKeys::create(&path)?;
        assert!(VariableKeys::create(&path).is_err(), "existing keys are never replaced");
        for damaged in ["", "abc\n", &"ab".repeat(31)] {
            fs::write(&path, damaged)?;
            assert!(VariableKeys::read(&path).is_err(), "{damaged:?}");
        }
        Ok(())
    }
}
