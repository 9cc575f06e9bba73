//! The names that an archive has used up.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use sha2::{Digest as _, Sha256};

/// The files and folders seen so far.
///
/// It holds 128 bits of a digest and not the names, because a hundred thousand of the longest would be 200 MB.
#[derive(Default)]
pub(super) struct Names(HashMap<[u8; 16], What>);

#[derive(Clone, Copy, PartialEq)]
enum What {
    File,
    Folder,
}

/// What came of a name.
pub(super) enum Added {
    /// It was not there.
    New,
    /// It was there, and the same.
    Known,
    /// It was there, a folder where a file comes now or the other way round.
    Clash,
}

impl Names {
    /// The most folders inside one another: removing them holds one open file for each.
    pub(super) const DEEPEST: usize = 100;

    /// Adds a file.
    pub(super) fn add_file(&mut self, path: &str) -> Added {
        self.add(path, What::File)
    }

    /// Adds a folder.
    pub(super) fn add_folder(&mut self, path: &str) -> Added {
        self.add(path, What::Folder)
    }

    fn add(&mut self, path: &str, what: What) -> Added {
        let mut key = [0; 16];
        key.copy_from_slice(&Sha256::digest(path)[..16]);
        match self.0.entry(key) {
            Entry::Vacant(place) => {
                place.insert(what);
                Added::New
            }
            Entry::Occupied(place) if *place.get() == what => Added::Known,
            Entry::Occupied(_) => Added::Clash,
        }
    }
}
