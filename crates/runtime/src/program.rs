//! What can be run.

use std::ffi::OsString;
use std::path::PathBuf;

use domain::{BundleId, ContentId};

/// One version of an item that is a program.
///
/// # Security
/// It has no `Debug`: its environment holds secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct Program {
    /// The item; at most one program of it runs, apart from those of older versions that are ending.
    pub item: ContentId,
    /// The version. A caller who names another one than runs gets another program.
    pub version: BundleId,
    /// A number for what else it was set up with. A caller who names another one than runs gets another program, too.
    pub settings: u64,
    /// The unpacked version. The program works in a copy of it.
    pub files: PathBuf,
    /// How it is started.
    pub kind: ProgramKind,
    /// What its environment has besides what every program has: names and values, without NUL, names without `=`.
    pub environment: Vec<(String, String)>,
}

impl Program {
    /// What must be the same for a caller to be served by what runs.
    pub(crate) fn edition(&self) -> Edition {
        (self.version, self.settings)
    }
}

/// A version, and the number of what else a program was set up with.
pub(crate) type Edition = (BundleId, u64);

/// How a program is started. Whatever it is, it has to answer HTTP/1.1 on the Unix socket whose path is its last argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProgramKind {
    /// A Plumber API: R runs `plumber.R` or `entrypoint.R` at the top of the files.
    Plumber,
    /// A program with its arguments, for what has no kind of its own; the path of the socket is put behind them. Nothing
    /// that can be published is of this kind yet.
    Command(Vec<OsString>),
}
