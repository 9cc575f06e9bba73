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

/// What has to be known of a viewer to decide.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// Acts as an account, by a key or a session.
    pub known: bool,
    /// That account owns the item.
    pub owner: bool,
    /// That account was named by the owner.
    pub named: bool,
}

/// Whether the viewer may view; administrators get no exception.
pub fn may_view(access: Access, viewer: Facts) -> bool {
    match access {
        Access::All => true,
        Access::LoggedIn => viewer.known,
        Access::Acl => viewer.known && (viewer.owner || viewer.named),
    }
}

/// Whether who acts with this role, as the item's owner or not, may change its settings, see its log and delete it.
///
/// Managing is no viewing: an administrator manages what [`may_view`] keeps from him.
pub fn may_manage(acting: Role, owner: bool) -> bool {
    match acting {
        Role::Viewer => false,
        Role::Publisher => owner,
        Role::Administrator => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_manage_for_as_long_as_they_publish_and_administrators_everything() {
        assert!(may_manage(Role::Publisher, true) && !may_manage(Role::Publisher, false));
        assert!(may_manage(Role::Administrator, false));
        assert!(!may_manage(Role::Viewer, true), "a demoted owner, or a key with the role of a viewer");
    }

    #[test]
    fn access_is_decided_by_the_weakest_sufficient_fact() {
        let anyone = Facts { known: false, owner: false, named: false };
        let account = Facts { known: true, ..anyone };
        assert!(may_view(Access::All, anyone));
        assert!(!may_view(Access::LoggedIn, anyone) && may_view(Access::LoggedIn, account));
        assert!(!may_view(Access::Acl, account));
        assert!(may_view(Access::Acl, Facts { owner: true, ..account }));
        assert!(may_view(Access::Acl, Facts { named: true, ..account }));
    }
}
