//! The endpoints, a file per resource.

pub(super) mod audit;
pub(super) mod bootstrap;
pub(super) mod caches;
pub(super) mod content;
pub(super) mod groups;
pub(super) mod instrumentation;
pub(super) mod keys;
pub(super) mod metrics;
pub(super) mod search;
pub(super) mod server_settings;
pub(super) mod tags;
pub(super) mod tasks;
pub(super) mod timezones;
pub(super) mod users;
