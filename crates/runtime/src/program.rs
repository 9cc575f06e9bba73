//! What can be run.

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use domain::{BundleId, ContentId, JobTag};

/// Which program: what answers for an item, or one version of it that is shown or tried aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ProgramId {
    /// The item; all its programs run as the same user.
    pub item: ContentId,
    /// The version, when it runs beside what answers for the item.
    pub draft: Option<BundleId>,
}

impl ProgramId {
    /// One version of an item, beside what answers for it.
    pub fn draft(item: ContentId, version: BundleId) -> Self {
        Self { item, draft: Some(version) }
    }
}

impl From<ContentId> for ProgramId {
    /// What answers for an item.
    fn from(item: ContentId) -> Self {
        Self { item, draft: None }
    }
}

impl fmt::Display for ProgramId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.draft {
            Some(version) => write!(f, "{}-{version}", self.item),
            None => self.item.fmt(f),
        }
    }
}

/// One version of an item that is a program. Whatever it is, it has to answer HTTP/1.1 on the Unix socket whose path is
/// its last argument.
///
/// # Security
/// It has no `Debug`: its environment holds secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct Program {
    /// Which program it is; at most one of each runs, apart from older versions that are ending.
    pub id: ProgramId,
    /// The version. A caller who names another one than runs gets another program.
    pub version: BundleId,
    /// What it does, for the record of its runs.
    pub tag: JobTag,
    /// A number for what else it was set up with. A caller who names another one than runs gets another program, too.
    pub settings: u64,
    /// The unpacked version. The program works in a copy of it.
    pub files: PathBuf,
    /// What is run, with its arguments; the path of the socket is put behind them.
    pub argv: Vec<OsString>,
    /// Files that are put beside the copy: names and texts. From the copy they are `../{name}`.
    pub ours: Vec<(&'static str, &'static str)>,
    /// What its environment has besides what every program has: names and values, without NUL, names without `=`.
    pub environment: Vec<(String, String)>,
    /// How long it may take until it answers for the first time, if not as long as others.
    pub start_within: Option<Duration>,
    /// How long it goes on with nobody using it, if not as long as others.
    pub idle: Option<Duration>,
}

impl Program {
    /// What must be the same for a caller to be served by what runs.
    pub(crate) fn edition(&self) -> Edition {
        (self.version, self.settings)
    }
}

/// A version, and the number of what else a program was set up with.
pub(crate) type Edition = (BundleId, u64);
