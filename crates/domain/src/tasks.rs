//! Tasks: work that somebody waits for, such as a deploy.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use time::OffsetDateTime;

use crate::{ContentId, UserId};

/// The name of a task: 16 letters and digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TaskId(String);

/// The text is no name of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a task is named by 16 letters and digits")]
pub struct TaskIdError;

/// What names of tasks and jobs are made of.
pub(crate) const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Whether this can be the name of a task or a job.
pub(crate) fn is_name(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

impl TaskId {
    /// A task's name made of random bytes.
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect())
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for TaskId {
    type Err = TaskIdError;

    fn from_str(text: &str) -> Result<Self, TaskIdError> {
        if is_name(text) { Ok(Self(text.to_owned())) } else { Err(TaskIdError) }
    }
}

/// How a task is, or how it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its name.
    pub id: TaskId,
    /// Who began it.
    pub user_id: UserId,
    /// The item that it works on, while there is one.
    pub content_id: Option<ContentId>,
    /// What it has said so far, line by line.
    pub output: Vec<String>,
    /// Whether it has ended.
    pub finished: bool,
    /// 0 while it runs and when it went well; else the code of the Connect API for why not.
    pub code: i32,
    /// Why it failed, for people; nothing while it runs and when it went well.
    pub error: String,
    /// When it began.
    pub created_at: OffsetDateTime,
}
