//! Checking a presented key: digest, cache, unique index, constant-time compare, expiry, lock, role.
//!
//! # Security
//! Unknown, malformed, deleted and expired keys are refused alike. A lookup by digest leaks nothing of the key, since
//! nobody can steer the bytes of an HMAC. When the database does not answer, nobody is admitted.

use std::net::IpAddr;
use std::sync::{Arc, PoisonError};

use domain::{KeyId, KeyName, Role, User};
use store::KeyOwner;
use subtle::ConstantTimeEq as _;
use time::OffsetDateTime;

use crate::actor::ActingKey;
use crate::secrets::Digest;
use crate::{Actor, ServiceError, Services};

/// What is remembered of a key that was looked up.
pub(crate) struct CachedKey {
    pub(crate) id: KeyId,
    name: Arc<KeyName>,
    role: Role,
    expires_at: Option<OffsetDateTime>,
    digest: Digest,
    pub(crate) user: Arc<User>,
}

impl CachedKey {
    pub(crate) fn expired(&self, now: OffsetDateTime) -> bool {
        self.expires_at.is_some_and(|expiry| expiry <= now)
    }
}

/// Why a presented key admits nobody.
#[derive(Debug)]
pub enum KeyRefused {
    /// Unknown, malformed, deleted, expired, or of a locked account.
    Wrong,
    /// It could not be looked up.
    Failed(ServiceError),
}

impl Services {
    /// Checks a key that came with a request from this address.
    ///
    /// # Errors
    /// See [`KeyRefused`].
    pub async fn verify_key(&self, presented: &str, from: Option<IpAddr>) -> Result<Actor, KeyRefused> {
        let digests = self.0.peppers.digests(presented);
        let cached = digests.iter().find_map(|digest| self.0.keys.get(digest));
        let key = match cached {
            Some(key) => key,
            None => self.look_up(&digests).await?,
        };
        // Folded over all digests, so that the time does not tell which pepper it was.
        let same = digests.iter().fold(subtle::Choice::from(0), |same, digest| same | digest.ct_eq(&key.digest));
        let now = self.0.clock.now();
        if !bool::from(same) || key.expired(now) || key.user.locked {
            return Err(KeyRefused::Wrong);
        }
        self.remember_use(&key, from, now);
        let acting = ActingKey { id: key.id, name: Arc::clone(&key.name), expires_at: key.expires_at };
        Ok(Actor::by_key(Arc::clone(&key.user), key.role, acting).asking_from(from))
    }

    async fn look_up(&self, digests: &[Digest]) -> Result<Arc<CachedKey>, KeyRefused> {
        let ticket = self.0.keys.begin_fill();
        let found = self.0.store.find_key_by_digest(digests).await;
        let KeyOwner { key, digest, user } =
            found.map_err(|error| KeyRefused::Failed(error.into()))?.ok_or(KeyRefused::Wrong)?;
        let cached = Arc::new(CachedKey {
            id: key.id,
            name: Arc::new(key.name),
            role: key.role,
            expires_at: key.expires_at,
            digest,
            user: Arc::new(user),
        });
        self.0.keys.fill(ticket, digest, Arc::clone(&cached));
        Ok(cached)
    }

    fn remember_use(&self, key: &CachedKey, from: Option<IpAddr>, now: OffsetDateTime) {
        let from = from.map(|address| address.to_canonical());
        self.0.key_uses.lock().unwrap_or_else(PoisonError::into_inner).insert(key.id, (now, from));
        self.0.sightings.lock().unwrap_or_else(PoisonError::into_inner).insert(key.user.id, now);
    }
}
