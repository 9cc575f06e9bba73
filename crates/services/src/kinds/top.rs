//! What lies at the top of a version's files.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// How much of a file is read to see what it is.
const GLANCE: u64 = 256 * 1024;

/// What lies at the top of a version's files.
pub(super) struct Top {
    folder: PathBuf,
    /// The names of the files, in order.
    pub(super) files: Vec<String>,
    /// Whether there are folders too.
    pub(super) folders: bool,
}

impl Top {
    pub(super) fn of(folder: &Path) -> io::Result<Self> {
        let mut top = Self { folder: folder.to_owned(), files: Vec::new(), folders: false };
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            match entry.file_type()?.is_dir() {
                true => top.folders = true,
                false => top.files.push(entry.file_name().to_string_lossy().into_owned()),
            }
        }
        top.files.sort();
        Ok(top)
    }

    /// The file at the top with one of these names, written in lower case.
    pub(super) fn one_of(&self, known: &[&str]) -> Option<&String> {
        self.files.iter().find(|name| known.contains(&name.to_lowercase().as_str()))
    }

    /// Whether there is a file at this path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.folder.join(path).is_file()
    }

    /// The beginning of a file, as far as it is text; nothing when it cannot be read.
    pub(super) fn glance(&self, name: &str) -> String {
        let mut bytes = Vec::new();
        let read = File::open(self.folder.join(name)).and_then(|file| file.take(GLANCE).read_to_end(&mut bytes));
        if read.is_ok() { String::from_utf8_lossy(&bytes).into_owned() } else { String::new() }
    }
}
