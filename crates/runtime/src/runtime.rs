//! The one handle to all programs.

use std::collections::HashMap;
use std::io;
use std::path::absolute;
use std::sync::{Arc, Mutex, PoisonError};

use domain::{BundleId, ContentId};
use tokio::sync::oneshot;

use crate::actor::{Address, Message, begin};
use crate::environment::Environment;
use crate::launch::Settings;
use crate::log::Log;
use crate::{Lease, Program, RuntimeConfig, StartError, Status, Versions, versions, workspace};

/// Runs programs: starts them when they are asked for, watches them, and stops those that nobody uses.
///
/// When the last clone is dropped, all programs are killed; [`shutdown`](Self::shutdown) is the gentler way.
#[derive(Clone, Debug)]
pub struct Runtime {
    settings: Arc<Settings>,
    /// One actor for each item that was ever asked for; nothing after the shutdown.
    actors: Arc<Mutex<Option<HashMap<ContentId, Address>>>>,
}

impl Runtime {
    /// A runtime without programs. Sweeps what a killed server left in the folder of workspaces.
    pub fn new(mut config: RuntimeConfig) -> Self {
        // Programs are told where they live, and live elsewhere than the server.
        config.folder = absolute(&config.folder).unwrap_or(config.folder);
        if let Err(error) = workspace::sweep(&config.folder, config.first_uid) {
            tracing::warn!(%error, "What an earlier server left of its programs cannot be removed.");
        }
        let settings = Settings { config, environment: Environment::of_server() };
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
        let actor = self.actor(program.item).ok_or(StartError::Stopping)?;
        if let Some(lease) = actor.front.lease(program.edition(), self.settings.config.limits.most_requests) {
            return Ok(lease);
        }
        let (caller, answer) = oneshot::channel();
        actor.inbox.send(Message::Lease(program.clone(), caller)).await.map_err(|_| StartError::Stopping)?;
        answer.await.unwrap_or(Err(StartError::Stopping))
    }

    /// A lease of the program that runs, if it is of this version, was set up with this, and has room: for callers who
    /// can spare themselves to say all that it would be started with.
    pub fn lease_running(&self, item: ContentId, version: BundleId, settings: u64) -> Option<Lease> {
        self.known(item)?.front.lease((version, settings), self.settings.config.limits.most_requests)
    }

    /// How the program of an item is.
    pub fn status(&self, item: ContentId) -> Status {
        match self.known(item) {
            Some(actor) => actor.status.borrow().clone(),
            None => Status::Stopped { last_failure: None },
        }
    }

    /// Ends the program of an item and forgets its crashes. Comes back when every process of it is gone.
    pub async fn stop(&self, item: ContentId) {
        if let Some(actor) = self.known(item) {
            ask(&actor, Message::Stop).await;
        }
    }

    /// Takes the program of an item out of use: it finishes what it does, and who comes next starts another one.
    pub async fn retire(&self, item: ContentId) {
        if let Some(actor) = self.known(item) {
            ask(&actor, Message::Retire).await;
        }
    }

    /// Stops the program of an item and removes its log.
    pub async fn forget(&self, item: ContentId) {
        self.stop(item).await;
        if let Err(error) = self.log_of(item).remove().await {
            tracing::warn!(content.id = item.0, %error, "The log of a program cannot be removed.");
        }
        if let Some(actors) = self.lock().as_mut() {
            actors.remove(&item);
        }
    }

    /// What the programs of an item wrote: at most 1 MiB, the newest.
    ///
    /// # Errors
    /// Faults of the disk; an item that never wrote has an empty log.
    pub async fn log(&self, item: ContentId) -> io::Result<String> {
        self.log_of(item).read().await
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

    /// Asks the interpreters for their versions, which takes about a second.
    pub async fn versions(&self) -> Versions {
        versions::ask(&self.settings).await
    }

    /// The actor of an item, which begins its life now if it has not yet; nothing after the shutdown.
    fn actor(&self, item: ContentId) -> Option<Address> {
        let mut actors = self.lock();
        let actors = actors.as_mut()?;
        Some(actors.entry(item).or_insert_with(|| begin(Arc::clone(&self.settings), item)).clone())
    }

    fn known(&self, item: ContentId) -> Option<Address> {
        self.lock().as_ref()?.get(&item).cloned()
    }

    fn log_of(&self, item: ContentId) -> Arc<Log> {
        match self.known(item) {
            Some(actor) => actor.log,
            None => Arc::new(Log::new(&self.settings.config.logs, item)),
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<HashMap<ContentId, Address>>> {
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
