//! Who may view which content, and who may manage it.

use std::fmt;
use std::str::FromStr;

use crate::Role;

/// Who a content item is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anyone, without a key.
    All,
    /// Every account.
    LoggedIn,
    /// The owner and the accounts that were named.
    Acl,
}

impl Access {
    /// All values.
    pub const EACH: [Self; 3] = [Self::All, Self::LoggedIn, Self::Acl];

    /// The word used by the API, the database and the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::LoggedIn => "logged_in",
            Self::Acl => "acl",
        }
    }

    /// The words shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::All => "Anyone",
            Self::LoggedIn => "All users",
            Self::Acl => "Specific users",
        }
    }
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Access {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::EACH.into_iter().find(|access| access.as_str() == text).ok_or(())
    }
}

/// How somebody stands to an item, whatever his role on the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Nothing is known of him.
    Unknown,
    /// An account that the item says nothing of.
    Account,
    /// Named as a viewer, himself or by a group.
    Viewer,
    /// Named as a collaborator, himself or by a group.
    Collaborator,
    /// The owner.
    Owner,
}

/// Whether who stands like this may view; administrators get no exception.
pub fn may_view(access: Access, standing: Standing) -> bool {
    match access {
        Access::All => true,
        Access::LoggedIn => standing >= Standing::Account,
        Access::Acl => standing >= Standing::Viewer,
    }
}

/// Whether who acts with this role, and stands like this to the item, may change its settings, see its log and delete it.
///
/// Managing is no viewing: an administrator manages what [`may_view`] keeps from him.
pub fn may_manage(acting: Role, standing: Standing) -> bool {
    match acting {
        Role::Viewer => false,
        Role::Publisher => standing >= Standing::Collaborator,
        Role::Administrator => true,
    }
}

/// Whether who acts with this role, and stands like this to the item, may upload versions and read their sources. An
/// administrator has to be a collaborator for that, too.
pub fn may_publish(acting: Role, standing: Standing) -> bool {
    acting >= Role::Publisher && standing >= Standing::Collaborator
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_manage_for_as_long_as_they_publish_and_administrators_everything() {
        for standing in [Standing::Owner, Standing::Collaborator] {
            assert!(may_manage(Role::Publisher, standing) && may_publish(Role::Publisher, standing));
            assert!(!may_manage(Role::Viewer, standing), "demoted, or a key with the role of a viewer");
        }
        for standing in [Standing::Viewer, Standing::Account] {
            assert!(!may_manage(Role::Publisher, standing));
            assert!(may_manage(Role::Administrator, standing) && !may_publish(Role::Administrator, standing));
        }
    }

    #[test]
    fn access_is_decided_by_the_weakest_sufficient_standing() {
        assert!(may_view(Access::All, Standing::Unknown));
        assert!(!may_view(Access::LoggedIn, Standing::Unknown) && may_view(Access::LoggedIn, Standing::Account));
        assert!(!may_view(Access::Acl, Standing::Account));
        for standing in [Standing::Viewer, Standing::Collaborator, Standing::Owner] {
            assert!(may_view(Access::Acl, standing));
        }
    }
}
