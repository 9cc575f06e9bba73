//! The versions of an item, for those who may see or manage them.

use std::path::PathBuf;

use domain::{Bundle, BundleId};

use super::{ContentItem, Managed};
use crate::audit::Action;
use crate::{Mistake, ServiceError, Services};

impl Services {
    /// All versions of an item, newest first; for everybody to whom the item is shown.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn bundles_of(&self, item: &ContentItem) -> Result<Vec<Bundle>, ServiceError> {
        Ok(self.0.store.list_bundles_of(item.content.id).await?)
    }

    /// One version of an item; for everybody to whom the item is shown.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when it has no such version.
    pub async fn bundle_of(&self, item: &ContentItem, bundle: BundleId) -> Result<Bundle, ServiceError> {
        self.0.store.find_bundle(item.content.id, bundle).await?.ok_or(ServiceError::NotFound)
    }
}

impl Managed<'_> {
    /// All versions of the item, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn bundles(&self) -> Result<Vec<Bundle>, ServiceError> {
        Ok(self.services().0.store.list_bundles_of(self.content().id).await?)
    }

    /// Where the archive of a version lies, which is the very one that was uploaded.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for who may not publish the item; [`ServiceError::NotFound`].
    pub async fn archive(&self, bundle: BundleId) -> Result<PathBuf, ServiceError> {
        if !self.may_publish() {
            return Err(ServiceError::Forbidden);
        }
        let services = self.services();
        services.0.store.find_bundle(self.content().id, bundle).await?.ok_or(ServiceError::NotFound)?;
        Ok(services.archive(bundle))
    }

    /// Deletes a version that is not served, with its files.
    ///
    /// # Errors
    /// [`Mistake::ActiveBundle`] when it is served, [`Mistake::Deploying`] while the item is deployed;
    /// [`ServiceError::NotFound`].
    pub async fn delete_bundle(&self, bundle: BundleId) -> Result<(), ServiceError> {
        let (services, item) = (self.services().clone(), self.content().id);
        let work = async move {
            let _turn = services.0.turns.try_take(item).ok_or(Mistake::Deploying)?;
            let _leaving = services.leaving(bundle);
            if !services.0.store.delete_bundle(item, bundle).await? {
                return Err(Mistake::ActiveBundle.into());
            }
            if let Err(error) = services.remove_version(bundle).await {
                tracing::error!(?error, bundle.id = bundle.0, "The files of a deleted version stay behind.");
            }
            Ok(())
        };
        let what = format!("Deleted version {bundle} of {}.", self.content().name.as_str());
        self.change(Action::RemoveBundle, what, work).await?;
        tracing::info!(content.id = item.0, bundle.id = bundle.0, "A version was deleted.");
        Ok(())
    }
}
