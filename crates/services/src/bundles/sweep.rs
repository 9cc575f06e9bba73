//! Sweeping what an interrupted upload, deploy or deletion left behind.
//!
//! An archive that had its place is never deleted because the database does not know it: that may be another one than
//! the folder's, or older than it. It is set aside.

use std::collections::HashSet;
use std::fs::{self, DirEntry, File};
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::time::{Duration, SystemTime};

use domain::BundleId;
use rustix::fs::{FlockOperation, flock};
use store::Store;

use super::{NEW_FOLDER, archive_in, unless_gone};
use crate::{DataFolder, OpenError, random};

/// How long an archive that was set aside is kept.
const SET_ASIDE_LASTS: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// Removes folders that never got their number, because only the holder of the lock makes any, and what was set aside
/// long ago. What cannot be removed is no reason not to start.
pub(crate) fn sweep_leftovers(data: &DataFolder) -> io::Result<()> {
    for entry in fs::read_dir(data.unpacked())? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(NEW_FOLDER) {
            remove(&entry);
        }
    }
    for entry in fs::read_dir(data.set_aside())? {
        let entry = entry?;
        if age(&entry)? > SET_ASIDE_LASTS {
            remove(&entry);
        }
    }
    Ok(())
}

fn age(entry: &DirEntry) -> io::Result<Duration> {
    Ok(entry.metadata()?.modified()?.elapsed().unwrap_or_default())
}

/// Brings the archives and folders in line with the database.
pub(crate) async fn sweep_archives(data: &DataFolder, store: &Store) -> Result<(), OpenError> {
    let known = store.list_bundles().await.map_err(OpenError::Database)?;
    let known: HashSet<_> = known.into_iter().map(|(id, _)| id).collect();
    end_interrupted(data, &known)?;
    // A database that misses archives, or knows none, may be another one than the folder's: it is left alone.
    let here = |id: &BundleId| archive_in(data, *id).is_file();
    if known.is_empty() || !known.iter().all(here) {
        return Ok(());
    }
    let unknown = |entry: &DirEntry| number(entry).is_some_and(|id| !known.contains(&id));
    for_each(&data.bundles(), |entry| if unknown(entry) { set_aside(data, &entry.path()) } else { Ok(()) })?;
    for_each(&data.unpacked(), |entry| {
        if unknown(entry) {
            remove(entry);
        }
        Ok(())
    })
}

/// Removes the incoming archives, and with them those under numbers that the database does not know: they were on their
/// way in or out, and nobody was told of the end of it.
///
/// Uploads are made by the holder of the lock alone, so that they are of the past. What a command packs is held by it
/// for as long as it lives, and stays.
fn end_interrupted(data: &DataFolder, known: &HashSet<BundleId>) -> Result<(), OpenError> {
    let mut interrupted = HashSet::new();
    for_each(&data.incoming(), |entry| {
        interrupted.extend(file(entry));
        Ok(())
    })?;
    for_each(&data.bundles(), |entry| {
        if let Some(id) = number(entry)
            && !known.contains(&id)
            && file(entry).is_some_and(|file| interrupted.contains(&file))
        {
            let folder = data.unpacked().join(id.to_string());
            if let Err(error) = unless_gone(fs::remove_dir_all(&folder)) {
                tracing::warn!(%error, path = %folder.display(), "What was left behind cannot be removed.");
            }
            remove(entry);
        }
        Ok(())
    })?;
    for_each(&data.incoming(), |entry| {
        // What is gone by now was removed by the command that held it.
        if let Ok(file) = File::open(entry.path())
            && flock(&file, FlockOperation::NonBlockingLockExclusive).is_ok()
        {
            remove(entry);
        }
        Ok(())
    })
}

/// Which file this is, whatever its name; `None` when it is gone.
fn file(entry: &DirEntry) -> Option<(u64, u64)> {
    entry.metadata().ok().map(|metadata| (metadata.dev(), metadata.ino()))
}

/// The number in the name of an archive or folder; what is not named like ours is not ours.
fn number(entry: &DirEntry) -> Option<BundleId> {
    let name = entry.file_name();
    let name = name.to_str()?;
    name.strip_suffix(".tar.gz").unwrap_or(name).parse().ok()
}

fn for_each(folder: &Path, mut each: impl FnMut(&DirEntry) -> io::Result<()>) -> Result<(), OpenError> {
    let failed = |error| OpenError::Folder(folder.to_owned(), error);
    for entry in fs::read_dir(folder).map_err(failed)? {
        each(&entry.map_err(failed)?).map_err(failed)?;
    }
    Ok(())
}

/// Moves an archive out of the way, where it is kept for three months.
pub(crate) fn set_aside(data: &DataFolder, archive: &Path) -> io::Result<()> {
    let name = archive.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let unique = random::token().map_err(|error| io::Error::other(error.to_string()))?;
    let aside = data.set_aside().join(format!("{}-{name}", &unique[..16]));
    // From now on its age counts, whenever it was uploaded.
    File::open(archive)?.set_modified(SystemTime::now())?;
    fs::rename(archive, &aside)?;
    tracing::warn!(from = %archive.display(), to = %aside.display(), "An archive that nobody knows was set aside.");
    Ok(())
}

fn remove(entry: &DirEntry) {
    let removed = match entry.file_type() {
        Ok(kind) if kind.is_dir() => fs::remove_dir_all(entry.path()),
        _ => fs::remove_file(entry.path()),
    };
    if let Err(error) = unless_gone(removed) {
        tracing::warn!(%error, path = %entry.path().display(), "What was left behind cannot be removed.");
    }
}
