//! What is known of each kind: one entry for each, from a file of its own.

use std::ffi::OsString;
use std::path::Path;
use std::pin::Pin;

use domain::{BundleId, Category, Content, Kind, Language};

use super::top::Top;
use super::{Built, Recognised, plumber, python_api, python_fastapi, static_files};
use crate::bundles::Manifest;
use crate::programs::Version;
use crate::tasks::Progress;
use crate::{Mistake, ProgramFault, ServiceError, Services};

/// How content of one kind is recognised, built and started. How it is tried is the same for all that start.
pub(crate) struct Rules {
    /// What many of it are called in a sentence.
    pub(super) words: &'static str,
    /// What people call it who say what their files are, and what they are used as then; the first word is shown.
    pub(super) modes: &'static [(&'static str, Category)],
    /// Whether files of which nobody says what they are seem to be of this kind.
    pub(super) guess: fn(&Top) -> Option<Recognised>,
    /// What files are that are said to be of this kind: by who publishes them, or by this manifest.
    pub(super) said: fn(&Top, Option<&Manifest>) -> Result<Recognised, ServiceError>,
    /// What has to be installed where it runs.
    pub(crate) needs: Option<Language>,
    /// Makes what a version needs besides its files, or looks for it.
    pub(super) build: for<'a> fn(&'a Site<'a>) -> Work<'a, Result<Built, ServiceError>>,
    /// How it is started; `None` for what does not run.
    pub(crate) start: Option<StartRule>,
}

/// How a version is started: this item, of which the version is as it was built.
pub(crate) type StartRule =
    for<'a> fn(&'a Services, &'a Content, &'a Version<'a>) -> Work<'a, Result<Start, ProgramFault>>;

/// Work of one kind.
pub(crate) type Work<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A version that is built.
pub(crate) struct Site<'a> {
    /// Who builds it.
    pub(crate) services: &'a Services,
    /// Its number.
    pub(crate) bundle: BundleId,
    /// Its unpacked files.
    pub(crate) folder: &'a Path,
    /// What its manifest says.
    pub(crate) manifest: Option<&'a Manifest>,
    /// Who is told how far it is.
    pub(crate) progress: &'a Progress,
}

/// How a program is started.
pub(crate) struct Start {
    /// What is run; the path of the socket is put behind it.
    pub(crate) argv: Vec<OsString>,
    /// What is put beside the program's files.
    pub(crate) ours: Vec<(&'static str, &'static str)>,
    /// What its environment has besides what every program has.
    pub(crate) environment: Vec<(String, String)>,
}

/// What is known of this kind.
pub(crate) fn rules(kind: Kind) -> &'static Rules {
    match kind {
        Kind::Static => &static_files::RULES,
        Kind::Plumber => &plumber::RULES,
        Kind::PythonApi => &python_api::RULES,
        Kind::PythonFastApi => &python_fastapi::RULES,
    }
}

pub(super) fn mistake(text: String) -> ServiceError {
    Mistake::Bundle(text).into()
}
