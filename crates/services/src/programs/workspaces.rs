//! Where running programs have their files.
//!
//! Nobody but the server passes through the data folder, so under root, where each item runs as a system user of its
//! own, the workspaces lie in a temporary folder. Its path is written down before it is made: a server that was killed
//! left things there, which the next one sweeps.

use std::ffi::OsStr;
use std::fs::{self, DirBuilder, Metadata, Permissions};
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use crate::bundles::unless_gone;
use crate::{DataFolder, random, secrets};

/// The longest path, in bytes, below which the address of a program's socket keeps within the 107 bytes it may have:
/// two numbers, `socket` and what is between them need 40 at most.
const LONGEST: usize = 107 - 40;

/// The folder of the workspaces. A temporary one is gone when this is dropped.
pub(crate) struct Workspaces {
    path: PathBuf,
    /// The file that remembers a temporary folder.
    memory: Option<PathBuf>,
}

pub(crate) fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

impl Workspaces {
    /// The folder that was named, or one that does; sweeps the temporary one of a server that was killed.
    pub(crate) fn open(data: &DataFolder, named: Option<PathBuf>) -> io::Result<Self> {
        forget(&data.running_folder())?;
        if let Some(path) = named {
            use_named(&path)?;
            return Ok(Self { path, memory: None });
        }
        let path = data.running();
        if !is_root() && path.as_os_str().len() <= LONGEST {
            DirBuilder::new().recursive(true).mode(0o700).create(&path)?;
            return Ok(Self { path, memory: None });
        }
        let name = random::bytes::<8>().map_err(|error| io::Error::other(error.to_string()))?;
        let path = std::env::temp_dir().join(format!("claviger-{}", random::hex(&name)));
        let memory = data.running_folder();
        secrets::write_new(&memory, path.as_os_str().as_bytes())?;
        make(&path)?;
        Ok(Self { path, memory: Some(memory) })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Removes a temporary folder.
    pub(crate) fn close(&self) -> io::Result<()> {
        let Some(memory) = &self.memory else { return Ok(()) };
        unless_gone(fs::remove_dir_all(&self.path))?;
        unless_gone(fs::remove_file(memory))
    }
}

impl Drop for Workspaces {
    fn drop(&mut self) {
        // What cannot be removed now is swept at the next start.
        drop(self.close());
    }
}

/// Removes the temporary folder that this file remembers, and then the file.
///
/// # Security
/// The path may have become somebody else's since, so a folder of another system user, or a link, is left alone.
fn forget(memory: &Path) -> io::Result<()> {
    let path = match fs::read(memory) {
        Ok(path) => PathBuf::from(OsStr::from_bytes(&path)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    match fs::symlink_metadata(&path) {
        Ok(found) if found.is_dir() && is_ours(&found) => fs::remove_dir_all(&path)?,
        _ => {}
    }
    fs::remove_file(memory)
}

fn is_ours(found: &Metadata) -> bool {
    found.uid() == rustix::process::geteuid().as_raw()
}

/// A new folder that every system user who has to can pass through, and look into nowhere.
fn make(path: &Path) -> io::Result<()> {
    DirBuilder::new().mode(0o700).create(path)?;
    // Not by the mode above, which the umask narrows.
    fs::set_permissions(path, Permissions::from_mode(if is_root() { 0o711 } else { 0o700 }))
}

/// Makes the folder that was named, or looks whether it does.
fn use_named(path: &Path) -> io::Result<()> {
    if path.as_os_str().len() > LONGEST {
        return Err(io::Error::other(format!(
            "its path is longer than {LONGEST} bytes, too long for sockets in it; give programs a shorter one"
        )));
    }
    match fs::metadata(path) {
        Ok(found) if !found.is_dir() => Err(io::ErrorKind::NotADirectory.into()),
        Ok(found) if !is_ours(&found) || found.mode() & 0o022 != 0 => {
            Err(io::Error::other("other system users may write there; give programs a folder of the server's own"))
        }
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => make(path),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error;
    use std::os::unix::fs::symlink;

    use tempfile::TempDir;

    use super::*;

    type Outcome = Result<(), Box<dyn Error>>;

    /// A data folder whose path is too long for sockets, so that its workspaces are temporary for everybody.
    fn deep() -> Result<(TempDir, DataFolder), Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let data = DataFolder::open(&folder.path().join("x".repeat(LONGEST)))?;
        Ok((folder, data))
    }

    fn mode(path: &Path) -> io::Result<u32> {
        Ok(fs::metadata(path)?.mode() & 0o777)
    }

    #[test]
    fn workspaces_lie_where_who_runs_programs_can_pass() -> Outcome {
        let folder = tempfile::tempdir()?;
        let data = DataFolder::open(folder.path())?;
        let open = Workspaces::open(&data, None)?;
        if is_root() {
            assert!(!open.path().starts_with(data.path()));
            assert_eq!(mode(open.path())?, 0o711);
        } else {
            assert_eq!((open.path(), mode(open.path())?), (data.running().as_path(), 0o700));
        }
        Ok(())
    }

    #[test]
    fn a_temporary_folder_is_gone_when_it_is_closed() -> Outcome {
        let (_folder, data) = deep()?;
        let open = Workspaces::open(&data, None)?;
        let path = open.path().to_owned();
        fs::write(path.join("file"), "x")?;
        open.close()?;
        open.close()?;
        assert!(!path.exists() && !data.running_folder().exists());
        Ok(())
    }

    #[test]
    fn a_temporary_folder_goes_also_when_the_data_folder_went_before() -> Outcome {
        let (folder, data) = deep()?;
        let open = Workspaces::open(&data, None)?;
        let path = open.path().to_owned();
        drop(folder);
        drop(open);
        assert!(!path.exists());
        Ok(())
    }

    #[test]
    fn what_a_killed_server_left_is_swept_at_the_next_start() -> Outcome {
        let (_folder, data) = deep()?;
        let killed = Workspaces::open(&data, None)?;
        let left = killed.path().to_owned();
        fs::create_dir(left.join("7-1"))?;
        // A killed process drops nothing.
        std::mem::forget(killed);
        let next = Workspaces::open(&data, None)?;
        assert!(!left.exists() && next.path().exists() && next.path() != left);
        Ok(())
    }

    #[test]
    fn what_is_a_link_by_now_is_left_alone() -> Outcome {
        let (folder, data) = deep()?;
        let (precious, link) = (folder.path().join("precious"), folder.path().join("link"));
        fs::create_dir(&precious)?;
        symlink(&precious, &link)?;
        fs::write(data.running_folder(), link.as_os_str().as_bytes())?;
        Workspaces::open(&data, None)?;
        assert!(precious.exists());
        Ok(())
    }

    #[test]
    fn a_folder_that_is_named_is_made_and_stays() -> Outcome {
        let (folder, data) = deep()?;
        let named = folder.path().join("named");
        let open = Workspaces::open(&data, Some(named.clone()))?;
        assert_eq!((open.path(), mode(&named)?), (named.as_path(), if is_root() { 0o711 } else { 0o700 }));
        drop(open);
        Workspaces::open(&data, Some(named.clone()))?;
        assert!(named.exists());
        Ok(())
    }

    #[test]
    fn a_folder_where_others_may_write_or_that_sockets_cannot_be_in_is_refused() -> Outcome {
        let (folder, data) = deep()?;
        let (open, file) = (folder.path().join("open"), folder.path().join("file"));
        make(&open)?;
        fs::set_permissions(&open, Permissions::from_mode(0o777))?;
        fs::write(&file, "x")?;
        for bad in [open, file, folder.path().join("y".repeat(LONGEST))] {
            assert!(Workspaces::open(&data, Some(bad.clone())).is_err(), "{}", bad.display());
        }
        Ok(())
    }
}
