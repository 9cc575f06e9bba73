//! Content: what the actor may see, and the one rule by which an address is answered.

mod bundles;
mod catalogue;
mod managed;
mod packages;
mod permissions;
mod rendering;
mod search;
mod settings;
mod thumbnails;

use std::collections::HashMap;
use std::hash::Hash;
use std::path::PathBuf;
use std::sync::Arc;

use domain::{BundleId, Content, ContentId, ContentRef, PermissionRole, Standing, UserId, may_publish, may_view};

pub use self::catalogue::{ContentDraft, ContentWish};
pub use self::managed::{ContentItem, Managed};
pub use self::permissions::{NamedPermission, PrincipalName};
pub use self::search::Found;
pub use self::settings::{ContentAmendment, ContentSettings, SettingsRefused};
use crate::variables::SealedVariables;
use crate::{ServiceError, Services, Visitor};

/// What is remembered of a content item: all that decides on a request.
pub(crate) struct CachedContent {
    pub(crate) content: Content,
    named: Named,
    bundle: BundleId,
    folder: PathBuf,
    variables: SealedVariables,
}

/// A content item that the visitor may view: only the check makes one.
#[derive(Clone)]
pub struct Served {
    item: Arc<CachedContent>,
    draft: bool,
}

impl Served {
    /// The item.
    pub fn content(&self) -> &Content {
        &self.item.content
    }

    /// The version that is shown.
    pub fn bundle(&self) -> BundleId {
        self.item.bundle
    }

    /// The folder with the version's files: regular files and folders only.
    pub fn folder(&self) -> &std::path::Path {
        &self.item.folder
    }

    /// The environment variables of a program.
    pub(crate) fn variables(&self) -> &SealedVariables {
        &self.item.variables
    }

    /// Whether it is shown by itself, beside what everybody sees.
    pub fn is_draft(&self) -> bool {
        self.draft
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
        let standing = standing(&found.content, &found.named, visitor.id());
        if may_view(found.content.access, standing) { Ok(Served { item: found, draft: false }) } else { Err(refused()) }
    }

    /// Forgets what was read of an item: after a change was committed, and before it is answered.
    pub(crate) fn evict_content(&self, id: ContentId) {
        self.0.content.evict(|cached| cached.content.id == id);
    }

    /// Forgets what was read of all items: when who belongs to a group has changed.
    pub(crate) fn evict_all_content(&self) {
        self.0.content.evict(|_| true);
    }

    async fn load_content(&self, address: ContentRef) -> Result<Option<Arc<CachedContent>>, ServiceError> {
        let ticket = self.0.content.begin_fill();
        let Some(content) = self.0.store.find_content(address).await? else { return Ok(None) };
        let Some(bundle) = content.bundle else { return Ok(None) };
        let named = self.named(content.id).await?;
        let folder = self.unpacked(bundle).await?;
        let variables = self.variables_of_program(&content).await?;
        let found = Arc::new(CachedContent { content, named, bundle, folder, variables });
        self.0.content.fill(ticket, address, Arc::clone(&found));
        Ok(Some(found))
    }

    /// The environment variables of an item; those of files are nobody's to get.
    async fn variables_of_program(&self, content: &Content) -> Result<SealedVariables, ServiceError> {
        if content.is_program() { self.sealed_variables(content.id).await } else { Ok(SealedVariables::default()) }
    }

    /// Who is named by an item, and how he stands to it by that.
    pub(crate) async fn named(&self, item: ContentId) -> Result<Named, ServiceError> {
        Ok(best(self.0.store.list_standings(item).await?))
    }
}

/// How each is named at best: an account may be named itself, and by its groups.
fn best<K: Eq + Hash>(roles: Vec<(K, PermissionRole)>) -> HashMap<K, Standing> {
    let mut named = HashMap::new();
    for (who, role) in roles {
        let standing = match role {
            PermissionRole::Viewer => Standing::Viewer,
            PermissionRole::Collaborator => Standing::Collaborator,
        };
        let best = named.entry(who).or_insert(standing);
        *best = standing.max(*best);
    }
    named
}

/// The accounts that an item names, and how each stands to it.
pub(crate) type Named = HashMap<UserId, Standing>;

/// How somebody stands to an item: this account, or anyone.
pub(crate) fn standing(content: &Content, named: &Named, who: Option<UserId>) -> Standing {
    match who {
        None => Standing::Unknown,
        Some(who) if who == content.owner_id => Standing::Owner,
        Some(who) => named.get(&who).copied().unwrap_or(Standing::Account),
    }
}

/// How one version of an item is asked for by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// `_bundle{id}/`: as it would be when it was served; for those who may publish the item.
    Draft(BundleId),
    /// `_rev{id}/`: its files, for all who may view the item once it was served; programs show theirs to nobody.
    Revision(BundleId),
}

impl Services {
    /// One version of an item, which was deployed or is a draft.
    ///
    /// # Errors
    /// See [`ViewRefused`].
    pub async fn view_version(
        &self,
        address: ContentRef,
        version: Version,
        visitor: &Visitor,
    ) -> Result<Served, ViewRefused> {
        let refused = || if visitor.is_known() { ViewRefused::NotFound } else { ViewRefused::KeyNeeded };
        let failed = |error: store::StoreError| ViewRefused::Failed(error.into());
        let content = self.0.store.find_content(address).await.map_err(failed)?.ok_or_else(refused)?;
        let named = self.named(content.id).await.map_err(ViewRefused::Failed)?;
        let standing = standing(&content, &named, visitor.id());
        let views = content.bundle.is_some() && may_view(content.access, standing);
        let (id, admitted) = match version {
            Version::Draft(id) => (id, may_publish(visitor.role(), standing)),
            Version::Revision(id) => (id, views),
        };
        if !admitted {
            return Err(refused());
        }
        let bundle = self.0.store.find_bundle(content.id, id).await.map_err(failed)?.ok_or(ViewRefused::NotFound)?;
        let kind = bundle.kind.ok_or(ViewRefused::NotFound)?;
        if version == Version::Revision(id) && (kind.is_program() || bundle.activated_at.is_none()) {
            return Err(ViewRefused::NotFound);
        }
        let folder = self.unpacked(id).await.map_err(ViewRefused::Failed)?;
        let content = Content {
            kind: bundle.kind,
            category: bundle.category,
            entry: bundle.entry,
            environment: bundle.environment,
            ..content
        };
        let variables = self.variables_of_program(&content).await.map_err(ViewRefused::Failed)?;
        let item = Arc::new(CachedContent { content, named, bundle: id, folder, variables });
        Ok(Served { item, draft: matches!(version, Version::Draft(_)) })
    }
}
