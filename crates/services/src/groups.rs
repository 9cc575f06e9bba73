//! Groups of accounts: everybody sees them, publishers make them, their owners and administrators take care of them.

use std::sync::Arc;

use domain::{Group, GroupName, Guid, Role, User};
use store::{GroupChange, NewGroup, StoreError, Unique};

use crate::audit::Action;
use crate::{Actor, Mistake, ServiceError, Services, Visitor, random};

/// What is to change of a group, as it was given; `None` leaves a field alone.
#[derive(Default)]
pub struct GroupAmendment {
    /// What it is called.
    pub name: Option<String>,
    /// The account that takes care of it.
    pub owner: Option<Guid>,
    /// Its number in the operating system; administrators only.
    pub gid: Option<i64>,
}

/// The groups, as the actor may see and change them.
pub struct Groups<'a> {
    services: &'a Services,
    actor: &'a Actor,
}

impl Services {
    /// The groups, for this actor.
    pub fn groups<'a>(&'a self, actor: &'a Actor) -> Groups<'a> {
        Groups { services: self, actor }
    }

    /// The names of the groups that a visitor belongs to, in their order; none for anyone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn groups_of(&self, visitor: &Visitor) -> Result<Arc<Vec<GroupName>>, ServiceError> {
        let Some(account) = visitor.id() else { return Ok(Arc::default()) };
        if let Some(groups) = self.0.memberships.get(&account) {
            return Ok(groups);
        }
        let ticket = self.0.memberships.begin_fill();
        let groups = Arc::new(self.0.store.list_groups_of(account).await?);
        self.0.memberships.fill(ticket, account, Arc::clone(&groups));
        Ok(groups)
    }
}

impl Groups<'_> {
    /// All groups, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list(&self) -> Result<Vec<Group>, ServiceError> {
        Ok(self.services.0.store.list_groups().await?)
    }

    /// One group.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when there is none.
    pub async fn get(&self, guid: Guid) -> Result<Group, ServiceError> {
        self.services.0.store.find_group(guid).await?.ok_or(ServiceError::NotFound)
    }

    /// The group of this name, whatever its case.
    ///
    /// # Errors
    /// [`Mistake::UnknownGroup`] when there is none.
    pub async fn named(&self, name: &str) -> Result<Group, ServiceError> {
        let unknown = || Mistake::UnknownGroup(name.trim().to_owned());
        let wanted: GroupName = name.parse().map_err(|_| unknown())?;
        let groups = self.list().await?;
        let found = groups.into_iter().find(|group| group.name.folded() == wanted.folded());
        Ok(found.ok_or_else(unknown)?)
    }

    /// Whether the actor may change and delete this group: its owner who is at least a publisher now, and administrators.
    pub fn may_manage(&self, group: &Group) -> bool {
        let own = group.owner.is_some_and(|owner| self.actor.is(owner));
        self.actor.role() >= if own { Role::Publisher } else { Role::Administrator }
    }

    /// The members of a group, by username. Viewers read no e-mail address but their own.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when there is no such group.
    pub async fn members(&self, guid: Guid) -> Result<Vec<User>, ServiceError> {
        let group = self.get(guid).await?;
        let users = self.services.users(self.actor);
        let members = self.services.0.store.list_group_members(group.id).await?;
        Ok(members.into_iter().map(|user| users.as_seen(user)).collect())
    }

    /// Makes a group without members, which the actor owns.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for viewers, and for a number given by anybody but an administrator;
    /// [`ServiceError::Invalid`] for the name or a number that is taken.
    pub async fn create(&self, name: &str, gid: Option<i64>) -> Result<Group, ServiceError> {
        self.actor.require(Role::Publisher)?;
        if gid.is_some() {
            self.actor.require(Role::Administrator)?;
        }
        let name: GroupName = name.parse().map_err(Mistake::from)?;
        let guid = Guid::from_random(random::bytes()?);
        let new = NewGroup { guid, name, owner: self.actor.id(), gid, at: self.services.now() };
        let services = self.services.clone();
        let work = async move {
            let group = services.0.store.insert_group(new).await.map_err(refused)?;
            tracing::info!(group.id = group.id.0, "A group was made.");
            Ok(group)
        };
        let what = |group: &Group| format!("Made the group {}.", group.name);
        self.services.done(self.actor, Action::AddGroup, what, work).await
    }

    /// Changes a group.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for all but its owner and administrators, who alone set its number;
    /// [`ServiceError::Invalid`] with the first mistake.
    pub async fn update(&self, guid: Guid, amendment: GroupAmendment) -> Result<Group, ServiceError> {
        let group = self.managed(guid).await?;
        if amendment.gid.is_some_and(|gid| Some(gid) != group.gid) {
            self.actor.require(Role::Administrator)?;
        }
        let owner = match amendment.owner {
            Some(owner) => Some(self.account(owner).await?.id),
            None => None,
        };
        let name = amendment.name.map(|name| name.parse::<GroupName>().map_err(Mistake::from)).transpose()?;
        let change = GroupChange { name, owner, gid: amendment.gid };
        let (services, id) = (self.services.clone(), group.id);
        let work = async move { services.0.store.update_group(id, change).await.map_err(refused) };
        self.change(Action::UpdateGroup, format!("Changed the group {}.", group.name), work).await?;
        self.get(guid).await
    }

    /// Deletes a group. What it was permitted to is gone when this returns.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for all but its owner and administrators, [`ServiceError::NotFound`].
    pub async fn delete(&self, guid: Guid) -> Result<(), ServiceError> {
        let group = self.managed(guid).await?;
        let (services, id) = (self.services.clone(), group.id);
        let work = async move {
            services.0.store.delete_group(id).await?;
            tracing::info!(group.id = id.0, "A group was deleted.");
            Ok(())
        };
        self.change(Action::RemoveGroup, format!("Deleted the group {}.", group.name), work).await
    }

    /// Takes an account into a group.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for all but its owner and administrators; [`Mistake::NoSuchUser`],
    /// [`Mistake::MemberAlready`].
    pub async fn add_member(&self, guid: Guid, account: Guid) -> Result<(), ServiceError> {
        let group = self.managed(guid).await?;
        let user = self.account(account).await?;
        let (services, id) = (self.services.clone(), group.id);
        let work = async move {
            match services.0.store.insert_group_member(id, user.id).await {
                Err(StoreError::Taken(_)) => Err(Mistake::MemberAlready.into()),
                done => Ok(done?),
            }
        };
        let what = format!("Took {} into the group {}.", user.username, group.name);
        self.change(Action::AddGroupMember, what, work).await
    }

    /// Takes an account out of a group; one may always leave. What it saw by the group is gone when this returns.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for all but the account, the group's owner and administrators;
    /// [`ServiceError::NotFound`] when it is no member.
    pub async fn remove_member(&self, guid: Guid, account: Guid) -> Result<(), ServiceError> {
        let group = if self.actor.is(account) { self.get(guid).await? } else { self.managed(guid).await? };
        let user = self.services.0.store.find_user_by_guid(account).await?.ok_or(ServiceError::NotFound)?;
        let (services, id) = (self.services.clone(), group.id);
        let work = async move { Ok(services.0.store.delete_group_member(id, user.id).await?) };
        let what = format!("Took {} out of the group {}.", user.username, group.name);
        self.change(Action::RemoveGroupMember, what, work).await
    }

    /// The group, for its owner who is at least a publisher now, or an administrator.
    async fn managed(&self, guid: Guid) -> Result<Group, ServiceError> {
        let group = self.get(guid).await?;
        if self.may_manage(&group) { Ok(group) } else { Err(ServiceError::Forbidden) }
    }

    async fn account(&self, guid: Guid) -> Result<User, ServiceError> {
        Ok(self.services.0.store.find_user_by_guid(guid).await?.ok_or(Mistake::NoSuchUser)?)
    }

    /// Makes a change to a group or to who belongs to it, writes down what was done, and lets no request see content by
    /// how it was before.
    async fn change(
        &self,
        action: Action,
        what: String,
        work: impl Future<Output = Result<(), ServiceError>> + Send + 'static,
    ) -> Result<(), ServiceError> {
        let services = self.services.clone();
        let work = async move {
            let done = work.await;
            // Whatever the database said: it may have done it.
            services.evict_all_content();
            services.0.memberships.evict(|_| true);
            done
        };
        self.services.done(self.actor, action, |()| what, work).await
    }
}

fn refused(error: StoreError) -> ServiceError {
    match error {
        StoreError::Taken(Unique::GroupName) => Mistake::GroupNameTaken.into(),
        StoreError::Taken(Unique::GroupGid) => Mistake::GroupGidTaken.into(),
        error => error.into(),
    }
}
