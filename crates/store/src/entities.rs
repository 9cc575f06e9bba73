//! Rows as they stand in the tables; private to this crate.

#![expect(unreachable_pub, reason = "what sea-orm derives must be pub")]

pub(crate) mod api_keys;
pub(crate) mod bundles;
pub(crate) mod content;
pub(crate) mod content_sessions;
pub(crate) mod content_viewers;
pub(crate) mod sessions;
pub(crate) mod users;
pub(crate) mod visits;
