//! The server, tested through public HTTP only: the folders mirror its addresses.
//!
//! `api`, `ui` and `content` ask the router itself, without a port; `process` starts the program, and `programs` those of
//! publishers.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at the first thing that is not as it says")]

mod api;
mod content;
mod hosts;
mod process;
mod programs;
mod support;
mod ui;
