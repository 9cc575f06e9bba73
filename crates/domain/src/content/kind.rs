//! What an item is: files, or a program of some kind; and what it is used as.

use std::fmt;
use std::str::FromStr;

/// What answers for an item. The words are the `app_mode`s of the Connect API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Files that answer by themselves.
    Static,
    /// An HTTP API written in R with the package plumber.
    Plumber,
    /// An HTTP API written in Python for WSGI, such as with Flask.
    PythonApi,
    /// An HTTP API written in Python for ASGI, such as with FastAPI.
    PythonFastApi,
}

impl Kind {
    /// All kinds, in the order in which files are looked at of which nobody says what they are.
    pub const EACH: [Self; 4] = [Self::Static, Self::Plumber, Self::PythonFastApi, Self::PythonApi];

    /// The word used by the API and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Static => "static",
            Self::Plumber => "api",
            Self::PythonApi => "python-api",
            Self::PythonFastApi => "python-fastapi",
        }
    }

    /// The words shown to people.
    pub fn label(self, category: Category) -> &'static str {
        match (self, category) {
            (Self::Static, Category::Plot) => "Plot",
            (Self::Static, Category::Pin) => "Pin",
            (Self::Static, _) => "Static site",
            (Self::Plumber, _) => "Plumber API",
            (Self::PythonApi, _) => "Python API",
            (Self::PythonFastApi, _) => "FastAPI",
        }
    }

    /// Whether its files are a program that has to run, and not answers by themselves.
    pub fn is_program(self) -> bool {
        self != Self::Static
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Kind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::EACH.into_iter().find(|kind| kind.as_str() == text).ok_or(())
    }
}

/// What an item is used as (Connect API, `content_category`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Category {
    /// Nothing in particular.
    #[default]
    None,
    /// A single picture or page.
    Plot,
    /// Data that the pins packages wrote.
    Pin,
    /// Several pages.
    Site,
    /// A server of the Model Context Protocol.
    Mcp,
}

impl Category {
    /// All categories.
    pub const EACH: [Self; 5] = [Self::None, Self::Plot, Self::Pin, Self::Site, Self::Mcp];

    /// The word used by the API and the database; nothing for [`Category::None`].
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Plot => "plot",
            Self::Pin => "pin",
            Self::Site => "site",
            Self::Mcp => "mcp",
        }
    }
}

impl FromStr for Category {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::EACH.into_iter().find(|category| category.as_str() == text).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_and_category_has_one_word() {
        // Whoever makes a new one has to come by here, and puts it into the list.
        let after = |kind| match kind {
            Kind::Static => Some(Kind::Plumber),
            Kind::Plumber => Some(Kind::PythonFastApi),
            Kind::PythonFastApi => Some(Kind::PythonApi),
            Kind::PythonApi => None,
        };
        assert!(std::iter::successors(Some(Kind::Static), |kind| after(*kind)).eq(Kind::EACH));
        for kind in Kind::EACH {
            assert_eq!(kind.as_str().parse(), Ok(kind));
        }
        for category in Category::EACH {
            assert_eq!(category.as_str().parse(), Ok(category));
        }
        assert!(Kind::Plumber.is_program() && !Kind::Static.is_program());
    }
}
