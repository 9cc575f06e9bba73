//! Vanity addresses: who manages an item gives it a path of its own, and requests find the item by it.

use std::collections::HashMap;

use domain::{ContentId, ContentRef, Guid, Role, Vanity, VanityPath};

use crate::audit::Action;
use crate::{Actor, ContentItem, Managed, Mistake, ServiceError, Services};

/// An item that is found under a vanity address. Who may look at it is another question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mounted {
    /// The item.
    pub item: Guid,
    /// How many bytes of the address lead to it, without the slash that follows.
    pub root: usize,
}

impl Services {
    /// The item whose vanity address this path of a request lies below.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn mounted(&self, address: &str) -> Result<Option<Mounted>, ServiceError> {
        if !VanityPath::could_lead(address) {
            return Ok(None);
        }
        let vanities = match self.0.vanities.get(&()) {
            Some(vanities) => vanities,
            None => {
                let ticket = self.0.vanities.begin_fill();
                let vanities = std::sync::Arc::new(self.0.store.list_vanities().await?);
                self.0.vanities.fill(ticket, (), std::sync::Arc::clone(&vanities));
                vanities
            }
        };
        // No path lies below another one, so the first is the only one.
        Ok(vanities.iter().find_map(|vanity| {
            let inside = vanity.path.inside(address)?;
            Some(Mounted { item: vanity.content, root: address.len() - inside.len() })
        }))
    }

    /// Forgets which vanity addresses there were: after a change was committed, and before it is answered.
    pub(crate) fn evict_vanities(&self) {
        self.0.vanities.evict(|_| true);
    }

    /// All vanity addresses, by path.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] below administrator.
    pub async fn list_vanities(&self, actor: &Actor) -> Result<Vec<Vanity>, ServiceError> {
        actor.require(Role::Administrator)?;
        Ok(self.0.store.list_vanities().await?)
    }

    /// The vanity address of an item that is shown to somebody.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn vanity_of(&self, item: &ContentItem) -> Result<Option<Vanity>, ServiceError> {
        let vanities = self.0.store.list_vanities().await?;
        Ok(vanities.into_iter().find(|vanity| vanity.content_id == item.content.id))
    }

    /// The vanity paths of all items that have one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn vanity_paths(&self, items: &[ContentItem]) -> Result<HashMap<ContentId, VanityPath>, ServiceError> {
        let mut paths: HashMap<ContentId, VanityPath> =
            self.0.store.list_vanities().await?.into_iter().map(|vanity| (vanity.content_id, vanity.path)).collect();
        Ok(items.iter().filter_map(|item| paths.remove_entry(&item.content.id)).collect())
    }
}

impl Managed<'_> {
    /// Gives the item a path, in place of the one that it has. With `take_over`, it is taken from another item that has
    /// this very path and that the actor manages too.
    ///
    /// # Errors
    /// [`Mistake::Vanity`], [`Mistake::VanityTaken`].
    pub async fn set_vanity(&self, path: &str, take_over: bool) -> Result<Vanity, ServiceError> {
        let path: VanityPath = path.parse().map_err(Mistake::from)?;
        let (services, id) = (self.services().clone(), self.content().id);
        let may_lose = if take_over { self.others_at(&path).await? } else { Vec::new() };
        let what = format!("Gave {} the path {path}.", self.content().name.as_str());
        let work = async move {
            let put = services.0.store.put_vanity(id, &path, &may_lose, services.now()).await;
            services.evict_vanities();
            let vanity = put?.ok_or(Mistake::VanityTaken)?;
            tracing::info!(content.id = id.0, "Content got a vanity address.");
            Ok(vanity)
        };
        self.change(Action::AddVanity, what, work).await
    }

    /// Takes the path of the item away.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when it has none.
    pub async fn remove_vanity(&self) -> Result<(), ServiceError> {
        let (services, id) = (self.services().clone(), self.content().id);
        let what = format!("Took the path of {} away.", self.content().name.as_str());
        let work = async move {
            let deleted = services.0.store.delete_vanity(id).await;
            services.evict_vanities();
            Ok(deleted?)
        };
        self.change(Action::RemoveVanity, what, work).await
    }

    /// The items at this path that the actor manages.
    async fn others_at(&self, path: &VanityPath) -> Result<Vec<ContentId>, ServiceError> {
        let mut managed = Vec::new();
        for other in self.services().0.store.list_vanities().await? {
            if other.path.folded() != path.folded() {
                continue;
            }
            match self.services().managed_at(self.actor(), ContentRef::Id(other.content_id)).await {
                Ok(_) => managed.push(other.content_id),
                Err(ServiceError::NotFound | ServiceError::Forbidden) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(managed)
    }
}
