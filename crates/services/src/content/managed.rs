//! What who manages an item may do with it.
//!
//! # Security
//! [`Managed`] is the right itself: only the check makes one. Whoever may not even view an item does not learn that it
//! exists.

use domain::{BundleId, Content, ContentId, ContentRef, Guid, Standing, may_manage, may_publish, may_view};
use runtime::Status;
use tokio::sync::OwnedMutexGuard;

use super::standing;
use crate::audit::Action;
use crate::uncancelled::uncancelled;
use crate::{Actor, Mistake, ServiceError, Services, Usage};

/// An item as somebody signed in finds it.
#[derive(Clone, Debug)]
pub struct ContentItem {
    /// The item.
    pub content: Content,
    /// How the actor stands to it.
    pub standing: Standing,
    /// Whether the actor may view it.
    pub may_view: bool,
    /// Whether the actor may manage it; an administrator may without viewing it.
    pub may_manage: bool,
    /// Whether the actor may upload versions of it and see its drafts.
    pub may_publish: bool,
}

impl ContentItem {
    /// An item with what an actor may do with it who stands to it like this.
    pub(super) fn of(content: Content, standing: Standing, actor: &Actor) -> Self {
        Self {
            may_view: content.bundle.is_some() && may_view(content.access, standing),
            may_manage: may_manage(actor.role(), standing),
            may_publish: may_publish(actor.role(), standing),
            standing,
            content,
        }
    }

    /// Whether the actor may see anything of it on the content origin: what is served, or as who may publish it a draft.
    pub fn may_see(&self) -> bool {
        self.may_view || self.may_publish
    }
}

/// An item that the actor may manage: as its owner or collaborator who is at least a publisher now, or as an
/// administrator.
pub struct Managed<'a> {
    services: &'a Services,
    actor: &'a Actor,
    content: Content,
    standing: Standing,
}

impl Services {
    /// The item that an address names, with what the actor may do with it.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when that is nothing, or there is no such item.
    pub async fn content_item(&self, actor: &Actor, address: ContentRef) -> Result<ContentItem, ServiceError> {
        let content = self.0.store.find_content(address).await?.ok_or(ServiceError::NotFound)?;
        let named = self.named(content.id).await?;
        let standing = standing(&content, &named, Some(actor.id()));
        let item = ContentItem::of(content, standing, actor);
        // Who is named sees the settings of an item that has nothing to view yet.
        if item.may_view || item.may_manage || standing >= Standing::Viewer {
            Ok(item)
        } else {
            Err(ServiceError::NotFound)
        }
    }

    /// The item with this identifier, for its owner, a collaborator or an administrator.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for who may only view it, [`ServiceError::NotFound`] for everybody else.
    pub async fn managed<'a>(&'a self, actor: &'a Actor, guid: Guid) -> Result<Managed<'a>, ServiceError> {
        self.managed_at(actor, ContentRef::Guid(guid)).await
    }

    /// The item that an address names, for its owner, a collaborator or an administrator.
    ///
    /// # Errors
    /// As [`Services::managed`].
    pub async fn managed_at<'a>(&'a self, actor: &'a Actor, address: ContentRef) -> Result<Managed<'a>, ServiceError> {
        let item = self.content_item(actor, address).await?;
        if item.may_manage {
            Ok(Managed { services: self, actor, content: item.content, standing: item.standing })
        } else {
            Err(ServiceError::Forbidden)
        }
    }
}

impl Services {
    /// Removes what is left of a deleted item.
    async fn clear_away(&self, id: ContentId, versions: Vec<BundleId>, _turn: OwnedMutexGuard<()>) {
        for version in versions {
            if let Err(error) = self.remove_version(version).await {
                tracing::error!(?error, bundle.id = version.0, "The files of a deleted version stay behind.");
            }
        }
        // Last: whoever looked the item up before may still ask for its program, which does not start without files.
        self.0.runtime.forget(id).await;
    }
}

impl<'a> Managed<'a> {
    /// The item, as it was when the right was checked.
    pub fn content(&self) -> &Content {
        &self.content
    }

    pub(crate) fn services(&self) -> &'a Services {
        self.services
    }

    pub(crate) fn actor(&self) -> &'a Actor {
        self.actor
    }

    /// Whether the actor may upload versions and download them; an administrator has to be a collaborator for that.
    pub fn may_publish(&self) -> bool {
        may_publish(self.actor.role(), self.standing)
    }

    /// Refuses who may manage the item but not publish it, and everybody while it is locked.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`], [`Mistake::Locked`].
    pub fn require_publisher(&self) -> Result<(), ServiceError> {
        if !self.may_publish() {
            return Err(ServiceError::Forbidden);
        }
        if self.content.locked { Err(Mistake::Locked.into()) } else { Ok(()) }
    }

    /// Refuses who may not manage the item any more.
    pub(crate) async fn require_manager_still(&self) -> Result<(), ServiceError> {
        let actor = self.services.still(self.actor).await?;
        self.services.managed(&actor, self.content.guid).await.map(drop)
    }

    /// Refuses who may not publish the item any more, and everybody when it was locked or deleted meanwhile.
    pub(crate) async fn require_publisher_still(&self) -> Result<(), ServiceError> {
        let actor = self.services.still(self.actor).await?;
        self.services.managed(&actor, self.content.guid).await?.require_publisher()
    }

    /// Deletes the item with everything that belongs to it: versions, visits, its running program and its log. No
    /// request that begins after this returned finds any of it.
    ///
    /// # Errors
    /// [`Mistake::Locked`] while it is locked; [`ServiceError::NotFound`] when somebody was quicker; faults of the
    /// database. Files that stay behind are nobody's to find, so they are only logged.
    pub async fn delete(self) -> Result<(), ServiceError> {
        if self.content.locked {
            return Err(Mistake::Locked.into());
        }
        let (services, actor, id) = (self.services.clone(), self.actor.clone(), self.content.id);
        let what = format!("Deleted the content {}.", self.content.name.as_str());
        uncancelled(async move {
            let leaving = services.0.store.list_bundles_of(id).await?;
            let leaving: Vec<_> = leaving.iter().filter_map(|bundle| services.leaving(bundle.id)).collect();
            let deleted = services.0.store.delete_content(id).await;
            services.evict_content(id);
            services.evict_vanities();
            let versions = deleted?;
            services.end_tasks_of_deleted(id);
            services.audit(&actor, Action::RemoveContent, what).await;
            tracing::info!(content.id = id.0, versions = versions.len(), "Content was deleted.");
            match services.0.turns.try_take(id) {
                Some(turn) => {
                    services.clear_away(id, versions, turn).await;
                    drop(leaving);
                }
                // A deploy that is under way finds nothing to activate; its files are not taken from under it.
                None => {
                    let turn = services.0.turns.queue(id).await;
                    tokio::spawn(async move {
                        let turn = turn.await;
                        services.clear_away(id, versions, turn).await;
                        drop(leaving);
                    });
                }
            }
            Ok(())
        })
        .await
    }

    /// What the item's program wrote, the newest last: at most 1 MiB.
    ///
    /// # Errors
    /// Faults of the disk.
    pub async fn log(&self) -> Result<String, ServiceError> {
        Ok(self.services.0.runtime.log(self.content.id).await?)
    }

    /// How the item's program is.
    pub fn status(&self) -> Status {
        self.services.0.runtime.status(self.content.id)
    }

    /// Ends the item's program and forgets its failures, so that the next visit starts it anew.
    pub async fn start_again(&self) {
        tracing::info!(content.id = self.content.id.0, "A program is to start again.");
        self.services.0.runtime.stop(self.content.id).await;
    }

    /// The visits of the last `days` days, today included; as far back as they are kept.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn usage(&self, days: u16) -> Result<Usage, ServiceError> {
        self.services.usage_of(self.content.id, days).await
    }

    /// Makes a change, writes down what was done, and lets no request see the item as it was before once it is done.
    pub(crate) async fn change<T: Send + 'static>(
        &self,
        action: Action,
        what: String,
        work: impl Future<Output = Result<T, ServiceError>> + Send + 'static,
    ) -> Result<T, ServiceError> {
        let (services, actor, id) = (self.services.clone(), self.actor.clone(), self.content.id);
        uncancelled(async move {
            let done = work.await;
            // Whatever the database said: it may have done it.
            services.evict_content(id);
            if done.is_ok() {
                services.audit(&actor, action, what).await;
            }
            done
        })
        .await
    }
}
