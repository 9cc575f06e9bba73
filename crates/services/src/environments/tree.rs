//! Whole folders: copied as ours, linked to where programs reach them, and removed.

use std::fs::{self, DirEntry, Permissions};
use std::io;
use std::os::unix::fs::{PermissionsExt as _, lchown, symlink};
use std::path::Path;

use crate::bundles::unless_gone;

/// A file that everybody may read, and nobody write.
const READABLE: u32 = 0o444;
/// A file that everybody may run, and nobody write.
const RUNNABLE: u32 = 0o555;
/// A folder that everybody may pass through, and only the server write.
const PASSABLE: u32 = 0o755;

/// Copies a folder that somebody else has made, so that nobody but the server can change the copy: files, folders, and
/// links as they are. Anything else in it is left out.
///
/// # Security
/// Links are not followed. What was made is not touched by anybody any more when this is called.
pub(super) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    each(from, to, &|file, target| {
        fs::copy(file.path(), target)?;
        let runs = file.metadata()?.permissions().mode() & 0o100 != 0;
        fs::set_permissions(target, Permissions::from_mode(if runs { RUNNABLE } else { READABLE }))
    })
}

/// Makes a folder of the same files as another one, which take no room where both are on one disk.
pub(super) fn link(from: &Path, to: &Path) -> io::Result<()> {
    each(from, to, &|file, target| match fs::hard_link(file.path(), target) {
        Ok(()) => Ok(()),
        Err(_) => {
            fs::copy(file.path(), target)?;
            fs::set_permissions(target, file.metadata()?.permissions())
        }
    })
}

/// Copies the files of a version for who is to work with them.
pub(super) fn lend(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (kind, target) = (entry.file_type()?, to.join(entry.file_name()));
        if kind.is_dir() {
            lend(&entry.path(), &target)?;
        } else if kind.is_file() {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn each(from: &Path, to: &Path, file: &dyn Fn(&DirEntry, &Path) -> io::Result<()>) -> io::Result<()> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (kind, target) = (entry.file_type()?, to.join(entry.file_name()));
        if kind.is_dir() {
            each(&entry.path(), &target, file)?;
        } else if kind.is_symlink() {
            symlink(fs::read_link(entry.path())?, target)?;
        } else if kind.is_file() {
            file(&entry, &target)?;
        }
    }
    // Not by a mode given above, which the umask narrows.
    fs::set_permissions(to, Permissions::from_mode(PASSABLE))
}

/// Removes a folder; one that is not there is as good as removed.
pub(super) fn remove(folder: &Path) -> io::Result<()> {
    unless_gone(fs::remove_dir_all(folder))
}

/// Makes a folder and all in it the property of this user and the group of the same number. Links are not followed.
pub(super) fn give(path: &Path, uid: u32) -> io::Result<()> {
    if fs::symlink_metadata(path)?.is_dir() {
        for entry in fs::read_dir(path)? {
            give(&entry?.path(), uid)?;
        }
    }
    lchown(path, Some(uid), Some(uid))
}

/// How many bytes are in a folder.
pub(super) fn size(folder: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        bytes += if kind.is_dir() { size(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> io::Result<u32> {
        Ok(fs::symlink_metadata(path)?.permissions().mode() & 0o7777)
    }

    #[test]
    fn a_copy_can_be_read_by_all_and_written_by_none() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let (made, kept, reached) =
            (folder.path().join("made"), folder.path().join("kept"), folder.path().join("reached"));
        fs::create_dir_all(made.join("bin/deep"))?;
        fs::write(made.join("bin/tool"), "run")?;
        fs::set_permissions(made.join("bin/tool"), Permissions::from_mode(0o4700))?;
        fs::write(made.join("bin/deep/data"), "text")?;
        fs::set_permissions(made.join("bin/deep/data"), Permissions::from_mode(0o666))?;
        symlink("/etc/passwd", made.join("link"))?;
        copy(&made, &kept)?;
        link(&kept, &reached)?;
        for copy in [&kept, &reached] {
            assert_eq!(mode(&copy.join("bin/tool"))?, 0o555, "it gives nobody the rights of its owner");
            assert_eq!(mode(&copy.join("bin/deep/data"))?, 0o444);
            assert_eq!(mode(&copy.join("bin/deep"))?, 0o755);
            assert_eq!(fs::read_link(copy.join("link"))?, Path::new("/etc/passwd"));
        }
        fs::write(made.join("bin/deep/data"), "changed")?;
        assert_eq!(fs::read_to_string(reached.join("bin/deep/data"))?, "text");
        assert_eq!(size(&reached)?, 7 + u64::try_from("/etc/passwd".len()).unwrap_or_default());
        for gone in [&kept, &reached, &kept] {
            remove(gone)?;
            assert!(!gone.exists());
        }
        Ok(())
    }
}
