//! Tasks: work that goes on by itself, and that somebody follows line by line.
//!
//! A task that runs lives in memory, where whoever follows it waits for its next line. How it went is written down, so
//! that it can be asked for later; a task whose server was killed has failed.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::{ContentId, Role, Task, TaskId, UserId};
use time::OffsetDateTime;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::{Actor, Mistake, ServiceError, Services};

/// The most lines that a task says; what comes after is left out.
const MOST_LINES: usize = 10_000;
/// The most bytes that a task says: all of it is in memory, and once more for each who follows it.
const MOST_BYTES: usize = 2 * 1024 * 1024;
/// What stands in place of what comes after.
const LEFT_OUT: &str = "More was said than is kept here. The rest is left out.";
/// The most characters of a line.
const LONGEST_LINE: usize = 2_000;
/// How many tasks may work on one item, or wait for it.
const MOST_AT_ONCE: usize = 20;

/// The tasks that run.
#[derive(Default)]
pub(crate) struct Tasks(Mutex<HashMap<TaskId, Progress>>);

impl Tasks {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<TaskId, Progress>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where a task says how far it is.
#[derive(Clone)]
pub(crate) struct Progress {
    task: watch::Sender<Task>,
    /// How many bytes it has said.
    said: Arc<AtomicUsize>,
    /// Why it is to end before it is done, if it is.
    unwanted: watch::Sender<Option<Mistake>>,
}

impl Progress {
    /// Of a task that begins.
    fn of(task: Task) -> Self {
        Self { task: watch::Sender::new(task), said: Arc::default(), unwanted: watch::Sender::new(None) }
    }

    /// Where nobody listens.
    pub(crate) fn to_nobody() -> Self {
        Self::of(Task {
            id: TaskId::from_random([0; 16]),
            user_id: UserId(0),
            content_id: None,
            output: Vec::new(),
            finished: false,
            code: 0,
            error: String::new(),
            created_at: OffsetDateTime::UNIX_EPOCH,
        })
    }

    /// Says a line, or several.
    pub(crate) fn say(&self, text: &str) {
        self.task.send_if_modified(|task| {
            let before = task.output.len();
            for line in text.lines() {
                if task.output.last().is_some_and(|last| last == LEFT_OUT) {
                    break;
                }
                let plain: String = line.chars().filter(|c| !c.is_control() || *c == '\t').take(LONGEST_LINE).collect();
                let bytes = self.said.fetch_add(plain.len(), Ordering::Relaxed) + plain.len();
                let full = task.output.len() + 1 >= MOST_LINES || bytes > MOST_BYTES;
                task.output.push(if full { LEFT_OUT.to_owned() } else { plain });
            }
            task.output.len() > before
        });
    }

    /// The task.
    pub(crate) fn id(&self) -> TaskId {
        self.task.borrow().id.clone()
    }

    /// Does work that may be given up at any moment, unless somebody wants the task to end.
    pub(crate) async fn unless_unwanted<T>(
        &self,
        work: impl Future<Output = Result<T, ServiceError>>,
    ) -> Result<T, ServiceError> {
        tokio::select! {
            biased;
            why = self.unwanted() => Err(why.into()),
            done = work => done,
        }
    }

    /// Comes when the task is to end before it is done, with the reason.
    pub(crate) fn unwanted(&self) -> impl Future<Output = Mistake> + Send + use<> {
        let mut unwanted = self.unwanted.subscribe();
        async move {
            let why = unwanted.wait_for(Option::is_some).await.ok().and_then(|why| why.clone());
            match why {
                Some(why) => why,
                // Nobody is left who could want that.
                None => std::future::pending().await,
            }
        }
    }

    /// For whom it is done.
    pub(crate) fn user(&self) -> UserId {
        self.task.borrow().user_id
    }
}

impl Services {
    /// Begins a task: `work` goes on whoever hangs up, and its error becomes the task's.
    pub(crate) async fn begin_task<W>(
        &self,
        actor: &Actor,
        id: TaskId,
        item: ContentId,
        work: impl FnOnce(Progress) -> W,
    ) -> Result<TaskId, ServiceError>
    where
        W: Future<Output = Result<(), ServiceError>> + Send + 'static,
    {
        self.begin_task_of(actor, id, Some(item), work).await
    }

    /// Begins a task as [`Services::begin_task`] does, for an item or for the server.
    pub(crate) async fn begin_task_of<W>(
        &self,
        actor: &Actor,
        id: TaskId,
        item: Option<ContentId>,
        work: impl FnOnce(Progress) -> W,
    ) -> Result<TaskId, ServiceError>
    where
        W: Future<Output = Result<(), ServiceError>> + Send + 'static,
    {
        let under_way =
            self.0.tasks.lock().values().filter(|under_way| under_way.task.borrow().content_id == item).count();
        if under_way >= MOST_AT_ONCE {
            return Err(Mistake::TooManyTasks.into());
        }
        let task = Task {
            id,
            user_id: actor.id(),
            content_id: item,
            output: Vec::new(),
            finished: false,
            code: 0,
            error: String::new(),
            created_at: self.now(),
        };
        let id = task.id.clone();
        self.0.store.insert_task(&task).await?;
        let progress = Progress::of(task);
        self.0.tasks.lock().insert(id.clone(), progress.clone());
        let (services, work) = (self.clone(), work(progress.clone()));
        tokio::spawn(async move {
            // On a task of its own, so that a panic fails this one and no other.
            let done = tokio::spawn(work).await.unwrap_or_else(|panic| Err(ServiceError::internal(panic)));
            services.end_task(&progress, done).await;
        });
        Ok(id)
    }

    /// Writes down how a task went, and then tells.
    async fn end_task(&self, progress: &Progress, done: Result<(), ServiceError>) {
        let error = done.err();
        if let Some(error) = &error {
            if let ServiceError::Internal(fault) = error {
                tracing::error!(?fault, "A task failed.");
            }
            progress.say(&error.to_string());
        }
        self.end_deploy_job(&progress.id(), error.as_ref()).await;
        let mut task = progress.task.borrow().clone();
        task.finished = true;
        task.code = i32::from(error.is_some());
        task.error = error.map(|error| error.to_string()).unwrap_or_default();
        let id = task.id.clone();
        let written = self.0.store.finish_task(&task).await;
        progress.task.send_replace(task);
        match written {
            Ok(()) => drop(self.0.tasks.lock().remove(&id)),
            // It stays in memory, where whoever follows it finds how it ended.
            Err(error) => tracing::error!(?error, task = id.as_str(), "How a task went cannot be written down."),
        }
    }

    /// A task of the actor's own, or any for an administrator. Waits until it has said more than `seen` lines or has
    /// ended, but no longer than `wait`.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when there is none, or it is somebody else's.
    pub async fn task(&self, actor: &Actor, id: &TaskId, seen: usize, wait: Duration) -> Result<Task, ServiceError> {
        let running = self.task_under_way(id);
        let may_see = |task: &Task| task.user_id == actor.id() || actor.role() == Role::Administrator;
        let Some(mut running) = running else {
            let task = self.0.store.find_task(id).await?.filter(may_see);
            return task.ok_or(ServiceError::NotFound);
        };
        if !may_see(&running.borrow()) {
            return Err(ServiceError::NotFound);
        }
        // Time is up, or nobody says anything any more: it is as it is.
        _ = timeout(wait, running.wait_for(|task| task.finished || task.output.len() > seen)).await;
        Ok(running.borrow().clone())
    }

    /// Waits until a task has ended.
    pub(crate) async fn finished(&self, id: &TaskId) -> Result<Task, ServiceError> {
        let running = self.task_under_way(id);
        if let Some(mut running) = running
            && let Ok(task) = running.wait_for(|task| task.finished).await
        {
            return Ok(task.clone());
        }
        self.0.store.find_task(id).await?.ok_or(ServiceError::NotFound)
    }

    /// How a task that runs is.
    pub(crate) fn task_under_way(&self, id: &TaskId) -> Option<watch::Receiver<Task>> {
        self.0.tasks.lock().get(id).map(|progress| progress.task.subscribe())
    }

    /// How a task is or went, as long as that is remembered.
    pub(crate) async fn known_task(&self, id: &TaskId) -> Result<Option<Task>, ServiceError> {
        match self.task_under_way(id) {
            Some(task) => Ok(Some(task.borrow().clone())),
            None => Ok(self.0.store.find_task(id).await?),
        }
    }

    /// Ends a task where that can be done, else waits until it has ended; `false` when it does not run.
    pub(crate) async fn end_task_early(&self, id: &TaskId) -> bool {
        let Some(progress) = self.0.tasks.lock().get(id).cloned() else { return false };
        progress.unwanted.send_replace(Some(Mistake::DeployEnded));
        _ = progress.task.subscribe().wait_for(|task| task.finished).await;
        true
    }

    /// Ends all tasks of an item that was deleted, where that can be done; nobody waits for it.
    pub(crate) fn end_tasks_of_deleted(&self, item: ContentId) {
        for progress in self.0.tasks.lock().values() {
            if progress.task.borrow().content_id == Some(item) {
                progress.unwanted.send_replace(Some(Mistake::DeletedMeanwhile));
            }
        }
    }

    /// Forgets tasks that ended long ago.
    pub(crate) async fn sweep_tasks(&self) -> Result<(), ServiceError> {
        match self.now().checked_sub(crate::jobs::LASTS) {
            Some(before) => Ok(self.0.store.sweep_tasks(before).await?),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::UserId;
    use time::OffsetDateTime;

    use super::*;

    fn said(text: &str, times: usize) -> Vec<String> {
        let task = Task {
            id: TaskId::from_random([0; 16]),
            user_id: UserId(1),
            content_id: None,
            output: Vec::new(),
            finished: false,
            code: 0,
            error: String::new(),
            created_at: OffsetDateTime::UNIX_EPOCH,
        };
        let progress = Progress::of(task);
        (0..times).for_each(|_| progress.say(text));
        progress.task.borrow().output.clone()
    }

    #[test]
    fn lines_are_plain_and_not_too_long() {
        assert_eq!(said("a\tb\n\u{1b}[31mred\u{7}", 1), ["a\tb", "[31mred"]);
        assert_eq!(said(&"ü".repeat(3000), 1)[0].chars().count(), LONGEST_LINE);
    }

    #[test]
    fn who_says_too_much_is_not_heard_to_the_end() {
        let many = said("one\ntwo\n\n", 3_400);
        assert_eq!((many.len(), many.last().map(String::as_str)), (MOST_LINES, Some(LEFT_OUT)));
        let long = said(&"日".repeat(2000), 400);
        let bytes: usize = long.iter().map(String::len).sum();
        assert!(bytes <= MOST_BYTES + LEFT_OUT.len() && long.len() > 300, "{bytes} bytes");
        assert_eq!(long.last().map(String::as_str), Some(LEFT_OUT));
    }
}
