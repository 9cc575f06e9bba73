//! Environments of Python: the packages that programs run with, made once for each set of requirements.
//!
//! ```text
//! requirements + Python + what starts the program ─► key ─► there already?  ─► used
//!                                                      └──► made aside, proven, copied, synced, renamed
//! ```
//!
//! An environment is kept in the data folder under its key and never changes. Versions that ask for the same share it. One
//! that is gone is made again when somebody needs it, so none of this is for a backup.
//!
//! # Security
//! Making one may run other people's code: that of packages that are built from source. Under root it runs as a system
//! user that no item has, one environment at a time, with an environment built from nothing; what comes of it is copied by
//! the server, so that no program and no build can write into what others use. What is downloaded is kept for the next
//! environment only where nobody's code has run: see `making`.

mod making;
mod places;
mod requirements;
mod tree;

use std::path::{Path, PathBuf};

use domain::{BundleId, Language, Package};
use sha2::{Digest as _, Sha256};
use tokio::task::spawn_blocking;

pub(crate) use self::places::Places;
pub(crate) use self::requirements::Requirements;
use crate::tasks::Progress;
use crate::uncancelled::uncancelled;
use crate::{Python, ServiceError, Services, random};

/// Changes whenever environments are made in another way.
const GENERATION: &str = "1";
/// How many digits a key has.
const KEY_DIGITS: usize = 32;

/// What an environment is to be.
#[derive(Clone)]
pub(crate) struct Wanted {
    /// What it is for.
    pub(crate) python: Python,
    /// The packages that the program asks for.
    pub(crate) requirements: Requirements,
    /// The version, and its files, which requirements may speak of.
    pub(crate) bundle: BundleId,
    pub(crate) folder: PathBuf,
    /// The packages that start the program.
    pub(crate) server: &'static [&'static str],
    /// A program that ends well in a whole environment.
    pub(crate) proof: &'static str,
}

impl Wanted {
    /// The same for everybody who wants the same.
    fn key(&self) -> String {
        let mut hasher = Sha256::new();
        let version = self.python.version.to_string();
        let path = self.python.path.to_string_lossy();
        // What speaks of files of the version is its own.
        let own = self.requirements.speaks_of_files();
        let bundle = if own { self.bundle.to_string() } else { String::new() };
        let texts = [GENERATION, &version, &path, &bundle, &self.server.join(" "), &self.requirements.normal()];
        for text in texts {
            hasher.update(text.len().to_le_bytes());
            hasher.update(text);
        }
        let mut key = random::hex(&hasher.finalize());
        key.truncate(KEY_DIGITS);
        key
    }
}

/// An environment that is there.
pub(crate) struct Environment {
    /// How it is called.
    pub(crate) key: String,
    /// One line for each package, such as `flask==3.1.0`: what installs exactly these.
    pub(crate) lockfile: String,
}

impl Environment {
    /// The packages in it.
    pub(crate) fn packages(&self) -> Vec<Package> {
        let lines = self.lockfile.lines().filter_map(|line| line.split_once("==").or_else(|| line.split_once(" @ ")));
        lines
            .map(|(name, version)| Package {
                language: Language::Python,
                name: name.trim().to_owned(),
                version: version.trim().to_owned(),
            })
            .collect()
    }
}

impl Services {
    /// The environment that is wanted; made unless it is there.
    ///
    /// # Errors
    /// [`Mistake::Bundle`](crate::Mistake::Bundle) when the packages cannot be installed;
    /// [`ServiceError::Unavailable`] without uv.
    pub(crate) async fn environment(&self, wanted: Wanted, progress: &Progress) -> Result<Environment, ServiceError> {
        let key = wanted.key();
        if let Some(found) = self.known_environment(&key).await? {
            progress.say("The packages that it asks for are installed already.");
            return Ok(found);
        }
        let (services, progress) = (self.clone(), progress.clone());
        // Whoever ends the task ends this too; it is not given up midway, so that nothing of it runs when the next begins.
        uncancelled(async move {
            // The many of one account wait for one another first, and hold nobody else up.
            let turn = services.0.builders.queue(progress.user()).await;
            let _turn = progress.unless_unwanted(async { Ok(turn.await) }).await?;
            let _alone = progress.unless_unwanted(async { Ok(services.0.places.alone().await) }).await?;
            // Somebody may have made it while this one waited.
            if let Some(found) = services.known_environment(&key).await? {
                progress.say("The packages that it asks for are installed already.");
                return Ok(found);
            }
            let lockfile = services.make_environment(&key, wanted, &progress).await?;
            Ok(Environment { key, lockfile })
        })
        .await
    }

    async fn known_environment(&self, key: &str) -> Result<Option<Environment>, ServiceError> {
        let (services, key) = (self.clone(), key.to_owned());
        let look = move || {
            let lockfile = services.0.places.lockfile(&key)?;
            Ok::<_, ServiceError>(lockfile.map(|lockfile| Environment { key, lockfile }))
        };
        spawn_blocking(look).await.map_err(ServiceError::internal)?
    }

    /// The interpreter in an environment, where programs reach it; nothing when the environment, or what it was made
    /// for, is gone.
    pub(crate) async fn interpreter_in(&self, key: &str) -> Result<Option<PathBuf>, ServiceError> {
        let (services, key) = (self.clone(), key.to_owned());
        let look = move || {
            let Some(folder) = services.0.places.reach(&key)? else { return Ok(None) };
            let python = folder.join("bin/python");
            Ok::<_, ServiceError>(python.is_file().then_some(python))
        };
        spawn_blocking(look).await.map_err(ServiceError::internal)?
    }

    /// Removes environments that no version needs any more.
    pub(crate) async fn sweep_environments(&self) -> Result<(), ServiceError> {
        let needed = self.0.store.environments_in_use().await?;
        let services = self.clone();
        let sweep = move || services.0.places.sweep(|key| needed.contains(key));
        Ok(spawn_blocking(sweep).await.map_err(ServiceError::internal)??)
    }
}

/// The text of a file, if it is there.
fn read_if_there(path: &Path) -> std::io::Result<Option<String>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(requirements: &str) -> Wanted {
        Wanted {
            python: Python { version: "3.11.2".parse().expect("a version"), path: "/usr/bin/python3.11".into() },
            requirements: Requirements::of("requirements.txt", requirements.as_bytes()).expect("requirements"),
            bundle: BundleId(7),
            folder: PathBuf::from("/nowhere"),
            server: &["waitress"],
            proof: "import waitress",
        }
    }

    #[test]
    fn who_wants_the_same_shares_an_environment() {
        let one = wanted("# made by hand\nflask==3.1.0\nclick\n");
        let other = Wanted { bundle: BundleId(8), ..wanted("click\r\nflask==3.1.0   # for the API\n\n") };
        assert_eq!(one.key(), other.key());
        assert_eq!(one.key().len(), KEY_DIGITS);
        let newer = Python { version: "3.11.3".parse().expect("a version"), ..one.python.clone() };
        for different in [
            wanted("flask==3.1.1\nclick"),
            wanted("flask==3.1.0"),
            Wanted { python: newer, ..one.clone() },
            Wanted { server: &["uvicorn"], ..one.clone() },
        ] {
            assert_ne!(different.key(), one.key());
        }
    }

    #[test]
    fn what_speaks_of_files_of_a_version_is_its_own() {
        let one = wanted("./wheels/own.whl");
        assert_ne!(one.key(), Wanted { bundle: BundleId(8), ..one.clone() }.key());
    }

    #[test]
    fn packages_are_read_from_the_lockfile() {
        let lockfile = "flask==3.1.0\nown @ git+https://git.test/own@abc\n".to_owned();
        let packages = Environment { key: String::new(), lockfile }.packages();
        let pairs: Vec<_> = packages.iter().map(|package| (package.name.as_str(), package.version.as_str())).collect();
        assert_eq!(pairs, [("flask", "3.1.0"), ("own", "git+https://git.test/own@abc")]);
    }
}
