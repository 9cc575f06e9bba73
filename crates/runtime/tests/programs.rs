//! Real processes, most of them bad ones, under a real runtime.
//!
//! As root each item runs as a user of its own; else all run as whoever runs the tests, and the tests of isolation
//! assert just that.

#[path = "programs/drafts.rs"]
mod drafts;
#[path = "programs/errands.rs"]
mod errands;
#[path = "programs/failing.rs"]
mod failing;
#[path = "programs/isolation.rs"]
mod isolation;
#[path = "programs/outliving.rs"]
mod outliving;
#[path = "programs/replacing.rs"]
mod replacing;
#[path = "programs/runs.rs"]
mod runs;
#[path = "programs/starting.rs"]
mod starting;
#[path = "programs/stopping.rs"]
mod stopping;
#[path = "programs/workshop.rs"]
mod workshop;
