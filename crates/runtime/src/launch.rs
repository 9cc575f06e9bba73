//! From a program to a process that answers, or to the reason why there is none.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use domain::{ContentId, JobKey};
use tokio::time::sleep;

use crate::environment::Environment;
use crate::event::Teller;
use crate::log::Log;
use crate::process::{End, Process};
use crate::readiness::first_answer;
use crate::running::Running;
use crate::tally::Token;
use crate::warden::Launch;
use crate::workspace::{Workspace, uid_of};
use crate::{Program, RuntimeConfig, StartError};

/// Where a program finds the name of its run; a name of the Connect product's.
const JOB_KEY: &str = "CONNECT_CONTENT_JOB_KEY";

/// What all programs of a server share.
#[derive(Debug)]
pub(crate) struct Settings {
    /// What the runtime was told.
    pub(crate) config: RuntimeConfig,
    /// What programs see of the server's environment.
    pub(crate) environment: Environment,
    /// What runs now.
    pub(crate) running: Arc<Running>,
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
    let limit = program.start_within.unwrap_or(settings.config.limits.start_within);
    let key = JobKey::from_random(random_bytes()?);
    let uid = settings.config.uid_of(program.id.item)?;
    let teller = Teller::new(settings.config.events.clone(), &program, key, uid);
    let (warden, running) = (settings.config.warden.clone(), Arc::clone(&settings.running));
    let prepared = tokio::task::spawn_blocking(move || prepare(&settings, &program, key, uid, token));
    let (launch, workspace) = prepared.await.unwrap_or_else(|panic| Err(io::Error::other(panic).into()))?;
    let mut process = Process::launch(&warden, launch, workspace, log, teller, running).await?;
    let socket = process.socket().clone();
    tokio::select! {
        biased;
        end = process.ended() => Err(Unstarted::Crashed(end)),
        answer = first_answer(&socket, limit) => match answer {
            Ok(()) => Ok(process),
            Err(reason) => Err(Unstarted::Crashed(process.give_up(reason).await)),
        },
    }
}

/// Makes the workspace, and says what is to be run in it.
fn prepare(
    settings: &Settings,
    program: &Program,
    key: JobKey,
    uid: Option<u32>,
    token: Token,
) -> Result<(Launch, Workspace), Unstarted> {
    let config = &settings.config;
    let workspace = Workspace::make(&config.folder, program.id.item, &program.files, &program.ours, uid, token)?;
    let mut argv = program.argv.clone();
    argv.push(workspace.socket().path.into());
    let mut environment = settings.environment.with(&program.environment, &workspace.home(), &workspace.temporary());
    environment.push((JOB_KEY.into(), key.to_string().into()));
    Ok((Launch { argv, folder: workspace.app().into(), environment, uid }, workspace))
}

fn random_bytes() -> io::Result<[u8; 16]> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes)
}

impl RuntimeConfig {
    /// The user that the programs of an item run as; nothing means as who runs this process.
    pub(crate) fn uid_of(&self, item: ContentId) -> io::Result<Option<u32>> {
        let Some(first) = self.first_uid else { return Ok(None) };
        uid_of(first, item).map(Some).ok_or_else(|| io::Error::other("there are no more user numbers"))
    }
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
