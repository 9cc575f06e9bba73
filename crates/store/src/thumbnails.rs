//! The pictures that stand for content.

use domain::{ContentId, PictureKind};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use sea_orm::sea_query::OnConflict;

use crate::entities::thumbnails::{ActiveModel, Column, Entity};
use crate::row::parse;
use crate::{Store, StoreError};

impl Store {
    /// The picture of an item.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_thumbnail(&self, id: ContentId) -> Result<Option<(PictureKind, Vec<u8>)>, StoreError> {
        let row = Entity::find_by_id(id.0).one(&self.db).await?;
        row.map(|row| Ok((parse("picture", &row.kind)?, row.bytes))).transpose()
    }

    /// Gives an item a picture, in place of the one that it had.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the item is gone.
    pub async fn put_thumbnail(&self, id: ContentId, kind: PictureKind, bytes: Vec<u8>) -> Result<(), StoreError> {
        let row = ActiveModel { content_id: Set(id.0), kind: Set(kind.media_type().to_owned()), bytes: Set(bytes) };
        let there = OnConflict::column(Column::ContentId).update_columns([Column::Kind, Column::Bytes]).to_owned();
        Entity::insert(row).on_conflict(there).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Takes the picture of an item away; whether there was one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_thumbnail(&self, id: ContentId) -> Result<bool, StoreError> {
        Ok(Entity::delete_by_id(id.0).exec(&self.db).await?.rows_affected > 0)
    }
}
