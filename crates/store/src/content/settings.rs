//! What the owner of an item changes of it, and its end.

use domain::{BundleId, Content, ContentId, Description, Kind, Title, User, UserId};
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};
use sea_orm::{PaginatorTrait, RelationTrait};

use super::{add_viewers, find};
use crate::entities::{bundles, content, content_viewers, users};
use crate::users::user;
use crate::{Store, StoreError};

/// The settings of an item.
pub struct ContentChange {
    /// The title.
    pub title: Title,
    /// The description.
    pub description: Description,
    /// Who it is for.
    pub access: domain::Access,
}

impl Store {
    /// Changes the settings of an item.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the item is gone.
    pub async fn update_content(&self, id: ContentId, change: ContentChange) -> Result<Content, StoreError> {
        let transaction = self.write().await?;
        content::ActiveModel {
            id: Unchanged(id.0),
            title: Set(change.title.as_str().to_owned()),
            description: Set(change.description.as_str().to_owned()),
            access: Set(change.access.as_str().to_owned()),
            ..Default::default()
        }
        .update(&transaction)
        .await?;
        let found = find(&transaction, Condition::all().add(content::Column::Id.eq(id.0))).await?;
        transaction.commit().await?;
        found.ok_or(StoreError::NotFound)
    }

    /// Lets an account view an item; one that may already stays as it is.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the item or the account is gone.
    pub async fn insert_viewer(&self, id: ContentId, viewer: UserId) -> Result<(), StoreError> {
        let transaction = self.write().await?;
        add_viewers(&transaction, id, &[viewer]).await?;
        Ok(transaction.commit().await?)
    }

    /// Takes an account out of the viewers of an item.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_viewer(&self, id: ContentId, viewer: UserId) -> Result<(), StoreError> {
        content_viewers::Entity::delete_by_id((id.0, viewer.0)).exec(&self.db).await?;
        Ok(())
    }

    /// The accounts that were named as viewers of an item, by username.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_viewer_accounts(&self, id: ContentId) -> Result<Vec<User>, StoreError> {
        let rows = users::Entity::find()
            .join_rev(JoinType::InnerJoin, content_viewers::Relation::User.def())
            .filter(content_viewers::Column::ContentId.eq(id.0))
            .order_by_asc(users::Column::UsernameFolded)
            .all(&self.db)
            .await?;
        rows.into_iter().map(user).collect()
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

    /// How many items of this kind there are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_content(&self, kind: Kind) -> Result<u64, StoreError> {
        Ok(content::Entity::find().filter(content::Column::Kind.eq(kind.as_str())).count(&self.db).await?)
    }
}
