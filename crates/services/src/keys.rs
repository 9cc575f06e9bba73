//! API keys: make, list, delete, check.

mod shelf;
mod verify;

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::PoisonError;

use domain::{Guid, KeyId, KeyName, KeyNameError, KeyRecord, PlainKey, Role, child_expiry, may_create_with_role};
use store::{NewKey, StoreError};
use time::OffsetDateTime;

pub(crate) use self::shelf::Shelf;
pub(crate) use self::verify::CachedKey;
pub use self::verify::KeyRefused;
use crate::{Actor, Mistake, ServiceError, Services, random};

/// A key as its maker wishes it.
pub struct KeyWish {
    /// The name, as it was given.
    pub name: String,
    /// The role; the actor's when there is no wish.
    pub role: Option<Role>,
    /// When it stops working; never, or with the key that makes it, when there is no wish.
    pub expires_at: Option<OffsetDateTime>,
    /// From which address it is made.
    pub from: Option<IpAddr>,
}

/// A wish that was found acceptable.
struct Terms {
    name: KeyName,
    role: Role,
    expires_at: Option<OffsetDateTime>,
}

/// A key that was just made: the only time that it is in the clear.
pub struct FreshKey {
    /// What is stored of it.
    pub record: KeyRecord,
    /// The key itself.
    pub plain: PlainKey,
}

/// A key in the list of its owner.
pub struct ListedKey {
    /// What is stored of it.
    pub record: KeyRecord,
    /// The name of the key it was made with, when that one still exists.
    pub parent: Option<KeyName>,
    /// The keys made with it, directly or not.
    pub descendants: Vec<KeyName>,
}

/// The actor's own keys. Nobody reaches another account's.
pub struct Keys<'a> {
    services: &'a Services,
    actor: &'a Actor,
}

impl Services {
    /// The actor's own keys.
    pub fn keys<'a>(&'a self, actor: &'a Actor) -> Keys<'a> {
        Keys { services: self, actor }
    }

    /// The keys of the account that an address names, which must be the actor's own.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for any other account, whether it exists or not (ASVS 5.0 8.2.2).
    pub fn keys_of<'a>(&'a self, actor: &'a Actor, owner: Guid) -> Result<Keys<'a>, ServiceError> {
        if actor.is(owner) { Ok(self.keys(actor)) } else { Err(ServiceError::Forbidden) }
    }

    /// Keeps a new key for its one page, which must ask within a minute.
    pub fn shelve_key(&self, session: &str, key: FreshKey) {
        self.0.shelf.put(session, key, self.0.clock.now());
    }

    /// The new key that waits for this session, for the first and last time.
    pub fn take_shelved_key(&self, session: &str) -> Option<FreshKey> {
        self.0.shelf.take(session, self.0.clock.now())
    }

    /// A mark for a form, so that sending it twice does its work once.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn new_form_mark(&self) -> Result<String, ServiceError> {
        Ok(random::hex(&random::bytes::<16>()?))
    }

    /// Uses a form's mark up.
    ///
    /// # Errors
    /// [`Mistake::SentTwice`] when it was used before. A form without a mark is not held to it.
    pub fn use_form_mark(&self, session: &str, mark: &str) -> Result<(), ServiceError> {
        if mark.is_empty() || self.0.shelf.use_mark(session, mark, self.0.clock.now()) {
            Ok(())
        } else {
            Err(Mistake::SentTwice.into())
        }
    }

    /// Gives a form's mark back, because its work was not done after all.
    pub fn give_form_mark_back(&self, session: &str, mark: &str) {
        self.0.shelf.forget_mark(session, mark);
    }
}

impl Keys<'_> {
    /// The actor's keys, newest first, expired ones left out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list(&self) -> Result<Vec<ListedKey>, ServiceError> {
        let mut records = self.services.0.store.list_keys(self.actor.id(), self.services.now()).await?;
        self.add_recent_uses(&mut records);
        Ok(with_families(records))
    }

    /// One of the actor's keys.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when the actor has no such key.
    pub async fn get(&self, id: KeyId) -> Result<ListedKey, ServiceError> {
        self.list().await?.into_iter().find(|key| key.record.id == id).ok_or(ServiceError::NotFound)
    }

    /// Whether such a key could be made.
    ///
    /// # Errors
    /// As [`Keys::create`].
    pub fn check(&self, wish: &KeyWish) -> Result<(), ServiceError> {
        self.terms(wish).map(drop)
    }

    /// Makes a key. It never has more right than its maker and never outlives the key that makes it.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] for name, role or expiry; [`ServiceError::ProofNeeded`] when the sign-in is old.
    pub async fn create(&self, wish: KeyWish) -> Result<FreshKey, ServiceError> {
        let Terms { name, role, expires_at } = self.terms(&wish)?;
        let plain = PlainKey::from_random(&random::bytes()?);
        let (digest, pepper) = self
            .services
            .0
            .peppers
            .digest_new(plain.expose())
            .ok_or(ServiceError::Unavailable("The server has no pepper for new keys."))?;
        let new = NewKey {
            user_id: self.actor.id(),
            parent_id: self.actor.key().map(|(id, _)| id),
            digest,
            pepper,
            tail: plain.tail().to_owned(),
            name,
            role,
            at: self.services.now(),
            from: wish.from.map(|address| address.to_canonical().to_string()),
            expires_at,
        };
        let record = match self.services.0.store.insert_key(new).await {
            // The key that asked was deleted meanwhile; what it makes must not outlive it.
            Err(StoreError::NotFound) => return Err(ServiceError::SignedOut),
            record => record?,
        };
        tracing::info!(key.id = record.id.0, user.id = record.user_id.0, key.role = %record.role, "A key was made.");
        Ok(FreshKey { record, plain })
    }

    /// Deletes a key, and on wish all that were made with it. When this returns, no request with it succeeds.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when the actor has no such key.
    pub async fn delete(&self, id: KeyId, with_descendants: bool) -> Result<(), ServiceError> {
        let deleted = self.services.0.store.delete_key(self.actor.id(), id, with_descendants).await?;
        self.services.0.keys.evict(|cached| deleted.contains(&cached.id));
        tracing::info!(key.id = id.0, user.id = self.actor.id().0, deleted = deleted.len(), "A key was deleted.");
        Ok(())
    }

    fn terms(&self, wish: &KeyWish) -> Result<Terms, ServiceError> {
        let now = self.services.now();
        let name: KeyName = wish.name.parse().map_err(|error: KeyNameError| Mistake::from(error))?;
        let role = wish.role.unwrap_or(self.actor.role());
        if !may_create_with_role(self.actor.role(), role) {
            return Err(Mistake::KeyRole.into());
        }
        let parent_expiry = self.actor.key().and_then(|(_, expiry)| expiry);
        let expires_at = child_expiry(wish.expires_at, parent_expiry, now).map_err(Mistake::from)?;
        if self.actor.needs_proof(now) {
            return Err(ServiceError::ProofNeeded);
        }
        Ok(Terms { name, role, expires_at })
    }

    fn add_recent_uses(&self, records: &mut [KeyRecord]) {
        let uses = self.services.0.key_uses.lock().unwrap_or_else(PoisonError::into_inner);
        for record in records {
            if let Some((at, from)) = uses.get(&record.id) {
                record.used_at = Some(*at);
                record.used_from = from.map(|address| address.to_string());
            }
        }
    }
}

fn with_families(records: Vec<KeyRecord>) -> Vec<ListedKey> {
    let mut children: HashMap<KeyId, Vec<usize>> = HashMap::new();
    for (at, record) in records.iter().enumerate() {
        if let Some(parent) = record.parent_id {
            children.entry(parent).or_default().push(at);
        }
    }
    let families: Vec<(Option<KeyName>, Vec<KeyName>)> = records
        .iter()
        .map(|record| {
            let parent =
                records.iter().find(|other| Some(other.id) == record.parent_id).filter(|_| record.parent_id.is_some());
            let mut descendants = Vec::new();
            let mut next: Vec<usize> = children.get(&record.id).cloned().unwrap_or_default();
            while let Some(at) = next.pop() {
                descendants.push(records[at].name.clone());
                next.extend(children.get(&records[at].id).into_iter().flatten());
            }
            (parent.map(|parent| parent.name.clone()), descendants)
        })
        .collect();
    records
        .into_iter()
        .zip(families)
        .map(|(record, (parent, descendants))| ListedKey { record, parent, descendants })
        .collect()
}
