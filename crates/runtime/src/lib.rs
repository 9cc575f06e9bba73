//! The child processes of Claviger: launch, supervise, probe, log, stop.
//!
//! This crate knows processes, sockets, signals and logs; it knows no users, SQL or routes.

mod config;
mod error;
mod lease;
mod program;
mod runtime;
mod status;
mod versions;
mod warden;

pub use config::{Limits, RuntimeConfig};
pub use error::StartError;
pub use lease::Lease;
pub use program::{Program, ProgramKind};
pub use runtime::Runtime;
pub use status::{Ending, Failure, Reason, Status};
pub use versions::Versions;
pub use warden::warden;
