//! Content items: what they are called, what they are, and which paths they have inside.

mod kind;
mod process;
mod settings;
mod variables;

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use time::OffsetDateTime;

pub use self::kind::{Category, Kind};
pub use self::process::{ProcessChange, ProcessSettings, ProcessSettingsError};
pub use self::settings::{Description, DescriptionError, Title, TitleError};
pub use self::variables::{VariableError, VariableName, VariableValue};
use crate::{Access, BundleId, ContentId, Guid, UserId};

/// An item: what publishers make, name and publish versions of.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// Its number, as in `/content/24/`.
    pub id: ContentId,
    /// Its public identifier.
    pub guid: Guid,
    /// Whose it is.
    pub owner_id: UserId,
    /// The owner, as shown beside the item.
    pub owner: Owner,
    /// Its name, unique among its owner's items.
    pub name: ContentName,
    /// The title shown to people, or nothing.
    pub title: String,
    /// What its owner says about it, or nothing.
    pub description: String,
    /// Who it is for.
    pub access: Access,
    /// What answers for it; unknown until a version was deployed.
    pub kind: Option<Kind>,
    /// What it is used as.
    pub category: Category,
    /// The file that its address without a path gives, such as `index.html`; for a program what it begins with, such as
    /// `app:app`.
    pub entry: String,
    /// The version that is served.
    pub bundle: Option<BundleId>,
    /// What the served version needs besides its files, and was built for it.
    pub environment: Option<String>,
    /// The version of R that the served version runs with.
    pub r_version: Option<String>,
    /// The version of Python that the served version runs with.
    pub py_version: Option<String>,
    /// Whether new versions and processes are refused.
    pub locked: bool,
    /// What people are told while it is locked, or nothing.
    pub locked_message: String,
    /// How its processes are to run.
    pub process: ProcessSettings,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// When a version was last activated.
    pub deployed_at: Option<OffsetDateTime>,
}

/// Who owns an item, as shown beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The account's public identifier.
    pub guid: Guid,
    /// Its username.
    pub username: String,
    /// The given name, or nothing.
    pub first_name: String,
    /// The family name, or nothing.
    pub last_name: String,
}

impl Content {
    /// The title, or the name where there is none.
    pub fn display_title(&self) -> &str {
        if self.title.is_empty() { self.name.as_str() } else { &self.title }
    }

    /// Whether a program answers for it.
    pub fn is_program(&self) -> bool {
        self.kind.is_some_and(Kind::is_program)
    }

    /// What it is, in words for people.
    pub fn kind_label(&self) -> &'static str {
        self.kind.map_or("Not deployed yet", |kind| kind.label(self.category))
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
}
