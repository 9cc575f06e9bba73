//! The kinds of content: how each is recognised, built, started and tried.
//!
//! What is special about a kind is in a file of its own, whose `RULES` stand in the table of `rules`.

mod build;
mod plumber;
mod probe;
mod python;
mod python_api;
mod python_fastapi;
mod recognise;
mod rules;
mod static_files;
mod top;

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use domain::{Category, Content, Kind, Package};
use store::RunsWith;

pub(crate) use self::recognise::recognise;
pub(crate) use self::rules::rules;
use crate::ServiceError;
use crate::bundles::Manifest;

/// The largest manifest, in bytes.
pub(crate) const LARGEST_MANIFEST: u64 = 1024 * 1024;

/// What somebody says his files are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mode {
    /// What answers for them.
    pub kind: Kind,
    /// What they are used as.
    pub category: Category,
}

impl Mode {
    /// What can be said, for people to read.
    pub fn choices() -> String {
        listed(Self::words().map(|(word, _)| word).collect::<Vec<_>>(), "or")
    }

    /// All words for modes.
    fn words() -> impl Iterator<Item = (&'static str, Self)> {
        Kind::EACH.into_iter().flat_map(|kind| {
            rules(kind).modes.iter().map(move |(word, category)| (*word, Self { kind, category: *category }))
        })
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = Self::words().find(|(_, mode)| mode == self);
        f.write_str(word.map_or(self.kind.as_str(), |(word, _)| word))
    }
}

impl FromStr for Mode {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::words().find(|(word, _)| *word == text);
        found.map(|(_, mode)| mode).ok_or_else(|| format!("the mode is {}", Self::choices()))
    }
}

/// Words with commas between them, and this before the last.
fn listed(words: impl AsRef<[&'static str]>, before_last: &str) -> String {
    match words.as_ref() {
        [all_others @ .., last] if !all_others.is_empty() => {
            format!("{} {before_last} {last}", all_others.join(", "))
        }
        words => words.concat(),
    }
}

/// What the files of a version are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Recognised {
    /// What answers for them.
    pub(crate) kind: Kind,
    /// What they are used as.
    pub(crate) category: Category,
    /// The file that the bare address gives, or what a program begins with.
    pub(crate) entry: String,
}

impl Recognised {
    /// The category that the item gets; `None` leaves alone what somebody set.
    pub(crate) fn category_to_set(&self, item: &Content) -> Option<Category> {
        (item.category != Category::Mcp || !self.kind.is_program()).then_some(self.category)
    }
}

/// What was made so that a version can run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Built {
    /// What it needs besides its files.
    pub(crate) environment: Option<String>,
    /// The version of Python that it runs with.
    pub(crate) python: Option<String>,
    /// The version of R that it runs with.
    pub(crate) r: Option<String>,
    /// The packages that it runs with, as far as they are known.
    pub(crate) packages: Vec<Package>,
    /// What installs exactly the packages of Python that it runs with.
    pub(crate) lockfile: Option<String>,
}

impl From<Built> for RunsWith {
    fn from(built: Built) -> Self {
        let Built { environment, python, r, packages, lockfile } = built;
        Self { environment, r_version: r, py_version: python, packages, lockfile }
    }
}

/// The manifest in this folder, if there is one; and the folder.
pub(crate) async fn read_manifest(folder: PathBuf) -> Result<(PathBuf, Option<Manifest>), ServiceError> {
    let read = move || {
        let file = folder.join("manifest.json");
        let small = std::fs::metadata(&file).is_ok_and(|file| file.len() <= LARGEST_MANIFEST);
        let manifest = if small { Manifest::parse(&std::fs::read(file)?)? } else { None };
        Ok::<_, ServiceError>((folder, manifest))
    };
    tokio::task::spawn_blocking(read).await.map_err(ServiceError::internal)?
}
