//! Visits of content: what is kept of each, and what is told of many.

use time::{Date, OffsetDateTime};

use crate::{KeyName, Username};

/// The path of a visit, as it is kept: inside the item, without a query, at most 512 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitPath(String);

impl VisitPath {
    /// The most characters that are kept; what is longer tells nobody more.
    pub const MAX_CHARS: usize = 512;

    /// What is kept of this path. A query may hold secrets, so it is not.
    pub fn new(path: &str) -> Self {
        let bare = path.split(['?', '#']).next().unwrap_or_default();
        // A NUL is the one character that PostgreSQL does not store.
        Self(bare.chars().filter(|c| *c != '\0').take(Self::MAX_CHARS).collect())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A visit that was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastVisit {
    /// When.
    pub at: OffsetDateTime,
    /// Whose account came; nobody known, or one that is gone, where there is none.
    pub who: Option<Username>,
    /// The key that came, by its name at that time; it may be deleted since.
    pub key: Option<KeyName>,
    /// Where inside the item.
    pub path: String,
}

/// All visits by one person, or by one of a person's keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Whose account; nobody known where there is none.
    pub who: Option<Username>,
    /// The key, by its name.
    pub key: Option<KeyName>,
    /// How many visits.
    pub visits: u64,
    /// When the last one was.
    pub last_at: OffsetDateTime,
}

/// The visits of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayVisits {
    /// The day, in UTC.
    pub day: Date,
    /// How many visits.
    pub visits: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_kept_short_and_without_its_query() {
        let kept = |path: &str| VisitPath::new(path).as_str().to_owned();
        assert_eq!(kept("/mean?n=5&key=secret"), "/mean");
        assert_eq!(kept("a%3Fb#c"), "a%3Fb");
        assert_eq!(kept("?x"), "");
        assert_eq!(kept(&"ü".repeat(600)).chars().count(), 512);
        assert_eq!(kept("a\0b"), "ab");
    }
}
