//! The examples of the documentation, run as they stand there, by the programs that they are for.

mod browser;
mod curl;
mod item;
mod nginx;
mod page;
mod proxy;
mod python;
mod r;
mod script;
mod tool;
