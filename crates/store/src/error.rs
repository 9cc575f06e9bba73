//! What can go wrong between us and the database.

use sea_orm::{DbErr, RuntimeErr, SqlErr, SqlxError};
use thiserror::Error;

/// A database operation that did not happen.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The row that was asked for, or that a new one points to, does not exist.
    #[error("no such row")]
    NotFound,
    /// Another row already has this value.
    #[error("{0:?} is already taken")]
    Taken(Unique),
    /// There are as many rows as there may be.
    #[error("there are too many rows")]
    TooMany,
    /// Somebody else held the database for too long.
    #[error("the database is locked by another program")]
    Busy,
    /// The database is not there, or went away: it was stopped, restarts, or the way to it is cut.
    #[error("the database cannot be reached: {0}")]
    Away(#[source] DbErr),
    /// No room is left where the database lies.
    #[error("the disk is full")]
    Full,
    /// A stored value that this version does not understand.
    #[error("the database holds a value that this version does not know: {0}")]
    Foreign(String),
    /// Anything else that the database said.
    #[error("the database failed: {0}")]
    Database(#[source] DbErr),
}

/// The values that only one row may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unique {
    /// An account's username.
    Username,
    /// The name of an item among its owner's.
    ContentName,
    /// The name of a group.
    GroupName,
    /// The number of a group in the operating system.
    GroupGid,
    /// The name of a tag among its siblings.
    TagName,
    /// Something made of random bits.
    Other,
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        if let DbErr::RecordNotFound(_) | DbErr::RecordNotUpdated = error {
            return Self::NotFound;
        }
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(message)) => return Self::Taken(unique_in(&message)),
            Some(SqlErr::ForeignKeyConstraintViolation(_)) => return Self::NotFound,
            _ => {}
        }
        let text = error.to_string();
        if text.contains("database is locked") || text.contains("database table is locked") {
            return Self::Busy;
        }
        if text.contains("disk is full") || text.contains("No space left on device") {
            return Self::Full;
        }
        if is_away(&error) { Self::Away(error) } else { Self::Database(error) }
    }
}

/// Whether it is not the statement that failed but the way to the database.
fn is_away(error: &DbErr) -> bool {
    let cause = match error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => return true,
        DbErr::Exec(cause) | DbErr::Query(cause) => cause,
        _ => return false,
    };
    let RuntimeErr::SqlxError(cause) = cause else { return false };
    match cause.as_ref() {
        SqlxError::Io(_) | SqlxError::PoolTimedOut | SqlxError::PoolClosed | SqlxError::WorkerCrashed => true,
        // Broken connections, and PostgreSQL on its way down or up (its manual, appendix A).
        SqlxError::Database(said) => {
            said.code().is_some_and(|code| code.starts_with("08") || matches!(&*code, "57P01" | "57P02" | "57P03"))
        }
        _ => false,
    }
}

/// SQLite names the columns, PostgreSQL the constraint; both contain these words.
fn unique_in(message: &str) -> Unique {
    let known = [
        (["username_folded", "username_folded"], Unique::Username),
        (["content_owner_name", "content.owner_id, content.name"], Unique::ContentName),
        (["groups_name_folded", "groups.name_folded"], Unique::GroupName),
        (["groups_gid", "groups.gid"], Unique::GroupGid),
        (["tags_below_name", "tags.below, tags.name_folded"], Unique::TagName),
    ];
    let found = known.into_iter().find(|(words, _)| words.iter().any(|word| message.contains(word)));
    found.map_or(Unique::Other, |(_, unique)| unique)
}
