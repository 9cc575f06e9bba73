//! Where running programs have their files.
//!
//! Nobody but the server passes through the data folder, so under root, where each item runs as a system user of its
//! own, the workspaces lie in a temporary folder. Its path is written down before it is made: a server that was killed
//! left things there, which the next one sweeps.

use std::ffi::OsStr;
use std::fs::{self, DirBuilder, Permissions};
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

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
        self.memory.as_deref().map_or(Ok(()), forget)
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
        Ok(found) if found.is_dir() && found.uid() == rustix::process::geteuid().as_raw() => fs::remove_dir_all(&path)?,
        _ => {}
    }
    fs::remove_file(memory)
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
            "its path is longer than {LONGEST} bytes, which sockets in it cannot be"
        )));
    }
    match fs::metadata(path) {
        Ok(found) if !found.is_dir() => Err(io::ErrorKind::NotADirectory.into()),
        Ok(found) if found.uid() != rustix::process::geteuid().as_raw() || found.mode() & 0o022 != 0 => {
            Err(io::Error::other("other system users may write there; give programs a folder of the server's own"))
        }
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => make(path),
        Err(error) => Err(error),
    }
}
