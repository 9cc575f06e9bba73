//! Content: what the actor may see, and the one rule by which an address is answered.

mod settings;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use domain::{BundleId, Content, ContentId, ContentRef, Facts, Role, UserId, may_view};

pub use self::settings::{ContentItem, ContentSettings, Managed, SettingsRefused};
use crate::{Actor, ServiceError, Services, Visitor};

/// What is remembered of a content item: all that decides on a request.
pub(crate) struct CachedContent {
    pub(crate) content: Content,
    viewers: HashSet<UserId>,
    bundle: BundleId,
    folder: PathBuf,
}

/// A content item that the visitor may view: only the check makes one.
#[derive(Clone)]
pub struct Served(Arc<CachedContent>);

impl Served {
    /// The item.
    pub fn content(&self) -> &Content {
        &self.0.content
    }

    /// The version that is served.
    pub fn bundle(&self) -> BundleId {
        self.0.bundle
    }

    /// The folder with the version's files: regular files and folders only.
    pub fn folder(&self) -> &std::path::Path {
        &self.0.folder
    }
}

/// Why a visitor does not get to see an item.
#[derive(Debug)]
pub enum ViewRefused {
    /// Nobody is known to ask, and the item is not for everybody, or does not exist: which of the two stays open.
    KeyNeeded,
    /// The item does not exist, or is not for this account: which of the two stays open.
    NotFound,
    /// A fault.
    Failed(ServiceError),
}

impl Services {
    /// The items that the actor may view or manage, last published first: administrators manage all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_content(&self, actor: &Actor) -> Result<Vec<Content>, ServiceError> {
        match actor.role() {
            Role::Administrator => Ok(self.0.store.list_content().await?),
            Role::Publisher | Role::Viewer => Ok(self.0.store.list_content_for(actor.id()).await?),
        }
    }

    /// The item that an address names, if this visitor may view it.
    ///
    /// # Errors
    /// See [`ViewRefused`].
    pub async fn view_content(&self, address: ContentRef, visitor: &Visitor) -> Result<Served, ViewRefused> {
        let refused = || if visitor.is_known() { ViewRefused::NotFound } else { ViewRefused::KeyNeeded };
        let found = match self.0.content.get(&address) {
            Some(found) => found,
            None => self.load_content(address).await.map_err(ViewRefused::Failed)?.ok_or_else(refused)?,
        };
        let facts = facts(&found.content, &found.viewers, visitor.id());
        if may_view(found.content.access, facts) { Ok(Served(found)) } else { Err(refused()) }
    }

    /// Forgets what was read of an item: after a change was committed, and before it is answered.
    pub(crate) fn evict_content(&self, id: ContentId) {
        self.0.content.evict(|cached| cached.content.id == id);
    }

    async fn load_content(&self, address: ContentRef) -> Result<Option<Arc<CachedContent>>, ServiceError> {
        let ticket = self.0.content.begin_fill();
        let Some(content) = self.0.store.find_content(address).await? else { return Ok(None) };
        let Some(bundle) = content.bundle else { return Ok(None) };
        let viewers = self.0.store.list_viewers(content.id).await?.into_iter().collect();
        let folder = self.unpacked(bundle).await?;
        let found = Arc::new(CachedContent { content, viewers, bundle, folder });
        self.0.content.fill(ticket, address, Arc::clone(&found));
        Ok(Some(found))
    }
}

/// What is known of a viewer who is this account, or of anyone.
fn facts(content: &Content, viewers: &HashSet<UserId>, viewer: Option<UserId>) -> Facts {
    Facts {
        known: viewer.is_some(),
        owner: viewer == Some(content.owner_id),
        named: viewer.is_some_and(|viewer| viewers.contains(&viewer)),
    }
}
