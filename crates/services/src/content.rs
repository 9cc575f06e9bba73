//! Content: what the actor may see, and the one rule by which an address is answered.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use domain::{BundleId, Content, ContentRef, Facts, UserId, may_view};

use crate::{Actor, ServiceError, Services};

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
    /// The items that the actor may view, last published first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_content(&self, actor: &Actor) -> Result<Vec<Content>, ServiceError> {
        Ok(self.0.store.list_content_for(actor.id()).await?)
    }

    /// The item that an address names, if this visitor may view it.
    ///
    /// # Errors
    /// See [`ViewRefused`].
    pub async fn view_content(&self, address: ContentRef, visitor: Option<&Actor>) -> Result<Served, ViewRefused> {
        let refused = || if visitor.is_some() { ViewRefused::NotFound } else { ViewRefused::KeyNeeded };
        let found = match self.0.content.get(&address) {
            Some(found) => found,
            None => self.load_content(address).await.map_err(ViewRefused::Failed)?.ok_or_else(refused)?,
        };
        let facts = Facts {
            known: visitor.is_some(),
            owner: visitor.is_some_and(|actor| actor.id() == found.content.owner_id),
            named: visitor.is_some_and(|actor| found.viewers.contains(&actor.id())),
        };
        if may_view(found.content.access, facts) { Ok(Served(found)) } else { Err(refused()) }
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
