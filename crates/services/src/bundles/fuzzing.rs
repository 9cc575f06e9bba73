//! The parsers of what publishers send, for the searching tests below `fuzz/`: whatever comes in, they answer, and what
//! they hand on is sound.

#![expect(clippy::expect_used, reason = "a search ends at the first thing that is not as it should be")]

use std::collections::HashSet;
use std::io::{Read, Write as _};

use domain::BundlePath;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::Manifest;
use super::walk::{Caps, Contents, Sink, walk_bytes};
use crate::{Mistake, ServiceError};

/// Less than what archives may hold, so that a search meets the caps.
const CAPS: Caps = Caps { bytes: 1024 * 1024, ratio: 200, harmless: 64 * 1024, entries: 100 };

/// Reads an upload as it comes in.
///
/// # Panics
/// When a file or folder is handed on that must not be, or the fault is not said in words.
pub fn archive(bytes: &[u8]) {
    drop(read(bytes));
}

/// Reads what is under the compression of an upload.
///
/// # Panics
/// As [`archive`].
pub fn tar(bytes: &[u8]) {
    drop(read(&compressed(bytes)));
}

/// Reads a manifest.
///
/// # Panics
/// When a path in it leads out of the bundle, or the fault is not said in words.
pub fn manifest(bytes: &[u8]) {
    match Manifest::parse(bytes) {
        Ok(None) => {}
        Ok(Some(manifest)) => {
            let entry = manifest.entrypoint.as_deref().and_then(|entry| entry.split(':').next());
            let file = manifest.python.as_ref().and_then(|python| python.package_file.as_deref());
            for path in [manifest.primary.as_deref(), entry, file].into_iter().flatten() {
                check(path);
            }
        }
        Err(error) => check_words(&error),
    }
}

pub(super) fn compressed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::none());
    encoder.write_all(bytes).expect("memory takes everything");
    encoder.finish().expect("memory takes everything")
}

pub(super) fn read(bytes: &[u8]) -> Option<Contents> {
    let mut seen = Seen::default();
    match walk_bytes(bytes, bytes.len() as u64, CAPS, &mut seen) {
        Ok(contents) => {
            assert_eq!(contents.entries, seen.folders.len() + seen.files.len());
            assert_eq!(contents.bytes, seen.bytes);
            Some(contents)
        }
        Err(error) => {
            check_words(&error);
            None
        }
    }
}

fn check_words(error: &ServiceError) {
    assert!(matches!(error, ServiceError::Invalid(Mistake::Bundle(words)) if words.len() < 2000), "{error:?}");
}

fn check(path: &str) {
    let sound = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\0', '\\']);
    assert!(path.split('/').all(sound), "{path:?} was handed on");
}

/// What was handed on.
#[derive(Default)]
struct Seen {
    folders: HashSet<String>,
    files: HashSet<String>,
    bytes: u64,
}

impl Seen {
    fn add(&mut self, path: &BundlePath) {
        check(path.as_str());
        if let Some((folder, _)) = path.as_str().rsplit_once('/') {
            assert!(self.folders.contains(folder), "{:?} came before its folder", path.as_str());
        }
        let known = self.folders.contains(path.as_str()) || self.files.contains(path.as_str());
        assert!(!known, "{:?} came twice", path.as_str());
        assert!(self.folders.len() + self.files.len() < CAPS.entries);
    }
}

impl Sink for Seen {
    fn folder(&mut self, path: &BundlePath) -> Result<(), ServiceError> {
        self.add(path);
        self.folders.insert(path.as_str().to_owned());
        Ok(())
    }

    fn file(&mut self, path: &BundlePath, bytes: &mut dyn Read) -> Result<(), ServiceError> {
        self.add(path);
        self.files.insert(path.as_str().to_owned());
        self.bytes += std::io::copy(bytes, &mut std::io::sink()).map_err(super::walk::damaged)?;
        assert!(self.bytes <= CAPS.bytes);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error;
    use std::fs;
    use std::path::Path;

    use super::*;

    type Fault = Box<dyn Error>;

    /// The inputs that the search below `fuzz/` begins with, and those that it once found something with.
    fn corpus(name: &str) -> Result<Vec<Vec<u8>>, Fault> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(name);
        let files: Result<Vec<_>, Fault> = fs::read_dir(folder)?.map(|entry| Ok(fs::read(entry?.path())?)).collect();
        let files = files?;
        assert!(files.len() > 3, "the corpus {name} is gone");
        Ok(files)
    }

    #[test]
    fn the_corpus_of_archives_is_read_and_only_sound_files_come_out() -> Result<(), Fault> {
        let mut read_well = 0;
        for bytes in corpus("archive")? {
            read_well += usize::from(read(&bytes).is_some());
        }
        for bytes in corpus("tar")? {
            read_well += usize::from(read(&compressed(&bytes)).is_some());
        }
        assert!(read_well > 3, "the corpus has good archives, too");
        Ok(())
    }

    #[test]
    fn the_corpus_of_manifests_is_read() -> Result<(), Fault> {
        let files = corpus("manifest")?;
        files.iter().for_each(|bytes| manifest(bytes));
        assert!(files.iter().any(|bytes| matches!(Manifest::parse(bytes), Ok(Some(_)))));
        assert!(files.iter().any(|bytes| Manifest::parse(bytes).is_err()));
        Ok(())
    }
}
