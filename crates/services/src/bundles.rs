//! Bundles: one version of a content item as an immutable archive, and unpacked for serving.

#[cfg(any(test, feature = "fuzzing"))]
pub mod fuzzing;
mod inflated;
mod manifest;
mod names;
mod pack;
mod parcel;
mod records;
mod second_name;
mod sweep;
mod unpack;
mod walk;

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::BundleId;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;
use tokio::task::spawn_blocking;

pub(crate) use self::manifest::Manifest;
pub use self::pack::{PackError, Packed, pack};
pub use self::parcel::Parcel;
pub(crate) use self::second_name::SecondName;
pub(crate) use self::sweep::{set_aside, sweep_archives, sweep_leftovers};
pub(crate) use self::unpack::unpack;
use self::walk::walk;
use crate::{DataFolder, ServiceError, Services, random};

/// How the folder of a version is called before it has a number.
const NEW_FOLDER: &str = "new-";

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

/// Looks whether an archive can be published; gives its manifest, if it has one.
///
/// # Errors
/// [`Mistake::Bundle`](crate::Mistake::Bundle) when it is damaged or holds what it must not; faults of the disk.
pub(crate) fn look_through(archive: &Path) -> Result<Option<Manifest>, ServiceError> {
    let contents = walk(archive)?;
    tracing::debug!(entries = contents.entries, bytes = contents.bytes, "An archive was looked through.");
    contents.manifest.map_or(Ok(None), |bytes| Manifest::parse(&bytes))
}

/// Writes everything in this folder's file system through to the disk.
pub(crate) fn sync(folder: &Path) -> io::Result<()> {
    rustix::fs::syncfs(File::open(folder)?)?;
    Ok(())
}

/// A new folder beside the unpacked versions, to be filled and renamed.
pub(crate) fn new_folder(parent: &Path) -> io::Result<TempDir> {
    tempfile::Builder::new().prefix(NEW_FOLDER).tempdir_in(parent)
}

/// A removal, to which nothing there is as good as done.
pub(crate) fn unless_gone(removed: io::Result<()>) -> io::Result<()> {
    removed.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

fn archive_in(data: &DataFolder, bundle: BundleId) -> PathBuf {
    data.bundles().join(format!("{bundle}.tar.gz"))
}

impl Services {
    /// Where the archive of a version lies.
    pub(crate) fn archive(&self, bundle: BundleId) -> PathBuf {
        archive_in(&self.0.data, bundle)
    }

    /// The versions whose archives are gone or not what was published, for the check of the storage.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn damaged_archives(&self) -> Result<Vec<BundleId>, ServiceError> {
        let bundles = self.0.store.list_bundles().await?;
        let services = self.clone();
        let check = move || {
            let whole = |bundle: BundleId, sha256: &str| {
                digest(&services.archive(bundle)).is_ok_and(|(_, found)| found == sha256)
            };
            bundles.into_iter().filter(|(bundle, sha256)| !whole(*bundle, sha256)).map(|(bundle, _)| bundle).collect()
        };
        spawn_blocking(check).await.map_err(ServiceError::internal)
    }

    /// The folder with a version's files; unpacks the archive when the folder is missing, as after a restore.
    pub(crate) async fn unpacked(&self, bundle: BundleId) -> Result<PathBuf, ServiceError> {
        let folder = self.0.data.unpacked().join(bundle.to_string());
        if folder.is_dir() {
            return Ok(folder);
        }
        let one_at_a_time = Arc::clone(&self.0.unpacking).lock_owned().await;
        if folder.is_dir() {
            return Ok(folder);
        }
        let (archive, parent, target) = (self.archive(bundle), self.0.data.unpacked(), folder.clone());
        spawn_blocking(move || {
            let _one_at_a_time = one_at_a_time;
            let new = new_folder(&parent)?;
            unpack(&archive, new.path())?;
            sync(new.path())?;
            fs::rename(new.path(), target)?;
            // It has another name now, by which nobody removes it.
            drop(new.keep());
            Ok::<_, ServiceError>(())
        })
        .await
        .map_err(ServiceError::internal)??;
        Ok(folder)
    }

    /// Marks the archive of a version as one that is about to go, until the mark is dropped. Without one it goes too.
    pub(crate) fn leaving(&self, bundle: BundleId) -> Option<SecondName> {
        SecondName::give(&self.archive(bundle), &self.0.data).ok()
    }

    /// Removes the archive and the files of a version that is not in the database any more.
    pub(crate) async fn remove_version(&self, bundle: BundleId) -> Result<(), ServiceError> {
        // Who unpacks it right now ends first, and nobody begins without the archive.
        let one_at_a_time = Arc::clone(&self.0.unpacking).lock_owned().await;
        let (archive, folder) = (self.archive(bundle), self.0.data.unpacked().join(bundle.to_string()));
        let remove = move || {
            let _one_at_a_time = one_at_a_time;
            unless_gone(fs::remove_file(archive))?;
            unless_gone(fs::remove_dir_all(folder))
        };
        Ok(spawn_blocking(remove).await.map_err(ServiceError::internal)??)
    }
}

#[cfg(test)]
mod tests;
