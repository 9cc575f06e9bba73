//! All SQL of Claviger. Only this crate and `migrations` name sea-orm; what comes out are domain types.
//!
//! One file of queries per table. The same suite of tests runs on SQLite and on PostgreSQL.

mod connection;
mod content;
mod content_sessions;
mod entities;
mod error;
mod keys;
mod row;
mod sessions;
mod users;
mod visits;

pub use connection::Store;
pub use content::{ContentChange, NewBundle, NewContent};
pub use content_sessions::ContentSessionRow;
pub use error::{StoreError, Unique};
pub use keys::{KeyOwner, KeyUse, NewKey};
pub use sessions::SessionRow;
pub use users::{NewUser, UserChange};
pub use visits::NewVisit;
