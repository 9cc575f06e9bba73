//! API keys, by their digest.

use domain::{KeyId, KeyName, KeyRecord, Role, User, UserId};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::sea_query::{LockBehavior, LockType};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};
use time::OffsetDateTime;

use crate::entities::api_keys::{ActiveModel, Column, Entity, Model};
use crate::entities::users;
use crate::row::{from_millis, parse, to_millis};
use crate::users::user;
use crate::{Store, StoreError};

/// A key to be made.
pub struct NewKey {
    /// Whose it is.
    pub user_id: UserId,
    /// The key it is made with.
    pub parent_id: Option<KeyId>,
    /// HMAC-SHA-256 of the key.
    pub digest: [u8; 32],
    /// Which pepper the digest was made with.
    pub pepper: String,
    /// The last four characters of the key.
    pub tail: String,
    /// What its owner calls it.
    pub name: KeyName,
    /// What it may do at most.
    pub role: Role,
    /// Now.
    pub at: OffsetDateTime,
    /// From which address it is made.
    pub from: Option<String>,
    /// When it stops working.
    pub expires_at: Option<OffsetDateTime>,
}

/// A key and whose it is: what is needed to decide on a request.
#[derive(Clone, Debug)]
pub struct KeyOwner {
    /// The key.
    pub key: KeyRecord,
    /// Its stored digest, for the comparison in constant time.
    pub digest: [u8; 32],
    /// Its owner.
    pub user: User,
}

/// A use of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyUse {
    /// The key.
    pub id: KeyId,
    /// When.
    pub at: OffsetDateTime,
    /// From which address.
    pub from: Option<String>,
}

impl Store {
    /// Makes a key.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the key it is made with is gone, [`StoreError::TooMany`] when the account has
    /// `most` keys already.
    pub async fn insert_key(&self, new: NewKey, most: u64) -> Result<KeyRecord, StoreError> {
        let transaction = self.write().await?;
        let keys = Entity::find().filter(Column::UserId.eq(new.user_id.0)).count(&transaction).await?;
        if keys >= most {
            return Err(StoreError::TooMany);
        }
        if let Some(parent) = new.parent_id {
            // The lock makes a deletion of the parent wait, so that it finds this key among the descendants.
            let alive = Entity::find_by_id(parent.0).lock(LockType::KeyShare).one(&transaction).await?;
            alive.ok_or(StoreError::NotFound)?;
        }
        let row = ActiveModel {
            id: NotSet,
            user_id: Set(new.user_id.0),
            parent_id: Set(new.parent_id.map(|id| id.0)),
            digest: Set(new.digest.to_vec()),
            pepper: Set(new.pepper),
            tail: Set(new.tail),
            name: Set(new.name.as_str().to_owned()),
            role: Set(new.role.as_str().to_owned()),
            created_at: Set(to_millis(new.at)),
            created_from: Set(new.from),
            expires_at: Set(new.expires_at.map(to_millis)),
            used_at: Set(None),
            used_from: Set(None),
        };
        let row = row.insert(&transaction).await?;
        transaction.commit().await?;
        record(row)
    }

    /// The key with one of these digests, and its owner; expired keys included.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_key_by_digest(&self, digests: &[[u8; 32]]) -> Result<Option<KeyOwner>, StoreError> {
        let found = Entity::find()
            .filter(Column::Digest.is_in(digests.iter().map(|digest| digest.to_vec())))
            .find_also_related(users::Entity)
            .one(&self.db)
            .await?;
        let Some((key, Some(owner))) = found else { return Ok(None) };
        let digest = key.digest.clone().try_into().map_err(|_| StoreError::Foreign("key digest".to_owned()))?;
        Ok(Some(KeyOwner { key: record(key)?, digest, user: user(owner)? }))
    }

    /// The key of this account with this number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_key(&self, owner: UserId, id: KeyId) -> Result<Option<KeyRecord>, StoreError> {
        let row = Entity::find_by_id(id.0).filter(Column::UserId.eq(owner.0)).one(&self.db).await?;
        row.map(record).transpose()
    }

    /// The keys of an account that have not expired, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_keys(&self, owner: UserId, now: OffsetDateTime) -> Result<Vec<KeyRecord>, StoreError> {
        Entity::find()
            .filter(Column::UserId.eq(owner.0))
            .filter(Condition::any().add(Column::ExpiresAt.is_null()).add(Column::ExpiresAt.gt(to_millis(now))))
            .order_by_desc(Column::Id)
            .all(&self.db)
            .await?
            .into_iter()
            .map(record)
            .collect()
    }

    /// Deletes a key of this account, and on wish all that were made with it, directly or not.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the account has no such key. Gives the numbers of the deleted keys.
    pub async fn delete_key(&self, owner: UserId, id: KeyId, with_descendants: bool) -> Result<Vec<KeyId>, StoreError> {
        let transaction = self.write().await?;
        let row = Entity::find_by_id(id.0).filter(Column::UserId.eq(owner.0)).one(&transaction).await?;
        let parent = row.ok_or(StoreError::NotFound)?.parent_id;
        let mut deleted = Vec::new();
        let mut doomed = vec![id.0];
        while !doomed.is_empty() {
            // A parent goes before its children are listed: who would make another child meets no parent any more.
            let gone = Entity::delete_many()
                .filter(Column::UserId.eq(owner.0))
                .filter(Column::Id.is_in(doomed.iter().copied()))
                .exec(&transaction)
                .await?;
            if gone.rows_affected == 0 && deleted.is_empty() {
                return Err(StoreError::NotFound);
            }
            deleted.extend(doomed.iter().copied().map(KeyId));
            if !with_descendants {
                // Its children become those of its own parent, so that deleting that one still reaches them.
                Entity::update_many()
                    .col_expr(Column::ParentId, parent.into())
                    .filter(Column::ParentId.eq(id.0))
                    .exec(&transaction)
                    .await?;
                break;
            }
            doomed = Entity::find()
                .select_only()
                .column(Column::Id)
                .filter(Column::UserId.eq(owner.0))
                .filter(Column::ParentId.is_in(doomed))
                .into_tuple()
                .all(&transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(deleted)
    }

    /// Deletes the keys that expired at or before `now`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep_keys(&self, now: OffsetDateTime) -> Result<(), StoreError> {
        Entity::delete_many().filter(Column::ExpiresAt.lte(to_millis(now))).exec(&self.db).await?;
        Ok(())
    }

    /// Remembers when keys were last used; keys that are gone are passed over.
    ///
    /// # Errors
    /// When the database fails; then none is remembered.
    pub async fn touch_keys(&self, uses: &[KeyUse]) -> Result<(), StoreError> {
        if uses.is_empty() {
            return Ok(());
        }
        let transaction = self.write().await?;
        for seen in uses {
            // Who deletes this key may wait for another of these, so it is passed over and not waited for.
            let free = Entity::find_by_id(seen.id.0)
                .select_only()
                .column(Column::Id)
                .lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked)
                .into_query();
            Entity::update_many()
                .col_expr(Column::UsedAt, to_millis(seen.at).into())
                .col_expr(Column::UsedFrom, seen.from.clone().into())
                .filter(Column::Id.in_subquery(free))
                .exec(&transaction)
                .await?;
        }
        Ok(transaction.commit().await?)
    }

    /// The names of all peppers that stored digests were made with.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_peppers(&self) -> Result<Vec<String>, StoreError> {
        Ok(Entity::find().select_only().column(Column::Pepper).distinct().into_tuple().all(&self.db).await?)
    }
}

fn record(row: Model) -> Result<KeyRecord, StoreError> {
    Ok(KeyRecord {
        id: KeyId(row.id),
        user_id: UserId(row.user_id),
        parent_id: row.parent_id.map(KeyId),
        name: parse("key name", &row.name)?,
        role: parse("role", &row.role)?,
        tail: row.tail,
        created_at: from_millis(row.created_at)?,
        created_from: row.created_from,
        expires_at: row.expires_at.map(from_millis).transpose()?,
        used_at: row.used_at.map(from_millis).transpose()?,
        used_from: row.used_from,
    })
}
