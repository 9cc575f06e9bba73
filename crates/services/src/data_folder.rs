//! The data folder: who may use it, and where things lie in it.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};
use thiserror::Error;

/// A folder with everything that must be kept: database, secrets, bundles.
#[derive(Clone, Debug)]
pub struct DataFolder(PathBuf);

/// The right to change what is in the folder; nobody else has it while this lives.
pub struct DataLock {
    _file: File,
}

/// Why a data folder cannot be used.
#[derive(Debug, Error)]
pub enum DataFolderError {
    /// It belongs to another system account.
    #[error(
        "The data folder {0} belongs to the system user {1}, but this program runs as {2}. \
         Run it as the owner, for example with `sudo -u '#{1}' claviger ...`."
    )]
    WrongOwner(PathBuf, u32, u32),
    /// Another program holds the lock.
    #[error("The data folder {0} is in use by another claviger. Stop that one first, or give this one another folder.")]
    InUse(PathBuf),
    /// The system refused.
    #[error("The data folder {0} cannot be used: {1}.")]
    Io(PathBuf, #[source] io::Error),
}

impl DataFolder {
    /// Opens the folder, and makes it, for its owner alone, when it is missing.
    ///
    /// # Errors
    /// When it cannot be made or belongs to somebody else.
    pub fn open(path: &Path) -> Result<Self, DataFolderError> {
        let failed = |error| DataFolderError::Io(path.to_owned(), error);
        fs::DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(failed)?;
        let path = path.canonicalize().map_err(failed)?;
        let metadata = fs::metadata(&path).map_err(failed)?;
        let (owner, me) = (metadata.uid(), rustix::process::geteuid().as_raw());
        if owner != me {
            return Err(DataFolderError::WrongOwner(path, owner, me));
        }
        // A folder that was there before may be open to others, who could put their own socket into it.
        if metadata.mode() & 0o077 != 0 {
            fs::set_permissions(&path, Permissions::from_mode(0o700)).map_err(failed)?;
        }
        Ok(Self(path))
    }

    /// Takes the lock; it is free again when the value is dropped or the process ends, however it ends.
    ///
    /// # Errors
    /// [`DataFolderError::InUse`] when somebody else has it.
    pub fn lock(&self) -> Result<DataLock, DataFolderError> {
        let failed = |error| DataFolderError::Io(self.0.clone(), error);
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(self.0.join("lock"))
            .map_err(failed)?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(DataLock { _file: file }),
            Err(rustix::io::Errno::WOULDBLOCK) => Err(DataFolderError::InUse(self.0.clone())),
            Err(error) => Err(failed(error.into())),
        }
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The SQLite database.
    pub fn database(&self) -> PathBuf {
        self.0.join("claviger.db")
    }

    /// The pepper, unless the configuration names another place.
    pub fn pepper(&self) -> PathBuf {
        self.0.join("pepper")
    }

    /// The secret that form tokens are made with.
    pub fn form_secret(&self) -> PathBuf {
        self.0.join("form-secret")
    }

    /// The keys that environment variables of content are sealed with.
    pub fn variables_key(&self) -> PathBuf {
        self.0.join("variables-key")
    }

    /// The socket through which commands reach a running server.
    pub fn socket(&self) -> PathBuf {
        self.0.join("socket")
    }

    /// The set-up link, when it could not be printed to a terminal.
    pub fn setup_link(&self) -> PathBuf {
        self.0.join("setup-link")
    }

    /// The archives of all versions: to be backed up.
    pub fn bundles(&self) -> PathBuf {
        self.0.join("bundles")
    }

    /// The unpacked versions: made again from the archives when they are missing.
    pub fn unpacked(&self) -> PathBuf {
        self.0.join("unpacked")
    }

    /// Archives on their way in.
    pub fn incoming(&self) -> PathBuf {
        self.0.join("incoming")
    }

    /// Archives that the database does not know, should they be missed.
    pub fn set_aside(&self) -> PathBuf {
        self.0.join("set-aside")
    }

    /// The packages that Python programs run with: made again when they are missing.
    pub fn environments(&self) -> PathBuf {
        self.0.join("environments")
    }

    /// What programs wrote.
    pub fn logs(&self) -> PathBuf {
        self.0.join("logs")
    }

    /// The workspaces of running programs, unless they lie elsewhere.
    pub fn running(&self) -> PathBuf {
        self.0.join("running")
    }

    /// Where the workspaces lie when that is a temporary folder: to be swept after the server was killed.
    pub fn running_folder(&self) -> PathBuf {
        self.0.join("running-folder")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_holds_the_lock() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let data = DataFolder::open(&folder.path().join("data"))?;
        let held = data.lock()?;
        assert!(matches!(data.lock(), Err(DataFolderError::InUse(_))));
        drop(held);
        data.lock()?;
        Ok(())
    }
}
