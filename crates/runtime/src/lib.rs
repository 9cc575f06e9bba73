//! The child processes of Claviger: launch, supervise, probe, log, stop.
//!
//! This crate knows processes, sockets, signals and logs; it knows no users, SQL or routes.
//!
//! ```text
//! caller ── lease ──► Runtime ──► actor of a program ─► start: workspace, warden, first answer
//!                                        │                         │
//!                                        └── retire, stop ──► warden ──► program and all that it starts
//! ```
//!
//! `actor` decides: when to start, whom to answer, when to stop. `launch` makes a process that answers out of a program,
//! `process` holds it (`running` knows all that are held), `warden` is the other end of that hold, in a process of its own. `workspace`, `log` and
//! `environment` are what a program is given. What is counted and waited for is a `tally`. What is run only once is an
//! `errand`.
//!
//! # Security
//! Programs are other people's code. They are started by argv and never by a shell, in an environment that is built from
//! nothing, without a way to more rights. Under root each item has a user of its own and reads neither the server's files
//! nor another item's. Without root all run as the server's user, and what protects them from each other is goodwill.

mod actor;
mod clock;
mod command;
mod config;
mod crashes;
mod environment;
mod errand;
mod error;
mod event;
mod front;
mod launch;
mod lease;
mod log;
mod proc;
mod process;
mod program;
mod readiness;
mod running;
mod runtime;
mod socket;
mod status;
mod tally;
mod warden;
mod workspace;

pub use config::{Limits, RuntimeConfig};
pub use errand::Errand;
pub use error::StartError;
pub use event::{Cause, Event, Run};
pub use lease::Lease;
pub use log::Follower;
pub use program::{Program, ProgramId};
pub use runtime::Runtime;
pub use status::{Ending, Failure, Reason, Status};
pub use warden::warden;
