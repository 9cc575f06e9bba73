//! What is known of each kind: one entry for each, from a file of its own.

use std::ffi::OsString;
use std::path::PathBuf;

use domain::Kind;

use super::top::Top;
use super::{Recognised, plumber, python_api, python_fastapi, static_files};
use crate::bundles::Manifest;
use crate::{Mistake, ServiceError};

/// How content of one kind is recognised, built and started.
pub(crate) struct Rules {
    /// Whether files of which nobody says what they are seem to be of this kind.
    pub(super) guess: fn(&Top) -> Option<Recognised>,
    /// What files are that are said to be of this kind: by who publishes them, or by this manifest.
    pub(super) said: fn(&Top, Option<&Manifest>) -> Result<Recognised, ServiceError>,
    /// What has to be there to run it.
    pub(crate) needs: Needs,
    /// How it is started, if it runs.
    pub(crate) start: Option<fn(&Tools, &str) -> Start>,
}

/// What has to be there to run content.
pub(crate) enum Needs {
    /// Nothing.
    Nothing,
    /// R and its package plumber.
    R,
    /// An environment of Python.
    Python,
}

/// What a program is started with.
pub(crate) struct Tools {
    /// What runs it.
    pub(crate) interpreter: PathBuf,
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
