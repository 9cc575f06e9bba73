//! The official clients, as their registries have them, against a server that runs.
//!
//! `scripts/clients` installs them. Each test sits at a [`desk::Desk`] of its own and asks one [`house::House`], which
//! all tests that run at the same time share: what a test deploys has a name that no other test uses.

mod builds;
mod desk;
mod drafts;
mod house;
mod killed;
mod pins;
mod posit_sdk;
mod python;
mod r;
mod rsconnect;
