//! Small files of published versions, in memory. Versions are immutable, so nothing in here ever goes stale.

use std::path::Path;
use std::sync::Arc;

use axum::body::Bytes;
use domain::BundleId;
use http::HeaderValue;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

/// The largest file that is kept.
pub(super) const LARGEST: u64 = 256 * 1024;
/// How much is kept in all.
const ROOM: u64 = 64 * 1024 * 1024;
/// What an entry costs besides its bytes.
const OVERHEAD: u64 = 512;

/// A version and a path inside it.
type Key = (BundleId, Arc<str>);

/// The cache.
pub(crate) struct FileCache(Cache<Key, Arc<CachedFile>, BySize>);

/// A file with everything that its answer needs.
pub(super) struct CachedFile {
    pub(super) bytes: Bytes,
    pub(super) kind: HeaderValue,
    pub(super) etag: HeaderValue,
    /// Whether a compressed twin lies beside it, which is looked for only then.
    pub(super) has_twin: bool,
}

#[derive(Clone)]
struct BySize;

impl Weighter<Key, Arc<CachedFile>> for BySize {
    fn weight(&self, key: &Key, file: &Arc<CachedFile>) -> u64 {
        file.bytes.len() as u64 + key.1.len() as u64 + OVERHEAD
    }
}

impl FileCache {
    /// An empty cache.
    pub(crate) fn new() -> Self {
        Self(Cache::with_weighter(4096, ROOM, BySize))
    }

    pub(super) fn get(&self, bundle: BundleId, path: &str) -> Option<Arc<CachedFile>> {
        // The key type owns its path; a borrowed twin of it would need an unsized tuple.
        self.0.get(&(bundle, Arc::from(path)))
    }

    pub(super) fn put(&self, bundle: BundleId, path: &str, file: Arc<CachedFile>) {
        self.0.insert((bundle, Arc::from(path)), file);
    }
}

/// The media type of a file, by its name.
pub(super) fn kind(path: &Path) -> HeaderValue {
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let text = kind.type_() == mime_guess::mime::TEXT
        || matches!(kind.subtype().as_str(), "javascript" | "json" | "xml")
        || kind.suffix().is_some_and(|suffix| suffix == "xml" || suffix == "json");
    let written = if text { format!("{kind}; charset=utf-8") } else { kind.to_string() };
    HeaderValue::from_str(&written).unwrap_or(HeaderValue::from_static("application/octet-stream"))
}
