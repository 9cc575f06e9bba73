//! Accounts: who there is, and what an account may do at most.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use time::OffsetDateTime;

use crate::{Guid, UserId};

/// What an account, or a key, may do at most; ordered from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Sees the content that it was given.
    Viewer,
    /// Publishes content too.
    Publisher,
    /// Takes care of the server and its accounts too.
    Administrator,
}

impl Role {
    /// All roles, from least to most.
    pub const ALL: [Self; 3] = [Self::Viewer, Self::Publisher, Self::Administrator];

    /// The word used by the API, the database and the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Publisher => "publisher",
            Self::Administrator => "administrator",
        }
    }

    /// The word shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Viewer => "Viewer",
            Self::Publisher => "Publisher",
            Self::Administrator => "Administrator",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text names no role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("A role is administrator, publisher or viewer.")]
pub struct RoleError;

impl FromStr for Role {
    type Err = RoleError;

    fn from_str(text: &str) -> Result<Self, RoleError> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or(RoleError)
    }
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Its number in the database.
    pub id: UserId,
    /// Its public identifier.
    pub guid: Guid,
    /// The name it signs in with.
    pub username: Username,
    /// An e-mail address, or nothing.
    pub email: String,
    /// The given name, or nothing.
    pub first_name: String,
    /// The family name, or nothing.
    pub last_name: String,
    /// What it may do at most.
    pub role: Role,
    /// Whether sign-in and keys are refused.
    pub locked: bool,
    /// Whether the account has a password.
    pub confirmed: bool,
    /// Moves on when all its sessions must end.
    pub credential: i64,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// When its data last changed.
    pub updated_at: OffsetDateTime,
    /// When it was last seen; approximate.
    pub active_at: Option<OffsetDateTime>,
}

impl User {
    /// The name to show: given and family name, or the username.
    pub fn display_name(&self) -> String {
        let full = format!("{} {}", self.first_name, self.last_name);
        let full = full.trim();
        if full.is_empty() { self.username.as_str().to_owned() } else { full.to_owned() }
    }

    /// One or two capital letters for the picture.
    pub fn initials(&self) -> String {
        let initial = |text: &str| text.chars().find(|c| c.is_alphanumeric());
        let letters: String = match (initial(&self.first_name), initial(&self.last_name)) {
            (None, None) => self.username.as_str().chars().filter(|c| c.is_alphanumeric()).take(2).collect(),
            (first, last) => first.into_iter().chain(last).collect(),
        };
        letters.to_uppercase()
    }
}

/// A name to sign in with: 1 to 64 letters, digits, dots, hyphens, underscores; starts with a letter or digit.
///
/// Names that differ only in case are the same account, see [`Username::folded`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Username(String);

/// Why a username is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("A username has 1 to 64 letters, digits, dots, hyphens or underscores and starts with a letter or digit.")]
pub struct UsernameError;

impl Username {
    /// The name as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which names are compared.
    pub fn folded(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl fmt::Display for Username {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Username {
    type Err = UsernameError;

    fn from_str(text: &str) -> Result<Self, UsernameError> {
        let text = text.trim();
        let fits = (1..=64).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
        if fits { Ok(Self(text.to_owned())) } else { Err(UsernameError) }
    }
}

/// A given or family name: trimmed, at most 255 characters, no control characters; may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonName(String);

/// Why a person's name is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("A name has at most 255 characters, and no line breaks.")]
pub struct PersonNameError;

impl PersonName {
    /// The name as text.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl FromStr for PersonName {
    type Err = PersonNameError;

    fn from_str(text: &str) -> Result<Self, PersonNameError> {
        let text = text.trim();
        if text.chars().count() > 255 || text.chars().any(char::is_control) {
            return Err(PersonNameError);
        }
        Ok(Self(text.to_owned()))
    }
}

/// Why an e-mail address is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("An e-mail address looks like name@example.com.")]
pub struct EmailError;

/// The address, trimmed; empty is allowed and means none.
///
/// Whether mail arrives is not a question of form, so only the plainest mistakes are refused.
///
/// # Errors
/// When the text has no `@` with something on both sides, white space, control characters or over 254 bytes.
pub fn email(text: &str) -> Result<String, EmailError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(String::new());
    }
    let sides = text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
    if !sides || text.len() > 254 || text.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(EmailError);
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_ordered_from_least_to_most() {
        assert!(Role::Viewer < Role::Publisher && Role::Publisher < Role::Administrator);
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
        }
        assert_eq!("root".parse::<Role>(), Err(RoleError));
    }

    #[test]
    fn a_username_is_trimmed_and_compared_without_case() {
        let name: Username = " Ada.L ".parse().unwrap_or_else(|_| unreachable!());
        assert_eq!((name.as_str(), name.folded().as_str()), ("Ada.L", "ada.l"));
        for bad in ["", " ", "-ada", "ada lovelace", "ädä", &"a".repeat(65)] {
            assert_eq!(bad.parse::<Username>(), Err(UsernameError), "{bad:?}");
        }
    }

    #[test]
    fn an_email_is_optional_but_not_arbitrary() {
        assert_eq!(email("  "), Ok(String::new()));
        assert_eq!(email("ada@example.com "), Ok("ada@example.com".to_owned()));
        for bad in ["ada", "@example.com", "ada@", "a da@example.com"] {
            assert_eq!(email(bad), Err(EmailError), "{bad:?}");
        }
    }
}
