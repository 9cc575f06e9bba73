//! The tags that stand on content.

use std::collections::{HashMap, HashSet};

use domain::{ContentId, TagId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entities::content_tags::{Column, Entity};
use crate::tags::{put, tree};
use crate::{Store, StoreError};

impl Store {
    /// The tags of one item.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_content_tags(&self, id: ContentId) -> Result<HashSet<TagId>, StoreError> {
        let rows = Entity::find().filter(Column::ContentId.eq(id.0)).all(&self.db).await?;
        Ok(rows.into_iter().map(|row| TagId(row.tag_id)).collect())
    }

    /// The tags of all items.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_all_content_tags(&self) -> Result<HashMap<ContentId, Vec<TagId>>, StoreError> {
        let mut all: HashMap<ContentId, Vec<TagId>> = HashMap::new();
        for row in Entity::find().order_by_asc(Column::TagId).all(&self.db).await? {
            all.entry(ContentId(row.content_id)).or_default().push(TagId(row.tag_id));
        }
        Ok(all)
    }

    /// Puts a tag on an item, and those above it but for the category.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the item or the tag is gone, or the tag is a category.
    pub async fn tag_content(&self, id: ContentId, tag: TagId) -> Result<(), StoreError> {
        let transaction = self.write().await?;
        let tags = tree(&transaction).await?.with_all_above(tag);
        if !tags.contains(&tag) {
            return Err(StoreError::NotFound);
        }
        put(&transaction, id.0, &tags).await?;
        Ok(transaction.commit().await?)
    }

    /// Takes a tag off an item, and those that stand under it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn untag_content(&self, id: ContentId, tag: TagId) -> Result<(), StoreError> {
        let transaction = self.write().await?;
        let tags = tree(&transaction).await?.with_all_below(tag);
        Entity::delete_many()
            .filter(Column::ContentId.eq(id.0))
            .filter(Column::TagId.is_in(tags.into_iter().map(|tag| tag.0)))
            .exec(&transaction)
            .await?;
        Ok(transaction.commit().await?)
    }
}
