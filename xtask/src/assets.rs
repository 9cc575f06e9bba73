//! Files whose names hold their hash, each with a brotli twin, so that browsers may keep them for ever.

use std::path::Path;

use crate::inputs::digest_of;
use crate::site::save;
use crate::{Mode, Problem};

/// A file of the site.
pub(crate) struct Asset {
    /// What `assets.json` calls it.
    pub(crate) key: &'static str,
    /// Its name without hash and extension.
    pub(crate) name: &'static str,
    /// Its extension.
    pub(crate) extension: &'static str,
    /// What is in it.
    pub(crate) bytes: Vec<u8>,
}

/// What was written.
pub(crate) struct Written {
    /// The name with the hash.
    pub(crate) name: String,
    /// The size of the brotli twin.
    pub(crate) brotli: usize,
}

/// Writes an asset and its twin.
pub(crate) fn write(site: &Path, asset: &Asset, mode: Mode) -> Result<Written, Problem> {
    let hash = digest_of(&asset.bytes);
    let name = format!("{}.{}.{}", asset.name, &hash[..12], asset.extension);
    let twin = compress(&asset.bytes, mode)?;
    save(&site.join(&name), &asset.bytes)?;
    save(&site.join(format!("{name}.br")), &twin)?;
    Ok(Written { name, brotli: twin.len() })
}

fn compress(bytes: &[u8], mode: Mode) -> Result<Vec<u8>, Problem> {
    let quality = if mode == Mode::Dev { 4 } else { 11 };
    let params = brotli::enc::BrotliEncoderParams { quality, size_hint: bytes.len(), ..Default::default() };
    let mut twin = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut twin, &params).map_err(|error| format!("Brotli failed: {error}"))?;
    Ok(twin)
}
