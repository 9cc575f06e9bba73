//! API keys: their form, their names, and how long they may live.
//!
//! # Security
//! A key is `clv_`, 43 base62 characters that hold 256 random bits, and 6 base62 characters of CRC-32 over what
//! precedes. The prefix lets scanners find leaked keys and the checksum lets them be sure without asking the server;
//! neither is a secret. Keys are never stored, so [`PlainKey`] has no `Debug` and is wiped when dropped.

mod presented;

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use time::{Duration, OffsetDateTime};
use zeroize::Zeroizing;

pub use self::presented::{PresentedKey, is_key_line, presented_key};
use crate::{KeyId, Role, UserId};

// Scanners of other people look for this prefix: it must never change.
const PREFIX: &str = "clv_";
const SECRET_CHARS: usize = 43;
const CHECKSUM_CHARS: usize = 6;
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A key in the clear: shown once to the person who made it.
pub struct PlainKey(Zeroizing<String>);

impl PlainKey {
    /// The key that holds these 256 bits; they must come from the operating system (ASVS 5.0 11.5.1).
    pub fn from_random(bits: &[u8; 32]) -> Self {
        let mut text = Zeroizing::new(String::with_capacity(PREFIX.len() + SECRET_CHARS + CHECKSUM_CHARS));
        text.push_str(PREFIX);
        push_base62(&mut text, bits, SECRET_CHARS);
        let checksum = crc32fast::hash(text.as_bytes());
        push_base62(&mut text, &checksum.to_be_bytes(), CHECKSUM_CHARS);
        Self(text)
    }

    /// The key itself, to be shown or digested.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The last four characters, which stay visible in lists. They belong to the checksum, not to the secret.
    pub fn tail(&self) -> &str {
        &self.0[self.0.len() - 4..]
    }
}

/// Whether the text has the form and the checksum of a key made by Claviger.
///
/// For scanners and for messages only: a presented key of any other form is looked up and refused in the same way.
pub fn plausible_key(text: &str) -> bool {
    let body = PREFIX.len() + SECRET_CHARS;
    if text.len() != body + CHECKSUM_CHARS || !text.is_ascii() || !text.starts_with(PREFIX) {
        return false;
    }
    let mut checksum = String::with_capacity(CHECKSUM_CHARS);
    push_base62(&mut checksum, &crc32fast::hash(&text.as_bytes()[..body]).to_be_bytes(), CHECKSUM_CHARS);
    text[body..] == checksum
}

/// Appends the big-endian number in `bytes` as exactly `width` base62 digits.
fn push_base62(text: &mut String, bytes: &[u8], width: usize) {
    let mut number = Zeroizing::new(bytes.to_vec());
    let mut digits = Zeroizing::new(vec![0_u8; width]);
    for digit in digits.iter_mut().rev() {
        let mut rest = 0_u32;
        for byte in number.iter_mut() {
            let value = rest * 256 + u32::from(*byte);
            *byte = (value / 62) as u8;
            rest = value % 62;
        }
        *digit = ALPHABET[rest as usize];
    }
    text.extend(digits.iter().map(|digit| char::from(*digit)));
}

/// What a person calls a key: 1 to 255 characters after trimming. Two keys may share a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyName(String);

/// Why a key's name is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum KeyNameError {
    /// Nothing but white space.
    #[error("Give the key a name, such as the tool that will use it.")]
    Blank,
    /// Over 255 characters.
    #[error("A key's name has at most 255 characters.")]
    TooLong,
    /// Holds a line break or another control character.
    #[error("A key's name is one line of text.")]
    Control,
}

impl KeyName {
    /// The most characters a name may have.
    pub const MAX_CHARS: usize = 255;

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for KeyName {
    type Err = KeyNameError;

    fn from_str(text: &str) -> Result<Self, KeyNameError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(KeyNameError::Blank);
        }
        if text.chars().count() > Self::MAX_CHARS {
            return Err(KeyNameError::TooLong);
        }
        if text.chars().any(char::is_control) {
            return Err(KeyNameError::Control);
        }
        Ok(Self(text.to_owned()))
    }
}

/// What is known of a key; the key itself is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRecord {
    /// Its number.
    pub id: KeyId,
    /// Whose it is.
    pub user_id: UserId,
    /// The key it was made with, when it was made by a program.
    pub parent_id: Option<KeyId>,
    /// What its owner calls it.
    pub name: KeyName,
    /// What it may do at most.
    pub role: Role,
    /// The last four characters of the key.
    pub tail: String,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// From which address it was made.
    pub created_from: Option<String>,
    /// The instant at which it stops working.
    pub expires_at: Option<OffsetDateTime>,
    /// When it was last used; at most a minute behind.
    pub used_at: Option<OffsetDateTime>,
    /// From which address it was last used.
    pub used_from: Option<String>,
}

/// Whether who acts with `acting` may make a key with `wanted`.
pub fn may_create_with_role(acting: Role, wanted: Role) -> bool {
    wanted <= acting
}

/// Why an expiry is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ExpiryError {
    /// Now or earlier.
    #[error("A key must expire in the future.")]
    Past,
    /// So far ahead that it means never.
    #[error("A key expires within 100 years, or never.")]
    TooFar,
    /// After the key that makes it.
    #[error("A key cannot outlive the key that makes it.")]
    AfterParent,
}

/// The expiry of a key made now with a key that expires at `parent` (`None`: made in a signed-in session, or never).
///
/// # Errors
/// When the wished expiry is not in the future or later than the parent's. Without a wish the parent's is taken.
pub fn child_expiry(
    wished: Option<OffsetDateTime>,
    parent: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> Result<Option<OffsetDateTime>, ExpiryError> {
    match (wished, parent) {
        (Some(wished), _) if wished <= now => Err(ExpiryError::Past),
        (Some(wished), _) if wished - now > Duration::days(100 * 366) => Err(ExpiryError::TooFar),
        (Some(wished), Some(parent)) if wished > parent => Err(ExpiryError::AfterParent),
        (Some(wished), _) => Ok(Some(wished)),
        (None, parent) => Ok(parent),
    }
}

#[cfg(test)]
mod tests;
