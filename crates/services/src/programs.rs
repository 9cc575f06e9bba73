//! Content that runs: what a program is told, and what is needed to run any.

mod answers;
mod installations;
mod pythons;
mod uids;
mod versions;
mod workspaces;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use domain::{BundleId, Content, ContentId, JobTag};
use runtime::{Event, Lease, Limits, Program, ProgramId, RuntimeConfig, StartError};
use thiserror::Error;
use tokio::sync::mpsc::UnboundedSender;

pub use self::installations::Software;
pub(crate) use self::pythons::NO_ITEM;
pub use self::pythons::{Python, PythonSettings};
pub use self::versions::Versions;
pub(crate) use self::versions::{Interpreters, NO_PYTHON, NO_UV};
pub(crate) use self::workspaces::{Workspaces, is_root};
use crate::kinds::rules;
use crate::variables::SealedVariables;
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
    /// With what Python programs are run.
    pub python: PythonSettings,
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
            python: PythonSettings::default(),
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

/// What programs are told of where the server is, as long as it has not said so.
const UNKNOWN_ADDRESS: &str = "http://localhost:3939";

/// Which version of an item is to run, and how.
pub(crate) struct Version<'a> {
    pub(crate) bundle: BundleId,
    /// Its unpacked files.
    pub(crate) folder: &'a Path,
    /// Whether it runs beside what answers for the item.
    pub(crate) draft: bool,
    pub(crate) variables: &'a SealedVariables,
}

impl Version<'_> {
    /// Which program of the item it is.
    fn program(&self, item: ContentId) -> ProgramId {
        ProgramId { item, draft: self.draft.then_some(self.bundle) }
    }
}

impl Services {
    /// The program of an item, which is started if need be, and told the dashboard's address (without a slash at its
    /// end). It goes on running while the lease lives.
    ///
    /// # Errors
    /// See [`ProgramFault`].
    pub async fn lease(&self, served: &Served, server_url: &str) -> Result<Lease, ProgramFault> {
        let version = Version {
            bundle: served.bundle(),
            folder: served.folder(),
            draft: served.is_draft(),
            variables: served.variables(),
        };
        let id = version.program(served.content().id);
        if let Some(lease) = self.0.runtime.lease_running(id, version.bundle, version.variables.stamp()) {
            return Ok(lease);
        }
        let program = self.program(served.content(), &version, server_url).await?;
        Ok(self.0.runtime.lease(&program).await?)
    }

    /// Says where the dashboard is (without a slash at its end), for programs that are started when nobody asks for
    /// them. What was said first holds.
    pub fn say_address(&self, server_url: &str) {
        self.0.address.get_or_init(|| server_url.to_owned());
    }

    /// Where the dashboard is, as far as that is known.
    pub(crate) fn address(&self) -> &str {
        self.0.address.get().map_or(UNKNOWN_ADDRESS, String::as_str)
    }

    /// How a version of an item is run.
    pub(crate) async fn program(
        &self,
        content: &Content,
        version: &Version<'_>,
        server_url: &str,
    ) -> Result<Program, ProgramFault> {
        let rules = content.kind.map(rules).ok_or(ProgramFault::NotAProgram)?;
        let start = rules.start.ok_or(ProgramFault::NotAProgram)?;
        let start = start(self, content, version).await?;
        let variables = self.open_variables(content.id, version.variables)?;
        let mut environment = environment(content, server_url, variables);
        environment.extend(start.environment);
        Ok(Program {
            id: version.program(content.id),
            version: version.bundle,
            tag: JobTag::of_run(content.kind),
            settings: version.variables.stamp(),
            files: version.folder.to_owned(),
            argv: start.argv,
            ours: start.ours,
            environment,
            start_within: seconds(content.process.init_timeout),
            idle: seconds(content.process.idle_timeout),
        })
    }
}

/// A time that somebody has set for an item; nothing and none at all leave it to the server.
fn seconds(set: Option<i32>) -> Option<Duration> {
    set.and_then(|seconds| u64::try_from(seconds).ok()).filter(|seconds| *seconds > 0).map(Duration::from_secs)
}

/// What the runtime is told.
pub(crate) fn runtime_config(
    data: &DataFolder,
    settings: ProgramSettings,
    workspaces: &Workspaces,
    events: UnboundedSender<Event>,
) -> RuntimeConfig {
    RuntimeConfig {
        warden: settings.warden,
        folder: workspaces.path().to_owned(),
        logs: data.logs(),
        first_uid: is_root().then(|| settings.first_uid.unwrap_or_else(uids::first)),
        limits: settings.limits,
        events: Some(events),
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
