//! Why a caller gets no program.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use thiserror::Error;

/// Why a caller gets no program. The words are for visitors; what happened is in [`Status`](crate::Status).
#[derive(Clone, Debug, Error)]
pub enum StartError {
    /// It failed, or failed so often that it was given up.
    #[error("This program does not run at the moment. Its owner can see why.")]
    Unavailable {
        /// When it is worth asking again.
        retry_after: Duration,
    },
    /// It did not answer in time.
    #[error("This program takes too long to start. Its owner can see why.")]
    TooSlow,
    /// As many requests wait or run as may.
    #[error("Too many people use this program at once. Try again in a moment.")]
    Busy,
    /// The server ends.
    #[error("The server is stopping. Try again in a moment.")]
    Stopping,
    /// What runs programs of this kind is not on this machine.
    #[error("{0} is not installed on this server. An administrator has to install it first.")]
    InterpreterMissing(&'static str),
    /// The system refused; the fault is for the log.
    #[error("This program cannot be started. An administrator finds the reason in the server's log.")]
    Io(#[source] Arc<io::Error>),
}

impl StartError {
    /// What the log and the owner are told.
    pub(crate) fn for_log(&self) -> String {
        match self {
            Self::Io(fault) => fault.to_string(),
            Self::Unavailable { .. } | Self::TooSlow | Self::Busy | Self::Stopping | Self::InterpreterMissing(_) => {
                self.to_string()
            }
        }
    }
}

impl From<io::Error> for StartError {
    fn from(error: io::Error) -> Self {
        Self::Io(Arc::new(error))
    }
}
