//! The closed set of outcomes that are not success, in no terms of HTTP.

use std::error::Error;
use std::time::Duration;

use domain::VariableError;
use store::{StoreError, Unique};
use thiserror::Error;

use crate::Mistake;

/// Why a use case did not happen.
#[derive(Debug, Error)]
pub enum ServiceError {
    /// Nobody is signed in.
    #[error("Sign in first.")]
    SignedOut,
    /// The actor may not do this.
    #[error("You do not have permission to do this.")]
    Forbidden,
    /// There is no such thing, or the actor may not know of it.
    #[error("There is no such thing.")]
    NotFound,
    /// The sign-in is too old for this; the password must be given again.
    #[error("Your sign-in is older than 10 minutes, so confirm with your password that it is you.")]
    ProofNeeded,
    /// Something given is not acceptable.
    #[error(transparent)]
    Invalid(#[from] Mistake),
    /// Too many tries.
    #[error("There were too many attempts. Try again in {} seconds.", .0.as_secs().max(1))]
    TryLater(Duration),
    /// The server cannot do this now, and who runs it can put that right.
    #[error("{0}")]
    Unavailable(&'static str),
    /// A fault that nobody foresaw; its text is for the log.
    #[error("Something went wrong on the server.")]
    Internal(#[source] Box<dyn Error + Send + Sync>),
}

impl ServiceError {
    /// Wraps a fault that nobody foresaw.
    pub(crate) fn internal(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Internal(error.into())
    }
}

impl From<VariableError> for ServiceError {
    fn from(error: VariableError) -> Self {
        Mistake::from(error).into()
    }
}

impl From<StoreError> for ServiceError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => Self::NotFound,
            StoreError::Taken(Unique::Username) => Mistake::UsernameTaken.into(),
            StoreError::Busy => Self::Unavailable("The database is locked by another program. Try again in a moment."),
            StoreError::Away(fault) => {
                tracing::error!(%fault, "The database does not answer.");
                Self::Unavailable(
                    "The database does not answer. Try again in a moment; if it lasts, an administrator has to look at it.",
                )
            }
            StoreError::Full => {
                Self::Unavailable("The server's disk is full. An administrator has to make room on it first.")
            }
            StoreError::Taken(Unique::ContentName) => Mistake::ContentNameTaken.into(),
            StoreError::Taken(Unique::GroupName | Unique::GroupGid | Unique::TagName | Unique::Other)
            | StoreError::TooMany
            | StoreError::Foreign(_)
            | StoreError::Database(_) => Self::internal(error),
        }
    }
}

impl From<std::io::Error> for ServiceError {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull {
            return StoreError::Full.into();
        }
        Self::internal(error)
    }
}
