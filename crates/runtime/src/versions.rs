//! Which interpreters this machine has.

use std::fmt;

/// The versions of what runs programs, as far as they are installed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Versions {
    /// The version of R, such as `4.2.2`.
    pub r: Option<String>,
    /// The version of R's package plumber, such as `1.2.1`.
    pub plumber: Option<String>,
}

impl Versions {
    /// What is missing to run Plumber APIs, as a sentence.
    pub fn missing(&self) -> Option<&'static str> {
        match self {
            Self { r: None, .. } => {
                Some("R is not installed on this server. An administrator has to install it first.")
            }
            Self { plumber: None, .. } => {
                Some("R's package plumber is not installed on this server. An administrator has to install it first.")
            }
            Self { r: Some(_), plumber: Some(_) } => None,
        }
    }
}

impl fmt::Display for Versions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |version: &Option<String>| version.clone().unwrap_or_else(|| "missing".to_owned());
        write!(f, "R {}, plumber {}", of(&self.r), of(&self.plumber))
    }
}
