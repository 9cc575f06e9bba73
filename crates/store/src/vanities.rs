//! Vanity addresses.

use domain::{ContentId, Vanity, VanityPath};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, QueryOrder};
use time::OffsetDateTime;

use crate::entities::content;
use crate::entities::vanities::{ActiveModel, Column, Entity, Model};
use crate::row::{from_millis, parse, to_millis};
use crate::{Store, StoreError};

impl Store {
    /// All vanity addresses, by path.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_vanities(&self) -> Result<Vec<Vanity>, StoreError> {
        list(&self.db).await
    }

    /// Gives an item a path, in place of the one that it has. It takes the path from another item that has this very
    /// one and is among those that may lose it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the item is gone; `Ok(None)` when the path, or one above or below it, is
    /// another's.
    pub async fn put_vanity(
        &self,
        id: ContentId,
        path: &VanityPath,
        may_lose: &[ContentId],
        at: OffsetDateTime,
    ) -> Result<Option<Vanity>, StoreError> {
        let transaction = self.write().await?;
        hold(&transaction).await?;
        for other in list(&transaction).await? {
            if other.content_id == id || !other.path.collides_with(path) {
                continue;
            }
            let same = other.path.folded() == path.folded();
            if !same || !may_lose.contains(&other.content_id) {
                return Ok(None);
            }
            Entity::delete_by_id(other.content_id.0).exec(&transaction).await?;
        }
        let before = Entity::find_by_id(id.0).one(&transaction).await?;
        let since = before.as_ref().filter(|row| row.path == path.as_str()).map(|row| row.created_at);
        let row = ActiveModel {
            content_id: Set(id.0),
            path: Set(path.as_str().to_owned()),
            path_folded: Set(path.folded()),
            created_at: Set(since.unwrap_or_else(|| to_millis(at))),
        };
        match before {
            Some(_) => row.update(&transaction).await.map(drop)?,
            None => Entity::insert(row).exec_without_returning(&transaction).await.map(drop)?,
        }
        let put = list(&transaction).await?.into_iter().find(|vanity| vanity.content_id == id);
        transaction.commit().await?;
        put.ok_or(StoreError::NotFound).map(Some)
    }

    /// Takes the path of an item away.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it has none.
    pub async fn delete_vanity(&self, id: ContentId) -> Result<(), StoreError> {
        let deleted = Entity::delete_by_id(id.0).exec(&self.db).await?;
        if deleted.rows_affected == 0 { Err(StoreError::NotFound) } else { Ok(()) }
    }
}

/// Makes others wait who would give paths, since a path depends on all others. On SQLite they wait anyway.
async fn hold(transaction: &DatabaseTransaction) -> Result<(), StoreError> {
    if transaction.get_database_backend() == DbBackend::Postgres {
        transaction.execute_unprepared("LOCK TABLE vanities IN SHARE ROW EXCLUSIVE MODE").await?;
    }
    Ok(())
}

async fn list(db: &impl ConnectionTrait) -> Result<Vec<Vanity>, StoreError> {
    let rows = Entity::find().find_also_related(content::Entity).order_by_asc(Column::PathFolded).all(db).await?;
    rows.into_iter().map(vanity).collect()
}

fn vanity((row, item): (Model, Option<content::Model>)) -> Result<Vanity, StoreError> {
    Ok(Vanity {
        content_id: ContentId(row.content_id),
        content: parse("guid", &item.ok_or(StoreError::NotFound)?.guid)?,
        path: parse("vanity path", &row.path)?,
        created_at: from_millis(row.created_at)?,
    })
}
