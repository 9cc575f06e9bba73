//! What every handler has at hand.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use app::model::Assets;
use services::Services;

use crate::assets;
use crate::config::Config;
use crate::content::FileCache;
use crate::origins::Origins;

/// The server's state. Cheap to clone; all clones share it.
#[derive(Clone)]
pub struct Server(Arc<Inner>);

struct Inner {
    services: Services,
    url: String,
    origins: Origins,
    trusted_proxies: Vec<IpAddr>,
    assets: Assets,
    files: FileCache,
}

impl Server {
    /// The state of a server that listens here.
    ///
    /// # Errors
    /// When the program was built without the browser's half.
    pub fn new(services: Services, config: &Config, listening: SocketAddr) -> Result<Self, String> {
        let origins = config.origins(listening);
        Ok(Self(Arc::new(Inner {
            services,
            url: origins.dashboard(),
            origins,
            trusted_proxies: config.trusted_proxies.clone(),
            assets: assets::addresses()?,
            files: FileCache::new(),
        })))
    }

    /// The use cases.
    pub fn services(&self) -> &Services {
        &self.0.services
    }

    /// The address of the dashboard, without a slash at its end.
    pub fn url(&self) -> &str {
        &self.0.url
    }

    /// Where dashboard and content are.
    pub(crate) fn origins(&self) -> &Origins {
        &self.0.origins
    }

    /// Whether browsers reach the server by https, so that cookies may be kept to it.
    pub(crate) fn https(&self) -> bool {
        self.0.url.starts_with("https://")
    }

    /// From whom forwarded headers are believed.
    pub(crate) fn trusted_proxies(&self) -> &[IpAddr] {
        &self.0.trusted_proxies
    }

    /// Where the browser's half is.
    pub(crate) fn assets(&self) -> &Assets {
        &self.0.assets
    }

    /// Small files of published content, in memory.
    pub(crate) fn files(&self) -> &FileCache {
        &self.0.files
    }
}
