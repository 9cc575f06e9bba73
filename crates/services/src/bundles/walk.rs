//! Walking through an archive: everything that it says is checked, and only what is sound is handed on.
//!
//! # Security
//! An archive is hostile input. Only regular files and folders come out of it, each path is rebuilt from checked parts,
//! nothing comes twice, and total size, number, depth and length of names are bounded while reading (ASVS 5.0 5.2.3,
//! 5.2.5, 5.3.3). What two readers of archives may understand differently is refused, so that nothing hides in it.
//! Memory does not grow with the archive but by [`Names`], a few megabytes at most.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use domain::{BundlePath, BundlePathError};
use tar::{Archive, Entry, EntryType};

use super::inflated::Inflated;
use super::names::{Added, Names};
use super::records::{self, Record};
use crate::{Mistake, ServiceError};

/// How the file is called that says what the bundle is.
const MANIFEST: &str = "manifest.json";
/// The most bytes of a manifest, which is held in memory.
const LARGEST_MANIFEST: u64 = 1024 * 1024;

/// How much an archive may hold.
#[derive(Clone, Copy)]
pub(super) struct Caps {
    /// The most bytes that it may have when it is unpacked.
    pub(super) bytes: u64,
    /// How many times its own size it may have when it is unpacked.
    ///
    /// Deflate makes at most 1032 bytes of one. Logs, tables and pages come to 5 to 50, so that 200 leaves room for
    /// all of them, and a bomb of 4 GiB has to be sent as 20 MiB at least.
    pub(super) ratio: u64,
    /// Below this size the ratio does not count: a table of zeros is nobody's bomb.
    pub(super) harmless: u64,
    /// The most files and folders.
    pub(super) entries: usize,
}

/// What every archive may hold.
pub(super) const CAPS: Caps =
    Caps { bytes: 4 * 1024 * 1024 * 1024, ratio: 200, harmless: 128 * 1024 * 1024, entries: 100_000 };

/// What is in an archive.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Contents {
    /// How many files and folders, those included that are only part of a path.
    pub(crate) entries: usize,
    /// How many bytes the files have together.
    pub(crate) bytes: u64,
    /// The file `manifest.json` at the top.
    pub(crate) manifest: Option<Vec<u8>>,
}

/// Where what is found goes.
pub(super) trait Sink {
    /// A folder, after the one that it is in, and once.
    fn folder(&mut self, path: &BundlePath) -> Result<(), ServiceError>;
    /// A file, after the folder that it is in, and once.
    fn file(&mut self, path: &BundlePath, bytes: &mut dyn Read) -> Result<(), ServiceError>;
}

/// Reads a whole archive, checks all of it, and writes nothing.
///
/// # Errors
/// [`Mistake::Bundle`] when the archive is damaged or holds what it must not; faults of the disk.
pub(crate) fn walk(archive: &Path) -> Result<Contents, ServiceError> {
    walk_into(archive, CAPS, &mut Nowhere)
}

/// Reads a whole archive, checks all of it, and hands on what is sound, as it comes.
///
/// # Errors
/// Those of [`walk`], and those of the sink, after which it gets nothing more.
pub(super) fn walk_into(archive: &Path, caps: Caps, sink: &mut dyn Sink) -> Result<Contents, ServiceError> {
    let file = File::open(archive)?;
    let size = file.metadata()?.len();
    walk_bytes(file, size, caps, sink)
}

/// As [`walk_into`], from wherever the archive of this size comes.
pub(super) fn walk_bytes(
    archive: impl Read,
    size: u64,
    caps: Caps,
    sink: &mut dyn Sink,
) -> Result<Contents, ServiceError> {
    let most = caps.bytes.min(caps.harmless.max(size.saturating_mul(caps.ratio)));
    let mut archive = Archive::new(Inflated::new(archive, most));
    let mut walk = Walk {
        caps,
        sink,
        names: Names::default(),
        long_name: None,
        contents: Contents { entries: 0, bytes: 0, manifest: None },
    };
    // Raw: `tar` would read long names into memory without a bound, and obey records that move the entries' bounds.
    for entry in archive.entries().map_err(damaged)?.raw(true) {
        walk.step(entry.map_err(damaged)?)?;
    }
    // The end of the archive is not the end of the file: only when that was read has its checksum been compared.
    if walk.long_name.is_some() || !only_zeros(archive.into_inner()).map_err(damaged)? {
        return Err(mistake("The archive goes on behind its end."));
    }
    Ok(walk.contents)
}

/// The sink of who only wants to know.
struct Nowhere;

impl Sink for Nowhere {
    fn folder(&mut self, _: &BundlePath) -> Result<(), ServiceError> {
        Ok(())
    }

    fn file(&mut self, _: &BundlePath, bytes: &mut dyn Read) -> Result<(), ServiceError> {
        io::copy(bytes, &mut io::sink()).map_err(damaged)?;
        Ok(())
    }
}

/// An archive that is being read.
struct Walk<'a> {
    caps: Caps,
    sink: &'a mut dyn Sink,
    names: Names,
    /// The name that a record gave to the entry after it.
    long_name: Option<Vec<u8>>,
    contents: Contents,
}

impl Walk<'_> {
    fn step(&mut self, mut entry: Entry<'_, impl Read>) -> Result<(), ServiceError> {
        match records::read(&mut entry)? {
            Record::None => {}
            Record::Passed => return Ok(()),
            Record::Name(name) => {
                if self.long_name.replace(name).is_some() {
                    return Err(mistake("The archive has two names for one file."));
                }
                return Ok(());
            }
        }
        let raw = self.long_name.take().unwrap_or_else(|| entry.path_bytes().into_owned());
        let name = String::from_utf8(raw).map_err(|_| mistake("The archive has a name that is not UTF-8."))?;
        let (kind, size) = (entry.header().entry_type(), entry.size());
        // In the oldest format a folder is an empty file whose name ends with a slash.
        let folder = match kind {
            EntryType::Directory => true,
            EntryType::Regular | EntryType::Continuous => name.ends_with('/'),
            _ => {
                return Err(mistake(&format!(
                    "The archive has {}, which is a link or a special file. Only files and folders can be published.",
                    quoted(&name)
                )));
            }
        };
        if folder && size > 0 {
            return Err(mistake(&format!("The archive has {} as a folder that holds bytes.", quoted(&name))));
        }
        let inside = name.trim_start_matches("./").trim_end_matches('/');
        // Some clients begin with a folder that has no name.
        if folder && matches!(inside, "" | ".") {
            return Ok(());
        }
        let inside: BundlePath = inside.parse().map_err(|_| {
            let name = quoted(&name);
            mistake(&format!("The archive has the name {name}, which leads out of it or cannot be an address."))
        })?;
        if folder { self.folders_to(inside.as_str(), &name) } else { self.file(&inside, &name, entry) }
    }

    fn file(&mut self, inside: &BundlePath, name: &str, mut bytes: impl Read) -> Result<(), ServiceError> {
        if let Some((folder, _)) = inside.as_str().rsplit_once('/') {
            self.folders_to(folder, name)?;
        }
        match self.names.add_file(inside.as_str()) {
            Added::New => self.count()?,
            Added::Known => return Err(mistake(&format!("The archive has {} twice.", quoted(name)))),
            Added::Clash => return Err(clash(name)),
        }
        let mut counted = Counted { bytes: &mut bytes, count: 0 };
        if inside.as_str() == MANIFEST {
            let mut manifest = Vec::new();
            (&mut counted).take(LARGEST_MANIFEST + 1).read_to_end(&mut manifest).map_err(damaged)?;
            if manifest.len() as u64 > LARGEST_MANIFEST {
                return Err(mistake("manifest.json is larger than 1 MiB."));
            }
            self.sink.file(inside, &mut manifest.as_slice())?;
            self.contents.manifest = Some(manifest);
        } else {
            self.sink.file(inside, &mut counted)?;
        }
        self.contents.bytes += counted.count;
        Ok(())
    }

    /// A folder and those above it, the topmost first.
    fn folders_to(&mut self, folder: &str, name: &str) -> Result<(), ServiceError> {
        let mut new = Vec::new();
        let mut next = Some(folder);
        while let Some(folder) = next {
            match self.names.add_folder(folder) {
                Added::New => new.push(folder),
                // Those above it are known then, too.
                Added::Known => break,
                Added::Clash => return Err(clash(name)),
            }
            self.count()?;
            next = folder.rsplit_once('/').map(|(above, _)| above);
        }
        if folder.split('/').count() > Names::DEEPEST {
            let deepest = Names::DEEPEST;
            return Err(mistake(&format!("The archive has more than {deepest} folders, one inside the other.")));
        }
        for folder in new.into_iter().rev() {
            self.sink.folder(&folder.parse().map_err(|error: BundlePathError| ServiceError::internal(error))?)?;
        }
        Ok(())
    }

    fn count(&mut self) -> Result<(), ServiceError> {
        self.contents.entries += 1;
        if self.contents.entries > self.caps.entries {
            let most = self.caps.entries;
            return Err(mistake(&format!("The archive has more than {most} files and folders.")));
        }
        Ok(())
    }
}

/// Counts what is read.
struct Counted<'a> {
    bytes: &'a mut dyn Read,
    count: u64,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(buffer)?;
        self.count += read as u64;
        Ok(read)
    }
}

/// Reads to the end, and tells whether there was nothing but the zeros that fill up the last block.
fn only_zeros(mut rest: impl Read) -> io::Result<bool> {
    let mut buffer = [0; 32 * 1024];
    loop {
        let read = rest.read(&mut buffer)?;
        if read == 0 {
            return Ok(true);
        }
        if buffer[..read].iter().any(|byte| *byte != 0) {
            return Ok(false);
        }
    }
}

/// A name as it is shown in a sentence: not longer than a sentence can be.
fn quoted(name: &str) -> String {
    let mut start: String = name.chars().take(200).collect();
    if start.len() < name.len() {
        start.push('…');
    }
    format!("{start:?}")
}

fn clash(name: &str) -> ServiceError {
    mistake(&format!("The archive has {}, or a part of it, both as a file and as a folder.", quoted(name)))
}

pub(super) fn mistake(text: &str) -> ServiceError {
    Mistake::Bundle(text.to_owned()).into()
}

/// A fault while the archive was read: a damaged archive is the publisher's, a failing disk is ours.
pub(super) fn damaged(error: io::Error) -> ServiceError {
    use io::ErrorKind::{FileTooLarge, InvalidData, InvalidInput, Other, UnexpectedEof};
    match error.kind() {
        FileTooLarge if error.raw_os_error().is_none() => mistake(&error.to_string()),
        InvalidData | InvalidInput | Other | UnexpectedEof => mistake(&format!("The archive cannot be read: {error}.")),
        _ => error.into(),
    }
}

#[cfg(test)]
mod tests;
