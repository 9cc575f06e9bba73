//! The database's history. One change a file; a file that was released is never edited.
//!
//! Conventions: times are whole milliseconds since 1970 UTC in `BIGINT` columns, so that both databases store and
//! compare them alike; public identifiers are text; enumerations are the words of the API.

#![expect(elided_lifetimes_in_paths, reason = "the migration trait of sea-orm is declared that way")]

use sea_orm_migration::prelude::*;

mod m20261123_000001_create_users;
mod m20261123_000002_create_sessions;
mod m20261123_000003_create_keys;
mod m20261123_000004_create_content;
mod m20261123_000005_describe_content;
mod m20261123_000006_create_content_sessions;
mod m20261123_000007_create_visits;
mod m20261123_000008_extend_content;
mod m20261123_000009_create_groups;
mod m20261123_000010_create_permissions;
mod m20261123_000011_create_tasks;
mod m20261123_000012_create_variables;
mod m20261123_000013_create_audit;
mod m20261123_000020_create_tags;
mod m20261123_000021_create_vanities;
mod m20261123_000022_create_tokens;
mod m20261123_000060_create_thumbnails;
mod m20261128_000030_create_packages;
mod m20261128_000040_create_jobs;

/// Brings a database up to date, or takes it back.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_000001_create_users::Migration),
            Box::new(m20261123_000002_create_sessions::Migration),
            Box::new(m20261123_000003_create_keys::Migration),
            Box::new(m20261123_000004_create_content::Migration),
            Box::new(m20261123_000005_describe_content::Migration),
            Box::new(m20261123_000006_create_content_sessions::Migration),
            Box::new(m20261123_000007_create_visits::Migration),
            Box::new(m20261123_000008_extend_content::Migration),
            Box::new(m20261123_000009_create_groups::Migration),
            Box::new(m20261123_000010_create_permissions::Migration),
            Box::new(m20261123_000011_create_tasks::Migration),
            Box::new(m20261123_000012_create_variables::Migration),
            Box::new(m20261123_000013_create_audit::Migration),
            Box::new(m20261123_000020_create_tags::Migration),
            Box::new(m20261123_000021_create_vanities::Migration),
            Box::new(m20261123_000022_create_tokens::Migration),
            Box::new(m20261123_000060_create_thumbnails::Migration),
            Box::new(m20261128_000030_create_packages::Migration),
            Box::new(m20261128_000040_create_jobs::Migration),
        ]
    }
}
