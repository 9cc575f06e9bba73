//! The second name of an archive while it comes or goes.
//!
//! A file and its row cannot change in one step. So an archive keeps a name among the incoming ones until its row is
//! there, and gets one again before its row goes. When the server is killed in between, the next start sees by the two
//! names that nobody was told how it ended, and does with the file as the database did with the row
//! ([`sweep_archives`](super::sweep_archives)).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::{DataFolder, random};

/// A second name, which is gone when this is dropped.
pub(crate) struct SecondName(PathBuf);

impl SecondName {
    /// Gives one to an archive that is about to lose its row.
    ///
    /// # Errors
    /// When the archive is gone, the disk is full, or files here have one name only. The archive can go all the same;
    /// it is set aside then if the server is killed meanwhile.
    pub(crate) fn give(archive: &Path, data: &DataFolder) -> io::Result<Self> {
        let name = random::token().map_err(|error| io::Error::other(error.to_string()))?;
        let name = data.incoming().join(name);
        fs::hard_link(archive, &name)?;
        Ok(Self(name))
    }
}

impl Drop for SecondName {
    fn drop(&mut self) {
        // What stays behind is removed at the next start.
        drop(fs::remove_file(&self.0));
    }
}
