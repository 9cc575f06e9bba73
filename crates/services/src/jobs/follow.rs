//! Following a job line by line, for as long as the right to lasts.

use std::time::Duration;

use domain::{Guid, Job, JobLine, Task};
use runtime::Follower;
use tokio::sync::watch;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

use super::{program_of, said};
use crate::{Actor, Managed, ServiceError, Services};

/// How often is looked whether who follows still may: so long may lines come after the right was taken away.
const RIGHT_LASTS: Duration = Duration::from_secs(5);

/// Gives each line of a job until it has ended, or who follows it may not any more.
pub struct JobFollower {
    services: Services,
    actor: Actor,
    item: Guid,
    lines: Lines,
    look: Interval,
}

enum Lines {
    Run(Follower),
    /// A deploy under way, and how many of its lines were given.
    Deploy(watch::Receiver<Task>, usize),
    /// What there is, and nothing more will come.
    Kept(std::vec::IntoIter<JobLine>),
}

impl Managed<'_> {
    /// Follows a job from its first line on, as far as that is kept.
    ///
    /// # Errors
    /// Faults of the disk.
    pub async fn follow_job(&self, job: &Job) -> Result<JobFollower, ServiceError> {
        let services = self.services();
        let under_way = job.key.task().filter(|_| job.is_deploy()).and_then(|task| services.task_under_way(&task));
        let lines = match under_way {
            Some(task) => Lines::Deploy(task, 0),
            None if job.is_deploy() => Lines::Kept(self.job_log(job).await?.into_iter()),
            None => Lines::Run(services.0.runtime.follow(program_of(job), job.key).await?),
        };
        let mut look = interval_at(Instant::now() + RIGHT_LASTS, RIGHT_LASTS);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Ok(JobFollower {
            services: services.clone(),
            actor: self.actor().clone(),
            item: self.content().guid,
            lines,
            look,
        })
    }
}

impl JobFollower {
    /// The next line, which is waited for; nothing when the job has ended and said all, or nothing more is told.
    pub async fn next(&mut self) -> Option<JobLine> {
        loop {
            tokio::select! {
                biased;
                _ = self.look.tick() => if !self.may_still().await {
                    return None;
                },
                line = self.lines.next() => return line,
            }
        }
    }

    async fn may_still(&self) -> bool {
        let Ok(actor) = self.services.still(&self.actor).await else { return false };
        self.services.managed(&actor, self.item).await.is_ok()
    }
}

impl Lines {
    /// May be given up and called again.
    async fn next(&mut self) -> Option<JobLine> {
        match self {
            Self::Run(follower) => follower.next().await,
            Self::Kept(lines) => lines.next(),
            Self::Deploy(task, given) => {
                // Nobody says anything any more: it is as it is.
                _ = task.wait_for(|task| task.finished || task.output.len() > *given).await;
                let line = task.borrow().output.get(*given).cloned()?;
                *given += 1;
                Some(said(line))
            }
        }
    }
}
