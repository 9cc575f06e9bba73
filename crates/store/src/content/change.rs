//! What is changed of an item, and its end.

use domain::{
    Access, BundleId, Category, Content, ContentId, ContentName, Description, ProcessSettings, Title, UserId,
};
use sea_orm::ActiveValue::{NotSet, Set, Unchanged};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::find;
use crate::entities::{bundles, content, permissions};
use crate::{Store, StoreError};

/// What changes of an item; `None` leaves a field alone.
#[derive(Default)]
pub struct ContentChange {
    /// The name.
    pub name: Option<ContentName>,
    /// The title.
    pub title: Option<Title>,
    /// The description.
    pub description: Option<Description>,
    /// Who it is for.
    pub access: Option<Access>,
    /// Whose it is.
    pub owner_id: Option<UserId>,
    /// Whether new versions and processes are refused.
    pub locked: Option<bool>,
    /// What people are told while it is locked.
    pub locked_message: Option<String>,
    /// What it is used as.
    pub category: Option<Category>,
    /// How its processes are to run: all of it at once.
    pub process: Option<ProcessSettings>,
}

impl Store {
    /// Changes an item. A new owner is not named beside himself.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the item is gone, [`StoreError::Taken`] when its owner has one of this name.
    pub async fn update_content(&self, id: ContentId, change: ContentChange) -> Result<Content, StoreError> {
        self.decide_content(id, |_| Ok(change)).await
    }

    /// Changes an item as this decides of the item as it stands; nobody changes it in between.
    ///
    /// # Errors
    /// What was decided, and as [`Store::update_content`].
    pub async fn decide_content<E: From<StoreError>>(
        &self,
        id: ContentId,
        decide: impl FnOnce(&Content) -> Result<ContentChange, E>,
    ) -> Result<Content, E> {
        let transaction = self.write().await?;
        // In the order in which a deletion takes its locks.
        let row =
            content::Entity::find_by_id(id.0).lock_exclusive().one(&transaction).await.map_err(StoreError::from)?;
        row.ok_or(StoreError::NotFound)?;
        let this = || Condition::all().add(content::Column::Id.eq(id.0));
        let change = decide(&find(&transaction, this()).await?.ok_or(StoreError::NotFound)?)?;
        write(&transaction, id, change).await?;
        let found = find(&transaction, this()).await?;
        transaction.commit().await.map_err(StoreError::from)?;
        Ok(found.ok_or(StoreError::NotFound)?)
    }

    /// Deletes an item with all that is known of it; gives its versions, whose files are still there.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the item is gone.
    pub async fn delete_content(&self, id: ContentId) -> Result<Vec<BundleId>, StoreError> {
        let transaction = self.write().await?;
        // The lock makes a new version wait, which then finds no item; or it waits for one, and lists it.
        let row = content::Entity::find_by_id(id.0).lock_exclusive().one(&transaction).await?;
        row.ok_or(StoreError::NotFound)?;
        let versions: Vec<i64> = bundles::Entity::find()
            .select_only()
            .column(bundles::Column::Id)
            .filter(bundles::Column::ContentId.eq(id.0))
            .order_by_asc(bundles::Column::Id)
            .into_tuple()
            .all(&transaction)
            .await?;
        content::Entity::delete_by_id(id.0).exec(&transaction).await?;
        transaction.commit().await?;
        Ok(versions.into_iter().map(BundleId).collect())
    }

    /// Deletes an item that has no version; whether it did.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_empty_content(&self, id: ContentId) -> Result<bool, StoreError> {
        let transaction = self.write().await?;
        content::Entity::find_by_id(id.0).lock_exclusive().one(&transaction).await?;
        let version = bundles::Entity::find().filter(bundles::Column::ContentId.eq(id.0)).one(&transaction).await?;
        if version.is_some() {
            return Ok(false);
        }
        let deleted = content::Entity::delete_by_id(id.0).exec(&transaction).await?;
        transaction.commit().await?;
        Ok(deleted.rows_affected > 0)
    }
}

async fn write(transaction: &DatabaseTransaction, id: ContentId, change: ContentChange) -> Result<(), StoreError> {
    let process = change.process;
    if let Some(owner) = change.owner_id {
        permissions::Entity::delete_many()
            .filter(permissions::Column::ContentId.eq(id.0))
            .filter(permissions::Column::UserId.eq(owner.0))
            .exec(transaction)
            .await?;
    }
    let row = content::ActiveModel {
        id: Unchanged(id.0),
        name: change.name.map_or(NotSet, |name| Set(name.as_str().to_owned())),
        title: change.title.map_or(NotSet, |title| Set(title.as_str().to_owned())),
        description: change.description.map_or(NotSet, |text| Set(text.as_str().to_owned())),
        access: change.access.map_or(NotSet, |access| Set(access.as_str().to_owned())),
        owner_id: change.owner_id.map_or(NotSet, |owner| Set(owner.0)),
        locked: change.locked.map_or(NotSet, Set),
        locked_message: change.locked_message.map_or(NotSet, Set),
        category: change.category.map_or(NotSet, |category| Set(category.as_str().to_owned())),
        connection_timeout: process.map_or(NotSet, |process| Set(process.connection_timeout)),
        read_timeout: process.map_or(NotSet, |process| Set(process.read_timeout)),
        init_timeout: process.map_or(NotSet, |process| Set(process.init_timeout)),
        idle_timeout: process.map_or(NotSet, |process| Set(process.idle_timeout)),
        max_processes: process.map_or(NotSet, |process| Set(process.max_processes)),
        min_processes: process.map_or(NotSet, |process| Set(process.min_processes)),
        max_conns_per_process: process.map_or(NotSet, |process| Set(process.max_conns_per_process)),
        load_factor: process.map_or(NotSet, |process| Set(process.load_factor)),
        ..Default::default()
    };
    if row.is_changed() {
        row.update(transaction).await?;
    }
    Ok(())
}
