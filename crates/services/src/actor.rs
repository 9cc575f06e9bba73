//! Who asks.

use std::net::IpAddr;
use std::sync::Arc;

use domain::{Guid, KeyId, KeyName, Role, User, UserId};
use time::{Duration, OffsetDateTime};

use crate::ServiceError;

/// Proof of who asks. Only this crate makes one: from a checked key or signature, a live session, or the
/// command line of the owner of the data folder.
#[derive(Clone)]
pub struct Actor {
    user: Arc<User>,
    role: Role,
    via: Via,
    address: Option<IpAddr>,
}

#[derive(Clone)]
enum Via {
    Key(ActingKey),
    Session {
        proved_at: OffsetDateTime,
    },
    /// The number of the token that the request was signed for.
    Token(i64),
    /// The token that the first administrator was made by.
    Bootstrap,
    Console,
}

/// The key that an actor acts with.
#[derive(Clone)]
pub(crate) struct ActingKey {
    pub(crate) id: KeyId,
    pub(crate) name: Arc<KeyName>,
    pub(crate) expires_at: Option<OffsetDateTime>,
}

impl Actor {
    /// How long a password counts as just given (ASVS 5.0 7.5.1).
    pub const PROOF_LASTS: Duration = Duration::minutes(10);

    pub(crate) fn by_key(user: Arc<User>, role: Role, key: ActingKey) -> Self {
        Self { role: role.min(user.role), user, via: Via::Key(key), address: None }
    }

    pub(crate) fn by_session(user: User, proved_at: OffsetDateTime) -> Self {
        Self { role: user.role, user: Arc::new(user), via: Via::Session { proved_at }, address: None }
    }

    pub(crate) fn by_token(user: User, token: i64) -> Self {
        Self { role: user.role, user: Arc::new(user), via: Via::Token(token), address: None }
    }

    pub(crate) fn by_console(user: User) -> Self {
        Self { role: user.role, user: Arc::new(user), via: Via::Console, address: None }
    }

    pub(crate) fn by_bootstrap(user: User) -> Self {
        Self { role: user.role, user: Arc::new(user), via: Via::Bootstrap, address: None }
    }

    /// The same, known to ask from this address.
    #[must_use]
    pub fn asking_from(self, address: Option<IpAddr>) -> Self {
        Self { address: address.map(|address| address.to_canonical()), ..self }
    }

    /// The address that is asked from, if it is known.
    pub(crate) fn address(&self) -> Option<IpAddr> {
        self.address
    }

    /// The account that asks.
    pub fn user(&self) -> &User {
        &self.user
    }

    /// What may be done now: the lower of the key's role and the account's.
    pub fn role(&self) -> Role {
        self.role
    }

    /// Whether it publishes: makes content and groups, and reads what programs run with.
    pub fn publishes(&self) -> bool {
        self.role >= Role::Publisher
    }

    /// Whether it takes care of accounts, tags, and the settings of all content.
    pub fn administers(&self) -> bool {
        self.role == Role::Administrator
    }

    pub(crate) fn is(&self, guid: Guid) -> bool {
        self.user.guid == guid
    }

    pub(crate) fn id(&self) -> UserId {
        self.user.id
    }

    /// The account, to be kept by what outlives the actor.
    pub(crate) fn shared_user(&self) -> Arc<User> {
        Arc::clone(&self.user)
    }

    /// The key that asks.
    pub(crate) fn key(&self) -> Option<&ActingKey> {
        match &self.via {
            Via::Key(key) => Some(key),
            Via::Session { .. } | Via::Token(_) | Via::Bootstrap | Via::Console => None,
        }
    }

    /// The number of the token that asks.
    pub(crate) fn token(&self) -> Option<i64> {
        if let Via::Token(token) = self.via { Some(token) } else { None }
    }

    /// Who acts, as the audit log says it.
    pub(crate) fn description(&self) -> String {
        match self.via {
            Via::Console => format!("{} (command line)", self.user.username),
            Via::Key(_) | Via::Session { .. } | Via::Token(_) | Via::Bootstrap => self.user.username.to_string(),
        }
    }

    /// Whether it acts by a session.
    pub(crate) fn is_session(&self) -> bool {
        matches!(self.via, Via::Session { .. })
    }

    /// The same with another account's data and role in place of those that were read before.
    pub(crate) fn renewed(&self, user: User, role: Role) -> Self {
        Self { role: role.min(user.role), user: Arc::new(user), via: self.via.clone(), address: self.address }
    }

    /// Refuses when the actor's role is below this one.
    pub(crate) fn require(&self, least: Role) -> Result<(), ServiceError> {
        if self.role < least { Err(ServiceError::Forbidden) } else { Ok(()) }
    }

    /// Whether the password was given so long ago that a sensitive step needs it again. Keys are their own proof; tokens
    /// are none, since what is made with one would outlive it.
    pub fn needs_proof(&self, now: OffsetDateTime) -> bool {
        match &self.via {
            Via::Session { proved_at } => now - *proved_at > Self::PROOF_LASTS,
            Via::Token(_) => true,
            Via::Key(_) | Via::Bootstrap | Via::Console => false,
        }
    }
}
