//! Commands of the owner of the data folder: through the socket of a running server, or alone under the lock.

mod command;
mod socket;

use std::fmt;
use std::sync::Arc;

use services::{Clock, DataFolder, DataFolderError, OpenError, PasswordCost, Services, ServicesConfig};

pub(crate) use self::command::Command;
use self::command::execute;
pub(crate) use self::socket::listen;
use crate::config::{Config, Problems};

/// Why a command failed, as a sentence that says what to do.
#[derive(Debug)]
pub(crate) struct Failure(pub(crate) String);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! failure_from {
    ($($error:ty),*) => {
        $(impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self(error.to_string())
            }
        })*
    };
}

failure_from!(DataFolderError, OpenError, Problems);

/// What a command needs to know besides the services.
pub(crate) struct Context {
    pub(crate) services: Services,
    /// The address of the dashboard, without a slash at its end.
    pub(crate) server_url: String,
}

/// Has a command done, by the running server if there is one.
///
/// # Errors
/// With a sentence.
pub(crate) fn ask(config: &Config, command: Command) -> Result<String, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure(format!("The command cannot start: {error}.")))?;
    runtime.block_on(async {
        let data = DataFolder::open(&config.data_dir)?;
        if let Some(answer) = socket::ask(&data, &command).await {
            return answer;
        }
        let _lock = data.lock()?;
        let services = open(config, data).await?;
        let server_url = config.origins(config.listen).dashboard();
        let answer = execute(&Context { services: services.clone(), server_url }, command).await;
        services.close().await.map_err(|error| Failure(error.to_string()))?;
        answer
    })
}

/// Opens the services as the configuration says.
pub(crate) async fn open(config: &Config, data: DataFolder) -> Result<Services, OpenError> {
    Services::open(ServicesConfig {
        data,
        database_url: config.database_url.as_ref().map(|url| url.0.clone()),
        pepper_file: config.pepper_file.clone(),
        password_cost: PasswordCost::Standard,
        clock: Clock::default(),
        programs: config.programs.clone(),
        keep_visits_days: config.keep_visits_days,
    })
    .await
}

/// Answers commands on the socket for as long as the server runs.
pub(crate) async fn answer(listener: tokio::net::UnixListener, context: Arc<Context>) {
    socket::answer(listener, context).await;
}
