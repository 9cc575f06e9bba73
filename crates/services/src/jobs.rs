//! Jobs: what runs, or ran, for an item, told to who manages it.
//!
//! The runtime tells of each process; what it told is written down every few seconds, and before anybody reads. A deploy
//! is a job, too, from the moment that it was asked for; it has the name of its task.

mod follow;

use domain::{BundleId, ContentId, Guid, Job, JobEnd, JobKey, JobLine, JobStream, JobTag, Kind, TaskId};
use runtime::{Cause, Ending, Event, Reason};
use store::{NewJob, StoreError};
use time::Duration;
use tokio::sync::Mutex;
use tokio::sync::mpsc::UnboundedReceiver;

pub use self::follow::JobFollower;
use crate::audit::Action;
use crate::uncancelled::uncancelled;
use crate::{Managed, Mistake, ServiceError, Services, random};

/// For how long is remembered what ran, and how it went.
pub(crate) const LASTS: Duration = Duration::days(30);
/// The most jobs of an item that are listed: the newest.
const MOST_LISTED: u64 = 1000;

/// What the runtime has told of its processes.
pub(crate) struct Jobs {
    told: Mutex<Told>,
    hostname: String,
}

struct Told {
    events: UnboundedReceiver<Event>,
    /// What the database did not take.
    unwritten: Option<Event>,
}

impl Jobs {
    /// Nothing was told yet.
    pub(crate) fn new(events: UnboundedReceiver<Event>) -> Self {
        let hostname = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
        Self { told: Mutex::new(Told { events, unwritten: None }), hostname: hostname.trim().to_owned() }
    }
}

/// A job that was ended.
pub struct EndedJob {
    /// A name for having ended it, which the log has, too.
    pub order: Guid,
    /// The job as it was before.
    pub job: Job,
}

impl Services {
    /// Writes down which processes began and ended. Call it every few seconds, and before the end.
    ///
    /// # Errors
    /// When the database fails; nothing is forgotten then.
    pub async fn write_jobs_down(&self) -> Result<(), ServiceError> {
        let services = self.clone();
        // What was taken out is either written or put back, whoever stops waiting for it.
        uncancelled(async move {
            let mut told = services.0.jobs.told.lock().await;
            loop {
                let next = told.unwritten.take().or_else(|| told.events.try_recv().ok());
                let Some(event) = next else { return Ok(()) };
                if let Err(error) = services.write_job_down(&event).await {
                    told.unwritten = Some(event);
                    return Err(error);
                }
            }
        })
        .await
    }

    async fn write_job_down(&self, event: &Event) -> Result<(), ServiceError> {
        match event {
            Event::Started(run) => {
                let begun = NewJob {
                    key: run.key,
                    content_id: run.program.item,
                    bundle_id: run.version,
                    draft: run.program.draft.is_some(),
                    tag: run.tag,
                    pid: Some(run.pid),
                    run_as: run.uid,
                    hostname: self.0.jobs.hostname.clone(),
                    at: run.started_at,
                };
                match self.0.store.insert_job(begun).await {
                    // The item is gone, or it was written down when the database seemed to fail.
                    Err(StoreError::NotFound | StoreError::Taken(_)) => Ok(()),
                    written => Ok(written?),
                }
            }
            Event::Ended { run, at, ending, cause } => {
                let end = JobEnd { at: *at, exit_code: exit_code(*ending), error: error(*ending, cause) };
                Ok(self.0.store.end_job(run.key, &end).await?)
            }
        }
    }

    /// Remembers a deploy that is about to begin. `said` is what the version's manifest says it is.
    pub(crate) async fn add_deploy_job(
        &self,
        task: &TaskId,
        content_id: ContentId,
        bundle_id: BundleId,
        said: &str,
    ) -> Result<(), ServiceError> {
        let tag = JobTag::of_deploy(said.parse().ok());
        let (key, hostname) = (JobKey::from(task), self.0.jobs.hostname.clone());
        let at = self.now();
        let begun = NewJob { key, content_id, bundle_id, draft: false, tag, pid: None, run_as: None, hostname, at };
        Ok(self.0.store.insert_job(begun).await?)
    }

    /// Remembers what a deploy deploys, once that was recognised.
    pub(crate) async fn tag_deploy_job(&self, task: &TaskId, kind: Kind) -> Result<(), ServiceError> {
        Ok(self.0.store.set_job_tag(JobKey::from(task), JobTag::of_deploy(Some(kind))).await?)
    }

    /// Remembers how a deploy went, if the task was one. A database that fails now must not hide how it went.
    pub(crate) async fn end_deploy_job(&self, task: &TaskId, failure: Option<&ServiceError>) {
        let exit_code = Some(i32::from(failure.is_some()));
        let end = JobEnd { at: self.now(), exit_code, error: failure.map(ToString::to_string) };
        if let Err(error) = self.0.store.end_job(JobKey::from(task), &end).await {
            tracing::error!(?error, task = task.as_str(), "The end of a job cannot be written down.");
        }
    }

    /// Forgets jobs that ended long ago.
    pub(crate) async fn sweep_jobs(&self) -> Result<(), ServiceError> {
        match self.now().checked_sub(LASTS) {
            Some(before) => Ok(self.0.store.sweep_jobs(before).await?),
            None => Ok(()),
        }
    }
}

impl Managed<'_> {
    /// The item's jobs, the newest first; at most 1000, of the last 30 days.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn jobs(&self) -> Result<Vec<Job>, ServiceError> {
        self.services().write_jobs_down().await?;
        Ok(self.services().0.store.list_jobs(self.content().id, MOST_LISTED).await?)
    }

    /// One of the item's jobs.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when the item has no such job.
    pub async fn job(&self, key: JobKey) -> Result<Job, ServiceError> {
        self.services().write_jobs_down().await?;
        self.services().0.store.find_job(self.content().id, key).await?.ok_or(ServiceError::NotFound)
    }

    /// Ends a job: a process with all that it started, or a deploy, which then changes nothing.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`]; [`Mistake::InactiveJob`] when it has ended already.
    pub async fn end_job(&self, key: JobKey) -> Result<EndedJob, ServiceError> {
        let job = self.job(key).await?;
        let order = Guid::from_random(random::bytes()?);
        let (services, actor) = (self.services().clone(), self.actor().clone());
        let what = format!("Ended the job {key} of {}.", self.content().name.as_str());
        uncancelled(async move {
            let active = job.ended.is_none();
            let ended = active
                && match job.key.task().filter(|_| job.is_deploy()) {
                    Some(task) => services.end_task_early(&task).await,
                    None => services.0.runtime.end(key).await,
                };
            if !ended {
                return Err(Mistake::InactiveJob.into());
            }
            services.write_jobs_down().await?;
            services.audit(&actor, Action::EndJob, what).await;
            tracing::info!(content.id = job.content_id.0, job = key.as_str(), %order, "A job was ended.");
            Ok(EndedJob { order, job })
        })
        .await
    }

    /// What a job wrote, the oldest first, as far as it is kept: of programs, an item's runs share 1 MiB.
    ///
    /// # Errors
    /// As [`Managed::job`]; faults of the disk.
    pub async fn job_log(&self, job: &Job) -> Result<Vec<JobLine>, ServiceError> {
        if !job.is_deploy() {
            return Ok(self.services().0.runtime.log_of_run(program_of(job), job.key).await?);
        }
        let task = match job.key.task() {
            Some(task) => self.services().known_task(&task).await?,
            None => None,
        };
        Ok(task.map(|task| task.output.into_iter().map(said).collect()).unwrap_or_default())
    }
}

/// The program that a job is a run of.
fn program_of(job: &Job) -> runtime::ProgramId {
    runtime::ProgramId { item: job.content_id, draft: job.draft.then_some(job.bundle_id) }
}

/// A line of a task.
fn said(text: String) -> JobLine {
    JobLine { at: None, stream: JobStream::Out, text }
}

fn exit_code(ending: Ending) -> Option<i32> {
    match ending {
        Ending::Exited(status) => Some(status),
        // As a shell tells it.
        Ending::Signalled(signal) => Some(128 + signal),
        Ending::Lost => None,
    }
}

/// What went wrong, if anything did.
fn error(ending: Ending, cause: &Cause) -> Option<String> {
    match cause {
        Cause::Asked => None,
        Cause::GivenUp(reason) => Some(reason.to_string()),
        Cause::Itself => Some(Reason::Ended(ending).to_string()),
    }
}
