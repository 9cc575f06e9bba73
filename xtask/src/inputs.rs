//! What the site is made from, as one digest: while it stays the same, there is nothing to do.

use std::path::{Path, PathBuf};
use std::{fs, io};

use sha2::{Digest, Sha256};

use crate::site::read;
use crate::{Mode, Problem};

/// Everything that can change the browser's half.
const SOURCES: [&str; 11] = [
    "Cargo.lock",
    "Cargo.toml",
    "app/Cargo.toml",
    "app/src",
    "crates/domain",
    "frontend",
    "package-lock.json",
    "public",
    "rust-toolchain.toml",
    "style",
    "xtask",
];

/// The digest of all sources, and of the way they are built.
pub(crate) fn digest(root: &Path, mode: Mode) -> Result<String, Problem> {
    let mut files = Vec::new();
    for source in SOURCES {
        let path = root.join(source);
        collect(&path, &mut files).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    }
    files.sort();
    let mut digest = Sha256::new();
    digest.update(if mode == Mode::Dev { "dev" } else { "release" });
    for file in files {
        let bytes = read(&file)?;
        digest.update(file.strip_prefix(root).unwrap_or(&file).as_os_str().as_encoded_bytes());
        digest.update((bytes.len() as u64).to_be_bytes());
        digest.update(&bytes);
    }
    Ok(hex(&digest.finalize()))
}

/// The digest of some bytes.
pub(crate) fn digest_of(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    fs::read_dir(path)?.try_for_each(|entry| collect(&entry?.path(), files))
}
