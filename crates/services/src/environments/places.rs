//! Where environments are kept, made and reached.
//!
//! Nobody but the server passes through the data folder. So under root, where programs run as system users of their own,
//! what they reach is a folder beside their workspaces with the same files; that one is made anew after each start.

use std::fs::{self, DirBuilder, FileTimes, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tokio::sync::{Mutex, MutexGuard};

use super::{read_if_there, tree};
use crate::bundles::sync;
use crate::{DataFolder, random};

/// How an environment is called that is not whole yet.
const NEW: &str = "new-";
/// The packages of an environment, in a file beside them.
const LOCKFILE: &str = "lockfile";
/// The version of Python of an environment, in a file beside its packages.
const VERSION: &str = "version";
/// The packages of an environment.
const PACKAGES: &str = "venv";
/// How long an environment that no version needs is kept after its last use: somebody may be about to need it.
const LASTS: Duration = Duration::from_secs(24 * 60 * 60);

/// Where environments are.
pub(crate) struct Places {
    /// Where they are kept, by their keys.
    kept: PathBuf,
    /// Where programs reach them, if that is elsewhere.
    reached: Option<PathBuf>,
    /// Where they are made.
    workshop: PathBuf,
    /// Held while one is made.
    making: Mutex<()>,
}

impl Places {
    /// Makes the folders, and sweeps what a killed server left. `workspaces` is where programs work; `apart` says whether
    /// they run as system users of their own.
    pub(crate) fn open(data: &DataFolder, workspaces: &Path, apart: bool) -> io::Result<Self> {
        let (kept, workshop) = (data.environments(), workspaces.join("python"));
        DirBuilder::new().recursive(true).mode(0o700).create(&kept)?;
        for entry in fs::read_dir(&kept)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(NEW) {
                tree::remove(&entry.path())?;
            }
        }
        tree::remove(&workshop)?;
        let reached = apart.then(|| workshop.join("environments"));
        for folder in [Some(&workshop), reached.as_ref()].into_iter().flatten() {
            make_passable(folder)?;
        }
        Ok(Self { kept, reached, workshop, making: Mutex::default() })
    }

    /// Waits until nobody makes an environment, and lets nobody make one meanwhile.
    pub(crate) async fn alone(&self) -> MutexGuard<'_, ()> {
        self.making.lock().await
    }

    /// A path in the folder where environments are made.
    pub(super) fn workshop(&self, name: &str) -> PathBuf {
        self.workshop.join(name)
    }

    /// The packages of an environment, if it is there and whole.
    pub(super) fn lockfile(&self, key: &str) -> io::Result<Option<String>> {
        let folder = self.kept.join(key);
        // What it was made for may be gone, as after an update of the system.
        if !folder.join(PACKAGES).join("bin/python").is_file() {
            return Ok(None);
        }
        let lockfile = read_if_there(&folder.join(LOCKFILE))?;
        if lockfile.is_some() {
            let now = FileTimes::new().set_modified(SystemTime::now());
            fs::File::open(folder.join(LOCKFILE))?.set_times(now)?;
        }
        Ok(lockfile)
    }

    /// Keeps an environment that was made in a folder.
    pub(super) fn keep(&self, key: &str, made: &Path, version: &str, lockfile: &str) -> io::Result<()> {
        let new = self.kept.join(format!("{NEW}{key}"));
        let fill = || {
            tree::remove(&new)?;
            DirBuilder::new().mode(0o700).create(&new)?;
            tree::copy(made, &new.join(PACKAGES))?;
            fs::write(new.join(VERSION), version)?;
            fs::write(new.join(LOCKFILE), lockfile)?;
            sync(&new)?;
            // One that was there has lost the interpreter that it was made for.
            self.remove(key)?;
            fs::rename(&new, self.kept.join(key))
        };
        fill().inspect_err(|_| drop(tree::remove(&new)))
    }

    /// Where programs reach an environment; nothing when it is not there.
    pub(super) fn reach(&self, key: &str) -> io::Result<Option<PathBuf>> {
        let kept = self.kept.join(key).join(PACKAGES);
        let Some(reached) = &self.reached else { return Ok(kept.is_dir().then_some(kept)) };
        let target = reached.join(key);
        if target.is_dir() || !kept.is_dir() {
            return Ok(kept.is_dir().then_some(target));
        }
        let unique = random::bytes::<8>().map_err(|error| io::Error::other(error.to_string()))?;
        let new = reached.join(format!("{NEW}{}", random::hex(&unique)));
        tree::link(&kept, &new)?;
        if let Err(error) = fs::rename(&new, &target) {
            tree::remove(&new)?;
            // Somebody else was quicker.
            return if target.is_dir() { Ok(Some(target)) } else { Err(error) };
        }
        Ok(Some(target))
    }

    /// All environments, with the versions of Python that they are for.
    pub(crate) fn list(&self) -> io::Result<Vec<(String, String)>> {
        let mut all = Vec::new();
        for entry in fs::read_dir(&self.kept)? {
            let entry = entry?;
            let key = entry.file_name().to_string_lossy().into_owned();
            if !key.starts_with(NEW)
                && let Some(version) = read_if_there(&entry.path().join(VERSION))?
            {
                all.push((key, version));
            }
        }
        all.sort();
        Ok(all)
    }

    /// Removes an environment.
    pub(crate) fn remove(&self, key: &str) -> io::Result<()> {
        if let Some(reached) = &self.reached {
            tree::remove(&reached.join(key))?;
        }
        tree::remove(&self.kept.join(key))
    }

    /// Removes all environments that are not needed, and have not been for a day.
    pub(super) fn sweep(&self, needed: impl Fn(&str) -> bool) -> io::Result<()> {
        for (key, _) in self.list()? {
            let used = fs::metadata(self.kept.join(&key).join(LOCKFILE)).and_then(|file| file.modified());
            let rests = used.is_ok_and(|at| at.elapsed().unwrap_or_default() < LASTS);
            if !needed(&key) && !rests {
                self.remove(&key)?;
                tracing::info!(environment = key, "An environment that no version needs was removed.");
            }
        }
        Ok(())
    }
}

/// A new folder that every system user who has to can pass through, and look into nowhere.
fn make_passable(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    // Not by the mode above, which the umask narrows.
    fs::set_permissions(folder, Permissions::from_mode(0o711))
}

#[cfg(test)]
mod tests {
    use std::error::Error;
    use std::os::unix::fs::symlink;

    use tempfile::TempDir;

    use super::*;

    /// Places with what was made in a folder.
    fn places(apart: bool) -> Result<(TempDir, Places, PathBuf), Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let places = open(&folder, apart)?;
        let made = folder.path().join("made");
        fs::create_dir_all(made.join("bin"))?;
        symlink("/bin/sh", made.join("bin/python"))?;
        Ok((folder, places, made))
    }

    fn open(folder: &TempDir, apart: bool) -> Result<Places, Box<dyn Error>> {
        let data = DataFolder::open(&folder.path().join("data"))?;
        Ok(Places::open(&data, &folder.path().join("running"), apart)?)
    }

    #[test]
    fn an_environment_is_kept_reached_found_again_and_removed() -> Result<(), Box<dyn Error>> {
        for apart in [false, true] {
            let (folder, places, made) = places(apart)?;
            assert_eq!((places.lockfile("k")?, places.reach("k")?), (None, None));
            places.keep("k", &made, "3.11.2", "flask==3.1.0\n")?;
            let reached = places.reach("k")?.ok_or("it is kept")?;
            assert_eq!(places.reach("k")?, Some(reached.clone()));
            assert_eq!(reached.starts_with(folder.path().join("data")), !apart);
            assert!(reached.join("bin/python").is_file());
            drop(places);
            fs::create_dir(folder.path().join("data/environments/new-x"))?;
            let places = open(&folder, apart)?;
            assert_eq!(places.lockfile("k")?.as_deref(), Some("flask==3.1.0\n"));
            assert_eq!(places.list()?, [("k".to_owned(), "3.11.2".to_owned())]);
            assert!(!folder.path().join("data/environments/new-x").exists());
            places.remove("k")?;
            assert_eq!((places.lockfile("k")?, places.reach("k")?), (None, None));
        }
        Ok(())
    }

    #[test]
    fn what_nobody_needs_goes_a_day_after_its_last_use() -> Result<(), Box<dyn Error>> {
        let (folder, places, made) = places(false)?;
        for key in ["needed", "fresh", "old"] {
            places.keep(key, &made, "3.11.2", "")?;
            if key != "fresh" {
                let file = fs::File::open(folder.path().join("data/environments").join(key).join(LOCKFILE))?;
                file.set_times(FileTimes::new().set_modified(SystemTime::now() - 2 * LASTS))?;
            }
        }
        places.sweep(|key| key == "needed")?;
        let keys: Vec<String> = places.list()?.into_iter().map(|(key, _)| key).collect();
        assert_eq!(keys, ["fresh", "needed"]);
        places.lockfile("needed")?;
        places.sweep(|_| false)?;
        assert_eq!(places.list()?.len(), 2, "one was used a moment ago");
        Ok(())
    }

    #[test]
    fn an_environment_without_its_interpreter_is_made_anew() -> Result<(), Box<dyn Error>> {
        let (_folder, places, made) = places(true)?;
        fs::remove_file(made.join("bin/python"))?;
        symlink("/nowhere/python3", made.join("bin/python"))?;
        places.keep("k", &made, "3.11.2", "")?;
        assert_eq!(places.lockfile("k")?, None);
        Ok(())
    }
}
