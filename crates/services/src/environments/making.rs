//! Making an environment with uv, in a folder that nothing else is in.
//!
//! First only packages that are built already are taken. Then nobody's code runs but uv's, so that what it downloads can
//! be kept for the next environment. Where a package has to be built from source, or the requirements may speak of files,
//! which uv may run whatever it is told, that is done with a store of its own, which is thrown away; the shared one is
//! closed to it.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::fs::{self, DirBuilder, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _, chown};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use runtime::{Ending, Errand};
use tokio::task::spawn_blocking;
use tokio::time::Instant;

use super::{Wanted, tree};
use crate::programs::{NO_ITEM, NO_UV};
use crate::tasks::Progress;
use crate::{Mistake, ServiceError, Services};

/// How long an environment may take: large packages that are built from source take their time.
const WITHIN: Duration = Duration::from_secs(30 * 60);
/// How many bytes of downloads are kept for the next environment.
const MOST_KEPT: u64 = 4 << 30;
/// How uv says that there is a package which has to be built from source.
const ONLY_SOURCE: [&str; 3] = ["building from source is disabled", "no usable wheels", "source distributions"];
/// The most bytes of what a command says that are kept: the last of it.
const MOST_SAID: usize = 1024 * 1024;
/// What a line costs besides its bytes: blank ones are kept too.
const LINE: usize = size_of::<String>();
/// The longest reason, in characters.
const LONGEST_REASON: usize = 1000;
/// How uv is to work, whatever the server's environment says.
const MANNERS: [(&str, &str); 6] = [
    // What lies in a version, or above it, has no say in how it is installed.
    ("UV_NO_CONFIG", "1"),
    ("NO_COLOR", "1"),
    ("UV_NO_PROGRESS", "1"),
    // The server's Pythons are the administrator's to choose.
    ("UV_PYTHON_DOWNLOADS", "never"),
    // No file of an environment is one with a file of the store.
    ("UV_LINK_MODE", "copy"),
    ("PYTHONDONTWRITEBYTECODE", "1"),
];
/// How uv installs; what a version's own files say about where to take packages from does not count.
const INSTALL: [&str; 5] = ["pip", "install", "--no-sources", "--python", VENV];
/// The environment, as it is called where it is made; commands run in a folder beside it.
const VENV: &str = "../venv";

/// Where an environment is made, and by whom.
struct Making {
    services: Services,
    progress: Progress,
    uv: PathBuf,
    /// The system user that makes it, unless it is the server's.
    uid: Option<u32>,
    folder: PathBuf,
    /// Where what is downloaded for all environments is kept.
    shared_store: PathBuf,
    /// Whether uv works with that, and not with a store of this environment alone.
    shares: bool,
    /// When it has to be done.
    until: Instant,
}

/// How a command ended.
struct Ran {
    well: bool,
    said: Said,
}

/// What a command said: all of it, or the last.
#[derive(Default)]
struct Said {
    lines: VecDeque<String>,
    bytes: usize,
    /// Whether there was more.
    cut: bool,
}

impl Said {
    fn push(&mut self, line: &str) {
        self.bytes += line.len() + LINE;
        self.lines.push_back(line.to_owned());
        while self.bytes > MOST_SAID
            && let Some(first) = self.lines.pop_front()
        {
            self.bytes -= first.len() + LINE;
            self.cut = true;
        }
    }
}

impl Services {
    /// Makes an environment and keeps it; gives its lockfile. Nobody else makes one meanwhile.
    pub(super) async fn make_environment(
        &self,
        key: &str,
        wanted: Wanted,
        progress: &Progress,
    ) -> Result<String, ServiceError> {
        let uv = self.0.runtime.find(&self.0.tools.python.uv).ok_or(ServiceError::Unavailable(NO_UV))?;
        let making = Making {
            services: self.clone(),
            progress: progress.clone(),
            uv,
            uid: self.0.runtime.uid_of(NO_ITEM)?,
            folder: self.0.places.workshop("making"),
            shared_store: self.0.places.workshop("store"),
            shares: false,
            until: Instant::now() + WITHIN,
        };
        progress.say(&format!("Installing packages for Python {}.", wanted.python.version));
        let (services, key) = (self.clone(), key.to_owned());
        let folder = making.folder.clone();
        let version = wanted.python.version.to_string();
        let made = making.make(wanted).await;
        let keep = move || {
            let kept = made.and_then(|lockfile| {
                services.0.places.keep(&key, &folder.join("venv"), &version, &lockfile)?;
                Ok(lockfile)
            });
            tree::remove(&folder)?;
            kept
        };
        spawn_blocking(keep).await.map_err(ServiceError::internal)?
    }
}

impl Making {
    async fn make(mut self, wanted: Wanted) -> Result<String, ServiceError> {
        let (mut making, wanted) = spawn_blocking(move || {
            self.prepare(&wanted)?;
            Ok::<_, ServiceError>((self, wanted))
        })
        .await
        .map_err(ServiceError::internal)??;
        let python = wanted.python.path.to_string_lossy().into_owned();
        let venv = ["venv", "--quiet", "--relocatable", "--no-project", "--python", &python, VENV];
        making.uv(&venv, false).await?.or_refuse("Python cannot make an environment")?;
        making.install(&wanted).await?;
        let file = "--invalidation-mode=unchecked-hash";
        // What cannot be compiled is not meant to be imported.
        drop(making.python(&["-m", "compileall", "-q", file, "../venv/lib"]).await?);
        let proven = making.python(&["-c", wanted.proof]).await?;
        proven.or_refuse("The packages are installed, but what starts the program does not work with them")?;
        let frozen = making.uv(&["pip", "freeze", "--quiet", "--python", VENV], false).await?;
        let frozen = frozen.or_refuse("The packages cannot be listed")?.said;
        if frozen.cut {
            return Err(Mistake::Bundle(format!("There are too many packages{STILL_SERVED}.")).into());
        }
        Ok(frozen.lines.iter().map(|line| format!("{line}\n")).collect())
    }

    /// Makes the folder, with what uv has to see in it, and gives it to whoever is to work there.
    fn prepare(&mut self, wanted: &Wanted) -> Result<(), ServiceError> {
        tree::remove(&self.folder)?;
        DirBuilder::new().mode(0o700).create(&self.folder)?;
        for name in ["home", "tmp", "own-store"] {
            DirBuilder::new().mode(0o700).create(self.folder.join(name))?;
        }
        let app = self.folder.join("app");
        if wanted.requirements.speaks_of_files() {
            tree::lend(&wanted.folder, &app)?;
        } else {
            fs::create_dir(&app)?;
            fs::write(app.join(wanted.requirements.file_here()), wanted.requirements.normal())?;
        }
        if !self.shared_store.exists() {
            DirBuilder::new().mode(0o700).create(&self.shared_store)?;
        }
        let Some(uid) = self.uid else { return Ok(()) };
        tree::give(&self.folder, uid)?;
        // It may lie where only the server comes, such as in somebody's home.
        let reached = self.services.0.places.workshop("uv");
        if !reached.exists() {
            fs::copy(&self.uv, &reached)?;
            fs::set_permissions(&reached, Permissions::from_mode(0o755))?;
        }
        self.uv = reached;
        Ok(())
    }

    /// Installs what is wanted.
    async fn install(&mut self, wanted: &Wanted) -> Result<(), ServiceError> {
        self.share(!wanted.requirements.speaks_of_files())?;
        let whole = self.install_built_already(wanted).await;
        self.share(false)?;
        if whole? {
            return Ok(());
        }
        self.progress.say("Some packages have to be built from source.");
        let file = wanted.requirements.file_here();
        let built = self.uv(&[INSTALL.as_slice(), &["--requirement", &file]].concat(), true).await?;
        built.or_refuse(CANNOT).map(drop)
    }

    /// Installs what starts the program and then what it asks for, which decides where both speak of one package; `false`
    /// when some of that has to be built from source.
    async fn install_built_already(&self, wanted: &Wanted) -> Result<bool, ServiceError> {
        const NO_BUILD: &[&str] = &["--no-build"];
        self.uv(&[INSTALL.as_slice(), NO_BUILD, wanted.server].concat(), true).await?.or_refuse(CANNOT)?;
        if wanted.requirements.are_none() {
            return Ok(true);
        }
        let file = wanted.requirements.file_here();
        let tried = self.uv(&[INSTALL.as_slice(), NO_BUILD, &["--requirement", file.as_str()]].concat(), true).await?;
        if !tried.well && tried.said.lines.iter().any(|line| ONLY_SOURCE.iter().any(|words| line.contains(words))) {
            return Ok(false);
        }
        tried.or_refuse(CANNOT).map(|_| true)
    }

    /// Lets the system user that makes environments into the shared store, or out of it.
    ///
    /// # Security
    /// Only while no other code than uv's can run as that user. `--no-build` alone does not say so: uv builds what is
    /// editable all the same, and a file can name another one that asks for that.
    fn share(&mut self, shares: bool) -> io::Result<()> {
        self.shares = shares;
        if !shares && tree::size(&self.shared_store)? > MOST_KEPT {
            tree::remove(&self.shared_store)?;
            DirBuilder::new().mode(0o700).create(&self.shared_store)?;
        }
        let Some(uid) = self.uid else { return Ok(()) };
        let owner = if shares { uid } else { rustix::process::geteuid().as_raw() };
        chown(&self.shared_store, Some(owner), None)
    }

    /// Runs uv.
    async fn uv(&self, arguments: &[&str], aloud: bool) -> Result<Ran, ServiceError> {
        let uv = self.uv.clone().into_os_string();
        self.command([uv].into_iter().chain(arguments.iter().map(OsString::from)).collect(), aloud).await
    }

    /// Runs the Python of the environment, which reads nothing beside it.
    async fn python(&self, arguments: &[&str]) -> Result<Ran, ServiceError> {
        let python = [self.folder.join("venv/bin/python").into_os_string(), OsString::from("-I")];
        self.command(python.into_iter().chain(arguments.iter().map(OsString::from)).collect(), false).await
    }

    /// Runs a command beside the environment, and says its lines where that is wished.
    async fn command(&self, argv: Vec<OsString>, aloud: bool) -> Result<Ran, ServiceError> {
        let services = &self.services.0;
        let mut environment = services.runtime.environment();
        let told = services.tools.python.variables.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        environment.extend(told.chain(MANNERS).map(|(name, value)| (name.into(), value.into())));
        let store = if self.shares { self.shared_store.clone() } else { self.folder.join("own-store") };
        environment.push(("UV_CACHE_DIR".into(), store.into()));
        environment.push(("TMPDIR".into(), self.folder.join("tmp").into()));
        let errand = Errand {
            argv,
            folder: self.folder.join("app"),
            home: self.folder.join("home"),
            environment,
            uid: self.uid,
            within: self.until.saturating_duration_since(Instant::now()),
        };
        let said = Arc::new(Mutex::new(Said::default()));
        let (kept, progress) = (Arc::clone(&said), aloud.then(|| self.progress.clone()));
        let on_line = move |line: &str| {
            // Where it is made is nobody's business.
            let told = progress.iter().filter(|_| !line.starts_with("Using Python "));
            told.for_each(|progress| progress.say(line));
            kept.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        };
        let unwanted = self.progress.unwanted();
        let well = match services.runtime.run_unless(async { drop(unwanted.await) }, errand, on_line).await {
            Ok(ending) => ending == Ending::Exited(0),
            Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                let minutes = WITHIN.as_secs() / 60;
                return Err(Mistake::Bundle(format!("{CANNOT} within {minutes} minutes{STILL_SERVED}.")).into());
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                return Err(self.progress.unwanted().await.into());
            }
            Err(error) => return Err(error.into()),
        };
        let said = std::mem::take(&mut *said.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(Ran { well, said })
    }
}

/// What is said when uv gives up.
const CANNOT: &str = "The packages that this version asks for cannot be installed";
/// What is said behind that.
const STILL_SERVED: &str = ", so what was served before is served still";

impl Ran {
    /// What was said, unless it went wrong; then that is the reason.
    fn or_refuse(self, what: &str) -> Result<Self, ServiceError> {
        if self.well {
            return Ok(self);
        }
        Err(Mistake::Bundle(format!("{what}{STILL_SERVED}. {}", reason(&self.said.lines))).into())
    }
}

/// Why a command failed: what it says from its first word about an error on, else its last line.
fn reason(lines: &VecDeque<String>) -> String {
    let said: Vec<&str> = lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
    let error = said.iter().position(|line| line.starts_with("error") || line.starts_with('×'));
    let first = error.unwrap_or(said.len().saturating_sub(1));
    let reason = said.get(first..).unwrap_or_default().join(" ");
    reason.chars().take(LONGEST_REASON).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_what_is_said_is_kept_and_blank_lines_count() {
        for line in ["", "x", &"x".repeat(100_000)] {
            let mut said = Said::default();
            while !said.cut {
                said.push(line);
            }
            said.push("the last");
            let bytes: usize = said.lines.iter().map(|line| line.len() + LINE).sum();
            assert!(said.cut && bytes == said.bytes && bytes <= MOST_SAID, "{bytes}");
            assert_eq!(said.lines.back().map(String::as_str), Some("the last"));
        }
    }

    #[test]
    fn the_reason_is_what_uv_says_of_its_error() {
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<VecDeque<_>>();
        let uv = "Using Python 3.11.2\nerror: No solution found\n  cause: Because x was not found\n";
        assert_eq!(reason(&lines(uv)), "error: No solution found cause: Because x was not found");
        assert_eq!(reason(&lines("Traceback\n  x\nImportError: no waitress\n")), "ImportError: no waitress");
        assert_eq!(reason(&VecDeque::new()), "");
    }
}
