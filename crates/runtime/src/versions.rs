//! Which interpreters this machine has.

use std::ffi::OsString;
use std::fmt;
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;
use tokio::time::timeout;

use crate::command::bare;
use crate::launch::{Settings, rscript};

/// Prints the version of R, then that of plumber if there is one. The whole program: nothing is put into it.
const QUESTION: &str = "writeLines(c(as.character(getRversion()), \
    tryCatch(as.character(utils::packageVersion('plumber')), error = function(e) NULL)))";
/// R takes half a second on a slow day.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

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

/// Asks R. An R that does not answer counts as missing.
pub(crate) async fn ask(settings: &Settings) -> Versions {
    let Ok(rscript) = rscript(settings) else { return Versions::default() };
    // Without the profile and the secrets of whoever runs the server.
    let argv = [rscript.into(), "--no-init-file".into(), "-e".into(), OsString::from(QUESTION)];
    let Ok(mut command) = bare(&argv) else { return Versions::default() };
    command.envs(settings.environment.shared()).current_dir("/").stdin(Stdio::null());
    let asked = timeout(ANSWER_WITHIN, Command::from(command).kill_on_drop(true).output()).await;
    let Ok(Ok(answer)) = asked else { return Versions::default() };
    let text = String::from_utf8_lossy(&answer.stdout);
    let mut lines = text.lines().map(str::to_owned);
    Versions { r: lines.next(), plumber: lines.next() }
}
