//! Versions of Python, and which of them a program may run with (PEP 440, "Version specifiers").

use std::cmp::Reverse;
use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A version of Python, such as 3.11.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PythonVersion([u32; 3]);

/// Why a text is no version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("A version of Python is numbers with dots between them, such as 3.11.2.")]
pub struct PythonVersionError;

impl PythonVersion {
    /// Of which generation it is: programs for one do not run with another.
    pub fn major(self) -> u32 {
        self.0[0]
    }

    /// The number behind the first dot, with which packages go.
    pub fn minor(self) -> u32 {
        self.0[1]
    }

    /// How far away this one is from another of the same generation; a newer one is nearer than an older one.
    fn distance(self, other: Self) -> impl Ord {
        let [_, minor, patch] = self.0;
        let patches = if minor == other.minor() { patch.abs_diff(other.0[2]) } else { 0 };
        (minor.abs_diff(other.minor()), Reverse(minor), patches, Reverse(patch))
    }

    /// Where among these versions the nearest one of the same generation is; of equal ones the first.
    pub fn nearest(self, installed: impl IntoIterator<Item = Self>) -> Option<usize> {
        let same = installed.into_iter().enumerate().filter(|(_, version)| version.major() == self.major());
        same.min_by_key(|(_, version)| version.distance(self)).map(|(place, _)| place)
    }
}

impl fmt::Display for PythonVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.0;
        write!(f, "{major}.{minor}.{patch}")
    }
}

impl FromStr for PythonVersion {
    type Err = PythonVersionError;

    /// Reads up to three numbers; what is missing is 0, and what comes behind a number (`3.13.0rc1`) is passed over.
    fn from_str(text: &str) -> Result<Self, PythonVersionError> {
        let parts = release(text).ok_or(PythonVersionError)?;
        let part = |place: usize| parts.get(place).copied().unwrap_or_default();
        Ok(Self([part(0), part(1), part(2)]))
    }
}

/// Which versions of Python a program may run with, such as `>=3.9,<3.13`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PythonRequires(Vec<Clause>);

/// Why a text does not say which versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("Versions of Python are asked for as in >=3.9,<3.13 or ~=3.11.")]
pub struct PythonRequiresError;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Clause {
    relation: Relation,
    /// The numbers that were given.
    release: Vec<u32>,
    /// Whether `.*` stands behind them.
    any_after: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    Compatible,
    Equal,
    Unequal,
    AtMost,
    AtLeast,
    Below,
    Above,
}

impl Relation {
    /// The longest first, so that each is found whole.
    const SIGNS: [(&str, Self); 8] = [
        ("===", Self::Equal),
        ("~=", Self::Compatible),
        ("==", Self::Equal),
        ("!=", Self::Unequal),
        ("<=", Self::AtMost),
        (">=", Self::AtLeast),
        ("<", Self::Below),
        (">", Self::Above),
    ];
}

impl PythonRequires {
    /// Whether a program may run with this version.
    pub fn allows(&self, version: PythonVersion) -> bool {
        self.0.iter().all(|clause| clause.allows(version))
    }
}

impl Clause {
    fn allows(&self, version: PythonVersion) -> bool {
        let part = |place: usize| self.release.get(place).copied().unwrap_or_default();
        let named = PythonVersion([part(0), part(1), part(2)]);
        let begins_like = |length: usize| version.0.iter().zip(&self.release).take(length).all(|(a, b)| a == b);
        match self.relation {
            Relation::Compatible => version >= named && begins_like(self.release.len() - 1),
            Relation::Equal if self.any_after => begins_like(self.release.len()),
            Relation::Unequal if self.any_after => !begins_like(self.release.len()),
            Relation::Equal => version == named,
            Relation::Unequal => version != named,
            Relation::AtMost => version <= named,
            Relation::AtLeast => version >= named,
            Relation::Below => version < named,
            Relation::Above => version > named,
        }
    }
}

impl FromStr for PythonRequires {
    type Err = PythonRequiresError;

    fn from_str(text: &str) -> Result<Self, PythonRequiresError> {
        let clauses = text.split(',').map(str::trim).filter(|clause| !clause.is_empty());
        let clauses: Vec<Clause> = clauses.map(clause).collect::<Option<_>>().ok_or(PythonRequiresError)?;
        if clauses.is_empty() { Err(PythonRequiresError) } else { Ok(Self(clauses)) }
    }
}

fn clause(text: &str) -> Option<Clause> {
    let (sign, relation) = Relation::SIGNS.into_iter().find(|(sign, _)| text.starts_with(sign))?;
    let version = text[sign.len()..].trim();
    let (version, any_after) = version.strip_suffix(".*").map_or((version, false), |version| (version, true));
    let release = release(version)?;
    let whole = !any_after || matches!(relation, Relation::Equal | Relation::Unequal);
    let fits = whole && (relation != Relation::Compatible || release.len() > 1);
    fits.then_some(Clause { relation, release, any_after })
}

/// The numbers that a version begins with.
fn release(text: &str) -> Option<Vec<u32>> {
    let mut numbers = Vec::new();
    for part in text.trim().split('.').take(3) {
        let digits = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        if digits == 0 {
            break;
        }
        numbers.push(part[..digits].parse().ok()?);
        if digits < part.len() {
            break;
        }
    }
    (!numbers.is_empty()).then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> PythonVersion {
        text.parse().expect("a version")
    }

    #[test]
    fn versions_are_read_as_people_write_them() {
        for (text, shown) in [("3.11.2", "3.11.2"), ("3.12", "3.12.0"), ("3", "3.0.0"), ("3.13.0rc1", "3.13.0")] {
            assert_eq!(version(text).to_string(), shown);
        }
        for bad in ["", "three", ".3", "v3.11", "-3"] {
            assert_eq!(bad.parse::<PythonVersion>(), Err(PythonVersionError), "{bad:?}");
        }
        assert!("99999999999.1".parse::<PythonVersion>().is_err());
    }

    #[test]
    fn the_nearest_version_of_the_same_generation_is_taken() {
        let installed = ["3.11.2", "3.9.18", "3.13.0", "2.7.18", "3.11.7"].map(version);
        for (wished, nearest) in [
            ("3.12.2", Some("3.13.0")),
            ("3.11.2", Some("3.11.2")),
            ("3.11.6", Some("3.11.7")),
            ("3.10.0", Some("3.11.7")),
            ("3.8.1", Some("3.9.18")),
            ("3.20.0", Some("3.13.0")),
            ("2.6", Some("2.7.18")),
            ("4.0", None),
        ] {
            let found = version(wished).nearest(installed).map(|place| installed[place].to_string());
            assert_eq!(found.as_deref(), nearest, "{wished}");
        }
    }

    #[test]
    fn programs_say_which_versions_they_may_run_with() {
        for (requires, allowed, refused) in [
            (">=3.9", "3.9.0", "3.8.18"),
            (">=3.9,<3.12", "3.11.9", "3.12.0"),
            (">= 3.9 , != 3.10.*", "3.11.0", "3.10.4"),
            ("~=3.10", "3.13.1", "3.9.9"),
            ("~=3.10.2", "3.10.9", "3.11.0"),
            ("==3.11.*", "3.11.2", "3.12.0"),
            ("==3.11.2", "3.11.2", "3.11.3"),
            ("===3.11.2", "3.11.2", "3.11.3"),
            ("!=3.11.2", "3.11.3", "3.11.2"),
            (">3.11.2", "3.11.3", "3.11.2"),
            ("<=3.11", "3.11.0", "3.11.1"),
            (">=3.9.0a1,", "3.9.0", "3.8.0"),
        ] {
            let requires: PythonRequires = requires.parse().expect(requires);
            assert!(requires.allows(version(allowed)), "{requires:?} {allowed}");
            assert!(!requires.allows(version(refused)), "{requires:?} {refused}");
        }
        for bad in ["", ",", "3.11", "^3.9", ">=", ">=3.*", "~=3", "=>3.9", ">=x"] {
            assert_eq!(bad.parse::<PythonRequires>(), Err(PythonRequiresError), "{bad:?}");
        }
    }
}
