//! What can be run.

use std::ffi::OsString;
use std::path::PathBuf;

use domain::{BundleId, ContentId};

/// One version of an item that is a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// The item; at most one program of it runs, apart from those of older versions that are ending.
    pub item: ContentId,
    /// The version. A caller who names another one than runs gets another program.
    pub version: BundleId,
    /// The unpacked version. The program works in a copy of it.
    pub files: PathBuf,
    /// How it is started.
    pub kind: ProgramKind,
    /// What its environment has besides what every program has: names and values, without NUL, names without `=`.
    pub environment: Vec<(String, String)>,
}

/// How a program is started. Whatever it is, it has to answer HTTP/1.1 on the Unix socket whose path is its last argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProgramKind {
    /// A Plumber API: R runs `plumber.R` or `entrypoint.R` at the top of the files.
    Plumber,
    /// A program with its arguments, for what has no kind of its own; the path of the socket is put behind them. Nothing
    /// that can be published is of this kind yet.
    Command(Vec<OsString>),
}
