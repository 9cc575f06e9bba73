//! The model beside the house: what each step must answer, and what each key must admit to afterwards.

use domain::{ExpiryError, KeyId, Role, child_expiry};
use services::{FreshKey, KeyWish, Mistake, ServiceError};
use time::{Duration, OffsetDateTime};

use crate::house::{Fault, House, Outcome, wish};
use crate::step::Step;

const NAMES: [&str; 3] = ["ada", "bob", "grace"];

pub(crate) struct Model {
    house: House,
    owners: Vec<Owner>,
    keys: Vec<Key>,
}

struct Owner {
    role: Role,
    locked: bool,
}

struct Key {
    id: KeyId,
    plain: String,
    owner: usize,
    parent: Option<KeyId>,
    role: Role,
    expires_at: Option<OffsetDateTime>,
    gone: bool,
}

impl Model {
    pub(crate) async fn open() -> Result<Self, Fault> {
        let house = House::open().await?;
        // Somebody has to stay an administrator.
        house.add("root", Role::Administrator).await?;
        let mut owners = Vec::new();
        for name in NAMES {
            house.add(name, Role::Publisher).await?;
            owners.push(Owner { role: Role::Publisher, locked: false });
        }
        Ok(Self { house, owners, keys: Vec::new() })
    }

    /// Every key ever made is let in exactly as the model says, looked up and from the cache.
    pub(crate) async fn compare(&self) -> Outcome {
        for (number, key) in self.keys.iter().enumerate() {
            for _ in 0..2 {
                let (is, must) = (self.house.role_of(&key.plain).await?, self.admits(key));
                if is != must {
                    return Err(format!("key {number} admits to {is:?} and not to {must:?}").into());
                }
            }
        }
        Ok(())
    }

    fn admits(&self, key: &Key) -> Option<Role> {
        let owner = &self.owners[key.owner];
        let dead = key.gone || owner.locked || key.expires_at.is_some_and(|expiry| expiry <= self.house.clock.now());
        (!dead).then(|| key.role.min(owner.role))
    }

    pub(crate) async fn take(&mut self, step: Step) -> Outcome {
        match step {
            Step::Create { owner, role, minutes } => self.create(owner % NAMES.len(), role, minutes).await?,
            Step::CreateWith { key, role, minutes } => {
                if let Some(key) = self.pick(key) {
                    self.create_with(key, role, minutes).await?;
                }
            }
            Step::Use { key } => {
                if let Some(key) = self.pick(key) {
                    self.house.role_of(&self.keys[key].plain).await?;
                }
            }
            Step::Delete { key, with_descendants } => {
                if let Some(key) = self.pick(key) {
                    self.delete(key, with_descendants).await?;
                }
            }
            Step::DeleteOfAnother { key } => {
                if let Some(key) = self.pick(key) {
                    let root = self.house.services.console_actor("root").await?;
                    let refused = self.house.services.keys(&root).delete(self.keys[key].id, true).await;
                    assert!(matches!(refused, Err(ServiceError::NotFound)), "{refused:?}");
                }
            }
            Step::Lock { owner, locked } => {
                let owner = owner % NAMES.len();
                self.house.services.console_lock(NAMES[owner], locked).await?;
                self.owners[owner].locked = locked;
            }
            Step::SetRole { owner, role } => {
                let owner = owner % NAMES.len();
                self.house.services.console_set_role(NAMES[owner], role).await?;
                self.owners[owner].role = role;
            }
            Step::Wait { minutes } => self.house.clock.advance(Duration::minutes(minutes)),
            Step::Sweep => {
                self.house.services.sweep().await?;
                let now = self.house.clock.now();
                let expired = self.keys.iter_mut().filter(|key| key.expires_at.is_some_and(|expiry| expiry <= now));
                expired.for_each(|key| key.gone = true);
            }
            Step::Restart => self.house.restart().await?,
        }
        Ok(())
    }

    fn pick(&self, number: usize) -> Option<usize> {
        number.checked_rem(self.keys.len())
    }

    fn wish(&self, role: Option<Role>, minutes: Option<i64>) -> KeyWish {
        let expires_at = minutes.map(|minutes| self.house.clock.now() + Duration::minutes(minutes));
        KeyWish { role, expires_at, ..wish("key") }
    }

    async fn create(&mut self, owner: usize, role: Role, minutes: Option<i64>) -> Outcome {
        let wish = self.wish(Some(role), minutes);
        let expires_at = wish.expires_at;
        let actor = self.house.services.console_actor(NAMES[owner]).await;
        if self.owners[owner].locked {
            assert!(matches!(actor, Err(ServiceError::Forbidden)), "a locked account acts");
            return Ok(());
        }
        let made = self.house.services.keys(&actor?).create(wish).await;
        if role > self.owners[owner].role {
            assert!(matches!(made, Err(ServiceError::Invalid(Mistake::KeyRole))), "a key above its maker's role");
            return Ok(());
        }
        self.remember(&made?, owner, role, expires_at);
        Ok(())
    }

    async fn create_with(&mut self, parent: usize, role: Option<Role>, minutes: Option<i64>) -> Outcome {
        let (owner, parent_expiry) = (self.keys[parent].owner, self.keys[parent].expires_at);
        let actor = self.house.actor_of(&self.keys[parent].plain).await?;
        let acting = self.admits(&self.keys[parent]);
        assert_eq!(actor.as_ref().map(services::Actor::role), acting);
        let (Some(actor), Some(acting)) = (actor, acting) else { return Ok(()) };
        let wish = self.wish(role, minutes);
        let (role, expiry) =
            (role.unwrap_or(acting), child_expiry(wish.expires_at, parent_expiry, self.house.clock.now()));
        let made = self.house.services.keys(&actor).create(wish).await;
        if role > acting {
            assert!(matches!(made, Err(ServiceError::Invalid(Mistake::KeyRole))), "a key above its maker's role");
        } else if expiry == Err(ExpiryError::AfterParent) {
            assert!(
                matches!(made, Err(ServiceError::Invalid(Mistake::KeyExpiry(ExpiryError::AfterParent)))),
                "a key that outlives its maker"
            );
        } else {
            self.remember(&made?, owner, role, expiry?);
        }
        Ok(())
    }

    fn remember(&mut self, made: &FreshKey, owner: usize, role: Role, expires_at: Option<OffsetDateTime>) {
        assert_eq!((made.record.role, made.record.expires_at), (role, expires_at));
        self.keys.push(Key {
            id: made.record.id,
            plain: made.plain.expose().to_owned(),
            owner,
            parent: made.record.parent_id,
            role,
            expires_at,
            gone: false,
        });
    }

    async fn delete(&mut self, key: usize, with_descendants: bool) -> Outcome {
        let Key { id, owner, gone, .. } = self.keys[key];
        if self.owners[owner].locked {
            return Ok(());
        }
        let actor = self.house.services.console_actor(NAMES[owner]).await?;
        let deleted = self.house.services.keys(&actor).delete(id, with_descendants).await;
        if gone {
            assert!(matches!(deleted, Err(ServiceError::NotFound)), "{deleted:?}");
            return Ok(());
        }
        deleted?;
        if !with_descendants {
            let parent = self.keys[key].parent;
            self.keys.iter_mut().filter(|child| child.parent == Some(id)).for_each(|child| child.parent = parent);
        }
        let mut doomed = vec![id];
        while let Some(id) = doomed.pop() {
            self.keys.iter_mut().filter(|key| key.id == id).for_each(|key| key.gone = true);
            if with_descendants {
                doomed.extend(self.keys.iter().filter(|key| key.parent == Some(id) && !key.gone).map(|key| key.id));
            }
        }
        Ok(())
    }
}
