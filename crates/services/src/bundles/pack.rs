//! Packing: a folder, a single file or a ready archive becomes an incoming archive.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use domain::BundlePath;
use flate2::write::GzEncoder;
use rustix::fs::{FlockOperation, flock};
use tar::{Builder, EntryType, Header};
use thiserror::Error;

use crate::{DataFolder, random};

/// What lies in folders of source code and is nobody else's business.
pub(super) const LEFT_OUT: [&str; 9] =
    [".git", ".hg", ".svn", ".env", ".Renviron", ".Rhistory", ".RData", ".Rproj.user", ".DS_Store"];

/// A folder, file or archive, packed and lying where the services look for what comes in.
pub struct Packed {
    /// The name of the archive in the folder for incoming archives.
    pub name: String,
    /// While it is open, no server that starts takes the archive for one that nobody wants any more.
    _held: Option<File>,
}

impl Packed {
    /// The archive of this name among the incoming ones; `None` for a name that [`pack`] does not give.
    pub fn named(name: &str) -> Option<Self> {
        let plain = name.len() == 64 && name.bytes().all(|b| b.is_ascii_hexdigit());
        plain.then(|| Self { name: name.to_owned(), _held: None })
    }
}

/// Why something cannot be packed.
#[derive(Debug, Error)]
pub enum PackError {
    /// There is nothing there.
    #[error("There is nothing at {0}.")]
    Missing(PathBuf),
    /// A link or a device.
    #[error(
        "{0} is a link or a special file. Only files and folders can be published; replace it by what it points to."
    )]
    Special(PathBuf),
    /// A name that cannot be part of an address.
    #[error(
        "{0} has a name that cannot be part of an address. Names are UTF-8 without backslashes and control characters."
    )]
    Name(PathBuf),
    /// A folder without a file.
    #[error("{0} is empty.")]
    Empty(PathBuf),
    /// Reading or writing failed.
    #[error("{0} could not be packed: {1}.")]
    Io(PathBuf, #[source] io::Error),
}

/// Packs a folder, a single file, or takes a `.tar.gz` as it is. `.git` and the like are left out.
///
/// # Errors
/// With a sentence that names the culprit.
pub fn pack(path: &Path, data: &DataFolder) -> Result<Packed, PackError> {
    let failed = |error| PackError::Io(path.to_owned(), error);
    let metadata = fs::metadata(path).map_err(|_| PackError::Missing(path.to_owned()))?;
    fs::create_dir_all(data.incoming()).map_err(failed)?;
    let (name, archive) = held_file(data).map_err(failed)?;
    let target = data.incoming().join(&name);
    let packed = if metadata.is_file() && is_archive(path) {
        File::open(path).and_then(|mut source| io::copy(&mut source, &mut &archive).map(drop)).map_err(failed)
    } else {
        pack_into(path, metadata.is_dir(), &archive)
    };
    let packed = packed.and_then(|()| archive.sync_all().map_err(failed));
    if packed.is_err() {
        // The archive is of no use; that it may stay behind must not hide the real fault.
        drop(fs::remove_file(&target));
    }
    packed.map(|()| Packed { name, _held: Some(archive) })
}

/// A new file among the incoming ones, which is not swept while it is open.
fn held_file(data: &DataFolder) -> io::Result<(String, File)> {
    loop {
        let name = random::token().map_err(|error| io::Error::other(error.to_string()))?;
        let path = data.incoming().join(&name);
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        flock(&file, FlockOperation::LockExclusive)?;
        // A server that starts may have swept it before it was held.
        if file.metadata()?.nlink() > 0 {
            return Ok((name, file));
        }
    }
}

fn is_archive(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    name.ends_with(".tar.gz") || name.ends_with(".tgz")
}

fn pack_into(path: &Path, folder: bool, archive: &File) -> Result<(), PackError> {
    let failed = |error| PackError::Io(path.to_owned(), error);
    let mut builder = Builder::new(GzEncoder::new(archive, flate2::Compression::fast()));
    if folder {
        let mut files = 0;
        pack_folder(&mut builder, path, "", &mut files)?;
        if files == 0 {
            return Err(PackError::Empty(path.to_owned()));
        }
    } else {
        let name = path.file_name().and_then(|name| name.to_str()).ok_or_else(|| PackError::Name(path.to_owned()))?;
        pack_file(&mut builder, path, name)?;
    }
    builder.into_inner().and_then(GzEncoder::finish).map_err(failed)?;
    Ok(())
}

fn pack_folder(
    builder: &mut Builder<impl Write>,
    folder: &Path,
    prefix: &str,
    files: &mut usize,
) -> Result<(), PackError> {
    let failed = |error| PackError::Io(folder.to_owned(), error);
    let mut entries = fs::read_dir(folder).map_err(failed)?.collect::<io::Result<Vec<_>>>().map_err(failed)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let name = entry.file_name();
        let name = name.to_str().ok_or_else(|| PackError::Name(path.clone()))?;
        if LEFT_OUT.contains(&name) {
            continue;
        }
        let inside = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}/{name}") };
        let kind = entry.file_type().map_err(failed)?;
        if kind.is_dir() {
            pack_folder(builder, &path, &inside, files)?;
        } else if kind.is_file() {
            pack_file(builder, &path, &inside)?;
            *files += 1;
        } else {
            return Err(PackError::Special(path));
        }
    }
    Ok(())
}

fn pack_file(builder: &mut Builder<impl Write>, path: &Path, inside: &str) -> Result<(), PackError> {
    let failed = |error| PackError::Io(path.to_owned(), error);
    let inside: BundlePath = inside.parse().map_err(|_| PackError::Name(path.to_owned()))?;
    let file = File::open(path).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    append(builder, &inside, size, file).map_err(failed)
}

/// Puts a file into an archive; nothing of it goes along but its name and its bytes.
pub(super) fn append(
    builder: &mut Builder<impl Write>,
    inside: &BundlePath,
    size: u64,
    bytes: impl Read,
) -> io::Result<()> {
    let mut header = Header::new_gnu();
    header.set_size(size);
    header.set_mode(0o644);
    header.set_entry_type(EntryType::Regular);
    builder.append_data(&mut header, inside.as_str(), bytes)
}
