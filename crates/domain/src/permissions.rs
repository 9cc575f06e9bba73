//! Permissions on one item: who besides its owner may view or manage it.

use std::fmt;
use std::str::FromStr;

use crate::{ContentId, Guid, PermissionId};

/// What a permission gives. The words are those of the Connect API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PermissionRole {
    /// To view the item.
    Viewer,
    /// To manage it as its owner does; the API calls this `owner`.
    Collaborator,
}

impl PermissionRole {
    /// The word used by the API and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Collaborator => "owner",
        }
    }
}

impl fmt::Display for PermissionRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for PermissionRole {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Viewer, Self::Collaborator].into_iter().find(|role| role.as_str() == text).ok_or(())
    }
}

/// Whom a permission is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Principal {
    /// One account.
    User(Guid),
    /// All members of a group.
    Group(Guid),
}

impl Principal {
    /// Its public identifier.
    pub fn guid(self) -> Guid {
        match self {
            Self::User(guid) | Self::Group(guid) => guid,
        }
    }

    /// The word of the API for what it is.
    pub fn type_name(self) -> &'static str {
        match self {
            Self::User(_) => "user",
            Self::Group(_) => "group",
        }
    }
}

/// A permission on one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permission {
    /// Its number.
    pub id: PermissionId,
    /// The item.
    pub content_id: ContentId,
    /// Whom it is for.
    pub principal: Principal,
    /// What it gives.
    pub role: PermissionRole,
}
