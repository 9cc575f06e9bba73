//! What its owner writes about an item.

use std::str::FromStr;

use thiserror::Error;

/// A title: nothing, or 3 to 1024 characters on one line (Connect API, code 122).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title(String);

/// Why a title is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("A title has 3 to 1024 characters on one line.")]
pub struct TitleError;

impl Title {
    /// The title as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Title {
    type Err = TitleError;

    fn from_str(text: &str) -> Result<Self, TitleError> {
        let text = text.trim();
        let length = text.chars().count();
        if (length != 0 && !(3..=1024).contains(&length)) || text.chars().any(char::is_control) {
            return Err(TitleError);
        }
        Ok(Self(text.to_owned()))
    }
}

/// What an owner says about an item: nothing, or at most 4096 characters on any number of lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description(String);

/// Why a description is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum DescriptionError {
    /// Over 4096 characters.
    #[error("A description has at most 4096 characters.")]
    TooLong,
    /// Holds a control character that is no line break.
    #[error("A description is plain text: lines without tabs and other control characters.")]
    Control,
}

impl Description {
    /// The most characters a description may have (Connect API, `description`).
    pub const MAX_CHARS: usize = 4096;

    /// The description as text; its lines end with `\n`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Description {
    type Err = DescriptionError;

    fn from_str(text: &str) -> Result<Self, DescriptionError> {
        // Browsers send line breaks of forms as two characters, which must not count twice.
        let text = text.trim().replace("\r\n", "\n");
        if text.chars().count() > Self::MAX_CHARS {
            return Err(DescriptionError::TooLong);
        }
        if text.chars().any(|c| c.is_control() && c != '\n') {
            return Err(DescriptionError::Control);
        }
        Ok(Self(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_optional_but_not_tiny() {
        assert_eq!("".parse::<Title>().map(|t| t.as_str().len()), Ok(0));
        assert_eq!("ab".parse::<Title>(), Err(TitleError));
        assert_eq!(" Quarterly plot ".parse::<Title>().map(|t| t.as_str().len()), Ok(14));
    }

    #[test]
    fn a_description_is_plain_text_on_any_number_of_lines() {
        let read = |text: &str| text.parse::<Description>().map(|description| description.0);
        assert_eq!(read(" One.\r\n\r\nTwo.\n "), Ok("One.\n\nTwo.".to_owned()));
        assert_eq!(read(""), Ok(String::new()));
        assert_eq!(read(&"ü".repeat(4096)).map(|text| text.chars().count()), Ok(4096));
        assert_eq!(read(&"ü".repeat(4097)), Err(DescriptionError::TooLong));
        for bad in ["a\tb", "a\0b", "a\rb", "a\u{85}b"] {
            assert_eq!(read(bad), Err(DescriptionError::Control), "{bad:?}");
        }
    }
}
