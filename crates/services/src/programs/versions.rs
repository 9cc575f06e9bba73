//! Which interpreters this machine has.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::{Kind, Language};
use runtime::{Ending, Errand};
use time::OffsetDateTime;

use super::answers::Answers;
use super::{ProgramSettings, PythonSettings};
use crate::kinds::rules;
use crate::{ServiceError, Services};

/// Prints the version of R, then that of plumber and of each package that its arguments name, or an empty line for one
/// that is missing. The whole program: nothing is put into it.
const QUESTION_TO_R: &str = "version <- function(name) \
    tryCatch(as.character(utils::packageVersion(name)), error = function(e) ''); \
    writeLines(c(as.character(getRversion()), vapply(c('plumber', commandArgs(TRUE)), version, '')))";
/// R takes half a second on a slow day.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);
/// How long the answer of R is kept: its packages may be installed or removed at any time.
const KEPT: time::Duration = time::Duration::minutes(1);
/// Interpreters are asked without a home.
const NO_HOME: &str = "/nonexistent";

/// What is said where there is no Python.
pub(crate) const NO_PYTHON: &str =
    "Python is not installed on this server where programs can use it. An administrator has to install it first.";
/// What is said where there is nothing to make environments with.
pub(crate) const NO_UV: &str =
    "uv, which installs packages of Python, is not on this server. An administrator has to install it first.";

/// What programs are run with.
pub(crate) struct Interpreters {
    /// `Rscript`, found on `PATH`, or its path.
    pub(crate) rscript: PathBuf,
    /// With what Python programs are run.
    pub(crate) python: PythonSettings,
    /// What R answered, and when.
    versions: tokio::sync::Mutex<Option<(OffsetDateTime, Versions)>>,
    /// What the Pythons and uv answered.
    pub(super) answers: Answers,
}

impl Interpreters {
    pub(crate) fn new(settings: &ProgramSettings) -> Self {
        Self {
            rscript: settings.rscript.clone(),
            python: settings.python.clone(),
            versions: tokio::sync::Mutex::default(),
            answers: Answers::default(),
        }
    }
}

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

impl Services {
    /// The versions of R and plumber. They are asked for, which takes about a second, at most once a minute where
    /// nothing is missing.
    pub async fn versions(&self) -> Versions {
        // Who comes meanwhile waits for the same answer.
        let mut known = self.0.tools.versions.lock().await;
        if let Some((at, versions)) = &*known
            && self.now() - *at < KEPT
        {
            return versions.clone();
        }
        let versions = self.versions_with(&[]).await.0;
        *known = versions.missing().is_none().then(|| (self.now(), versions.clone()));
        versions
    }

    /// The versions, and those of these packages of R, each as far as it is installed.
    async fn versions_with(&self, packages: &[&str]) -> (Versions, Vec<Option<String>>) {
        let Some(rscript) = self.0.runtime.find(&self.0.tools.rscript) else { return Default::default() };
        // Without the profile and the secrets of whoever runs the server.
        let argv = [rscript.into(), "--no-init-file".into(), "-e".into(), OsString::from(QUESTION_TO_R)];
        let argv = argv.into_iter().chain(packages.iter().map(OsString::from)).collect();
        let lines = self.ask(argv, None).await.unwrap_or_default();
        let mut lines = lines.into_iter().map(|line| Some(line).filter(|line| !line.is_empty()));
        let versions = Versions { r: lines.next().flatten(), plumber: lines.next().flatten() };
        (versions, packages.iter().map(|_| lines.next().flatten()).collect())
    }

    /// What an interpreter answers, line by line; nothing when it does not, or not well.
    pub(crate) async fn ask(&self, argv: Vec<OsString>, uid: Option<u32>) -> Option<Vec<String>> {
        let errand = Errand {
            argv,
            folder: PathBuf::from("/"),
            home: Path::new(NO_HOME).to_owned(),
            environment: self.0.runtime.environment(),
            uid,
            within: ANSWER_WITHIN,
        };
        let lines = Arc::new(Mutex::new(Vec::new()));
        let said = Arc::clone(&lines);
        let on_line = move |line: &str| said.lock().unwrap_or_else(PoisonError::into_inner).push(line.to_owned());
        let ended = self.0.runtime.run(errand, on_line).await;
        let lines = lines.lock().unwrap_or_else(PoisonError::into_inner).clone();
        matches!(ended, Ok(Ending::Exited(0))).then_some(lines)
    }

    /// The versions of what runs programs, in a line for the command line.
    ///
    /// # Errors
    /// [`ServiceError::Unavailable`] when content needs what is missing.
    pub async fn check_programs(&self) -> Result<String, ServiceError> {
        let versions = self.versions().await;
        match versions.missing() {
            Some(missing) if self.needed(Language::R).await? => Err(ServiceError::Unavailable(missing)),
            Some(_) => Ok(format!("Programs: {versions}; nothing that is published needs more")),
            None => Ok(format!("Programs: {versions}")),
        }
    }

    /// Whether there is content that runs with this.
    async fn needed(&self, language: Language) -> Result<bool, ServiceError> {
        for kind in Kind::EACH.into_iter().filter(|kind| rules(*kind).needs == Some(language)) {
            if self.0.store.count_content(kind).await? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The Pythons and what makes their environments, in a line for the command line.
    ///
    /// # Errors
    /// [`ServiceError::Unavailable`] when content needs what is missing.
    pub async fn check_python(&self) -> Result<String, ServiceError> {
        let (pythons, uv) = (self.pythons().await, self.uv_version().await);
        let needed = self.needed(Language::Python).await?;
        match (pythons.is_empty(), &uv) {
            (true, _) if needed => return Err(ServiceError::Unavailable(NO_PYTHON)),
            (_, None) if needed => return Err(ServiceError::Unavailable(NO_UV)),
            _ => {}
        }
        let pythons: Vec<String> =
            pythons.iter().map(|python| format!("{} ({})", python.version, python.path.display())).collect();
        let pythons = if pythons.is_empty() { "missing".to_owned() } else { pythons.join(", ") };
        Ok(format!("Python: {pythons}; uv {}", uv.as_deref().unwrap_or("missing")))
    }

    /// The versions, if Plumber APIs run here, and those of these packages of R.
    pub(crate) async fn require_plumber(
        &self,
        packages: &[&str],
    ) -> Result<(Versions, Vec<Option<String>>), ServiceError> {
        let (versions, installed) = self.versions_with(packages).await;
        versions.missing().map_or(Ok((versions, installed)), |missing| Err(ServiceError::Unavailable(missing)))
    }
}
