//! Who besides its owner may view or manage an item.

use domain::{ContentId, GroupId, Guid, Permission, PermissionId, PermissionRole, Principal, User, UserId};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::sea_query::{OnConflict, SelectStatement};
use sea_orm::{ActiveModelTrait, Condition, DatabaseTransaction};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use crate::entities::{content, group_members, groups, permissions, users};
use crate::row::parse;
use crate::users::user;
use crate::{Store, StoreError};

/// Whom a new permission is for, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grantee {
    /// One account.
    User(UserId),
    /// All members of a group.
    Group(GroupId),
}

impl Store {
    /// What each account may by the item's permissions, its own or those of a group; an account may come twice.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_standings(&self, id: ContentId) -> Result<Vec<(UserId, PermissionRole)>, StoreError> {
        let direct: Vec<(i64, String)> = permissions::Entity::find()
            .select_only()
            .columns([permissions::Column::UserId, permissions::Column::Role])
            .filter(permissions::Column::ContentId.eq(id.0))
            .filter(permissions::Column::UserId.is_not_null())
            .into_tuple()
            .all(&self.db)
            .await?;
        let by_group: Vec<(i64, String)> = permissions::Entity::find()
            .select_only()
            .column(group_members::Column::UserId)
            .column(permissions::Column::Role)
            .join_as(
                JoinType::InnerJoin,
                permissions::Entity::belongs_to(group_members::Entity)
                    .from(permissions::Column::GroupId)
                    .to(group_members::Column::GroupId)
                    .into(),
                group_members::Entity,
            )
            .filter(permissions::Column::ContentId.eq(id.0))
            .into_tuple()
            .all(&self.db)
            .await?;
        direct.into_iter().chain(by_group).map(|(user, role)| Ok((UserId(user), parse("permission", &role)?))).collect()
    }

    /// What an account may by the permissions of all items, its own or those of its groups; an item may come twice.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_standings_of(&self, account: UserId) -> Result<Vec<(ContentId, PermissionRole)>, StoreError> {
        let rows: Vec<(i64, String)> = permissions::Entity::find()
            .select_only()
            .columns([permissions::Column::ContentId, permissions::Column::Role])
            .filter(names(account))
            .into_tuple()
            .all(&self.db)
            .await?;
        rows.into_iter().map(|(item, role)| Ok((ContentId(item), parse("permission", &role)?))).collect()
    }

    /// The number of the group with this identifier.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_group_id(&self, guid: Guid) -> Result<Option<GroupId>, StoreError> {
        let found = groups::Entity::find().filter(groups::Column::Guid.eq(guid.to_string())).one(&self.db).await?;
        Ok(found.map(|group| GroupId(group.id)))
    }

    /// The permissions of an item, in the order in which they were given.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_permissions(&self, id: ContentId) -> Result<Vec<Permission>, StoreError> {
        self.permissions_where(Condition::all().add(permissions::Column::ContentId.eq(id.0))).await
    }

    /// One permission of an item.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_permission(
        &self,
        id: ContentId,
        permission: PermissionId,
    ) -> Result<Option<Permission>, StoreError> {
        let one =
            Condition::all().add(permissions::Column::ContentId.eq(id.0)).add(permissions::Column::Id.eq(permission.0));
        Ok(self.permissions_where(one).await?.pop())
    }

    async fn permissions_where(&self, condition: Condition) -> Result<Vec<Permission>, StoreError> {
        let rows = permissions::Entity::find()
            .filter(condition)
            .find_also_related(users::Entity)
            .find_also_related(groups::Entity)
            .order_by_asc(permissions::Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(|(row, user, group)| permission(&row, user, group)).collect()
    }

    /// Gives a permission, or changes the one that is there; whether it is new.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the item, the account or the group is gone.
    pub async fn put_permission(
        &self,
        id: ContentId,
        to: Grantee,
        role: PermissionRole,
    ) -> Result<(Permission, bool), StoreError> {
        let (user_id, group_id, same) = match to {
            Grantee::User(user) => (Some(user.0), None, permissions::Column::UserId.eq(user.0)),
            Grantee::Group(group) => (None, Some(group.0), permissions::Column::GroupId.eq(group.0)),
        };
        let transaction = self.write().await?;
        // The lock makes others wait who would give the same permission, which is not there to be locked yet.
        lock_item(&transaction, id).await?;
        let there = permissions::Entity::find()
            .filter(permissions::Column::ContentId.eq(id.0))
            .filter(same)
            .lock_exclusive()
            .one(&transaction)
            .await?;
        let new = there.is_none();
        let row = match there {
            Some(there) => {
                let mut change: permissions::ActiveModel = there.into();
                change.role = Set(role.as_str().to_owned());
                change.update(&transaction).await?
            }
            None => {
                let row = permissions::ActiveModel {
                    id: NotSet,
                    content_id: Set(id.0),
                    user_id: Set(user_id),
                    group_id: Set(group_id),
                    role: Set(role.as_str().to_owned()),
                };
                row.insert(&transaction).await?
            }
        };
        transaction.commit().await?;
        let made = self.find_permission(id, PermissionId(row.id)).await?;
        Ok((made.ok_or(StoreError::NotFound)?, new))
    }

    /// Takes a permission away.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the item has no such permission.
    pub async fn delete_permission(&self, id: ContentId, permission: PermissionId) -> Result<(), StoreError> {
        let deleted = permissions::Entity::delete_many()
            .filter(permissions::Column::ContentId.eq(id.0))
            .filter(permissions::Column::Id.eq(permission.0))
            .exec(&self.db)
            .await?;
        if deleted.rows_affected == 0 { Err(StoreError::NotFound) } else { Ok(()) }
    }

    /// The accounts that were named themselves, by username, and what each may.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_named_accounts(&self, id: ContentId) -> Result<Vec<(User, PermissionRole)>, StoreError> {
        let rows = permissions::Entity::find()
            .filter(permissions::Column::ContentId.eq(id.0))
            .find_also_related(users::Entity)
            .order_by_asc(users::Column::UsernameFolded)
            .all(&self.db)
            .await?;
        let named = rows.into_iter().filter_map(|(row, account)| Some((account?, row.role)));
        named.map(|(account, role)| Ok((user(account)?, parse("permission", &role)?))).collect()
    }
}

/// Makes others wait who would change an item.
async fn lock_item(db: &DatabaseTransaction, id: ContentId) -> Result<(), StoreError> {
    let item = content::Entity::find_by_id(id.0).lock_exclusive().one(db).await?;
    item.map(drop).ok_or(StoreError::NotFound)
}

/// The numbers of all items that name this account, itself or by a group.
pub(crate) fn named_content(account: UserId) -> SelectStatement {
    permissions::Entity::find().select_only().column(permissions::Column::ContentId).filter(names(account)).into_query()
}

/// Whether a permission is this account's, or that of a group it belongs to.
fn names(account: UserId) -> Condition {
    let groups = group_members::Entity::find()
        .select_only()
        .column(group_members::Column::GroupId)
        .filter(group_members::Column::UserId.eq(account.0))
        .into_query();
    Condition::any()
        .add(permissions::Column::UserId.eq(account.0))
        .add(permissions::Column::GroupId.in_subquery(groups))
}

/// Names accounts as viewers that are not named yet.
pub(crate) async fn name_viewers(db: &DatabaseTransaction, id: ContentId, users: &[UserId]) -> Result<(), StoreError> {
    for user in users {
        let row = permissions::ActiveModel {
            id: NotSet,
            content_id: Set(id.0),
            user_id: Set(Some(user.0)),
            group_id: Set(None),
            role: Set(PermissionRole::Viewer.as_str().to_owned()),
        };
        let key = [permissions::Column::ContentId, permissions::Column::UserId];
        permissions::Entity::insert(row)
            .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
            .exec_without_returning(db)
            .await?;
    }
    Ok(())
}

fn permission(
    row: &permissions::Model,
    user: Option<users::Model>,
    group: Option<groups::Model>,
) -> Result<Permission, StoreError> {
    let principal = match (user, group) {
        (Some(user), _) => Principal::User(parse("guid", &user.guid)?),
        (None, Some(group)) => Principal::Group(parse("guid", &group.guid)?),
        (None, None) => return Err(StoreError::Foreign(format!("permission {} for nobody", row.id))),
    };
    Ok(Permission {
        id: PermissionId(row.id),
        content_id: ContentId(row.content_id),
        principal,
        role: parse("permission", &row.role)?,
    })
}
