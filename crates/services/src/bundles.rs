//! Bundles: one version of a content item as an immutable archive, and unpacked for serving.
//!
//! # Security
//! An archive is hostile input. Only regular files and folders are taken out of it, each path is rebuilt from checked
//! parts, nothing is written twice, and total size and number of files are bounded while unpacking (ASVS 5.0 5.2.3,
//! 5.2.5, 5.3.3). Unpacking goes into a new folder that gets its name only when it is whole.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use domain::{BundleId, BundlePath};
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};
use tar::{Archive, Builder, EntryType, Header};
use tempfile::TempDir;
use thiserror::Error;
use tokio::task::spawn_blocking;

use crate::{DataFolder, Mistake, ServiceError, Services, random};

/// The most bytes that one version may have when it is unpacked.
const MOST_BYTES: u64 = 4 * 1024 * 1024 * 1024;
/// The most files and folders that one version may have.
const MOST_ENTRIES: usize = 100_000;
/// What lies in folders of source code and is nobody else's business.
const LEFT_OUT: [&str; 9] =
    [".git", ".hg", ".svn", ".env", ".Renviron", ".Rhistory", ".RData", ".Rproj.user", ".DS_Store"];

/// How the folder of a version is called before it has a number.
const NEW_FOLDER: &str = "new-";
/// How long an incoming archive that nobody published is kept.
const INCOMING_LASTS: Duration = Duration::from_secs(24 * 60 * 60);

/// A folder, file or archive, packed and lying where the services look for what comes in.
pub struct Packed {
    /// The name of the archive in the folder for incoming archives.
    pub name: String,
}

impl Packed {
    /// The archive of this name among the incoming ones; `None` for a name that [`pack`] does not give.
    pub fn named(name: &str) -> Option<Self> {
        let plain = name.len() == 64 && name.bytes().all(|b| b.is_ascii_hexdigit());
        plain.then(|| Self { name: name.to_owned() })
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
    let name = random::token().map_err(|error| failed(io::Error::other(error.to_string())))?;
    let target = data.incoming().join(&name);
    fs::create_dir_all(data.incoming()).map_err(failed)?;
    let archive = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&target).map_err(failed)?;
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
    packed.map(|()| Packed { name })
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
    let mut header = Header::new_gnu();
    header.set_size(file.metadata().map_err(failed)?.len());
    header.set_mode(0o644);
    header.set_entry_type(EntryType::Regular);
    builder.append_data(&mut header, inside.as_str(), file).map_err(failed)
}

/// The size of an archive and its SHA-256 in hexadecimal digits.
pub(crate) fn digest(archive: &Path) -> io::Result<(u64, String)> {
    let mut hasher = Sha256::new();
    let mut file = File::open(archive)?;
    let mut buffer = vec![0; 64 * 1024];
    let mut size = 0;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((size, random::hex(&hasher.finalize())));
        }
        hasher.update(&buffer[..read]);
        size += read as u64;
    }
}

/// Unpacks an archive into a folder that exists and is empty.
pub(crate) fn unpack(archive: &Path, folder: &Path) -> Result<(), ServiceError> {
    let broken = |error: io::Error| Mistake::Bundle(format!("The archive cannot be read: {error}."));
    let mut archive = Archive::new(GzDecoder::new(File::open(archive)?));
    let mut seen: HashSet<BundlePath> = HashSet::new();
    let (mut entries, mut room) = (0, MOST_BYTES);
    for entry in archive.entries().map_err(broken)? {
        let mut entry = entry.map_err(broken)?;
        entries += 1;
        if entries > MOST_ENTRIES {
            return Err(Mistake::Bundle(format!("The archive has more than {MOST_ENTRIES} files.")).into());
        }
        let kind = entry.header().entry_type();
        if kind == EntryType::XGlobalHeader {
            continue;
        }
        let raw = entry.path_bytes().into_owned();
        let name = String::from_utf8(raw)
            .map_err(|_| Mistake::Bundle("The archive has a name that is not UTF-8.".to_owned()))?;
        let inside = name.trim_start_matches("./").trim_end_matches('/');
        if kind == EntryType::Directory && (inside.is_empty() || inside == ".") {
            continue;
        }
        let bad = || {
            Mistake::Bundle(format!(
                "The archive has the name {name:?}, which leads out of it or cannot be an address."
            ))
        };
        let inside: BundlePath = inside.parse().map_err(|_| bad())?;
        let target = folder.join(inside.as_str());
        match kind {
            EntryType::Directory => fs::create_dir_all(&target).map_err(unpack_fault)?,
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => {
                if !seen.insert(inside) {
                    return Err(Mistake::Bundle(format!("The archive has {name:?} twice.")).into());
                }
                if let Some(parent) = target.parent() {
                    fs::create_dir_all(parent).map_err(unpack_fault)?;
                }
                let mut file =
                    OpenOptions::new().write(true).create_new(true).mode(0o600).open(&target).map_err(unpack_fault)?;
                let written = io::copy(&mut (&mut entry).take(room + 1), &mut file).map_err(unpack_fault)?;
                room = room.checked_sub(written).ok_or_else(|| {
                    Mistake::Bundle(format!("The archive has more than {} GiB in all.", MOST_BYTES >> 30))
                })?;
            }
            _ => {
                return Err(Mistake::Bundle(format!(
                    "The archive has {name:?}, which is a link or a special file. Only files and folders can be published."
                ))
                .into());
            }
        }
    }
    // The end of the archive is not the end of the file: only when that was read has its checksum been compared.
    io::copy(&mut archive.into_inner().take(room), &mut io::sink()).map_err(unpack_fault)?;
    Ok(())
}

/// A damaged archive is the publisher's, a full disk is ours.
fn unpack_fault(error: io::Error) -> ServiceError {
    match error.kind() {
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory => {
            Mistake::Bundle("The archive has a name both as a file and as a folder.".to_owned()).into()
        }
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
            Mistake::Bundle(format!("The archive cannot be read: {error}.")).into()
        }
        _ => error.into(),
    }
}

/// Writes everything in this folder's file system through to the disk.
pub(crate) fn sync(folder: &Path) -> io::Result<()> {
    rustix::fs::syncfs(File::open(folder)?)?;
    Ok(())
}

/// Removes what an interrupted publication left behind.
///
/// Folders that never got their number go at once: only the holder of the lock makes any. Incoming archives go after a
/// day, because a command may be packing one right now.
pub(crate) fn sweep_leftovers(data: &DataFolder) -> io::Result<()> {
    for entry in fs::read_dir(data.unpacked())? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(NEW_FOLDER) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    for entry in fs::read_dir(data.incoming())? {
        let entry = entry?;
        let age = entry.metadata()?.modified()?.elapsed().unwrap_or_default();
        if age > INCOMING_LASTS {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// A new folder beside the unpacked versions, to be filled and renamed.
pub(crate) fn new_folder(parent: &Path) -> io::Result<TempDir> {
    tempfile::Builder::new().prefix(NEW_FOLDER).tempdir_in(parent)
}

impl Services {
    /// Where the archive of a version lies.
    pub(crate) fn archive(&self, bundle: BundleId) -> PathBuf {
        self.0.data.bundles().join(format!("{bundle}.tar.gz"))
    }

    /// The versions whose archives are gone, for the check of the storage.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn missing_archives(&self) -> Result<Vec<BundleId>, ServiceError> {
        let bundles = self.0.store.list_bundles().await?;
        Ok(bundles.into_iter().filter(|bundle| !self.archive(*bundle).is_file()).collect())
    }

    /// The folder with a version's files; unpacks the archive when the folder is missing, as after a restore.
    pub(crate) async fn unpacked(&self, bundle: BundleId) -> Result<PathBuf, ServiceError> {
        let folder = self.0.data.unpacked().join(bundle.to_string());
        if folder.is_dir() {
            return Ok(folder);
        }
        let _one_at_a_time = self.0.unpacking.lock().await;
        if folder.is_dir() {
            return Ok(folder);
        }
        let (archive, parent, target) = (self.archive(bundle), self.0.data.unpacked(), folder.clone());
        spawn_blocking(move || {
            let new = new_folder(&parent)?;
            unpack(&archive, new.path())?;
            sync(new.path())?;
            fs::rename(new.keep(), target)?;
            Ok::<_, ServiceError>(())
        })
        .await
        .map_err(ServiceError::internal)??;
        Ok(folder)
    }
}

#[cfg(test)]
mod tests;
