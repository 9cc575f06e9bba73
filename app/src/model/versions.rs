//! What the pages about the versions of an item show, `/connect/apps/{guid}/versions`, and those of its deploys.

use time::OffsetDateTime;

use super::AppHead;

/// The versions of an item.
#[derive(Clone, Debug)]
pub struct Versions {
    /// What stands above them.
    pub head: AppHead,
    /// The versions, newest first.
    pub rows: Vec<VersionRow>,
    /// Whether I may upload versions, download and activate them.
    pub may_publish: bool,
}

/// One version, in the list and in the question before it is deleted.
#[derive(Clone, Debug)]
pub struct VersionRow {
    /// Its number; a later one is greater.
    pub number: i64,
    /// When it was uploaded.
    pub uploaded_at: OffsetDateTime,
    /// The username of who uploaded it, while the account exists.
    pub uploaded_by: Option<String>,
    /// The size of its archive in bytes.
    pub size: u64,
    /// Where it comes from, as its publisher said: repository, branch, commit. May be nothing.
    pub source: String,
    /// What it stands for.
    pub standing: VersionStanding,
}

/// What a version stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersionStanding {
    /// It is what people see.
    Served,
    /// It was served before.
    Past,
    /// It was never served.
    Draft,
}

/// The question before a version is deleted.
#[derive(Clone, Debug)]
pub struct VersionDelete {
    /// What stands above it.
    pub head: AppHead,
    /// The version.
    pub version: VersionRow,
    /// Why it cannot be deleted.
    pub problem: Option<String>,
}

/// How a deploy is, or how it went.
#[derive(Clone, Debug)]
pub struct Deploy {
    /// What stands above it.
    pub head: AppHead,
    /// The name of its task.
    pub task: String,
    /// What it has said so far, line by line.
    pub lines: Vec<String>,
    /// How far it is.
    pub state: DeployState,
    /// Whether the content is shown as soon as it went well.
    pub opens: bool,
}

/// How far a deploy is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeployState {
    /// It goes on.
    Running,
    /// It went well.
    Done,
    /// It failed, for this reason.
    Failed(String),
}
