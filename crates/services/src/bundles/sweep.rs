//! Sweeping what an interrupted upload, deploy or deletion left behind.
//!
//! Archives are never deleted here: a database may be another one than the folder's, or older than it.

use std::collections::HashSet;
use std::fs::{self, DirEntry};
use std::io;
use std::path::Path;
use std::time::Duration;

use domain::BundleId;
use store::Store;

use super::{NEW_FOLDER, archive_in, unless_gone};
use crate::{DataFolder, OpenError, random};

/// How long an incoming archive that nobody published is kept.
const INCOMING_LASTS: Duration = Duration::from_secs(24 * 60 * 60);
/// How long an archive that was set aside is kept.
const SET_ASIDE_LASTS: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// Removes what has no number yet.
///
/// Folders that never got theirs go at once: only the holder of the lock makes any. Incoming archives go after a day,
/// because a command may be packing one right now. What cannot be removed is no reason not to start.
pub(crate) fn sweep_leftovers(data: &DataFolder) -> io::Result<()> {
    for entry in fs::read_dir(data.unpacked())? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(NEW_FOLDER) {
            remove(&entry);
        }
    }
    for (folder, lasts) in [(data.incoming(), INCOMING_LASTS), (data.set_aside(), SET_ASIDE_LASTS)] {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if age(&entry)? > lasts {
                remove(&entry);
            }
        }
    }
    Ok(())
}

fn age(entry: &DirEntry) -> io::Result<Duration> {
    Ok(entry.metadata()?.modified()?.elapsed().unwrap_or_default())
}

/// Sets archives aside, and removes unpacked files, of versions that the database does not know.
pub(crate) async fn sweep_unknown(data: &DataFolder, store: &Store) -> Result<(), OpenError> {
    let known: HashSet<_> =
        store.list_bundles().await.map_err(OpenError::Database)?.into_iter().map(|(id, _)| id).collect();
    // A database that misses archives, or knows none, may be another one than the folder's: it is left alone.
    let here = |id: &BundleId| archive_in(data, *id).is_file();
    if known.is_empty() || !known.iter().all(here) {
        return Ok(());
    }
    let unknown = |entry: &DirEntry| {
        let name = entry.file_name();
        let number = name.to_str().map(|name| name.strip_suffix(".tar.gz").unwrap_or(name).parse());
        // What is not named like ours is not ours.
        matches!(number, Some(Ok(id)) if !known.contains(&id))
    };
    for_each(&data.bundles(), |entry| if unknown(entry) { set_aside(data, &entry.path()) } else { Ok(()) })?;
    for_each(&data.unpacked(), |entry| {
        if unknown(entry) {
            remove(entry);
        }
        Ok(())
    })
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
