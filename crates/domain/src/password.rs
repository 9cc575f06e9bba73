//! Passwords as they are typed, and the policy for new ones.

use thiserror::Error;
use zeroize::Zeroizing;

/// A password in the clear: never shown, never logged, wiped when dropped.
pub struct PlainPassword(Zeroizing<String>);

/// Why a new password is refused (ASVS 5.0 6.2.1, 6.2.4, 6.2.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PasswordError {
    /// Fewer than eight characters.
    #[error("A password has at least 8 characters. A few words in a row are easy to remember.")]
    TooShort,
    /// More than 1024 bytes.
    #[error("A password has at most 1024 bytes.")]
    TooLong,
    /// Is the username with little more, one character over and over, or among the most used passwords.
    #[error("This password is too easy to guess. A few unrelated words in a row are better.")]
    Guessable,
}

impl PlainPassword {
    /// The longest password that is looked at, in bytes, so that hashing has bounded cost.
    pub const MAX_BYTES: usize = 1024;

    /// Takes a password as it was typed; nothing is trimmed (ASVS 5.0 6.2.8).
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The bytes to hash.
    pub fn expose(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Whether this may become the password of `username`, lists of much used passwords apart.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn check_policy(&self, username: &str) -> Result<(), PasswordError> {
        let text = self.0.as_str();
        if text.len() > Self::MAX_BYTES {
            return Err(PasswordError::TooLong);
        }
        if text.chars().count() < 8 {
            return Err(PasswordError::TooShort);
        }
        let first = text.chars().next();
        let lower = text.to_lowercase();
        // A short username inside a long password gives nothing away.
        let rest = if username.len() > 3 { lower.replace(&username.to_lowercase(), "") } else { lower };
        if text.chars().all(|c| Some(c) == first) || rest.chars().count() < 4 {
            return Err(PasswordError::Guessable);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(password: &str) -> Result<(), PasswordError> {
        PlainPassword::new(password.to_owned()).check_policy("lovelace")
    }

    #[test]
    fn long_and_plain_is_good_enough() {
        assert_eq!(check("four plain words here"), Ok(()));
        assert_eq!(check(&"ä b".repeat(30)), Ok(()));
    }

    #[test]
    fn short_long_and_guessable_are_refused() {
        assert_eq!(check("sevench"), Err(PasswordError::TooShort));
        assert_eq!(check(&"ab".repeat(600)), Err(PasswordError::TooLong));
        assert_eq!(check("aaaaaaaaaaaaaaaa"), Err(PasswordError::Guessable));
        assert_eq!(check("Lovelace123"), Err(PasswordError::Guessable));
    }
}
