//! Groups of accounts, and who is in them.

use domain::{Group, GroupId, GroupName, Guid, User, UserId};
use sea_orm::ActiveValue::{NotSet, Set, Unchanged};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use time::OffsetDateTime;

use crate::entities::groups::{ActiveModel, Column, Entity, Model};
use crate::entities::{group_members, users};
use crate::row::{from_millis, parse, to_millis};
use crate::users::user;
use crate::{Store, StoreError};

/// A group to be made.
pub struct NewGroup {
    /// Its public identifier.
    pub guid: Guid,
    /// What it is called.
    pub name: GroupName,
    /// The account that takes care of it.
    pub owner: UserId,
    /// Its number in the operating system.
    pub gid: Option<i64>,
    /// Now.
    pub at: OffsetDateTime,
}

/// What changes of a group; `None` leaves a field alone.
#[derive(Default)]
pub struct GroupChange {
    /// What it is called.
    pub name: Option<GroupName>,
    /// The account that takes care of it.
    pub owner: Option<UserId>,
    /// Its number in the operating system.
    pub gid: Option<i64>,
}

impl Store {
    /// Makes a group without members.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when another group has the name, whatever its case, or the number.
    pub async fn insert_group(&self, new: NewGroup) -> Result<Group, StoreError> {
        let row = ActiveModel {
            id: NotSet,
            guid: Set(new.guid.to_string()),
            name_folded: Set(new.name.folded()),
            name: Set(new.name.as_str().to_owned()),
            owner_id: Set(Some(new.owner.0)),
            gid: Set(new.gid),
            created_at: Set(to_millis(new.at)),
        };
        row.insert(&self.db).await?;
        self.find_group(new.guid).await?.ok_or(StoreError::NotFound)
    }

    /// All groups, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_groups(&self) -> Result<Vec<Group>, StoreError> {
        let rows =
            Entity::find().find_also_related(users::Entity).order_by_asc(Column::NameFolded).all(&self.db).await?;
        rows.into_iter().map(group).collect()
    }

    /// The group with this public identifier.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_group(&self, guid: Guid) -> Result<Option<Group>, StoreError> {
        let wanted = Entity::find().find_also_related(users::Entity).filter(Column::Guid.eq(guid.to_string()));
        wanted.one(&self.db).await?.map(group).transpose()
    }

    /// Changes a group.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it or its new owner is gone, [`StoreError::Taken`].
    pub async fn update_group(&self, id: GroupId, change: GroupChange) -> Result<(), StoreError> {
        if change.name.is_none() && change.owner.is_none() && change.gid.is_none() {
            return Ok(());
        }
        let row = ActiveModel {
            id: Unchanged(id.0),
            name_folded: change.name.as_ref().map_or(NotSet, |name| Set(name.folded())),
            name: change.name.map_or(NotSet, |name| Set(name.as_str().to_owned())),
            owner_id: change.owner.map_or(NotSet, |owner| Set(Some(owner.0))),
            gid: change.gid.map_or(NotSet, |gid| Set(Some(gid))),
            ..Default::default()
        };
        row.update(&self.db).await?;
        Ok(())
    }

    /// Deletes a group, and with it the permissions that it was given.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is gone.
    pub async fn delete_group(&self, id: GroupId) -> Result<(), StoreError> {
        let deleted = Entity::delete_by_id(id.0).exec(&self.db).await?;
        if deleted.rows_affected == 0 { Err(StoreError::NotFound) } else { Ok(()) }
    }

    /// The members of a group, by username.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_group_members(&self, id: GroupId) -> Result<Vec<User>, StoreError> {
        let rows = group_members::Entity::find()
            .filter(group_members::Column::GroupId.eq(id.0))
            .find_also_related(users::Entity)
            .order_by_asc(users::Column::UsernameFolded)
            .all(&self.db)
            .await?;
        rows.into_iter().filter_map(|(_, account)| account).map(user).collect()
    }

    /// The names of the groups that an account is in, in their order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_groups_of(&self, account: UserId) -> Result<Vec<GroupName>, StoreError> {
        let in_them = group_members::Entity::find()
            .select_only()
            .column(group_members::Column::GroupId)
            .filter(group_members::Column::UserId.eq(account.0))
            .into_query();
        let names: Vec<String> = Entity::find()
            .select_only()
            .column(Column::Name)
            .filter(Column::Id.in_subquery(in_them))
            .order_by_asc(Column::NameFolded)
            .into_tuple()
            .all(&self.db)
            .await?;
        names.iter().map(|name| parse("group name", name)).collect()
    }

    /// Takes an account into a group.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when it is in it already, [`StoreError::NotFound`] when one of the two is gone.
    pub async fn insert_group_member(&self, id: GroupId, account: UserId) -> Result<(), StoreError> {
        let row = group_members::ActiveModel { group_id: Set(id.0), user_id: Set(account.0) };
        group_members::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Takes an account out of a group.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is not in it.
    pub async fn delete_group_member(&self, id: GroupId, account: UserId) -> Result<(), StoreError> {
        let deleted = group_members::Entity::delete_by_id((id.0, account.0)).exec(&self.db).await?;
        if deleted.rows_affected == 0 { Err(StoreError::NotFound) } else { Ok(()) }
    }
}

fn group((row, owner): (Model, Option<users::Model>)) -> Result<Group, StoreError> {
    Ok(Group {
        id: GroupId(row.id),
        guid: parse("guid", &row.guid)?,
        name: parse("group name", &row.name)?,
        owner: owner.map(|owner| parse("guid", &owner.guid)).transpose()?,
        gid: row.gid,
        created_at: from_millis(row.created_at)?,
    })
}
