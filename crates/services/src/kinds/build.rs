//! Building: what a version needs is made, or looked for.

use std::path::Path;

use domain::ContentId;

use super::{Built, Needs, Recognised, rules};
use crate::bundles::Manifest;
use crate::tasks::Progress;
use crate::{ServiceError, Services};

impl Services {
    /// Makes what a version needs to run.
    pub(crate) async fn build(
        &self,
        _item: ContentId,
        recognised: &Recognised,
        _folder: &Path,
        _manifest: Option<&Manifest>,
        _progress: &Progress,
    ) -> Result<Built, ServiceError> {
        match rules(recognised.kind).needs {
            Needs::Nothing => Ok(Built::default()),
            Needs::R => {
                let versions = self.require_plumber().await?;
                Ok(Built { r: versions.r, ..Built::default() })
            }
            Needs::Python => Err(ServiceError::Unavailable("Python APIs are not run yet.")),
        }
    }
}
