//! Copying a version for a program, and giving the copy away.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::{PermissionsExt as _, lchown};
use std::path::Path;

use super::private_folder;

/// Copies a folder with its files and folders; anything else in it is left out.
pub(super) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    private_folder(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (kind, target) = (entry.file_type()?, to.join(entry.file_name()));
        if kind.is_dir() {
            copy(&entry.path(), &target)?;
        } else if kind.is_file() {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Makes a file, or a folder and all in it, the property of this user and the group of the same number.
///
/// # Security
/// Folders are given away after what is in them, and links are not followed: nobody can move anything meanwhile.
pub(super) fn set_owner(path: &Path, uid: u32) -> io::Result<()> {
    if fs::symlink_metadata(path)?.is_dir() {
        for entry in fs::read_dir(path)? {
            set_owner(&entry?.path(), uid)?;
        }
    }
    lchown(path, Some(uid), Some(uid))
}

/// Makes folders readable and writable for their owner again.
pub(super) fn unlock(folder: &Path) -> io::Result<()> {
    fs::set_permissions(folder, Permissions::from_mode(0o700))?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            unlock(&entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_folders_are_copied_and_links_are_not() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        fs::create_dir_all(from.join("data/deep"))?;
        fs::write(from.join("data/deep/x.csv"), "1,2")?;
        std::os::unix::fs::symlink("/etc/passwd", from.join("link"))?;
        copy(&from, &to)?;
        assert_eq!(fs::read_to_string(to.join("data/deep/x.csv"))?, "1,2");
        assert_eq!(fs::read_dir(&to)?.count(), 1);
        fs::write(to.join("data/deep/x.csv"), "changed")?;
        assert_eq!(fs::read_to_string(from.join("data/deep/x.csv"))?, "1,2");
        Ok(())
    }

    #[test]
    fn what_was_locked_can_be_removed() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let locked = folder.path().join("locked/inner");
        fs::create_dir_all(&locked)?;
        fs::set_permissions(&locked, Permissions::from_mode(0o000))?;
        fs::set_permissions(folder.path().join("locked"), Permissions::from_mode(0o000))?;
        unlock(&folder.path().join("locked"))?;
        // Root could remove it as it was, too.
        for folder in [folder.path().join("locked"), locked] {
            assert_eq!(fs::metadata(folder)?.permissions().mode() & 0o700, 0o700);
        }
        fs::remove_dir_all(folder.path().join("locked"))
    }
}
