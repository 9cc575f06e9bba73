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
use std::path::Path;

use domain::BundlePath;
use flate2::read::GzDecoder;
use tar::{Archive, Entry, EntryType};

use crate::{Mistake, ServiceError};

/// The most bytes that one version may have when it is unpacked.
const MOST_BYTES: u64 = 4 * 1024 * 1024 * 1024;
/// The most files and folders that one version may have.
const MOST_ENTRIES: usize = 100_000;
/// The most bytes of a record that holds a long name or the like; `tar` reads these into memory.
const LONGEST_RECORD: u64 = 64 * 1024;

/// Unpacks an archive into a folder that exists and is empty.
///
/// # Errors
/// [`Mistake::Bundle`] when the archive is damaged or holds what it must not; faults of the disk.
pub(crate) fn unpack(archive: &Path, folder: &Path) -> Result<(), ServiceError> {
    refuse_long_records(archive)?;
    let mut archive = open(archive)?;
    let mut unpacking = Unpacking { folder, seen: HashSet::new(), entries: 0, room: MOST_BYTES };
    for entry in archive.entries().map_err(damaged)? {
        unpacking.take_out(entry.map_err(damaged)?)?;
    }
    // The end of the archive is not the end of the file: only when that was read has its checksum been compared.
    io::copy(&mut archive.into_inner().take(unpacking.room), &mut io::sink()).map_err(damaged)?;
    Ok(())
}

type Packed = Archive<GzDecoder<File>>;

fn open(archive: &Path) -> io::Result<Packed> {
    Ok(Archive::new(GzDecoder::new(File::open(archive)?)))
}

fn refuse_long_records(archive: &Path) -> Result<(), ServiceError> {
    for entry in open(archive)?.entries().map_err(damaged)?.raw(true) {
        let entry = entry.map_err(damaged)?;
        let plain =
            matches!(entry.header().entry_type(), EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse);
        if !plain && entry.size() > LONGEST_RECORD {
            return Err(mistake("The archive has a name or a record that is too long."));
        }
    }
    Ok(())
}

/// An archive that is being unpacked.
struct Unpacking<'a> {
    folder: &'a Path,
    seen: HashSet<BundlePath>,
    entries: usize,
    /// How many bytes may still come.
    room: u64,
}

impl Unpacking<'_> {
    fn take_out(&mut self, entry: Entry<'_, GzDecoder<File>>) -> Result<(), ServiceError> {
        self.entries += 1;
        if self.entries > MOST_ENTRIES {
            return Err(mistake(&format!("The archive has more than {MOST_ENTRIES} files.")));
        }
        let kind = entry.header().entry_type();
        if kind == EntryType::XGlobalHeader {
            return Ok(());
        }
        let name = String::from_utf8(entry.path_bytes().into_owned())
            .map_err(|_| mistake("The archive has a name that is not UTF-8."))?;
        let inside = name.trim_start_matches("./").trim_end_matches('/');
        // Some clients begin with a folder that has no name.
        if kind == EntryType::Directory && matches!(inside, "" | ".") {
            return Ok(());
        }
        let inside: BundlePath = inside.parse().map_err(|_| {
            mistake(&format!("The archive has the name {name:?}, which leads out of it or cannot be an address."))
        })?;
        match kind {
            EntryType::Directory => {
                fs::create_dir_all(self.folder.join(inside.as_str())).map_err(|error| at(&name, error))
            }
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => self.write(inside, &name, entry),
            _ => Err(mistake(&format!(
                "The archive has {name:?}, which is a link or a special file. Only files and folders can be published."
            ))),
        }
    }

    fn write(&mut self, inside: BundlePath, name: &str, bytes: impl Read) -> Result<(), ServiceError> {
        let target = self.folder.join(inside.as_str());
        if !self.seen.insert(inside) {
            return Err(mistake(&format!("The archive has {name:?} twice.")));
        }
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(|error| at(name, error))?;
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
