//! What the pages of API keys show.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// The API Keys page.
#[derive(Clone, Debug)]
pub struct Keys {
    /// The keys on this page, newest first.
    pub rows: Vec<KeyRow>,
    /// How many keys there are in all, without the filter.
    pub total: usize,
    /// How many keys match the filter.
    pub matching: usize,
    /// What the names are filtered by; empty for all.
    pub filter: String,
    /// This page, from 1.
    pub page: usize,
    /// How many pages there are, at least 1.
    pub pages: usize,
    /// The form of the "Create API Key" dialog.
    pub form: KeyForm,
}

/// One key, in the list and on its own page.
#[derive(Clone, Debug)]
pub struct KeyRow {
    /// Its number.
    pub id: i64,
    /// What its owner calls it.
    pub name: String,
    /// What it may do at most, as shown to people.
    pub role: &'static str,
    /// The key's last four characters.
    pub tail: String,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// From which address it was made.
    pub created_from: Option<String>,
    /// When it was last used.
    pub used_at: Option<OffsetDateTime>,
    /// From which address it was last used.
    pub used_from: Option<String>,
    /// When it stops working.
    pub expires_at: Option<OffsetDateTime>,
    /// The name of the key it was made with, when that key still exists.
    pub parent: Option<String>,
    /// How many keys were made with it, directly or not.
    pub descendants: usize,
}

/// The fields of "Create API Key", with what was typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct KeyForm {
    /// What was typed as name, blanks and all.
    pub name: String,
    /// The chosen role: `viewer`, `publisher` or `administrator`.
    pub role: String,
    /// The chosen expiry: `7`, `30`, `60`, `90` (days), `date` or `never`.
    pub expiry: String,
    /// What was typed as date, `YYYY-MM-DD`.
    pub date: String,
    /// The roles on offer, from least to most: value and label.
    pub roles: Vec<(String, String)>,
    /// Marks this form, so that sending it twice makes one key.
    pub once: String,
    /// Whether the password must be typed again because the sign-in is old.
    pub password_needed: bool,
    /// What is wrong, field by field.
    pub problems: KeyProblems,
}

/// What is wrong with the fields of "Create API Key".
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct KeyProblems {
    /// With the name.
    pub name: Option<String>,
    /// With the role.
    pub role: Option<String>,
    /// With the expiry or its date.
    pub expiry: Option<String>,
    /// With the password.
    pub password: Option<String>,
    /// With nothing in particular.
    pub form: Option<String>,
}

/// A key that was just made; the only time it is shown.
#[derive(Clone, Serialize, Deserialize)]
pub struct NewKey {
    /// What its owner calls it.
    pub name: String,
    /// The key itself.
    pub key: String,
    /// Ready-made lines that use it, with this server's address.
    pub snippets: Vec<Snippet>,
}

/// Lines to copy.
#[derive(Clone, Serialize, Deserialize)]
pub struct Snippet {
    /// What they are for: `curl`, `R`, `Python`, `.Renviron`.
    pub label: String,
    /// The lines.
    pub text: String,
}

/// What the "Create API Key" form is answered when an island sends it (`Accept: application/json`).
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum KeyOutcome {
    /// The key was made.
    Made {
        /// The key, shown now and never again.
        key: NewKey,
    },
    /// Something has to be put right first.
    Invalid {
        /// What is wrong.
        problems: KeyProblems,
        /// Whether the password field must be shown.
        password_needed: bool,
    },
    /// The session has ended; sign in again.
    SignedOut,
}

/// The page of one key, where it can be deleted without a dialog.
#[derive(Clone, Debug)]
pub struct KeyPage {
    /// The key.
    pub key: KeyRow,
    /// The names of the keys made with it.
    pub descendants: Vec<String>,
}
