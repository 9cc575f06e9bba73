//! How a program is, in words for its owner.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// How the program of an item is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// It does not run, and starts when somebody asks for it.
    Stopped {
        /// Why it ended last, unless it was asked to.
        last_failure: Option<Failure>,
    },
    /// It is being started, or waits for its next start after a crash.
    Starting,
    /// It answers.
    Ready {
        /// Since when.
        since: OffsetDateTime,
    },
    /// It finishes what it does and then ends; nothing new was asked for.
    Draining,
    /// It crashed too often, and rests until somebody asks again later or starts it again.
    GivenUp {
        /// Its last crash.
        failure: Failure,
    },
}

/// How a program failed. For its owner: a visitor learns nothing of this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// When.
    pub at: OffsetDateTime,
    /// What happened.
    pub reason: Reason,
    /// The last lines that it wrote to standard error, at most twenty.
    pub last_lines: Vec<String>,
}

/// What a program did instead of answering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It ended by itself.
    Ended(Ending),
    /// It did not open its socket within this time.
    NoSocket(Duration),
    /// It opened its socket and gave no answer within this time.
    NoAnswer(Duration),
    /// It answered with something that is not HTTP.
    NotHttp,
    /// It could not be started; the words say why, without a full stop.
    NotStarted(String),
}

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ending {
    /// By itself, with this exit status.
    Exited(i32),
    /// By this signal.
    Signalled(i32),
    /// With its warden, which somebody killed.
    Lost,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stopped { last_failure: None } => f.write_str("Not running. It starts when somebody opens it."),
            Self::Stopped { last_failure: Some(failure) } => {
                write!(f, "Not running. {failure} It starts when somebody opens it.")
            }
            Self::Starting => f.write_str("Starting."),
            Self::Ready { .. } => f.write_str("Running."),
            Self::Draining => f.write_str("Finishing its last requests."),
            Self::GivenUp { failure } => write!(f, "Stopped after it failed five times in five minutes. {failure}"),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reason.fmt(f)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ended(ending) => write!(f, "The program {ending}."),
            Self::NoSocket(limit) => write!(f, "The program did not listen within {} seconds.", limit.as_secs_f32()),
            Self::NoAnswer(limit) => write!(f, "The program did not answer within {} seconds.", limit.as_secs_f32()),
            Self::NotHttp => f.write_str("The program answered with something that is not HTTP."),
            Self::NotStarted(why) => write!(f, "The program could not be started: {why}."),
        }
    }
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exited(status) => write!(f, "ended with exit status {status}"),
            Self::Signalled(9) => f.write_str("was killed (signal 9), as the system does when memory runs out"),
            Self::Signalled(signal) => write!(f, "was ended by signal {signal}"),
            Self::Lost => f.write_str("was killed together with the process that watched it"),
        }
    }
}
