//! The keys that programs sign their requests with.

use domain::{User, UserId};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use time::OffsetDateTime;

use crate::entities::tokens::{ActiveModel, Column, Entity, Model};
use crate::entities::users;
use crate::row::{from_millis, to_millis};
use crate::users::user;
use crate::{Store, StoreError};

/// A program's key, and who let it sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRow {
    /// Its number.
    pub id: i64,
    /// The name that the program gave it.
    pub token: String,
    /// The account that the program acts as.
    pub user_id: UserId,
    /// The DER of a PKCS #1 `RSAPublicKey`, as hexadecimal digits.
    pub public_key: String,
    /// What the program calls itself.
    pub agent: String,
    /// The address that the program asked from.
    pub asked_from: Option<String>,
    /// When it was let.
    pub created_at: OffsetDateTime,
}

impl Store {
    /// Lets a program sign as an account, which has at most so many.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when there is a token of this name, [`StoreError::TooMany`]; the number is not looked at.
    pub async fn insert_token(&self, new: TokenRow, most: u64) -> Result<(), StoreError> {
        let transaction = self.write().await?;
        if Entity::find().filter(Column::UserId.eq(new.user_id.0)).count(&transaction).await? >= most {
            return Err(StoreError::TooMany);
        }
        let row = ActiveModel {
            id: NotSet,
            token: Set(new.token),
            user_id: Set(new.user_id.0),
            public_key: Set(new.public_key),
            agent: Set(new.agent),
            asked_from: Set(new.asked_from),
            created_at: Set(to_millis(new.created_at)),
        };
        Entity::insert(row).exec_without_returning(&transaction).await?;
        Ok(transaction.commit().await?)
    }

    /// The token of this name, and the account that it is for.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_token(&self, token: &str) -> Result<Option<(TokenRow, User)>, StoreError> {
        let found =
            Entity::find().filter(Column::Token.eq(token)).find_also_related(users::Entity).one(&self.db).await?;
        let Some((found, Some(account))) = found else { return Ok(None) };
        Ok(Some((row(found)?, user(account)?)))
    }

    /// The tokens of an account, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_tokens(&self, account: UserId) -> Result<Vec<TokenRow>, StoreError> {
        let rows = Entity::find().filter(Column::UserId.eq(account.0)).order_by_desc(Column::Id).all(&self.db).await?;
        rows.into_iter().map(row).collect()
    }

    /// Takes a token of an account away.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it has no such token.
    pub async fn delete_token(&self, account: UserId, id: i64) -> Result<(), StoreError> {
        let of_account = Entity::delete_many().filter(Column::UserId.eq(account.0)).filter(Column::Id.eq(id));
        let deleted = of_account.exec(&self.db).await?;
        if deleted.rows_affected == 0 { Err(StoreError::NotFound) } else { Ok(()) }
    }
}

fn row(row: Model) -> Result<TokenRow, StoreError> {
    Ok(TokenRow {
        id: row.id,
        token: row.token,
        user_id: UserId(row.user_id),
        public_key: row.public_key,
        agent: row.agent,
        asked_from: row.asked_from,
        created_at: from_millis(row.created_at)?,
    })
}
