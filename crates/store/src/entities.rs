//! Rows as they stand in the tables; private to this crate.

#![expect(unreachable_pub, reason = "what sea-orm derives must be pub")]

pub(crate) mod api_keys;
pub(crate) mod audit;
pub(crate) mod bundles;
pub(crate) mod content;
pub(crate) mod content_sessions;
pub(crate) mod content_tags;
pub(crate) mod group_members;
pub(crate) mod groups;
pub(crate) mod jobs;
pub(crate) mod packages;
pub(crate) mod permissions;
pub(crate) mod sessions;
pub(crate) mod tags;
pub(crate) mod tasks;
pub(crate) mod thumbnails;
pub(crate) mod tokens;
pub(crate) mod users;
pub(crate) mod vanities;
pub(crate) mod variables;
pub(crate) mod visits;
