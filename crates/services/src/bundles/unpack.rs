//! Unpacking an archive into a folder.
//!
//! # Security
//! An archive is hostile input. Only regular files and folders are taken out of it, each path is rebuilt from checked
//! parts, nothing is written twice, and total size, number of files and length of names are bounded while unpacking
//! (ASVS 5.0 5.2.3, 5.2.5, 5.3.3).

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use domain::BundlePath;
use flate2::read::GzDecoder;
use tar::{Archive, Entry, EntryType, PaxExtensions};

use crate::{Mistake, ServiceError};

/// The most bytes that one version may have when it is unpacked.
const MOST_BYTES: u64 = 4 * 1024 * 1024 * 1024;
/// The most files and folders that one version may have.
const MOST_ENTRIES: usize = 100_000;
/// The most bytes of a record that holds a long name or the like.
const LONGEST_RECORD: u64 = 64 * 1024;

/// Unpacks an archive into a folder that exists and is empty.
///
/// # Errors
/// [`Mistake::Bundle`] when the archive is damaged or holds what it must not; faults of the disk.
pub(crate) fn unpack(archive: &Path, folder: &Path) -> Result<(), ServiceError> {
    let mut archive = Archive::new(GzDecoder::new(File::open(archive)?));
    let mut unpacking = Unpacking {
        folder,
        files: HashSet::new(),
        folders: HashSet::new(),
        entries: 0,
        room: MOST_BYTES,
        long_name: None,
    };
    // Raw: `tar` would read long names into memory without a bound, and obey records that move the entries' bounds.
    for entry in archive.entries().map_err(damaged)?.raw(true) {
        unpacking.take_out(entry.map_err(damaged)?)?;
    }
    // The end of the archive is not the end of the file: only when that was read has its checksum been compared.
    io::copy(&mut archive.into_inner().take(unpacking.room), &mut io::sink()).map_err(damaged)?;
    Ok(())
}

/// An archive that is being unpacked.
struct Unpacking<'a> {
    folder: &'a Path,
    files: HashSet<BundlePath>,
    folders: HashSet<PathBuf>,
    entries: usize,
    /// How many bytes may still come.
    room: u64,
    /// The name that a record gave to the entry after it.
    long_name: Option<Vec<u8>>,
}

impl Unpacking<'_> {
    fn take_out(&mut self, mut entry: Entry<'_, GzDecoder<File>>) -> Result<(), ServiceError> {
        self.count()?;
        let kind = entry.header().entry_type();
        match kind {
            EntryType::XGlobalHeader => return Ok(()),
            EntryType::GNULongName => {
                let mut name = record(&mut entry)?;
                name.truncate(name.iter().position(|byte| *byte == 0).unwrap_or(name.len()));
                self.long_name = Some(name);
                return Ok(());
            }
            EntryType::XHeader => {
                let extensions = record(&mut entry)?;
                return self.read_extensions(&extensions);
            }
            _ => {}
        }
        let raw = self.long_name.take().unwrap_or_else(|| entry.path_bytes().into_owned());
        let name = String::from_utf8(raw).map_err(|_| mistake("The archive has a name that is not UTF-8."))?;
        let inside = name.trim_start_matches("./").trim_end_matches('/');
        // Some clients begin with a folder that has no name.
        if kind == EntryType::Directory && matches!(inside, "" | ".") {
            return Ok(());
        }
        let inside: BundlePath = inside.parse().map_err(|_| {
            mistake(&format!("The archive has the name {name:?}, which leads out of it or cannot be an address."))
        })?;
        match kind {
            EntryType::Directory => self.make_folders(&self.folder.join(inside.as_str()), &name),
            EntryType::Regular | EntryType::Continuous => self.write(inside, &name, entry),
            _ => Err(mistake(&format!(
                "The archive has {name:?}, which is a link or a special file. Only files and folders can be published."
            ))),
        }
    }

    /// Records before an entry: a long name is taken, one that would change the entry's size is refused.
    fn read_extensions(&mut self, records: &[u8]) -> Result<(), ServiceError> {
        for extension in PaxExtensions::new(records) {
            let extension = extension.map_err(damaged)?;
            match extension.key() {
                Ok("path") => self.long_name = Some(extension.value_bytes().to_owned()),
                Ok(key) if key == "size" || key.starts_with("GNU.sparse") => {
                    return Err(mistake("The archive has a file that is sparse or larger than 8 GiB."));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn count(&mut self) -> Result<(), ServiceError> {
        self.entries += 1;
        if self.entries > MOST_ENTRIES {
            return Err(mistake(&format!("The archive has more than {MOST_ENTRIES} files and folders.")));
        }
        Ok(())
    }

    /// Makes a folder and those above it; each counts.
    fn make_folders(&mut self, target: &Path, name: &str) -> Result<(), ServiceError> {
        let base = self.folder;
        for folder in target.ancestors().take_while(|folder| *folder != base) {
            if !self.folders.insert(folder.to_owned()) {
                break;
            }
            self.count()?;
        }
        fs::create_dir_all(target).map_err(|error| at(name, error))
    }

    fn write(&mut self, inside: BundlePath, name: &str, bytes: impl Read) -> Result<(), ServiceError> {
        let target = self.folder.join(inside.as_str());
        if !self.files.insert(inside) {
            return Err(mistake(&format!("The archive has {name:?} twice.")));
        }
        if let Some(parent) = target.parent() {
            self.make_folders(parent, name)?;
        }
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&target);
        let mut file = file.map_err(|error| at(name, error))?;
        // One byte more than there is room for shows that there was too much.
        let written = io::copy(&mut bytes.take(self.room + 1), &mut file).map_err(damaged)?;
        self.room = self
            .room
            .checked_sub(written)
            .ok_or_else(|| mistake(&format!("The archive has more than {} GiB in all.", MOST_BYTES >> 30)))?;
        Ok(())
    }
}

/// The bytes of a record, which are few.
fn record(entry: &mut Entry<'_, GzDecoder<File>>) -> Result<Vec<u8>, ServiceError> {
    if entry.size() > LONGEST_RECORD {
        return Err(mistake("The archive has a name or a record that is too long."));
    }
    let mut bytes = Vec::new();
    entry.read_to_end(&mut bytes).map_err(damaged)?;
    Ok(bytes)
}

fn mistake(text: &str) -> ServiceError {
    Mistake::Bundle(text.to_owned()).into()
}

/// A fault while a file or folder was made.
fn at(name: &str, error: io::Error) -> ServiceError {
    use io::ErrorKind::{AlreadyExists, IsADirectory, NotADirectory};
    match error.kind() {
        AlreadyExists | NotADirectory | IsADirectory => {
            mistake(&format!("The archive has {name:?}, or a part of it, both as a file and as a folder."))
        }
        _ => error.into(),
    }
}

/// A fault while the archive was read: a damaged archive is the publisher's, a full disk is ours.
fn damaged(error: io::Error) -> ServiceError {
    use io::ErrorKind::{InvalidData, InvalidInput, Other, UnexpectedEof};
    match error.kind() {
        InvalidData | InvalidInput | Other | UnexpectedEof => mistake(&format!("The archive cannot be read: {error}.")),
        _ => error.into(),
    }
}
