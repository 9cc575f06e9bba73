//! What lets a browser see one item on the content origin, by the SHA-256 of the cookie's value.

use domain::{ContentId, Guid, User};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, QueryTrait, RelationTrait,
};
use time::OffsetDateTime;

use crate::entities::content_sessions::{ActiveModel, Column, Entity, Relation};
use crate::entities::{content, sessions, users};
use crate::row::to_millis;
use crate::users::user;
use crate::{Store, StoreError};

/// A content session as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentSessionRow {
    /// SHA-256 of the cookie's value.
    pub digest: [u8; 32],
    /// The item that it lets see.
    pub content_id: ContentId,
    /// The digest of the dashboard's session that it belongs to.
    pub session: [u8; 32],
    /// The sign-in that it goes back to, as JSON.
    pub proof: String,
    /// Now.
    pub at: OffsetDateTime,
}

impl Store {
    /// Stores a new content session.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the item is gone.
    pub async fn insert_content_session(&self, row: &ContentSessionRow) -> Result<(), StoreError> {
        let row = ActiveModel {
            digest: Set(row.digest.to_vec()),
            content_id: Set(row.content_id.0),
            session: Set(row.session.to_vec()),
            proof: Set(row.proof.clone()),
            created_at: Set(to_millis(row.at)),
        };
        row.insert(&self.db).await?;
        Ok(())
    }

    /// The sign-in that a content session goes back to, and the account of its dashboard session, in one look: `None`
    /// when it is for another item, or that session has ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_content_session(
        &self,
        digest: [u8; 32],
        item: Guid,
        now: OffsetDateTime,
    ) -> Result<Option<(String, User)>, StoreError> {
        let found = Entity::find_by_id(digest.to_vec())
            .join(JoinType::InnerJoin, Relation::Content.def())
            .join(JoinType::InnerJoin, Relation::Session.def())
            .join(JoinType::InnerJoin, sessions::Relation::User.def())
            .filter(content::Column::Guid.eq(item.to_string()))
            .filter(sessions::Column::ExpiresAt.gt(to_millis(now)))
            .select_also(users::Entity)
            .one(&self.db)
            .await?;
        let Some((row, Some(account))) = found else { return Ok(None) };
        Ok(Some((row.proof, user(account)?)))
    }

    /// Hands the content sessions of one dashboard session on to another, which is the same one under a new id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn move_content_sessions(&self, from: [u8; 32], to: [u8; 32]) -> Result<(), StoreError> {
        Entity::update_many()
            .col_expr(Column::Session, to.to_vec().into())
            .filter(Column::Session.eq(from.to_vec()))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Removes the content sessions whose dashboard sessions are gone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep_content_sessions(&self) -> Result<(), StoreError> {
        let live = sessions::Entity::find().select_only().column(sessions::Column::Digest).into_query();
        Entity::delete_many().filter(Column::Session.not_in_subquery(live)).exec(&self.db).await?;
        Ok(())
    }
}
