//! Opening everything that the use cases stand on.

use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};

use domain::{ContentId, ContentRef, GroupName, KeyId, UserId, Vanity};
use runtime::Runtime;
use store::{Store, StoreError};
use thiserror::Error;
use time::{Duration, OffsetDateTime};

use crate::bundles;
use crate::cache::FillCache;
use crate::content::CachedContent;
use crate::content_sessions::Tickets;
use crate::environments::Places;
use crate::jobs::Jobs;
use crate::keys::{CachedKey, Shelf};
use crate::passwords::Passwords;
use crate::programs::{Interpreters, Workspaces, is_root, runtime_config};
use crate::secrets::{Digest, Peppers, Signer, form_signer};
use crate::setup::SetupLink;
use crate::tasks::Tasks;
use crate::throttle::Throttle;
use crate::tokens::{PendingTokens, Replays};
use crate::turns::Turns;
use crate::variables::VariableKeys;
use crate::visits::Waiting;
use crate::{Clock, DataFolder, PasswordCost, ProgramSettings, ServiceError};

/// What the services need to know.
pub struct ServicesConfig {
    /// Where everything lies.
    pub data: DataFolder,
    /// A PostgreSQL URL; without one the SQLite database in the data folder is used.
    pub database_url: Option<String>,
    /// Where the pepper lies, unless in the data folder.
    pub pepper_file: Option<PathBuf>,
    /// What a password hash costs.
    pub password_cost: PasswordCost,
    /// What tells the time.
    pub clock: Clock,
    /// How programs are run.
    pub programs: ProgramSettings,
    /// For how many days visits are kept.
    pub keep_visits_days: u32,
}

/// All use cases. Cheap to clone; all clones share caches and connections.
#[derive(Clone)]
pub struct Services(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) data: DataFolder,
    pub(crate) clock: Clock,
    pub(crate) peppers: Peppers,
    pub(crate) form_signer: Signer,
    /// What environment variables of content are sealed with.
    pub(crate) variable_keys: VariableKeys,
    pub(crate) passwords: Arc<Passwords>,
    pub(crate) throttle: Throttle,
    pub(crate) setup_link: Mutex<Option<SetupLink>>,
    pub(crate) shelf: Shelf,
    pub(crate) keys: FillCache<Digest, CachedKey>,
    pub(crate) content: FillCache<ContentRef, CachedContent>,
    /// All vanity addresses; there are few.
    pub(crate) vanities: FillCache<(), Vec<Vanity>>,
    /// The names of the groups that visitors belong to.
    pub(crate) memberships: FillCache<UserId, Vec<GroupName>>,
    /// Unpacking writes into one place; one at a time.
    pub(crate) unpacking: Arc<tokio::sync::Mutex<()>>,
    /// Archives that are looked through at the same time.
    pub(crate) look_through: Arc<tokio::sync::Semaphore>,
    /// Uses of keys that are not in the database yet.
    pub(crate) key_uses: Mutex<HashMap<KeyId, (OffsetDateTime, Option<IpAddr>)>>,
    /// Signs of life of accounts that are not in the database yet.
    pub(crate) sightings: Mutex<HashMap<UserId, OffsetDateTime>>,
    /// Tickets on their way to the content origin.
    pub(crate) tickets: Tickets,
    /// Programs that ask to be let in.
    pub(crate) pending_tokens: PendingTokens,
    /// Signed changes that were made a moment ago.
    pub(crate) replays: Replays,
    /// Visits that are not in the database yet.
    pub(crate) waiting_visits: Waiting,
    /// Held while visits are written down, so that nobody reads them in between.
    pub(crate) writing_visits: tokio::sync::Mutex<()>,
    /// For how long visits are kept.
    pub(crate) keep_visits: Duration,
    /// Tasks that run.
    pub(crate) tasks: Tasks,
    /// What the runtime told of its processes.
    pub(crate) jobs: Jobs,
    /// Who works on which item.
    pub(crate) turns: Turns<ContentId>,
    /// Whose environments are made: each account's one after the other.
    pub(crate) builders: Turns<UserId>,
    /// Where the dashboard is, once that was said.
    pub(crate) address: OnceLock<String>,
    /// What programs are run with.
    pub(crate) tools: Interpreters,
    /// All programs.
    pub(crate) runtime: Runtime,
    /// Where these have their files.
    pub(crate) workspaces: Workspaces,
    /// Where their environments are.
    pub(crate) places: Places,
}

/// How many archives are looked through at the same time.
const LOOKED_THROUGH_AT_ONCE: usize = 4;
/// What is said of a task, or another job, whose server ended before it did.
const INTERRUPTED: &str =
    "The server was stopped while this ran. Look at what is served now, and try again if need be.";

/// Why the services cannot be opened, and what to do.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The database does not open.
    #[error(
        "The database cannot be opened: {0}. Check that it runs, that the address is right and that the disk has room."
    )]
    Database(#[source] StoreError),
    /// Keys exist, but not what their digests were made with.
    #[error(
        "The pepper that the API keys were digested with is missing: {0} does not hold it. \
         Restore this file from the backup that belongs to the database. \
         It is never replaced by itself, because all API keys would stop working."
    )]
    PepperMissing(PathBuf),
    /// Environment variables exist, but not what they were sealed with.
    #[error(
        "The key that environment variables of content were sealed with is missing: {0} does not hold it. \
         Restore this file from the backup that belongs to the database. \
         It is never replaced by itself, because nobody could read these variables any more."
    )]
    VariablesKeyMissing(PathBuf),
    /// A file with a secret is there but cannot be used.
    #[error("The secret in {0} cannot be used: {1}. Restore the file from a backup.")]
    Secret(PathBuf, #[source] io::Error),
    /// A folder cannot be made or read.
    #[error("The folder {0} cannot be used: {1}.")]
    Folder(PathBuf, #[source] io::Error),
    /// The password hash did not start.
    #[error("The password hash cannot be set up: {0}.")]
    Passwords(#[source] ServiceError),
}

impl Services {
    /// Opens the database, brings it up to date, and reads the secrets.
    ///
    /// # Errors
    /// With a sentence that says what to do.
    pub async fn open(config: ServicesConfig) -> Result<Self, OpenError> {
        let ServicesConfig { data, database_url, pepper_file, password_cost, clock, programs, keep_visits_days } =
            config;
        for folder in [data.bundles(), data.unpacked(), data.incoming(), data.set_aside(), data.logs()] {
            std::fs::create_dir_all(&folder).map_err(|error| OpenError::Folder(folder, error))?;
        }
        let failed = |error| OpenError::Folder(data.path().to_owned(), error);
        // Whoever is told that an upload is there must find its folder, too, after a power cut.
        File::open(data.path()).and_then(|folder| folder.sync_all()).map_err(failed)?;
        bundles::sweep_leftovers(&data).map_err(failed)?;
        let store = match database_url {
            Some(url) => Store::open_postgres(&url).await,
            None => Store::open_sqlite(&data.database()).await,
        }
        .map_err(OpenError::Database)?;
        store.migrate().await.map_err(OpenError::Database)?;
        store.fail_unfinished_tasks(1, INTERRUPTED).await.map_err(OpenError::Database)?;
        store.end_unfinished_jobs(clock.now(), INTERRUPTED).await.map_err(OpenError::Database)?;
        bundles::sweep_archives(&data, &store).await?;
        let peppers = peppers(&store, pepper_file.unwrap_or_else(|| data.pepper())).await?;
        let secret = data.form_secret();
        let form_signer = form_signer(&secret).map_err(|error| OpenError::Secret(secret, error))?;
        let variable_keys = variable_keys(&store, data.variables_key()).await?;
        let passwords = Arc::new(Passwords::new(password_cost).map_err(OpenError::Passwords)?);
        let workspaces = Workspaces::open(&data, programs.folder.clone());
        let workspaces = workspaces
            .map_err(|error| OpenError::Folder(programs.folder.clone().unwrap_or_else(|| data.running()), error))?;
        let places = Places::open(&data, workspaces.path(), is_root())
            .map_err(|error| OpenError::Folder(data.environments(), error))?;
        let tools = Interpreters::new(&programs);
        let (events, told) = tokio::sync::mpsc::unbounded_channel();
        let runtime = Runtime::new(runtime_config(&data, programs, &workspaces, events));
        Ok(Self(Arc::new(Inner {
            store,
            data,
            clock,
            peppers,
            form_signer,
            variable_keys,
            passwords,
            throttle: Throttle::default(),
            setup_link: Mutex::default(),
            shelf: Shelf::default(),
            keys: FillCache::new(100_000),
            content: FillCache::new(100_000),
            vanities: FillCache::new(1),
            memberships: FillCache::new(10_000),
            unpacking: Arc::default(),
            look_through: Arc::new(tokio::sync::Semaphore::new(LOOKED_THROUGH_AT_ONCE)),
            key_uses: Mutex::default(),
            sightings: Mutex::default(),
            tickets: Tickets::default(),
            pending_tokens: PendingTokens::default(),
            replays: Replays::default(),
            waiting_visits: Waiting::default(),
            writing_visits: tokio::sync::Mutex::default(),
            keep_visits: Duration::days(keep_visits_days.into()),
            tasks: Tasks::default(),
            jobs: Jobs::new(told),
            turns: Turns::default(),
            builders: Turns::default(),
            address: OnceLock::new(),
            tools,
            runtime,
            workspaces,
            places,
        })))
    }

    /// The clock that the services go by.
    pub fn now(&self) -> OffsetDateTime {
        self.0.clock.now()
    }

    /// Asks the database for a sign of life; gives its kind.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn check_database(&self) -> Result<&'static str, ServiceError> {
        self.0.store.ping().await?;
        Ok(self.0.store.backend())
    }
}

async fn peppers(store: &Store, path: PathBuf) -> Result<Peppers, OpenError> {
    let needed = store.list_peppers().await.map_err(OpenError::Database)?;
    let failed = |error| OpenError::Secret(path.clone(), error);
    let peppers = match Peppers::read(&path).map_err(failed)? {
        Some(peppers) => peppers,
        None if needed.is_empty() => Peppers::create(&path).map_err(failed)?,
        None => return Err(OpenError::PepperMissing(path)),
    };
    if needed.iter().all(|name| peppers.knows(name)) { Ok(peppers) } else { Err(OpenError::PepperMissing(path)) }
}

/// The keys of environment variables, which must open one that there is: `claviger check` tries all.
async fn variable_keys(store: &Store, path: PathBuf) -> Result<VariableKeys, OpenError> {
    let failed = |error| OpenError::Secret(path.clone(), error);
    let items = store.list_items_with_variables().await.map_err(OpenError::Database)?;
    let Some(item) = items.first() else {
        return match VariableKeys::read(&path).map_err(failed)? {
            Some(keys) => Ok(keys),
            None => VariableKeys::create(&path).map_err(failed),
        };
    };
    let keys = VariableKeys::read(&path).map_err(failed)?;
    let variables = store.list_variables(*item).await.map_err(OpenError::Database)?;
    let keys = keys.filter(|keys| variables.iter().any(|(name, sealed)| keys.open(*item, name, sealed).is_some()));
    keys.ok_or(OpenError::VariablesKeyMissing(path))
}
