//! Vanity addresses: a path of its own for an item, such as `/finance/budget/`.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use time::OffsetDateTime;

use crate::{ContentId, Guid};

/// The vanity address of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vanity {
    /// The item's number.
    pub content_id: ContentId,
    /// The item's public identifier.
    pub content: Guid,
    /// The path that leads to it.
    pub path: VanityPath,
    /// When it got the path.
    pub created_at: OffsetDateTime,
}

/// A path with a slash at both ends, of letters, digits, hyphens and underscores, that is none of the server's own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct VanityPath(String);

/// Why a text is no vanity path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum VanityPathError {
    /// It has other characters, or is too long.
    #[error("A vanity path has letters, digits, hyphens, underscores and single slashes, at most 255 in all.")]
    Malformed,
    /// It belongs to the server.
    #[error("This path belongs to the server itself. Choose another one.")]
    Reserved,
}

/// First parts of paths that are the server's own, those of other versions of the Connect API included.
const RESERVED: [&str; 20] = [
    "connect",
    "apps",
    "users",
    "groups",
    "setpassword",
    "user-completion",
    "confirm",
    "recent",
    "reports",
    "plots",
    "unpublished",
    "settings",
    "metrics",
    "tokens",
    "help",
    "login",
    "welcome",
    "register",
    "resetpassword",
    "content",
];
const MOST_BYTES: usize = 255;

impl VanityPath {
    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which two paths are compared.
    pub fn folded(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// Whether one of the two lies below the other, or they are the same.
    pub fn collides_with(&self, other: &Self) -> bool {
        let (a, b) = (self.folded(), other.folded());
        a.starts_with(&b) || b.starts_with(&a)
    }

    /// What follows this path in the address of a request, with the slash before it; `None` when the address does not
    /// lie below this path.
    pub fn inside<'a>(&self, address: &'a str) -> Option<&'a str> {
        let root = self.0.len() - 1;
        let (head, rest) = address.split_at_checked(root)?;
        let below = head.eq_ignore_ascii_case(&self.0[..root]) && (rest.is_empty() || rest.starts_with('/'));
        below.then_some(rest)
    }

    /// Whether an address could lie below a vanity path at all.
    pub fn could_lead(address: &str) -> bool {
        let first = address.strip_prefix('/').map(|rest| rest.split_once('/').map_or(rest, |(first, _)| first));
        first.is_some_and(|first| is_plain(first) && !is_reserved(first))
    }
}

fn is_plain(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

fn is_reserved(first: &str) -> bool {
    first.starts_with("__") || RESERVED.iter().any(|reserved| first.eq_ignore_ascii_case(reserved))
}

impl fmt::Display for VanityPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for VanityPath {
    type Err = VanityPathError;

    fn from_str(text: &str) -> Result<Self, VanityPathError> {
        let text = text.trim();
        let inner = text.strip_prefix('/').unwrap_or(text);
        let inner = inner.strip_suffix('/').unwrap_or(inner);
        if inner.is_empty() || text.eq_ignore_ascii_case("/favicon.ico") {
            return Err(VanityPathError::Reserved);
        }
        if inner.len() + 2 > MOST_BYTES || !inner.split('/').all(is_plain) {
            return Err(VanityPathError::Malformed);
        }
        if inner.split('/').next().is_some_and(is_reserved) {
            return Err(VanityPathError::Reserved);
        }
        Ok(Self(format!("/{inner}/")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> VanityPath {
        text.parse().unwrap()
    }

    #[test]
    fn a_path_gets_a_slash_at_both_ends() {
        for text in ["finance/budget", "/finance/budget", "finance/budget/", " /finance/budget/ "] {
            assert_eq!(path(text).as_str(), "/finance/budget/");
        }
    }

    #[test]
    fn paths_of_the_server_and_unfit_ones_are_refused() {
        for text in ["", "/", "/__x/", "/connect", "/Connect/keys", "/content/1", "/favicon.ico", "/login/x"] {
            assert_eq!(text.parse::<VanityPath>(), Err(VanityPathError::Reserved), "{text}");
        }
        for text in ["a b", "///", "a//b", "a.b", "ä", "../x", "a%2fb", "a?b", "a\nb", &"x".repeat(254)] {
            assert_eq!(text.parse::<VanityPath>(), Err(VanityPathError::Malformed), "{text}");
        }
        assert!("/helpdesk/login".parse::<VanityPath>().is_ok() && "x".repeat(253).parse::<VanityPath>().is_ok());
    }

    #[test]
    fn paths_collide_with_what_lies_above_and_below_them() {
        assert!(path("a/b").collides_with(&path("A")) && path("a").collides_with(&path("a/b")));
        assert!(!path("a/b").collides_with(&path("a/c")) && !path("ab").collides_with(&path("a")));
    }

    #[test]
    fn an_address_leads_inside_or_elsewhere() {
        let path = path("finance/budget");
        assert_eq!(path.inside("/finance/budget"), Some(""));
        assert_eq!(path.inside("/Finance/budget/x/y"), Some("/x/y"));
        for elsewhere in ["/finance/budgets", "/finance", "/", "", "/finance/bud", "/finänce/budget"] {
            assert_eq!(path.inside(elsewhere), None, "{elsewhere}");
        }
        assert!(VanityPath::could_lead("/finance") && VanityPath::could_lead("/finance/%20"));
        for never in ["/", "/connect/", "/__api__/v1/user", "/content/24/", "/%20/", ""] {
            assert!(!VanityPath::could_lead(never), "{never}");
        }
    }
}
