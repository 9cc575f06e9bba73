//! The endpoints, a file per resource.

pub(super) mod content;
pub(super) mod keys;
pub(super) mod search;
pub(super) mod server_settings;
pub(super) mod tasks;
pub(super) mod users;
