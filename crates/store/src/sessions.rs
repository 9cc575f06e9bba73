//! Browser sessions, by the SHA-256 of their id.

use domain::UserId;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use time::OffsetDateTime;

use crate::entities::sessions::{ActiveModel, Column, Entity, Model};
use crate::row::{from_millis, to_millis};
use crate::{Store, StoreError};

/// A session as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// SHA-256 of the session's id.
    pub digest: [u8; 32],
    /// Who is signed in.
    pub user_id: Option<UserId>,
    /// What the session remembers, as JSON.
    pub record: String,
    /// When it ends if nobody uses it.
    pub expires_at: OffsetDateTime,
}

impl Store {
    /// Stores a new session; `false` when the digest is in use.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_session(&self, session: &SessionRow) -> Result<bool, StoreError> {
        let inserted = Entity::insert(row(session))
            .on_conflict(OnConflict::column(Column::Digest).do_nothing().to_owned())
            .exec_without_returning(&self.db)
            .await?;
        Ok(inserted > 0)
    }

    /// Stores what a session remembers now; `false` when it has ended meanwhile, and it stays ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn update_session(&self, session: &SessionRow) -> Result<bool, StoreError> {
        let done = Entity::update_many()
            .set(row(session))
            .filter(Column::Digest.eq(session.digest.to_vec()))
            .exec(&self.db)
            .await?;
        Ok(done.rows_affected > 0)
    }

    /// The session with this digest, unless it has ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_session(&self, digest: [u8; 32], now: OffsetDateTime) -> Result<Option<SessionRow>, StoreError> {
        Entity::find_by_id(digest.to_vec())
            .filter(Column::ExpiresAt.gt(to_millis(now)))
            .one(&self.db)
            .await?
            .map(session)
            .transpose()
    }

    /// The sessions of an account that have not ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_sessions(&self, user: UserId, now: OffsetDateTime) -> Result<Vec<SessionRow>, StoreError> {
        Entity::find()
            .filter(Column::UserId.eq(user.0))
            .filter(Column::ExpiresAt.gt(to_millis(now)))
            .order_by_desc(Column::ExpiresAt)
            .all(&self.db)
            .await?
            .into_iter()
            .map(session)
            .collect()
    }

    /// Ends one session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_session(&self, digest: [u8; 32]) -> Result<(), StoreError> {
        Entity::delete_by_id(digest.to_vec()).exec(&self.db).await?;
        Ok(())
    }

    /// Removes the sessions that have ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep_sessions(&self, now: OffsetDateTime) -> Result<(), StoreError> {
        Entity::delete_many().filter(Column::ExpiresAt.lte(to_millis(now))).exec(&self.db).await?;
        Ok(())
    }
}

fn row(session: &SessionRow) -> ActiveModel {
    ActiveModel {
        digest: Set(session.digest.to_vec()),
        user_id: Set(session.user_id.map(|id| id.0)),
        record: Set(session.record.clone()),
        expires_at: Set(to_millis(session.expires_at)),
    }
}

fn session(row: Model) -> Result<SessionRow, StoreError> {
    Ok(SessionRow {
        digest: row.digest.try_into().map_err(|_| StoreError::Foreign("session digest".to_owned()))?,
        user_id: row.user_id.map(UserId),
        record: row.record,
        expires_at: from_millis(row.expires_at)?,
    })
}
