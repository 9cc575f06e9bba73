//! Who looks at content.

use std::fmt;
use std::sync::Arc;

use domain::{KeyId, KeyName, Role, User, UserId, Username};

use crate::Actor;

/// Who looks at content: anyone, or an account that came by a key, by the dashboard's session, or by a session on the
/// content origin.
///
/// # Security
/// A visitor can look and nothing else. An [`Actor`] becomes a visitor; no visitor ever becomes an [`Actor`], so that
/// what a browser holds on the content origin, among other people's code, is worth no more than a look.
#[derive(Clone)]
pub struct Visitor(Option<Account>);

#[derive(Clone)]
struct Account {
    user: Arc<User>,
    /// What may be done now: the lower of the key's role and the account's.
    role: Role,
    key: Option<(KeyId, Arc<KeyName>)>,
}

impl Visitor {
    /// Somebody of whom nothing is known.
    pub fn anyone() -> Self {
        Self(None)
    }

    pub(crate) fn by_content_session(user: User) -> Self {
        Self(Some(Account { role: user.role, user: Arc::new(user), key: None }))
    }

    /// Whether it is an account that looks.
    pub fn is_known(&self) -> bool {
        self.0.is_some()
    }

    /// The username of the account.
    pub fn username(&self) -> Option<&Username> {
        self.0.as_ref().map(|account| &account.user.username)
    }

    pub(crate) fn id(&self) -> Option<UserId> {
        self.0.as_ref().map(|account| account.user.id)
    }

    /// The role that it looks with; a viewer's for anyone.
    pub(crate) fn role(&self) -> Role {
        self.0.as_ref().map_or(Role::Viewer, |account| account.role)
    }

    /// The key that came, for the record of visits.
    pub(crate) fn key(&self) -> Option<(KeyId, &KeyName)> {
        let (id, name) = self.0.as_ref()?.key.as_ref()?;
        Some((*id, name))
    }
}

impl From<&Actor> for Visitor {
    fn from(actor: &Actor) -> Self {
        let key = actor.key().map(|key| (key.id, Arc::clone(&key.name)));
        Self(Some(Account { user: actor.shared_user(), role: actor.role(), key }))
    }
}

impl fmt::Debug for Visitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.id() {
            Some(id) => write!(f, "Visitor({id})"),
            None => f.write_str("Visitor(anyone)"),
        }
    }
}
