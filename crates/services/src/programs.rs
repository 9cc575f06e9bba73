//! Content that runs: what a program is told, and what is needed to run any.

mod uids;
mod workspaces;

use std::ffi::OsString;
use std::path::PathBuf;

use domain::{Content, Kind};
use runtime::{Lease, Limits, Program, ProgramKind, RuntimeConfig, StartError};
use thiserror::Error;

pub(crate) use self::workspaces::Workspaces;
use crate::{DataFolder, Served, ServiceError, Services};

/// How programs are run.
#[derive(Clone, Debug)]
pub struct ProgramSettings {
    /// What starts a warden: a command that does nothing but call [`warden`](runtime::warden()).
    pub warden: Vec<OsString>,
    /// The folder of the workspaces, where no other account may write and, when the server is root, every account may
    /// pass through. Without one it is below the data folder, or a temporary one where that does not do.
    pub folder: Option<PathBuf>,
    /// `Rscript`, found on `PATH`, or its path.
    pub rscript: PathBuf,
    /// When the server is root, item 7 runs as the system user and group of this number and 7. Without one it is taken
    /// where nobody else takes any.
    pub first_uid: Option<u32>,
    /// How long things may take, and how many there may be.
    pub limits: Limits,
}

impl Default for ProgramSettings {
    fn default() -> Self {
        Self {
            warden: ["/proc/self/exe", "__warden"].map(OsString::from).to_vec(),
            folder: None,
            rscript: PathBuf::from("Rscript"),
            first_uid: None,
            limits: Limits::default(),
        }
    }
}

/// Why nobody answers for an item.
#[derive(Debug, Error)]
pub enum ProgramFault {
    /// It is files and no program.
    #[error("This content is not a program.")]
    NotAProgram,
    /// Its program does not run.
    #[error(transparent)]
    NotRunning(#[from] StartError),
    /// What its program is to be given cannot be read.
    #[error(transparent)]
    Unprepared(#[from] ServiceError),
}

impl Services {
    /// The program of an item, which is started if need be, and told the dashboard's address (without a slash at its
    /// end). It goes on running while the lease lives.
    ///
    /// # Errors
    /// See [`ProgramFault`].
    pub async fn lease(&self, served: &Served, server_url: &str) -> Result<Lease, ProgramFault> {
        let content = served.content();
        let kind = match content.kind {
            Some(Kind::Plumber) => ProgramKind::Plumber,
            Some(Kind::Static | Kind::PythonApi | Kind::PythonFastApi) | None => return Err(ProgramFault::NotAProgram),
        };
        let settings = served.variables().stamp();
        if let Some(lease) = self.0.runtime.lease_running(content.id, served.bundle(), settings) {
            return Ok(lease);
        }
        let variables = self.open_variables(content.id, served.variables())?;
        let program = Program {
            item: content.id,
            version: served.bundle(),
            settings,
            files: served.folder().to_owned(),
            kind,
            environment: environment(content, server_url, variables),
        };
        Ok(self.0.runtime.lease(&program).await?)
    }

    /// The versions of what runs programs, in a line for the command line.
    ///
    /// # Errors
    /// [`ServiceError::Unavailable`] when content needs what is missing.
    pub async fn check_programs(&self) -> Result<String, ServiceError> {
        let versions = self.0.runtime.versions().await;
        match versions.missing() {
            Some(missing) if self.0.store.count_content(Kind::Plumber).await? > 0 => {
                Err(ServiceError::Unavailable(missing))
            }
            Some(_) => Ok(format!("Programs: {versions}; nothing that is published needs more")),
            None => Ok(format!("Programs: {versions}")),
        }
    }

    /// Refuses content of a kind that cannot run here.
    pub(crate) async fn require_interpreter(&self, kind: Kind) -> Result<(), ServiceError> {
        match kind {
            Kind::Static | Kind::PythonApi | Kind::PythonFastApi => Ok(()),
            Kind::Plumber => self
                .0
                .runtime
                .versions()
                .await
                .missing()
                .map_or(Ok(()), |missing| Err(ServiceError::Unavailable(missing))),
        }
    }
}

/// What the runtime is told.
pub(crate) fn runtime_config(data: &DataFolder, settings: ProgramSettings, workspaces: &Workspaces) -> RuntimeConfig {
    RuntimeConfig {
        warden: settings.warden,
        folder: workspaces.path().to_owned(),
        logs: data.logs(),
        rscript: settings.rscript,
        first_uid: workspaces::is_root().then(|| settings.first_uid.unwrap_or_else(uids::first)),
        limits: settings.limits,
    }
}

/// What a program finds in its environment besides what every program needs, a later value in place of an earlier one;
/// the names are the Connect product's.
///
/// # Security
/// Never a key that the server made: a program that needs one is given it by its owner, as a variable.
fn environment(content: &Content, server_url: &str, variables: Vec<(String, String)>) -> Vec<(String, String)> {
    let guid = content.guid.to_string();
    let ours = [("CONNECT_CONTENT_GUID", guid.as_str()), ("POSIT_PRODUCT", "CONNECT"), ("RSTUDIO_PRODUCT", "CONNECT")];
    let ours = ours.map(|(name, value)| (name.to_owned(), value.to_owned()));
    [("CONNECT_SERVER".to_owned(), server_url.to_owned())].into_iter().chain(variables).chain(ours).collect()
}
