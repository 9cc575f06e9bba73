//! Giving and taking permissions on an item.

use domain::{Permission, PermissionId, PermissionRole, Principal, Role};
use store::{Grantee, StoreError};

use super::{ContentItem, Managed};
use crate::audit::Action;
use crate::{Mistake, ServiceError, Services};

/// Whom a permission is to be for, as people call it.
#[derive(Clone, Copy, Debug)]
pub enum PrincipalName<'a> {
    /// The account of this username.
    User(&'a str),
    /// The group of this name.
    Group(&'a str),
}

/// A permission of an item, with the name of whom it is for.
#[derive(Clone, Debug)]
pub struct NamedPermission {
    /// The permission.
    pub permission: Permission,
    /// The username, or the name of the group.
    pub name: String,
    /// Whether it could be that of a collaborator: a group's, or an account's that publishes.
    pub may_collaborate: bool,
}

impl Services {
    /// The permissions of an item, without its owner; for everybody to whom the item is shown.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn permissions_of(&self, item: &ContentItem) -> Result<Vec<Permission>, ServiceError> {
        Ok(self.0.store.list_permissions(item.content.id).await?)
    }
}

impl Managed<'_> {
    /// The permissions of the item, without its owner.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn permissions(&self) -> Result<Vec<Permission>, ServiceError> {
        Ok(self.services().0.store.list_permissions(self.content().id).await?)
    }

    /// The permissions of the item by name, accounts first, without its owner.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn named_permissions(&self) -> Result<Vec<NamedPermission>, ServiceError> {
        let store = &self.services().0.store;
        let (accounts, groups) = (store.list_named_accounts(self.content().id).await?, store.list_groups().await?);
        let named = self.permissions().await?.into_iter().filter_map(|permission| {
            let (name, may_collaborate) = match permission.principal {
                Principal::User(guid) => {
                    let (user, _) = accounts.iter().find(|(user, _)| user.guid == guid)?;
                    (user.username.to_string(), user.role >= Role::Publisher)
                }
                Principal::Group(guid) => (groups.iter().find(|group| group.guid == guid)?.name.to_string(), true),
            };
            Some(NamedPermission { permission, name, may_collaborate })
        });
        let mut named: Vec<_> = named.collect();
        named.sort_by_key(|row| (matches!(row.permission.principal, Principal::Group(_)), row.name.to_lowercase()));
        Ok(named)
    }

    /// Gives a permission to whom a name means, or changes the one that is there; the name as it is written.
    ///
    /// # Errors
    /// [`Mistake::UnknownUser`], [`Mistake::UnknownGroup`], and those of [`Managed::permit`].
    pub async fn permit_by_name(&self, name: PrincipalName<'_>, role: PermissionRole) -> Result<String, ServiceError> {
        let (principal, name) = match name {
            PrincipalName::User(name) => {
                let user = self.services().users(self.actor()).named(name).await?;
                (Principal::User(user.guid), user.username.to_string())
            }
            PrincipalName::Group(name) => {
                let group = self.services().groups(self.actor()).named(name).await?;
                (Principal::Group(group.guid), group.name.to_string())
            }
        };
        self.permit(principal, role).await?;
        Ok(name)
    }

    /// Gives a permission, or changes the one that is there; whether it is new. It counts when this returns.
    ///
    /// # Errors
    /// [`Mistake::NoSuchUser`] and [`Mistake::NoSuchGroup`] when there is nobody like that, [`Mistake::OwnerNamed`] for
    /// the owner, [`Mistake::ViewerAsCollaborator`] for a collaborator who may not publish.
    pub async fn permit(&self, principal: Principal, role: PermissionRole) -> Result<(Permission, bool), ServiceError> {
        let (services, id) = (self.services().clone(), self.content().id);
        let to = match principal {
            Principal::User(guid) => {
                let user = services.0.store.find_user_by_guid(guid).await?.ok_or(Mistake::NoSuchUser)?;
                if user.id == self.content().owner_id {
                    return Err(Mistake::OwnerNamed.into());
                }
                if role == PermissionRole::Collaborator && user.role < Role::Publisher {
                    return Err(Mistake::ViewerAsCollaborator.into());
                }
                Grantee::User(user.id)
            }
            Principal::Group(guid) => {
                Grantee::Group(services.0.store.find_group_id(guid).await?.ok_or(Mistake::NoSuchGroup)?)
            }
        };
        let work = async move { Ok(services.0.store.put_permission(id, to, role).await?) };
        let what = format!(
            "Gave the {} {} the permission {role} on {}.",
            principal.type_name(),
            principal.guid(),
            self.content().name.as_str()
        );
        self.change(Action::AddPermission, what, work).await
    }

    /// Changes a permission, which stays with its account or group.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when the item has no such permission; [`Mistake::PrincipalStays`],
    /// [`Mistake::UserNamedAlready`] and [`Mistake::GroupNamedAlready`] for another account or group; and as
    /// [`Managed::permit`].
    pub async fn change_permission(
        &self,
        permission: PermissionId,
        principal: Principal,
        role: PermissionRole,
    ) -> Result<Permission, ServiceError> {
        let all = self.permissions().await?;
        let there = all.iter().find(|there| there.id == permission).ok_or(ServiceError::NotFound)?;
        if there.principal != principal {
            let has_one = all.iter().any(|other| other.principal == principal);
            return Err(match principal {
                Principal::User(_) if has_one => Mistake::UserNamedAlready,
                Principal::Group(_) if has_one => Mistake::GroupNamedAlready,
                Principal::User(_) | Principal::Group(_) => Mistake::PrincipalStays,
            }
            .into());
        }
        Ok(self.permit(principal, role).await?.0)
    }

    /// Takes a permission away. What it gave is gone when this returns.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when the item has no such permission.
    pub async fn withdraw(&self, permission: PermissionId) -> Result<(), ServiceError> {
        let (services, id) = (self.services().clone(), self.content().id);
        let there = services.0.store.find_permission(id, permission).await?.ok_or(ServiceError::NotFound)?;
        let work = async move {
            match services.0.store.delete_permission(id, permission).await {
                Err(StoreError::NotFound) => Err(ServiceError::NotFound),
                done => Ok(done?),
            }
        };
        let what = format!(
            "Took the permission {} on {} from the {} {}.",
            there.role,
            self.content().name.as_str(),
            there.principal.type_name(),
            there.principal.guid()
        );
        self.change(Action::RemovePermission, what, work).await
    }
}
