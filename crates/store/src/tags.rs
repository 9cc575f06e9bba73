//! The tree of tags.

use domain::{Tag, TagId, TagName, TagTree};
use sea_orm::ActiveValue::{NotSet, Set, Unchanged};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, QueryFilter,
    QueryOrder,
};
use time::OffsetDateTime;

use crate::entities::content_tags;
use crate::entities::tags::{ActiveModel, Column, Entity, Model};
use crate::row::{from_millis, parse, to_millis};
use crate::{Store, StoreError};

/// What changes of a tag; `None` leaves a field alone.
#[derive(Default)]
pub struct TagChange {
    /// What it is called.
    pub name: Option<TagName>,
    /// The tag that it stands under; `Some(None)` makes it a category.
    pub parent: Option<Option<TagId>>,
}

impl Store {
    /// All tags, in the order in which they were made.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tag_tree(&self) -> Result<TagTree, StoreError> {
        tree(&self.db).await
    }

    /// Makes a tag.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when a sibling has the name, [`StoreError::NotFound`] when the parent is gone.
    pub async fn insert_tag(
        &self,
        name: TagName,
        parent: Option<TagId>,
        at: OffsetDateTime,
    ) -> Result<Tag, StoreError> {
        let row = ActiveModel {
            id: NotSet,
            name_folded: Set(name.folded()),
            name: Set(name.as_str().to_owned()),
            parent_id: Set(parent.map(|parent| parent.0)),
            below: Set(parent.map_or(0, |parent| parent.0)),
            created_at: Set(to_millis(at)),
            updated_at: Set(to_millis(at)),
        };
        tag(&row.insert(&self.db).await?)
    }

    /// Changes a tag. Content that it stands on gets the tags that are above it then; a category stands on none.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it or its new parent is gone, [`StoreError::Taken`] when a sibling has the name;
    /// `Ok(None)` when it would stand under itself.
    pub async fn update_tag(
        &self,
        id: TagId,
        change: TagChange,
        at: OffsetDateTime,
    ) -> Result<Option<Tag>, StoreError> {
        let transaction = self.write().await?;
        if let Some(Some(parent)) = change.parent {
            hold(&transaction).await?;
            if tree(&transaction).await?.with_all_below(id).contains(&parent) {
                return Ok(None);
            }
        }
        let row = ActiveModel {
            id: Unchanged(id.0),
            name_folded: change.name.as_ref().map_or(NotSet, |name| Set(name.folded())),
            name: change.name.map_or(NotSet, |name| Set(name.as_str().to_owned())),
            parent_id: change.parent.map_or(NotSet, |parent| Set(parent.map(|parent| parent.0))),
            below: change.parent.map_or(NotSet, |parent| Set(parent.map_or(0, |parent| parent.0))),
            updated_at: Set(to_millis(at)),
            ..Default::default()
        };
        let row = row.update(&transaction).await?;
        if let Some(parent) = change.parent {
            follow(&transaction, id, parent).await?;
        }
        transaction.commit().await?;
        tag(&row).map(Some)
    }

    /// Deletes a tag and all that stand under it, from content too.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is gone.
    pub async fn delete_tag(&self, id: TagId) -> Result<(), StoreError> {
        let deleted = Entity::delete_by_id(id.0).exec(&self.db).await?;
        if deleted.rows_affected == 0 { Err(StoreError::NotFound) } else { Ok(()) }
    }
}

/// Makes others wait who would move tags, so that two moves at once make no circle. On SQLite they wait anyway.
async fn hold(transaction: &DatabaseTransaction) -> Result<(), StoreError> {
    if transaction.get_database_backend() == DbBackend::Postgres {
        transaction.execute_unprepared("LOCK TABLE tags IN SHARE ROW EXCLUSIVE MODE").await?;
    }
    Ok(())
}

/// Puts the tags of content in order after this one was moved.
async fn follow(db: &DatabaseTransaction, id: TagId, parent: Option<TagId>) -> Result<(), StoreError> {
    let marked = content_tags::Entity::find().filter(content_tags::Column::TagId.eq(id.0));
    if parent.is_none() {
        content_tags::Entity::delete_many().filter(content_tags::Column::TagId.eq(id.0)).exec(db).await?;
        return Ok(());
    }
    let tags = tree(db).await?.with_all_above(id);
    for item in marked.all(db).await? {
        put(db, item.content_id, &tags).await?;
    }
    Ok(())
}

/// Puts tags on an item; those that stand on it already stay.
pub(crate) async fn put(db: &DatabaseTransaction, content_id: i64, tags: &[TagId]) -> Result<(), StoreError> {
    for tag in tags {
        let row = content_tags::ActiveModel { content_id: Set(content_id), tag_id: Set(tag.0) };
        let key = [content_tags::Column::ContentId, content_tags::Column::TagId];
        content_tags::Entity::insert(row)
            .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
            .exec_without_returning(db)
            .await?;
    }
    Ok(())
}

pub(crate) async fn tree(db: &impl ConnectionTrait) -> Result<TagTree, StoreError> {
    let rows = Entity::find().order_by_asc(Column::Id).all(db).await?;
    Ok(TagTree::new(rows.iter().map(tag).collect::<Result<_, _>>()?))
}

fn tag(row: &Model) -> Result<Tag, StoreError> {
    Ok(Tag {
        id: TagId(row.id),
        name: parse("tag name", &row.name)?,
        parent: row.parent_id.map(TagId),
        created_at: from_millis(row.created_at)?,
        updated_at: from_millis(row.updated_at)?,
    })
}
