//! The audit log.

use domain::{Guid, KeyId, UserId};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::EntityTrait;
use time::OffsetDateTime;

use crate::entities::audit;
use crate::row::to_millis;
use crate::{Store, StoreError};

/// Something that was done.
pub struct NewAuditEntry {
    /// When.
    pub at: OffsetDateTime,
    /// By whom; `None` for the server itself.
    pub user: Option<(UserId, Guid)>,
    /// Who that is, in words.
    pub user_description: String,
    /// The word for what was done.
    pub action: &'static str,
    /// What was done, in words.
    pub event: String,
    /// The key that it was done with, and what that is called.
    pub key: Option<(KeyId, String)>,
    /// The address that it was done from.
    pub address: Option<String>,
}

impl Store {
    /// Writes down something that was done.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_audit_entry(&self, new: NewAuditEntry) -> Result<(), StoreError> {
        let row = audit::ActiveModel {
            id: NotSet,
            at: Set(to_millis(new.at)),
            user_id: Set(new.user.map_or(0, |(id, _)| id.0)),
            user_guid: Set(new.user.map(|(_, guid)| guid.to_string())),
            user_description: Set(new.user_description),
            action: Set(new.action.to_owned()),
            event: Set(new.event),
            key_id: Set(new.key.as_ref().map(|(id, _)| id.0)),
            key_name: Set(new.key.map(|(_, name)| name)),
            address: Set(new.address),
        };
        audit::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }
}
