//! API keys: make, list, delete, check.

mod shelf;
mod verify;

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;
use std::sync::PoisonError;

use domain::{Guid, KeyId, KeyName, KeyNameError, KeyRecord, PlainKey, Role, child_expiry, may_create_with_role};
use store::{NewKey, StoreError};
use time::OffsetDateTime;

pub(crate) use self::shelf::Shelf;
pub(crate) use self::verify::CachedKey;
pub use self::verify::KeyRefused;
use crate::audit::Action;
use crate::uncancelled::uncancelled;
use crate::{Actor, Mistake, ServiceError, Services, random};

/// How many keys an account may have: more than anybody looks through, few enough to list them all.
const MOST_KEYS: u64 = 5_000;

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
    /// How many keys were made with it, directly or not.
    pub descendants: usize,
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

    /// 128 random bits as hexadecimal digits: for marks of forms, for nonces, for visitors' ids.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn random_id(&self) -> Result<String, ServiceError> {
        Ok(random::hex(&random::bytes::<16>()?))
    }

    /// Uses a form's mark up.
    ///
    /// # Errors
    /// [`Mistake::SentTwice`] when it was used before. A form without one of our marks is not held to it.
    pub fn use_form_mark(&self, session: &str, mark: &str) -> Result<(), ServiceError> {
        if !is_mark(mark) || self.0.shelf.use_mark(session, mark, self.0.clock.now()) {
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

    /// The roles that a new key may have, the least first.
    pub fn roles(&self) -> impl Iterator<Item = Role> + use<> {
        let most = self.actor.role();
        Role::ALL.into_iter().filter(move |role| *role <= most)
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
            parent_id: self.actor.key().map(|key| key.id),
            digest,
            pepper,
            tail: plain.tail().to_owned(),
            name,
            role,
            at: self.services.now(),
            from: wish.from.map(|address| address.to_canonical().to_string()),
            expires_at,
        };
        let (services, actor) = (self.services.clone(), self.actor.clone());
        let what = made(&new);
        let record = uncancelled(async move {
            let record = match services.0.store.insert_key(new, MOST_KEYS).await {
                Err(StoreError::TooMany) => return Err(Mistake::TooManyKeys(MOST_KEYS).into()),
                // The key that asked was deleted meanwhile; what it makes must not outlive it.
                Err(StoreError::NotFound) => return Err(ServiceError::SignedOut),
                record => record?,
            };
            services.audit(&actor, Action::AddKey, what).await;
            Ok(record)
        })
        .await?;
        tracing::info!(key.id = record.id.0, user.id = record.user_id.0, key.role = %record.role, "A key was made.");
        Ok(FreshKey { record, plain })
    }

    /// The names of the keys that were made with this one, directly or not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn descendants(&self, id: KeyId) -> Result<Vec<KeyName>, ServiceError> {
        let mut records = self.services.0.store.list_keys(self.actor.id(), self.services.now()).await?;
        // A key is younger than the one it was made with, so parents come first now.
        records.reverse();
        let mut family = HashSet::from([id]);
        records.retain(|record| {
            let descends = record.parent_id.is_some_and(|parent| family.contains(&parent));
            if descends {
                family.insert(record.id);
            }
            descends
        });
        Ok(records.into_iter().map(|record| record.name).collect())
    }

    /// Deletes a key, and on wish all that were made with it. When this returns, no request that begins succeeds with
    /// it. A key deletes only keys that act with no higher role than its own.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when the actor has no such key, [`ServiceError::Forbidden`] for one of a higher role.
    pub async fn delete(&self, id: KeyId, with_descendants: bool) -> Result<(), ServiceError> {
        let (services, actor, owner) = (self.services.clone(), self.actor.clone(), self.actor.id());
        let (may, account) = (self.actor.role(), self.actor.user().role);
        uncancelled(async move {
            let mut name = None;
            let deleted = match services.0.store.find_key(owner, id).await {
                Ok(Some(key)) if key.role.min(account) > may => return Err(ServiceError::Forbidden),
                Ok(Some(key)) => {
                    name = Some(key.name);
                    services.0.store.delete_key(owner, id, with_descendants).await
                }
                Ok(None) => Err(StoreError::NotFound),
                Err(error) => Err(error),
            };
            // Whatever the database said: it may have done it, now or when it was asked before.
            services.0.keys.evict(|cached| cached.user.id == owner);
            let deleted = deleted?.len();
            if let Some(name) = name {
                let others = deleted.saturating_sub(1);
                let with = if others > 0 { format!(" and {others} that were made with it") } else { String::new() };
                services.audit(&actor, Action::RemoveKey, format!("Deleted the key {name}{with}.")).await;
            }
            tracing::info!(key.id = id.0, user.id = owner.0, deleted, "A key was deleted.");
            Ok(())
        })
        .await
    }

    fn terms(&self, wish: &KeyWish) -> Result<Terms, ServiceError> {
        let now = self.services.now();
        let name: KeyName = wish.name.parse().map_err(|error: KeyNameError| Mistake::from(error))?;
        let role = wish.role.unwrap_or(self.actor.role());
        if !may_create_with_role(self.actor.role(), role) {
            return Err(Mistake::KeyRole.into());
        }
        let parent_expiry = self.actor.key().and_then(|key| key.expires_at);
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

/// What the audit log says of a new key: never anything that it could be recognised by.
fn made(key: &NewKey) -> String {
    let NewKey { name, role, expires_at, .. } = key;
    let until = expires_at.map_or_else(|| "for ever".to_owned(), |end| format!("until {}", end.date()));
    format!("Made the key {name}, as {role}, {until}.")
}

/// Whether a form's mark is one of ours, and so of bounded length.
fn is_mark(mark: &str) -> bool {
    mark.len() == 32 && mark.bytes().all(|b| b.is_ascii_hexdigit())
}

/// The records with what is known of their families; newest first, as they come.
fn with_families(records: Vec<KeyRecord>) -> Vec<ListedKey> {
    let names: HashMap<KeyId, KeyName> = records.iter().map(|record| (record.id, record.name.clone())).collect();
    let mut descendants: HashMap<KeyId, usize> = HashMap::new();
    // A key is younger than the one it was made with, so its own count is complete when it is added to its parent's.
    for record in &records {
        let own = descendants.get(&record.id).copied().unwrap_or(0);
        if let Some(parent) = record.parent_id {
            *descendants.entry(parent).or_default() += own + 1;
        }
    }
    records
        .into_iter()
        .map(|record| ListedKey {
            parent: record.parent_id.and_then(|parent| names.get(&parent).cloned()),
            descendants: descendants.get(&record.id).copied().unwrap_or(0),
            record,
        })
        .collect()
}
