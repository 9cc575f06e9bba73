//! The environment variables of items, sealed: this crate never sees a value.

use domain::ContentId;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entities::{content, variables};
use crate::{Store, StoreError};

/// A change of one variable: its name, and its new value or nothing to remove it.
pub type VariableChange = (String, Option<Vec<u8>>);

impl Store {
    /// The variables of an item by name, with their sealed values.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_variables(&self, id: ContentId) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        let rows = variables::Entity::find()
            .filter(variables::Column::ContentId.eq(id.0))
            .order_by_asc(variables::Column::Name)
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(|row| (row.name, row.sealed)).collect())
    }

    /// The items that have variables, by number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_items_with_variables(&self) -> Result<Vec<ContentId>, StoreError> {
        let query = variables::Entity::find().select_only().column(variables::Column::ContentId).distinct();
        let ids: Vec<i64> = query.order_by_asc(variables::Column::ContentId).into_tuple().all(&self.db).await?;
        Ok(ids.into_iter().map(ContentId).collect())
    }

    /// Changes variables of an item, all or none; `replace` removes those that are not named.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the item is gone.
    pub async fn change_variables(
        &self,
        id: ContentId,
        changes: Vec<VariableChange>,
        replace: bool,
    ) -> Result<(), StoreError> {
        let transaction = self.write().await?;
        content::Entity::find_by_id(id.0).one(&transaction).await?.ok_or(StoreError::NotFound)?;
        if replace {
            let all = variables::Entity::delete_many().filter(variables::Column::ContentId.eq(id.0));
            all.exec(&transaction).await?;
        }
        for (name, sealed) in changes {
            let Some(sealed) = sealed else {
                variables::Entity::delete_by_id((id.0, name)).exec(&transaction).await?;
                continue;
            };
            let row = variables::ActiveModel { content_id: Set(id.0), name: Set(name), sealed: Set(sealed) };
            let key = [variables::Column::ContentId, variables::Column::Name];
            variables::Entity::insert(row)
                .on_conflict(OnConflict::columns(key).update_column(variables::Column::Sealed).to_owned())
                .exec_without_returning(&transaction)
                .await?;
        }
        Ok(transaction.commit().await?)
    }
}
