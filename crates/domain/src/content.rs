//! Content items: what they are called, what they are, and which paths they have inside.

mod settings;

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use time::OffsetDateTime;

pub use self::settings::{Description, DescriptionError, Title, TitleError};
use crate::{Access, BundleId, ContentId, Guid, UserId};

/// What kind of thing a content item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A folder of files with an index page.
    Site,
    /// A single file, such as a plot or a rendered page.
    Plot,
    /// An HTTP API written in R with the package plumber.
    Plumber,
}

impl Kind {
    /// All kinds.
    pub const EACH: [Self; 3] = [Self::Site, Self::Plot, Self::Plumber];

    /// The word used by the database and the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Plot => "plot",
            Self::Plumber => "plumber",
        }
    }

    /// The words shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Site => "Static site",
            Self::Plot => "Plot",
            Self::Plumber => "Plumber API",
        }
    }

    /// Whether its files are a program that has to run, and not answers by themselves.
    pub fn is_program(self) -> bool {
        match self {
            Self::Site | Self::Plot => false,
            Self::Plumber => true,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Kind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::EACH.into_iter().find(|kind| kind.as_str() == text).ok_or(())
    }
}

/// A published item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Its number, as in `/content/24/`.
    pub id: ContentId,
    /// Its public identifier.
    pub guid: Guid,
    /// Whose it is.
    pub owner_id: UserId,
    /// The owner's username.
    pub owner: String,
    /// Its name, unique among its owner's items.
    pub name: ContentName,
    /// The title shown to people, or nothing.
    pub title: String,
    /// What its owner says about it, or nothing.
    pub description: String,
    /// Who it is for.
    pub access: Access,
    /// What it is.
    pub kind: Kind,
    /// The file that its address without a path gives, such as `index.html`; nothing for a program.
    pub entry: String,
    /// The version that is served.
    pub bundle: Option<BundleId>,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// When a version was last activated.
    pub deployed_at: Option<OffsetDateTime>,
}

impl Content {
    /// The title, or the name where there is none.
    pub fn display_title(&self) -> &str {
        if self.title.is_empty() { self.name.as_str() } else { &self.title }
    }
}

/// How an address names a content item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContentRef {
    /// `/content/{guid}/`
    Guid(Guid),
    /// `/content/24/`
    Id(ContentId),
}

impl FromStr for ContentRef {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if let Ok(guid) = text.parse() {
            return Ok(Self::Guid(guid));
        }
        // One spelling per number: no signs, no leading zeros.
        let number = text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
        if number { text.parse().map(Self::Id).map_err(|_| ()) } else { Err(()) }
    }
}

/// A content name: 3 to 64 letters, digits, dots, hyphens, underscores (Connect API, codes 5 and 26).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentName(String);

/// Why a content name is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("A name has 3 to 64 letters, digits, dots, hyphens or underscores.")]
pub struct ContentNameError;

impl ContentName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ContentName {
    type Err = ContentNameError;

    fn from_str(text: &str) -> Result<Self, ContentNameError> {
        let fits = (3..=64).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
        if fits { Ok(Self(text.to_owned())) } else { Err(ContentNameError) }
    }
}

/// A path inside a bundle: components joined by `/`, none of them `.`, `..` or empty; never absolute.
///
/// # Security
/// Archives and addresses are hostile input, and both become file names only through this type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BundlePath(String);

/// Why a path is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a path inside a bundle has no empty, `.` or `..` parts, no backslash and no control characters")]
pub struct BundlePathError;

impl BundlePath {
    /// The longest part of a path, in bytes: the limit of common file systems.
    const MAX_PART: usize = 255;
    /// The longest path, in bytes; leaves room below the system's 4096 for the folder that holds it.
    const MAX_PATH: usize = 2048;

    /// The path with `/` between its parts.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BundlePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for BundlePath {
    type Err = BundlePathError;

    fn from_str(text: &str) -> Result<Self, BundlePathError> {
        let bad_part = |part: &str| part.is_empty() || part == "." || part == ".." || part.len() > Self::MAX_PART;
        if text.len() > Self::MAX_PATH
            || text.split('/').any(bad_part)
            || text.chars().any(|c| c.is_control() || c == '\\')
        {
            return Err(BundlePathError);
        }
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_spelling() {
        assert_eq!("24".parse(), Ok(ContentRef::Id(ContentId(24))));
        for bad in ["", "024", "+24", "-1", "2 4", "٣", "99999999999999999999", "x"] {
            assert_eq!(bad.parse::<ContentRef>(), Err(()), "{bad:?}");
        }
    }

    #[test]
    fn paths_stay_inside() {
        for good in ["index.html", "a b/ü.png", ".well-known/x", "a/..b/c"] {
            assert_eq!(good.parse::<BundlePath>().map(|p| p.as_str().to_owned()), Ok(good.to_owned()));
        }
        for bad in ["", "/etc/passwd", "a//b", "../x", "a/..", "./a", "a/./b", "a\\b", "a\0b", "a/", &"x".repeat(256)] {
            assert_eq!(bad.parse::<BundlePath>(), Err(BundlePathError), "{bad:?}");
        }
    }

    #[test]
    fn every_kind_has_one_word() {
        for kind in Kind::EACH {
            assert_eq!(kind.as_str().parse(), Ok(kind));
        }
        assert!(Kind::Plumber.is_program() && !Kind::Site.is_program());
    }
}
