//! All SQL of Claviger. Only this crate and `migrations` name sea-orm; what comes out are domain types.
//!
//! One file of queries per table. The same suite of tests runs on SQLite and on PostgreSQL.

mod audit;
mod bundles;
mod connection;
mod content;
mod content_sessions;
mod content_tags;
mod entities;
mod error;
mod groups;
mod jobs;
mod keys;
mod packages;
mod pages;
mod permissions;
mod row;
mod sessions;
mod tags;
mod tasks;
mod thumbnails;
mod tokens;
mod users;
mod vanities;
mod variables;
mod visits;

pub use audit::{AuditEntry, AuditTerm, AuditTest, NewAuditEntry};
pub use bundles::{Activation, BuiltAs, NewBundle};
pub use connection::Store;
pub use content::{ContentChange, ContentFilter, NewContent};
pub use content_sessions::ContentSessionRow;
pub use error::{StoreError, Unique};
pub use groups::{GroupChange, NewGroup};
pub use jobs::NewJob;
pub use keys::{KeyOwner, KeyUse, NewKey};
pub use packages::RunsWith;
pub use pages::{Page, PageStart, PageWish};
pub use permissions::Grantee;
pub use sessions::SessionRow;
pub use tags::TagChange;
pub use tokens::TokenRow;
pub use users::{NewUser, UserChange};
pub use variables::VariableChange;
pub use visits::{NewVisit, ToldVisit, VisitFilter, VisitPlace};
