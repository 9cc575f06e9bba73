//! Groups of accounts.

use time::OffsetDateTime;

use crate::{GroupId, Guid};

/// A group of accounts, which permissions can be given to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its number.
    pub id: GroupId,
    /// Its public identifier.
    pub guid: Guid,
    /// What it is called; unique, whatever the case.
    pub name: String,
    /// The account that takes care of it.
    pub owner: Option<Guid>,
    /// Its number in the operating system, if it has one there.
    pub gid: Option<i64>,
    /// When it was made.
    pub created_at: OffsetDateTime,
}
