//! The endpoints, a file per resource.

pub(super) mod keys;
pub(super) mod server_settings;
pub(super) mod users;
