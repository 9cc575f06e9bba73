//! The packages that content runs with.

use std::str::FromStr;

use crate::{BundleId, ContentId, Guid};

/// The language that a package is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Python.
    Python,
    /// R.
    R,
}

impl Language {
    /// The word used by the API and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::R => "r",
        }
    }
}

impl FromStr for Language {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Python, Self::R].into_iter().find(|language| language.as_str() == text).ok_or(())
    }
}

/// A package that is installed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// What it is written for.
    pub language: Language,
    /// Its name, such as `flask`.
    pub name: String,
    /// Its version; for one that comes from no index, its address.
    pub version: String,
}

/// A package, and the content that runs with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedPackage {
    /// The package.
    pub package: Package,
    /// The version of the language that the content runs with.
    pub language_version: Option<String>,
    /// The version of the content that is served.
    pub bundle: BundleId,
    /// The number of the content.
    pub content: ContentId,
    /// The public identifier of the content.
    pub guid: Guid,
}
