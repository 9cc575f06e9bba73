//! The program itself: started, asked over the wire, stopped and killed.

mod canary;
mod clients;
mod commands;
mod disk_full;
mod examples;
mod folder;
mod held_open;
mod kill;
mod locked;
pub(crate) mod program;
mod publish;
mod revocation;
mod setup_link;
mod start;
mod stop;
pub(crate) mod wire;
