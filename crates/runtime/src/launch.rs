//! From a program to a process that answers, or to the reason why there is none.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;

use crate::environment::Environment;
use crate::log::Log;
use crate::process::{End, Process};
use crate::readiness::first_answer;
use crate::tally::Token;
use crate::warden::Launch;
use crate::workspace::{Workspace, uid_of};
use crate::{Program, ProgramKind, RuntimeConfig, StartError};

/// What runs a Plumber API: name and text.
const LAUNCHER: (&str, &str) = ("launcher.R", include_str!("launcher.R"));
/// Where it lies, seen from the folder that the API runs in.
const LAUNCHER_FROM_APP: &str = "../launcher.R";

/// What all programs of a server share.
#[derive(Debug)]
pub(crate) struct Settings {
    /// What the runtime was told.
    pub(crate) config: RuntimeConfig,
    /// What programs see of the server's environment.
    pub(crate) environment: Environment,
}

/// Why a start failed.
pub(crate) enum Unstarted {
    /// By the program's doing.
    Crashed(End),
    /// Whatever the program is.
    Refused(StartError),
}

/// Starts a program after this wait, and comes back when it has answered.
///
/// When this is dropped midway, what was begun is undone; `token` shows when.
pub(crate) async fn start(
    settings: Arc<Settings>,
    program: Program,
    wait: Duration,
    log: Arc<Log>,
    token: Token,
) -> Result<Process, Unstarted> {
    sleep(wait).await;
    let limit = settings.config.limits.start_within;
    let warden = settings.config.warden.clone();
    let prepared = tokio::task::spawn_blocking(move || prepare(&settings, &program, token));
    let (launch, workspace) = prepared.await.unwrap_or_else(|panic| Err(io::Error::other(panic).into()))?;
    let mut process = Process::launch(&warden, launch, workspace, log).await?;
    let socket = process.socket().clone();
    tokio::select! {
        biased;
        end = process.ended() => Err(Unstarted::Crashed(end)),
        answer = first_answer(&socket, limit) => match answer {
            Ok(()) => Ok(process),
            Err(reason) => Err(Unstarted::Crashed(End { reason, ..process.kill().await })),
        },
    }
}

/// Makes the workspace, and says what is to be run in it.
fn prepare(settings: &Settings, program: &Program, token: Token) -> Result<(Launch, Workspace), Unstarted> {
    let config = &settings.config;
    let uid = match config.first_uid {
        Some(first) => {
            Some(uid_of(first, program.item).ok_or_else(|| io::Error::other("there are no more user numbers"))?)
        }
        None => None,
    };
    // Before the copying, which may take long.
    let (mut argv, ours) = match &program.kind {
        ProgramKind::Plumber => (vec![rscript(settings)?.into(), LAUNCHER_FROM_APP.into()], &[LAUNCHER][..]),
        ProgramKind::Command(argv) => (argv.clone(), &[][..]),
    };
    let workspace = Workspace::make(&config.folder, program.item, &program.files, ours, uid, token)?;
    argv.push(workspace.socket().path.into());
    let environment = settings.environment.with(&program.environment, &workspace.home(), &workspace.temporary());
    Ok((Launch { argv, folder: workspace.app().into(), environment, uid }, workspace))
}

/// Where R is.
pub(crate) fn rscript(settings: &Settings) -> Result<PathBuf, StartError> {
    settings.environment.find(&settings.config.rscript).ok_or(StartError::InterpreterMissing("R"))
}

impl From<StartError> for Unstarted {
    fn from(error: StartError) -> Self {
        Self::Refused(error)
    }
}

impl From<io::Error> for Unstarted {
    fn from(error: io::Error) -> Self {
        Self::Refused(error.into())
    }
}
