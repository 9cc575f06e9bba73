//! The environment of programs: built from nothing, by a list of what is let through.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// What a program may see of the server's own environment. Nothing in it is secret.
const LET_THROUGH: [&str; 8] = ["PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "R_LIBS", "R_LIBS_SITE", "R_LIBS_USER"];
/// Where programs are found when the server was told nothing.
const USUAL_PATH: &str = "/usr/local/bin:/usr/bin:/bin";
/// A language without a country, in which all characters can be written.
const USUAL_LANG: &str = "C.UTF-8";

/// What every program of this server sees.
#[derive(Debug)]
pub(crate) struct Environment(Vec<(OsString, OsString)>);

impl Environment {
    /// Reads the server's own environment, once.
    pub(crate) fn of_server() -> Self {
        let mut own: Vec<(OsString, OsString)> = LET_THROUGH
            .into_iter()
            .filter_map(|name| Some((name.into(), std::env::var_os(name)?)))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        for (name, usual) in [("PATH", USUAL_PATH), ("LANG", USUAL_LANG)] {
            if !own.iter().any(|(known, _)| known == name) {
                own.push((name.into(), usual.into()));
            }
        }
        Self(own)
    }

    /// What every program sees.
    pub(crate) fn shared(&self) -> impl Iterator<Item = (&OsStr, &OsStr)> {
        self.0.iter().map(|(name, value)| (name.as_os_str(), value.as_os_str()))
    }

    /// What one program sees: its own values go before the shared ones, and its home before both.
    pub(crate) fn with(&self, own: &[(String, String)], home: &Path, temporary: &Path) -> Vec<(OsString, OsString)> {
        let own = own.iter().map(|(name, value)| (name.into(), value.into()));
        let places = [("HOME".into(), home.into()), ("TMPDIR".into(), temporary.into())];
        self.0.iter().cloned().chain(own).chain(places).collect()
    }

    /// Where the system would find this program.
    pub(crate) fn find(&self, program: &Path) -> Option<PathBuf> {
        if program.components().count() > 1 {
            return program.is_file().then(|| program.to_owned());
        }
        let (_, path) = self.0.iter().find(|(name, _)| name == "PATH")?;
        std::env::split_paths(path).map(|folder| folder.join(program)).find(|file| file.is_file())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_programs_own_values_win_but_its_home_is_ours() {
        let environment = Environment(vec![("LANG".into(), "C".into())]);
        let own = [("LANG".to_owned(), "de_DE.UTF-8".to_owned()), ("HOME".to_owned(), "/root".to_owned())];
        let built = environment.with(&own, Path::new("/w/home"), Path::new("/w/tmp"));
        // Of a name that comes twice, the last one counts.
        let last = |name: &str| built.iter().rfind(|(known, _)| known == name).map(|(_, value)| value.clone());
        assert_eq!(last("LANG"), Some("de_DE.UTF-8".into()));
        assert_eq!(last("HOME"), Some("/w/home".into()));
        assert_eq!(last("TMPDIR"), Some("/w/tmp".into()));
    }

    #[test]
    fn programs_are_found_as_the_system_finds_them() {
        let environment = Environment(vec![("PATH".into(), "/nowhere:/bin".into())]);
        assert_eq!(environment.find(Path::new("sh")), Some("/bin/sh".into()));
        assert_eq!(environment.find(Path::new("/bin/sh")), Some("/bin/sh".into()));
        assert_eq!(environment.find(Path::new("/bin")), None);
        assert_eq!(environment.find(Path::new("no such program")), None);
    }
}
