//! Which Pythons this machine has, and what makes their environments.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use domain::{ContentId, PythonVersion};

use crate::Services;

/// Prints the version, the implementation and the path of an interpreter. The whole program: nothing is put into it.
const QUESTION: &str = "import os, sys; print('.'.join(map(str, sys.version_info[:3]))); \
    print(sys.implementation.name); print(os.path.realpath(getattr(sys, '_base_executable', sys.executable)))";
/// The oldest versions that environments are made for.
const OLDEST: (u32, u32) = (3, 8);
/// The item that no item is: its system user makes what is there before there is a program.
pub(crate) const NO_ITEM: ContentId = ContentId(0);

/// With what Python programs are run.
#[derive(Clone)]
pub struct PythonSettings {
    /// `uv`, found on `PATH`, or its path.
    pub uv: PathBuf,
    /// Interpreters besides those on `PATH`, which are taken before them.
    pub interpreters: Vec<PathBuf>,
    /// What uv is told besides: names and values of its environment, such as the index of packages.
    ///
    /// # Security
    /// May hold passwords of an index, so this has no list of them in its `Debug`. Packages that are built from source
    /// see them.
    pub variables: Vec<(String, String)>,
}

impl Default for PythonSettings {
    fn default() -> Self {
        Self { uv: PathBuf::from("uv"), interpreters: Vec::new(), variables: Vec::new() }
    }
}

impl fmt::Debug for PythonSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PythonSettings")
            .field("uv", &self.uv)
            .field("interpreters", &self.interpreters)
            .finish_non_exhaustive()
    }
}

/// An interpreter that programs can be run with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Python {
    /// Its version.
    pub version: PythonVersion,
    /// Where it lies.
    pub path: PathBuf,
}

impl Services {
    /// The Pythons that programs can be run with, those of the settings first, then by the order of `PATH`. Each is
    /// asked once, which takes some hundredths of a second.
    pub async fn pythons(&self) -> Vec<Python> {
        let settings = &self.0.tools.python;
        let named = settings.interpreters.iter().filter_map(|named| self.0.runtime.find(named));
        let candidates: Vec<PathBuf> = named.chain(self.on_path()).collect();
        let (mut asked, mut found) = (HashSet::new(), Vec::new());
        for candidate in candidates {
            // One interpreter has many names.
            if asked.insert(fs::canonicalize(&candidate).unwrap_or_else(|_| candidate.clone())) {
                let python = self.ask_python(candidate).await;
                found.extend(python.filter(|python| !found.contains(python)));
            }
        }
        found
    }

    /// The version of uv, if it is there.
    pub async fn uv_version(&self) -> Option<String> {
        let uv = self.0.runtime.find(&self.0.tools.python.uv)?;
        let lines = self.0.tools.answers.of(&uv, self.ask(vec![uv.clone().into(), "--version".into()], None)).await?;
        // `uv 0.9.1`, with more behind it or not.
        lines.first()?.split_whitespace().nth(1).map(str::to_owned)
    }

    /// What kind of Python this is; nothing when programs cannot be run with it, for instance because it lies in
    /// somebody's home.
    async fn ask_python(&self, path: PathBuf) -> Option<Python> {
        let uid = self.0.runtime.uid_of(NO_ITEM).ok()?;
        let argv = vec![path.clone().into(), "-I".into(), "-c".into(), OsString::from(QUESTION)];
        let lines = self.0.tools.answers.of(&path, self.ask(argv, uid)).await?;
        let [version, implementation, path] = lines.as_slice() else { return None };
        let version: PythonVersion = version.parse().ok()?;
        let fits = implementation == "cpython" && (version.major(), version.minor()) >= OLDEST;
        fits.then(|| Python { version, path: PathBuf::from(path) })
    }

    /// What looks like a Python on `PATH`.
    fn on_path(&self) -> Vec<PathBuf> {
        let path = self.0.runtime.environment().into_iter().find(|(name, _)| name == "PATH");
        let path = path.map(|(_, path)| path).unwrap_or_default();
        std::env::split_paths(&path).flat_map(|folder| pythons_in(&folder)).collect()
    }
}

/// The files of a folder that are called `python3` or `python3.11`: that without a number, and then the newest, first.
fn pythons_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<(Option<u32>, PathBuf)> = entries
        .filter_map(|entry| Some((minor(entry.file_name().to_str()?)?, entry.path())))
        .filter(|(_, path)| path.is_file())
        .collect();
    found.sort_by_key(|(minor, _)| std::cmp::Reverse(minor.unwrap_or(u32::MAX)));
    found.into_iter().map(|(_, path)| path).collect()
}

/// The number behind `python3.`, or none behind `python3`; nothing for other names.
fn minor(name: &str) -> Option<Option<u32>> {
    match name.strip_prefix("python3")? {
        "" => Some(None),
        rest => rest.strip_prefix('.')?.parse().ok().map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interpreters_are_known_by_their_names() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        for name in ["python3.9", "python3.11", "python3", "python3.11-config", "python2.7", "python3.x", "python"] {
            fs::write(folder.path().join(name), "")?;
        }
        fs::create_dir(folder.path().join("python3.12"))?;
        let found = pythons_in(folder.path());
        let names: Vec<_> = found.iter().filter_map(|path| path.file_name()?.to_str()).collect();
        assert_eq!(names, ["python3", "python3.11", "python3.9"]);
        assert!(pythons_in(Path::new("/nowhere")).is_empty());
        Ok(())
    }

    #[test]
    fn what_uv_is_told_is_not_shown() {
        let variables = vec![("UV_DEFAULT_INDEX".to_owned(), "https://ada:secret@index.test".to_owned())];
        let shown = format!("{:?}", PythonSettings { variables, ..PythonSettings::default() });
        assert!(shown.contains("uv") && !shown.contains("secret"), "{shown}");
    }
}
