//! What the forms with files show: "New content", `/connect/new`, and "New version".

use serde::{Deserialize, Serialize};

use super::AppHead;

/// "New content".
#[derive(Clone, Debug, Default)]
pub struct NewContent {
    /// What was typed as title.
    pub title: String,
    /// The chosen access: `all`, `logged_in` or `acl`.
    pub access: String,
    /// What is wrong.
    pub problems: UploadProblems,
}

/// "New version" of an item.
#[derive(Clone, Debug)]
pub struct NewVersion {
    /// What stands above it.
    pub head: AppHead,
    /// What is wrong.
    pub problems: UploadProblems,
}

/// What is wrong with a form with files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadProblems {
    /// With the title.
    pub title: Option<String>,
    /// With the access.
    pub access: Option<String>,
    /// With the files.
    pub files: Option<String>,
}

impl UploadProblems {
    /// Whether anything is wrong.
    pub fn any(&self) -> bool {
        *self != Self::default()
    }
}

/// What a form with files is answered when an island sends it (`Accept: application/json`).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct UploadOutcome {
    /// Where it goes on, when all was well.
    pub location: Option<String>,
    /// What has to be put right first.
    pub problems: UploadProblems,
}
