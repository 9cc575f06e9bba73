//! The one handle to all programs.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf, absolute};
use std::sync::{Arc, Mutex, PoisonError};

use domain::{BundleId, ContentId, JobKey, JobLine};
use tokio::sync::oneshot;

use crate::actor::{Address, Message, begin};
use crate::environment::Environment;
use crate::launch::Settings;
use crate::log::Log;
use crate::{
    Ending, Errand, Follower, Lease, Program, ProgramId, RuntimeConfig, StartError, Status, errand, workspace,
};

/// Runs programs: starts them when they are asked for, watches them, and stops those that nobody uses.
///
/// When the last clone is dropped, all programs are killed; [`shutdown`](Self::shutdown) is the gentler way.
#[derive(Clone, Debug)]
pub struct Runtime {
    settings: Arc<Settings>,
    /// One actor for each program that was ever asked for; nothing after the shutdown.
    actors: Arc<Mutex<Option<HashMap<ProgramId, Address>>>>,
}

impl Runtime {
    /// A runtime without programs. Sweeps what a killed server left in the folder of workspaces.
    pub fn new(mut config: RuntimeConfig) -> Self {
        // Programs are told where they live, and live elsewhere than the server.
        config.folder = absolute(&config.folder).unwrap_or(config.folder);
        if let Err(error) = workspace::sweep(&config.folder, config.first_uid) {
            tracing::warn!(%error, "What an earlier server left of its programs cannot be removed.");
        }
        let settings = Settings { config, environment: Environment::of_server(), running: Arc::default() };
        Self { settings: Arc::new(settings), actors: Arc::new(Mutex::new(Some(HashMap::new()))) }
    }

    /// A running program of this version. Starts it where need be; callers at once share one start.
    ///
    /// A lease of another version than runs retires the one that runs: it finishes what it does, while the other one
    /// starts. A program that has crashed a moment ago may crash before the lease is used; one more lease is worth it.
    ///
    /// # Errors
    /// See [`StartError`]; all callers who waited for a failed start get the same.
    pub async fn lease(&self, program: &Program) -> Result<Lease, StartError> {
        let actor = self.actor(program.id).ok_or(StartError::Stopping)?;
        if let Some(lease) = actor.front.lease(program.edition(), self.settings.config.limits.most_requests) {
            return Ok(lease);
        }
        let (caller, answer) = oneshot::channel();
        actor.inbox.send(Message::Lease(program.clone(), caller)).await.map_err(|_| StartError::Stopping)?;
        answer.await.unwrap_or(Err(StartError::Stopping))
    }

    /// A lease of the program that runs, if it is of this version, was set up with this, and has room: for callers who
    /// can spare themselves to say all that it would be started with.
    pub fn lease_running(&self, id: impl Into<ProgramId>, version: BundleId, settings: u64) -> Option<Lease> {
        self.known(id.into())?.front.lease((version, settings), self.settings.config.limits.most_requests)
    }

    /// How a program is.
    pub fn status(&self, id: impl Into<ProgramId>) -> Status {
        match self.known(id.into()) {
            Some(actor) => actor.status.borrow().clone(),
            None => Status::Stopped { last_failure: None },
        }
    }

    /// Ends a program and forgets its crashes. Comes back when every process of it is gone.
    pub async fn stop(&self, id: impl Into<ProgramId> + Send) {
        if let Some(actor) = self.known(id.into()) {
            ask(&actor, Message::Stop).await;
        }
    }

    /// Takes a program out of use: it finishes what it does, and who comes next starts another one.
    pub async fn retire(&self, id: impl Into<ProgramId> + Send) {
        if let Some(actor) = self.known(id.into()) {
            ask(&actor, Message::Retire).await;
        }
    }

    /// Stops all programs of an item, those of its drafts too.
    pub async fn stop_all(&self, item: ContentId) {
        for id in self.known_of(item) {
            self.stop(id).await;
        }
    }

    fn known_of(&self, item: ContentId) -> Vec<ProgramId> {
        self.lock().iter().flat_map(HashMap::keys).copied().filter(|id| id.item == item).collect()
    }

    /// Stops all programs of an item and removes their logs.
    pub async fn forget(&self, item: ContentId) {
        let logged = Log::of_item(&self.settings.config.logs, item).unwrap_or_else(|error| {
            tracing::warn!(content.id = item.0, %error, "The logs of programs cannot be listed.");
            Vec::new()
        });
        let all: HashSet<ProgramId> = self.known_of(item).into_iter().chain(logged).collect();
        for id in all {
            self.discard(id).await;
        }
    }

    /// Stops one program and removes its log.
    pub async fn discard(&self, id: impl Into<ProgramId> + Send) {
        let id = id.into();
        self.stop(id).await;
        if let Err(error) = self.log_of(id).remove().await {
            tracing::warn!(content.id = id.item.0, %error, "The log of a program cannot be removed.");
        }
        if let Some(actors) = self.lock().as_mut() {
            actors.remove(&id);
        }
    }

    /// What a program wrote, in all its versions: at most 1 MiB, the newest.
    ///
    /// # Errors
    /// Faults of the disk; a program that never wrote has an empty log.
    pub async fn log(&self, id: impl Into<ProgramId> + Send) -> io::Result<String> {
        self.log_of(id.into()).read().await
    }

    /// What one run of a program wrote, as far as the log of the program still has it.
    ///
    /// # Errors
    /// Faults of the disk.
    pub async fn log_of_run(&self, id: impl Into<ProgramId> + Send, run: JobKey) -> io::Result<Vec<JobLine>> {
        self.log_of(id.into()).read_run(run).await
    }

    /// What one run of a program wrote, and then each line that it writes, until it has ended.
    ///
    /// # Errors
    /// Faults of the disk.
    pub async fn follow(&self, id: impl Into<ProgramId> + Send, run: JobKey) -> io::Result<Follower> {
        let end = self.settings.running.find(run).map(|hold| hold.end());
        self.log_of(id.into()).follow(run, end).await
    }

    /// Ends one run of a program, which is no failure of it; `false` when it has ended already. Comes back when every
    /// process of it is gone.
    pub async fn end(&self, run: JobKey) -> bool {
        let Some(mut hold) = self.settings.running.find(run).and_then(|hold| hold.hold()) else { return false };
        hold.stop(self.settings.config.limits.stop_within).await;
        true
    }

    /// Starts nothing any more, lets requests finish for [`stop_within`](crate::Limits::stop_within), then stops all.
    pub async fn shutdown(&self) {
        let actors = self.lock().take().unwrap_or_default();
        let closing: Vec<_> =
            actors.into_values().map(|actor| tokio::spawn(async move { ask(&actor, Message::Close).await })).collect();
        for closed in closing {
            drop(closed.await);
        }
    }

    /// Runs a command once, and says each line that it writes. Comes back when every process that it ever started is
    /// gone; all are killed when this is dropped midway.
    ///
    /// # Errors
    /// When it cannot be started; [`io::ErrorKind::TimedOut`] when it took too long and was killed.
    pub async fn run(&self, errand: Errand, on_line: impl FnMut(&str) + Send + 'static) -> io::Result<Ending> {
        self.run_unless(std::future::pending(), errand, on_line).await
    }

    /// The same, for as long as it is wanted.
    ///
    /// # Errors
    /// As [`Runtime::run`]; [`io::ErrorKind::Interrupted`] when it was unwanted before it had ended, and was killed.
    pub async fn run_unless(
        &self,
        unwanted: impl Future<Output = ()> + Send,
        errand: Errand,
        on_line: impl FnMut(&str) + Send + 'static,
    ) -> io::Result<Ending> {
        errand::run(&self.settings.config.warden, errand, unwanted, on_line).await
    }

    /// Where the system would find this program: by the server's `PATH`, unless it is a path.
    pub fn find(&self, program: &Path) -> Option<PathBuf> {
        self.settings.environment.find(program)
    }

    /// What programs see of the server's environment.
    pub fn environment(&self) -> Vec<(OsString, OsString)> {
        self.settings.environment.shared().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    /// The user that the programs of an item run as; nothing means as who runs this process. The one of item 0, which no
    /// item is, is for what is done before there is a program.
    ///
    /// # Errors
    /// When there are no more user numbers.
    pub fn uid_of(&self, item: ContentId) -> io::Result<Option<u32>> {
        self.settings.config.uid_of(item)
    }

    /// The actor of a program, which begins its life now if it has not yet; nothing after the shutdown.
    fn actor(&self, id: ProgramId) -> Option<Address> {
        let mut actors = self.lock();
        let actors = actors.as_mut()?;
        Some(actors.entry(id).or_insert_with(|| begin(Arc::clone(&self.settings), id)).clone())
    }

    fn known(&self, id: ProgramId) -> Option<Address> {
        self.lock().as_ref()?.get(&id).cloned()
    }

    fn log_of(&self, id: ProgramId) -> Arc<Log> {
        match self.known(id) {
            Some(actor) => actor.log,
            None => Arc::new(Log::new(&self.settings.config.logs, id)),
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<HashMap<ProgramId, Address>>> {
        // Nothing panics while it holds the lock, and the map would be whole if it did.
        self.actors.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Asks an actor for something, and waits until it is done. One that is gone has nothing left to do.
async fn ask(actor: &Address, message: impl FnOnce(oneshot::Sender<()>) -> Message) {
    let (done, answer) = oneshot::channel();
    if actor.inbox.send(message(done)).await.is_ok() {
        drop(answer.await);
    }
}
