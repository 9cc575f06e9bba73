//! The one handle to all programs.

use std::io;

use domain::ContentId;

use crate::{Lease, Program, RuntimeConfig, StartError, Status, Versions};

/// Runs programs: starts them when they are asked for, watches them, and stops those that nobody uses.
#[derive(Clone, Debug)]
pub struct Runtime(());

#[expect(clippy::unused_async, clippy::needless_pass_by_value, reason = "a skeleton")]
impl Runtime {
    /// A runtime without programs. Sweeps what a killed server left in the folder of workspaces.
    pub fn new(_config: RuntimeConfig) -> Self {
        Self(())
    }

    /// A running program of this version. Starts it where need be; callers at once share one start.
    ///
    /// # Errors
    /// See [`StartError`]; all callers who waited for a failed start get the same.
    pub async fn lease(&self, _program: &Program) -> Result<Lease, StartError> {
        Err(StartError::Stopping)
    }

    /// How the program of an item is.
    pub fn status(&self, _item: ContentId) -> Status {
        Status::Stopped { last_failure: None }
    }

    /// Ends the program of an item and forgets its crashes. Comes back when every process of it is gone.
    pub async fn stop(&self, _item: ContentId) {}

    /// Stops the program of an item and removes its log.
    pub async fn forget(&self, _item: ContentId) {}

    /// What the programs of an item wrote: at most 1 MiB, the newest.
    ///
    /// # Errors
    /// Faults of the disk; an item that never wrote has an empty log.
    pub async fn log(&self, _item: ContentId) -> io::Result<String> {
        Ok(String::new())
    }

    /// Starts nothing any more, lets requests finish for [`stop_within`](crate::Limits::stop_within), then stops all.
    pub async fn shutdown(&self) {}

    /// Asks the interpreters for their versions, which takes about a second.
    pub async fn versions(&self) -> Versions {
        Versions::default()
    }
}
