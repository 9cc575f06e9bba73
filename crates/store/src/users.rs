//! Accounts.

use domain::{Guid, Role, User, UserId, Username};
use sea_orm::ActiveValue::{NotSet, Set, Unchanged};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder,
};
use time::OffsetDateTime;

use crate::entities::sessions;
use crate::entities::users::{ActiveModel, Column, Entity, Model};
use crate::row::{from_millis, parse, to_millis};
use crate::{Store, StoreError};

/// An account to be made.
pub struct NewUser {
    /// Its public identifier.
    pub guid: Guid,
    /// The name it signs in with.
    pub username: Username,
    /// An e-mail address, or nothing.
    pub email: String,
    /// The given name, or nothing.
    pub first_name: String,
    /// The family name, or nothing.
    pub last_name: String,
    /// What it may do at most.
    pub role: Role,
    /// The argon2id hash of its password, in PHC form.
    pub password_hash: Option<String>,
    /// Now.
    pub at: OffsetDateTime,
}

/// What changes of an account; `None` leaves a field alone.
#[derive(Default)]
pub struct UserChange {
    /// The name it signs in with.
    pub username: Option<Username>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The given name.
    pub first_name: Option<String>,
    /// The family name.
    pub last_name: Option<String>,
    /// What it may do at most.
    pub role: Option<Role>,
    /// Whether sign-in and keys are refused.
    pub locked: Option<bool>,
    /// The argon2id hash of its password.
    pub password_hash: Option<String>,
}

impl UserChange {
    /// Whether whoever is signed in must sign in again.
    fn ends_sessions(&self) -> bool {
        self.password_hash.is_some() || self.locked == Some(true)
    }
}

impl Store {
    /// Makes an account.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the username is in use, whatever its case.
    pub async fn insert_user(&self, new: NewUser) -> Result<User, StoreError> {
        user(insert(&self.db, new).await?)
    }

    /// Makes the first account; `None` when there is one already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_first_user(&self, new: NewUser) -> Result<Option<User>, StoreError> {
        let transaction = self.write().await?;
        lock(&transaction).await?;
        if Entity::find().count(&transaction).await? > 0 {
            return Ok(None);
        }
        let row = insert(&transaction, new).await?;
        transaction.commit().await?;
        user(row).map(Some)
    }

    /// All accounts, by username.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_users(&self) -> Result<Vec<User>, StoreError> {
        Entity::find().order_by_asc(Column::UsernameFolded).all(&self.db).await?.into_iter().map(user).collect()
    }

    /// How many accounts there are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_users(&self) -> Result<u64, StoreError> {
        Ok(Entity::find().count(&self.db).await?)
    }

    /// The account with this number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_user(&self, id: UserId) -> Result<Option<User>, StoreError> {
        Entity::find_by_id(id.0).one(&self.db).await?.map(user).transpose()
    }

    /// The account with this public identifier.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_user_by_guid(&self, guid: Guid) -> Result<Option<User>, StoreError> {
        Entity::find().filter(Column::Guid.eq(guid.to_string())).one(&self.db).await?.map(user).transpose()
    }

    /// The account with this username, whatever its case.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_user_by_name(&self, name: &Username) -> Result<Option<User>, StoreError> {
        Entity::find().filter(Column::UsernameFolded.eq(name.folded())).one(&self.db).await?.map(user).transpose()
    }

    /// The account with this username, whatever its case, and the argon2id hash of its password.
    ///
    /// Read together, so that the hash belongs to the account's credential.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_password(&self, name: &Username) -> Result<Option<(User, Option<String>)>, StoreError> {
        let row = Entity::find().filter(Column::UsernameFolded.eq(name.folded())).one(&self.db).await?;
        row.map(|row| {
            let hash = row.password_hash.clone();
            Ok((user(row)?, hash))
        })
        .transpose()
    }

    /// Ends all sessions of an account, those included that are just being made.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_sessions(&self, id: UserId) -> Result<(), StoreError> {
        let transaction = self.write().await?;
        end_sessions(&transaction, id).await?;
        Ok(transaction.commit().await?)
    }

    /// Changes an account. The last administrator who is not locked stays one.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Taken`]; `Ok(None)` when no administrator would be left.
    pub async fn update_user(
        &self,
        id: UserId,
        change: UserChange,
        at: OffsetDateTime,
    ) -> Result<Option<User>, StoreError> {
        let transaction = self.write().await?;
        let gives_up = change.role.is_some_and(|role| role != Role::Administrator) || change.locked == Some(true);
        if gives_up {
            lock(&transaction).await?;
            let others = Entity::find()
                .filter(Column::Role.eq(Role::Administrator.as_str()))
                .filter(Column::Locked.eq(false))
                .filter(Column::Id.ne(id.0))
                .count(&transaction)
                .await?;
            let row = Entity::find_by_id(id.0).one(&transaction).await?.ok_or(StoreError::NotFound)?;
            if others == 0 && row.role == Role::Administrator.as_str() && !row.locked {
                return Ok(None);
            }
        }
        if change.ends_sessions() {
            end_sessions(&transaction, id).await?;
        }
        let set = |text: Option<String>| text.map_or(NotSet, Set);
        let only_lock = change.locked.is_some();
        let row = ActiveModel {
            id: Unchanged(id.0),
            username_folded: set(change.username.as_ref().map(Username::folded)),
            username: set(change.username.map(|name| name.as_str().to_owned())),
            email: set(change.email),
            first_name: set(change.first_name),
            last_name: set(change.last_name),
            role: set(change.role.map(|role| role.as_str().to_owned())),
            locked: change.locked.map_or(NotSet, Set),
            password_hash: change.password_hash.map_or(NotSet, |hash| Set(Some(hash))),
            // A lock is no change of the account's data (clients compare this time before and after).
            updated_at: if only_lock { NotSet } else { Set(to_millis(at)) },
            ..Default::default()
        }
        .update(&transaction)
        .await?;
        transaction.commit().await?;
        user(row).map(Some)
    }

    /// Remembers when accounts were last seen.
    ///
    /// # Errors
    /// When the database fails; then none is remembered.
    pub async fn touch_users(&self, seen: &[(UserId, OffsetDateTime)]) -> Result<(), StoreError> {
        if seen.is_empty() {
            return Ok(());
        }
        let transaction = self.write().await?;
        for (id, at) in seen {
            Entity::update_many()
                .col_expr(Column::ActiveAt, to_millis(*at).into())
                .filter(Column::Id.eq(id.0))
                .exec(&transaction)
                .await?;
        }
        Ok(transaction.commit().await?)
    }
}

/// Makes others wait who would change accounts, since the change depends on accounts that it does not touch. On SQLite
/// they wait anyway.
async fn lock(transaction: &DatabaseTransaction) -> Result<(), StoreError> {
    if transaction.get_database_backend() == DbBackend::Postgres {
        transaction.execute_unprepared("LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE").await?;
    }
    Ok(())
}

/// Removes the sessions, and moves the credential on, so that a sign-in under way makes none that counts.
async fn end_sessions(db: &DatabaseTransaction, id: UserId) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::Credential, Expr::col(Column::Credential).add(1))
        .filter(Column::Id.eq(id.0))
        .exec(db)
        .await?;
    sessions::Entity::delete_many().filter(sessions::Column::UserId.eq(id.0)).exec(db).await?;
    Ok(())
}

async fn insert(db: &impl ConnectionTrait, new: NewUser) -> Result<Model, StoreError> {
    let at = to_millis(new.at);
    let row = ActiveModel {
        id: NotSet,
        guid: Set(new.guid.to_string()),
        username_folded: Set(new.username.folded()),
        username: Set(new.username.as_str().to_owned()),
        email: Set(new.email),
        first_name: Set(new.first_name),
        last_name: Set(new.last_name),
        role: Set(new.role.as_str().to_owned()),
        password_hash: Set(new.password_hash),
        locked: Set(false),
        credential: Set(0),
        created_at: Set(at),
        updated_at: Set(at),
        active_at: Set(None),
    };
    Ok(row.insert(db).await?)
}

/// The account that stands in this row.
pub(crate) fn user(row: Model) -> Result<User, StoreError> {
    Ok(User {
        id: UserId(row.id),
        guid: parse("guid", &row.guid)?,
        username: parse("username", &row.username)?,
        email: row.email,
        first_name: row.first_name,
        last_name: row.last_name,
        role: parse("role", &row.role)?,
        locked: row.locked,
        confirmed: row.password_hash.is_some(),
        credential: row.credential,
        created_at: from_millis(row.created_at)?,
        updated_at: from_millis(row.updated_at)?,
        active_at: row.active_at.map(from_millis).transpose()?,
    })
}
