//! Environment variables that the owner of an item sets for its processes.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use zeroize::Zeroizing;

/// The name of an environment variable.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VariableName(String);

/// The value of an environment variable: never shown, never logged, wiped when dropped.
pub struct VariableValue(Zeroizing<String>);

/// Why environment variables are refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum VariableError {
    /// A name without a character.
    #[error("An environment variable needs a name.")]
    EmptyName,
    /// A name that no environment can hold.
    #[error("The name of an environment variable has no `=` and no control characters.")]
    Name,
    /// A name that is too long.
    #[error("The name of an environment variable has at most 255 bytes.")]
    LongName,
    /// A name that is not the owner's to set.
    #[error("The environment variable {0} is set by the server, or changes how programs are loaded. It cannot be set.")]
    Forbidden(String),
    /// One name twice.
    #[error("The environment variable {0} comes more than once.")]
    Twice(String),
    /// A value that no environment can hold.
    #[error("The value of an environment variable cannot hold the character NUL.")]
    Value,
    /// A value that is too long.
    #[error("The value of an environment variable has at most 65536 bytes.")]
    LongValue,
    /// More than an item may have.
    #[error("Content has at most 200 environment variables, of 524288 bytes in all. Remove some first.")]
    TooMany,
}

impl VariableName {
    /// The longest name, in bytes.
    pub const LONGEST: usize = 255;
    /// What the server sets, and nobody may make a program believe otherwise.
    const RESERVED: [&str; 6] =
        ["CONNECT_CONTENT_GUID", "CONNECT_CONTENT_JOB_KEY", "HOME", "POSIT_PRODUCT", "RSTUDIO_PRODUCT", "TMPDIR"];
    /// How names begin that tell the system's loader which code to put into a program.
    const LOADER: &str = "LD_";

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for VariableName {
    type Err = VariableError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.is_empty() {
            return Err(VariableError::EmptyName);
        }
        if text.len() > Self::LONGEST {
            return Err(VariableError::LongName);
        }
        if text.chars().any(|c| c == '=' || c.is_control()) {
            return Err(VariableError::Name);
        }
        if Self::RESERVED.contains(&text) || text.starts_with(Self::LOADER) {
            return Err(VariableError::Forbidden(text.to_owned()));
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for VariableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl VariableValue {
    /// The longest value, in bytes: Linux starts no program with a variable of 128 KiB.
    pub const LONGEST: usize = 64 * 1024;

    /// Takes a value as it was given.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// Whether a process can be given this value.
    ///
    /// # Errors
    /// [`VariableError::Value`], [`VariableError::LongValue`].
    pub fn check(&self) -> Result<(), VariableError> {
        if self.0.contains('\0') {
            return Err(VariableError::Value);
        }
        if self.0.len() > Self::LONGEST { Err(VariableError::LongValue) } else { Ok(()) }
    }

    /// The value itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_an_environment_can_hold_and_an_owner_may_set() {
        let parse = |text: &str| text.parse::<VariableName>().map(|name| name.to_string());
        for good in ["X", "DATABASE_URL", "CONNECT_SERVER", "PATH", "OLD_", "größe", "a b", &"x".repeat(255)] {
            assert_eq!(parse(good), Ok(good.to_owned()));
        }
        assert_eq!(parse(""), Err(VariableError::EmptyName));
        for bad in ["A=B", "=", "A\0", "A\nB"] {
            assert_eq!(parse(bad), Err(VariableError::Name), "{bad:?}");
        }
        assert_eq!(parse(&"x".repeat(256)), Err(VariableError::LongName));
        for ours in [
            "LD_PRELOAD",
            "LD_",
            "POSIT_PRODUCT",
            "RSTUDIO_PRODUCT",
            "CONNECT_CONTENT_GUID",
            "CONNECT_CONTENT_JOB_KEY",
            "HOME",
            "TMPDIR",
        ] {
            assert_eq!(parse(ours), Err(VariableError::Forbidden(ours.to_owned())));
        }
    }

    #[test]
    fn values_are_what_an_environment_can_hold() {
        let check = |text: String| VariableValue::new(text).check();
        assert_eq!(check(String::new()), Ok(()));
        assert_eq!(check("a = b\n".to_owned()), Ok(()));
        assert_eq!(check("x".repeat(65_536)), Ok(()));
        assert_eq!(check("x".repeat(65_537)), Err(VariableError::LongValue));
        assert_eq!(check("a\0b".to_owned()), Err(VariableError::Value));
    }
}
