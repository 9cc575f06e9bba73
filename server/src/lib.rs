//! The HTTP entry and the command line of Claviger.
//!
//! What comes in over HTTP is turned into calls of `services`, and their outcomes into answers, at three doors: the
//! API (`api`), the pages (`ui`) and the published content (`content`). Nothing here decides on permission.

mod address;
mod api;
mod assets;
mod auth;
mod cli;
mod config;
mod console;
mod content;
mod cookies;
mod csrf;
mod door;
mod fault;
mod layers;
mod listener;
mod origins;
mod router;
mod serve;
mod session;
mod state;
mod ui;
mod uploads;

pub use api::openapi;
pub use cli::run;
pub use config::{Config, ContentUrl, Flags, Problems};
pub use door::answer;
pub use router::router;
pub use state::Server;
