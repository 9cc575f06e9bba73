//! The folder in which one process works.

mod copy;
mod stragglers;

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use domain::ContentId;

use crate::socket::Socket;
use crate::tally::Token;

use copy::{copy, set_owner};
pub(crate) use stragglers::stragglers;

/// The longest address of a socket (`sun_path` without the zero at its end).
const LONGEST_ADDRESS: usize = 107;

/// A folder that is made for one process and removed with this value.
///
/// `app/` is a copy of the version, `home/` and `tmp/` are empty, `socket` is where the process listens.
#[derive(Debug)]
pub(crate) struct Workspace {
    folder: PathBuf,
    uid: Option<u32>,
    /// Whoever waits until a program is gone waits for its workspace.
    _token: Token,
}

impl Workspace {
    /// Makes a workspace with a copy of these files, and with files of ours (name and text) beside the copy. It belongs to
    /// this user, if one is given, and to nobody else.
    ///
    /// # Security
    /// It is given away as the last step, and nothing is written there afterwards: an older process of the same user
    /// could have put a link in the place of a file by then.
    pub(crate) fn make(
        parent: &Path,
        item: ContentId,
        files: &Path,
        ours: &[(&str, &str)],
        uid: Option<u32>,
        token: Token,
    ) -> io::Result<Self> {
        let folder = make_numbered(parent, item)?;
        let workspace = Self { folder, uid, _token: token };
        if workspace.socket().path.as_os_str().len() > LONGEST_ADDRESS {
            let address = workspace.socket().path;
            return Err(io::Error::other(format!(
                "the address {} is longer than a socket's may be; name a shorter folder for running programs",
                address.display()
            )));
        }
        copy(files, &workspace.app())?;
        for folder in [workspace.home(), workspace.temporary()] {
            private_folder(&folder)?;
        }
        for (name, text) in ours {
            fs::write(workspace.folder.join(name), text)?;
        }
        if let Some(uid) = uid {
            set_owner(&workspace.folder, uid)?;
        }
        Ok(workspace)
    }

    /// The folder that the process finds itself in.
    pub(crate) fn app(&self) -> PathBuf {
        self.folder.join("app")
    }

    /// Its home.
    pub(crate) fn home(&self) -> PathBuf {
        self.folder.join("home")
    }

    /// Its place for temporary files.
    pub(crate) fn temporary(&self) -> PathBuf {
        self.folder.join("tmp")
    }

    /// Where it listens.
    pub(crate) fn socket(&self) -> Socket {
        let owner = self.uid.unwrap_or_else(|| rustix::process::geteuid().as_raw());
        Socket { path: self.folder.join("socket"), owner }
    }

    /// The user whose it is, if not the server's own.
    pub(crate) fn uid(&self) -> Option<u32> {
        self.uid
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        if let Err(error) = remove(&self.folder) {
            tracing::warn!(%error, folder = %self.folder.display(), "The folder of a program cannot be removed.");
        }
    }
}

/// Removes what a killed server left: its processes, should there be any, and their folders.
pub(crate) fn sweep(parent: &Path, first_uid: Option<u32>) -> io::Result<()> {
    for entry in fs::read_dir(parent)? {
        let entry = entry?;
        let Some(item) = entry.file_name().to_str().and_then(item_of) else { continue };
        let uid = first_uid.and_then(|first| uid_of(first, item));
        stragglers(&entry.path().join("home"), uid)?;
        remove(&entry.path())?;
    }
    Ok(())
}

/// The user that an item runs as.
pub(crate) fn uid_of(first: u32, item: ContentId) -> Option<u32> {
    // The highest number means "no user" to the system.
    first.checked_add(u32::try_from(item.0).ok()?).filter(|uid| *uid != u32::MAX)
}

/// The item whose workspace has this name.
fn item_of(name: &str) -> Option<ContentId> {
    let (item, number) = name.split_once('-')?;
    number.parse::<u32>().ok()?;
    item.parse().ok()
}

/// Makes `{item}-{n}` with a number that is free.
fn make_numbered(parent: &Path, item: ContentId) -> io::Result<PathBuf> {
    let mut number: u32 = 1;
    loop {
        let folder = parent.join(format!("{item}-{number}"));
        match private_folder(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(error),
        }
    }
}

fn private_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().mode(0o700).create(folder)
}

/// Removes a folder, even if the program has locked it against itself.
fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            copy::unlock(folder)?;
            fs::remove_dir_all(folder)
        }
        removed => removed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_workspaces_are_taken_for_some() {
        assert_eq!(item_of("24-1"), Some(ContentId(24)));
        for other in ["24", "24-", "-1", "x-1", "24-x", "24-1.tmp", "launcher.R"] {
            assert_eq!(item_of(other), None, "{other}");
        }
    }

    #[test]
    fn each_item_has_a_user_of_its_own_until_the_numbers_end() {
        assert_eq!(uid_of(100_000, ContentId(24)), Some(100_024));
        assert_eq!(uid_of(u32::MAX - 1, ContentId(1)), None);
        assert_eq!(uid_of(u32::MAX, ContentId(1)), None);
        assert_eq!(uid_of(100_000, ContentId(i64::MAX)), None);
        assert_eq!(uid_of(100_000, ContentId(-1)), None);
    }
}
