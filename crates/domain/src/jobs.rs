//! Jobs: what runs, or ran, for an item: a process of its program, or a deploy.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use time::OffsetDateTime;

use crate::tasks::{LETTERS, is_name};
use crate::{BundleId, ContentId, Kind, TaskId};

/// The name of a job: 16 letters and digits. A deploy's is that of its task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct JobKey([u8; 16]);

/// The text is no name of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a job is named by 16 letters and digits")]
pub struct JobKeyError;

impl JobKey {
    /// A job's name made of random bytes.
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(bytes.map(|byte| LETTERS[usize::from(byte % 32)]))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        // Only letters and digits get in.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The task that has this name, if the job is a deploy.
    pub fn task(&self) -> Option<TaskId> {
        self.as_str().parse().ok()
    }
}

impl From<&TaskId> for JobKey {
    fn from(task: &TaskId) -> Self {
        let mut key = [b'0'; 16];
        for (letter, byte) in key.iter_mut().zip(task.as_str().bytes()) {
            *letter = byte;
        }
        Self(key)
    }
}

impl fmt::Display for JobKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for JobKey {
    type Err = JobKeyError;

    fn from_str(text: &str) -> Result<Self, JobKeyError> {
        if !is_name(text) {
            return Err(JobKeyError);
        }
        text.as_bytes().try_into().map(Self).map_err(|_| JobKeyError)
    }
}

/// What a job does (Connect API, `tag`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobTag {
    /// It deploys what nobody has recognised yet.
    Unknown,
    /// It deploys files.
    BuildSite,
    /// It deploys something written in R.
    PackratRestore,
    /// It deploys something written in Python.
    PythonRestore,
    /// It answers as a Plumber API.
    RunApi,
    /// It answers as a Python API (WSGI).
    RunPythonApi,
    /// It answers as a FastAPI (ASGI).
    RunFastApi,
}

impl JobTag {
    /// All tags.
    pub const EACH: [Self; 7] = [
        Self::Unknown,
        Self::BuildSite,
        Self::PackratRestore,
        Self::PythonRestore,
        Self::RunApi,
        Self::RunPythonApi,
        Self::RunFastApi,
    ];

    /// Of a deploy of this kind.
    pub fn of_deploy(kind: Option<Kind>) -> Self {
        match kind {
            None => Self::Unknown,
            Some(Kind::Static) => Self::BuildSite,
            Some(Kind::Plumber) => Self::PackratRestore,
            Some(Kind::PythonApi | Kind::PythonFastApi) => Self::PythonRestore,
        }
    }

    /// Of a process of a program of this kind.
    pub fn of_run(kind: Option<Kind>) -> Self {
        match kind {
            // Files have no process; who finds one knows no more of it.
            None | Some(Kind::Static) => Self::Unknown,
            Some(Kind::Plumber) => Self::RunApi,
            Some(Kind::PythonApi) => Self::RunPythonApi,
            Some(Kind::PythonFastApi) => Self::RunFastApi,
        }
    }

    /// The word used by the API and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::BuildSite => "build_site",
            Self::PackratRestore => "packrat_restore",
            Self::PythonRestore => "python_restore",
            Self::RunApi => "run_api",
            Self::RunPythonApi => "run_python_api",
            Self::RunFastApi => "run_fastapi_app",
        }
    }
}

impl FromStr for JobTag {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::EACH.into_iter().find(|tag| tag.as_str() == text).ok_or(())
    }
}

/// A job, as it is remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub key: JobKey,
    /// The item that it is for.
    pub content_id: ContentId,
    /// The version that it is about, which may be gone since.
    pub bundle_id: BundleId,
    /// Whether the version ran beside what answers for the item: tried, or shown as a draft.
    pub draft: bool,
    /// What it does.
    pub tag: JobTag,
    /// The process, if it is one; the system may have given the number again since.
    pub pid: Option<i32>,
    /// The system user that it ran as, by number, unless it was the server's own.
    pub run_as: Option<u32>,
    /// The machine.
    pub hostname: String,
    /// When it began.
    pub started_at: OffsetDateTime,
    /// When it ended; nothing while it goes on.
    pub ended: Option<JobEnd>,
}

impl Job {
    /// Whether it is a deploy, which is no process of its own.
    pub fn is_deploy(&self) -> bool {
        self.pid.is_none()
    }
}

/// How a job ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobEnd {
    /// When.
    pub at: OffsetDateTime,
    /// The exit status; 128 and the number of the signal for who was ended by one; nothing when nobody saw it end.
    pub exit_code: Option<i32>,
    /// What went wrong, in a sentence; nothing when nothing did, or it was asked to end.
    pub error: Option<String>,
}

/// A line that a job wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobLine {
    /// When, to the second; deploys do not say.
    pub at: Option<OffsetDateTime>,
    /// Where.
    pub stream: JobStream,
    /// What, without the end of the line.
    pub text: String,
}

/// Where a job writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobStream {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
}

impl JobStream {
    /// The word used by the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Out => "stdout",
            Self::Err => "stderr",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_sixteen_letters_and_digits() {
        let key = JobKey::from_random([7; 16]);
        assert_eq!(key.to_string().parse(), Ok(key));
        let task = TaskId::from_random([200; 16]);
        assert_eq!(JobKey::from(&task).to_string(), task.as_str());
        assert_eq!(JobKey::from(&task).task(), Some(task));
        for bad in ["", "abc", "abcdefghijklmno/", "abcdefghijklmnopq", "äbcdefghijklmno"] {
            assert_eq!(bad.parse::<JobKey>(), Err(JobKeyError), "{bad}");
        }
    }

    #[test]
    fn every_tag_has_one_word_and_every_kind_its_own() {
        for tag in JobTag::EACH {
            assert_eq!(tag.as_str().parse(), Ok(tag));
        }
        for kind in Kind::EACH {
            assert_ne!(JobTag::of_deploy(Some(kind)), JobTag::Unknown);
            assert_eq!(JobTag::of_run(Some(kind)) != JobTag::Unknown, kind.is_program());
        }
    }
}
