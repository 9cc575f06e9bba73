//! `manifest.json`: what a publisher's tool says of a bundle.
//!
//! # Security
//! A manifest is hostile input. What it says decides what is run how, so unknown words are left alone and refused where
//! they would matter; paths in it become file names only as [`BundlePath`](domain::BundlePath).

use domain::Category;
use serde::Deserialize;

/// What a manifest says, as far as it matters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Manifest {
    /// What it is, in the words of the Connect API.
    pub(crate) app_mode: String,
    /// What it is used as.
    pub(crate) category: Category,
    /// The file to begin with.
    pub(crate) primary: Option<String>,
    /// What a program begins with.
    pub(crate) entrypoint: Option<String>,
    /// The version of R that it was made with.
    pub(crate) r_version: Option<String>,
    /// What Python it needs.
    pub(crate) python: Option<PythonNeeds>,
    /// The version of Quarto that it was made with.
    pub(crate) quarto_version: Option<String>,
}

/// What Python a bundle needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PythonNeeds {
    /// The version that it was made with.
    pub(crate) version: Option<String>,
    /// The file that lists the packages.
    pub(crate) package_file: Option<String>,
}

#[derive(Deserialize)]
struct Raw {
    metadata: RawMetadata,
    platform: Option<String>,
    python: Option<RawPython>,
}

#[derive(Deserialize)]
struct RawMetadata {
    appmode: String,
    primary_html: Option<String>,
    entrypoint: Option<String>,
    content_category: Option<String>,
}

#[derive(Deserialize)]
struct RawPython {
    version: Option<String>,
    package_manager: Option<RawPackages>,
}

#[derive(Deserialize)]
struct RawPackages {
    package_file: Option<String>,
}

impl Manifest {
    /// Reads a manifest; `None` when it is another file of this name, such as that of a web app.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let raw: Raw = serde_json::from_slice(bytes).ok()?;
        let metadata = raw.metadata;
        Some(Self {
            app_mode: metadata.appmode,
            category: metadata.content_category.and_then(|word| word.parse().ok()).unwrap_or_default(),
            primary: metadata.primary_html,
            entrypoint: metadata.entrypoint,
            r_version: raw.platform,
            python: raw.python.map(|python| PythonNeeds {
                version: python.version,
                package_file: python.package_manager.and_then(|packages| packages.package_file),
            }),
            quarto_version: None,
        })
    }
}
