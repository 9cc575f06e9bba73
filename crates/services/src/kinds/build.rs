//! Building: what a version needs is made, or looked for, as the rules of its kind say.

use std::path::Path;

use domain::BundleId;

use super::rules::Site;
use super::{Built, Recognised, rules};
use crate::bundles::Manifest;
use crate::tasks::Progress;
use crate::{ServiceError, Services};

impl Services {
    /// Makes what a version needs to run.
    pub(crate) async fn build(
        &self,
        bundle: BundleId,
        recognised: &Recognised,
        folder: &Path,
        manifest: Option<&Manifest>,
        progress: &Progress,
    ) -> Result<Built, ServiceError> {
        let site = Site { services: self, bundle, folder, manifest, progress };
        (rules(recognised.kind).build)(&site).await
    }
}
