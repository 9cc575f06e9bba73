//! What every handler has at hand.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use app::model::Assets;
use http::HeaderValue;
use services::{BootstrapSecret, Services};

use crate::assets;
use crate::config::Config;
use crate::content::FileCache;
use crate::origins::Origins;

/// The server's state. Cheap to clone; all clones share it.
#[derive(Clone)]
pub struct Server(Arc<Inner>);

struct Inner {
    services: Services,
    bootstrap_secret: Option<BootstrapSecret>,
    url: String,
    origins: Origins,
    frame_ancestors: HeaderValue,
    answer_within: Duration,
    trusted_proxies: Vec<IpAddr>,
    assets: Assets,
    files: FileCache,
}

impl Server {
    /// The state of a server that listens here.
    ///
    /// # Errors
    /// When the program was built without the browser's half, or the secret for bootstrap cannot be used.
    pub fn new(services: Services, config: &Config, listening: SocketAddr) -> Result<Self, String> {
        let origins = config.origins(listening);
        let bootstrap_secret = config.bootstrap_secret_file.as_deref().map(bootstrap_secret).transpose()?;
        Ok(Self(Arc::new(Inner {
            services,
            bootstrap_secret,
            frame_ancestors: frame_ancestors(&origins)?,
            url: origins.dashboard(),
            origins,
            answer_within: config.answer_within,
            trusted_proxies: config.trusted_proxies.clone(),
            assets: assets::addresses()?,
            files: FileCache::new(),
        })))
    }

    /// The use cases.
    pub fn services(&self) -> &Services {
        &self.0.services
    }

    /// What bootstrap tokens are signed with, if there is bootstrap.
    pub(crate) fn bootstrap_secret(&self) -> Option<&BootstrapSecret> {
        self.0.bootstrap_secret.as_ref()
    }

    /// The address of the dashboard, without a slash at its end.
    pub fn url(&self) -> &str {
        &self.0.url
    }

    /// Where dashboard and content are.
    pub(crate) fn origins(&self) -> &Origins {
        &self.0.origins
    }

    /// Where content may show in a frame, as a content security policy.
    pub(crate) fn frame_ancestors(&self) -> &HeaderValue {
        &self.0.frame_ancestors
    }

    /// How long a program may take to begin its answer.
    pub(crate) fn answer_within(&self) -> Duration {
        self.0.answer_within
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

fn bootstrap_secret(path: &Path) -> Result<BootstrapSecret, String> {
    BootstrapSecret::read(path)
        .map_err(|error| format!("The file {} of bootstrap.secret_key_file cannot be used: {error}.", path.display()))
}

/// In the dashboard, and in frames of the content's own pages.
fn frame_ancestors(origins: &Origins) -> Result<HeaderValue, String> {
    let policy = format!("frame-ancestors 'self' {}", origins.dashboard());
    policy.parse().map_err(|_| "server.url cannot stand in a header.".to_owned())
}
