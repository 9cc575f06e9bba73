//! The program itself: started, asked over the wire, stopped and killed.

mod archive;
mod canary;
mod clients;
mod commands;
mod database_gone;
mod disk_full;
mod disk_full_uploads;
mod examples;
mod folder;
mod held_open;
mod kill;
mod kill_deploy;
mod locked;
pub(crate) mod program;
mod publish;
mod revocation;
mod setup_link;
mod start;
mod stop;
mod uploads;
pub(crate) mod wire;
