//! Groups of accounts.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
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
    pub name: GroupName,
    /// The account that takes care of it.
    pub owner: Option<Guid>,
    /// Its number in the operating system, if it has one there.
    pub gid: Option<i64>,
    /// When it was made.
    pub created_at: OffsetDateTime,
}

/// The name of a group: 3 to 4096 characters without the blanks around it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GroupName(String);

/// A text is no name of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("The name of a group has 3 to 4096 characters, without line breaks.")]
pub struct GroupNameError;

impl GroupName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which two names are compared.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}

impl fmt::Display for GroupName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for GroupName {
    type Err = GroupNameError;

    fn from_str(text: &str) -> Result<Self, GroupNameError> {
        let text = text.trim();
        let fits = (3..=4096).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        if fits { Ok(Self(text.to_owned())) } else { Err(GroupNameError) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_3_to_4096_characters() {
        assert_eq!(" Data Science ".parse::<GroupName>().map(|name| name.to_string()), Ok("Data Science".to_owned()));
        for wrong in ["", "  ab  ", "a\nbc", &"x".repeat(4097)] {
            assert_eq!(wrong.parse::<GroupName>(), Err(GroupNameError), "{wrong:?}");
        }
        assert!("ö".repeat(4096).parse::<GroupName>().is_ok());
    }
}
