//! The child processes of Claviger: launch, supervise, probe, log, stop.
//!
//! This crate knows processes, sockets, signals and logs; it knows no users, SQL or routes.

mod actor;
mod clock;
mod command;
mod config;
mod crashes;
mod environment;
mod error;
mod launch;
mod lease;
mod log;
mod proc;
mod process;
mod program;
mod readiness;
mod runtime;
mod socket;
mod status;
mod tally;
mod versions;
mod warden;
mod workspace;

pub use config::{Limits, RuntimeConfig};
pub use error::StartError;
pub use lease::Lease;
pub use program::{Program, ProgramKind};
pub use runtime::Runtime;
pub use status::{Ending, Failure, Reason, Status};
pub use versions::Versions;
pub use warden::warden;
