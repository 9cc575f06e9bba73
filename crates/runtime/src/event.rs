//! What somebody who keeps a record of processes is told.

use domain::{BundleId, JobKey, JobTag};
use time::OffsetDateTime;
use tokio::sync::mpsc::UnboundedSender;

use crate::{Ending, Program, ProgramId, Reason, clock};

/// A process of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The program.
    pub program: ProgramId,
    /// Its version.
    pub version: BundleId,
    /// The name of this run of it.
    pub key: JobKey,
    /// What it does.
    pub tag: JobTag,
    /// The user that it runs as, unless it is the server's own.
    pub uid: Option<u32>,
    /// The number of the process; the system may give it again after its end.
    pub pid: i32,
    /// When it was started.
    pub started_at: OffsetDateTime,
}

/// Something that happened to a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It was started. Whether it will answer is not known yet.
    Started(Run),
    /// It has ended, and so has every process that it ever started.
    Ended {
        /// The process.
        run: Run,
        /// When.
        at: OffsetDateTime,
        /// In which way.
        ending: Ending,
        /// By whose doing.
        cause: Cause,
    },
}

/// By whose doing a process ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Its own, or the system's.
    Itself,
    /// It was asked to: replaced, idle, or not wanted any more.
    Asked,
    /// It was given up while it started.
    GivenUp(Reason),
}

/// Tells of one run of a program.
#[derive(Debug)]
pub(crate) struct Teller {
    to: Option<UnboundedSender<Event>>,
    run: Run,
    begun: bool,
}

impl Teller {
    pub(crate) fn new(to: Option<UnboundedSender<Event>>, program: &Program, key: JobKey, uid: Option<u32>) -> Self {
        let Program { id, version, tag, .. } = *program;
        let run = Run { program: id, version, key, tag, uid, pid: 0, started_at: clock::now() };
        Self { to, run, begun: false }
    }

    /// The name of the run.
    pub(crate) fn key(&self) -> JobKey {
        self.run.key
    }

    pub(crate) fn started(&mut self, pid: i32) {
        self.run = Run { pid, started_at: clock::now(), ..self.run };
        self.begun = true;
        self.tell(Event::Started(self.run));
    }

    /// Tells of the end, if there was a beginning.
    pub(crate) fn ended(&mut self, ending: Ending, cause: Cause) {
        if std::mem::take(&mut self.begun) {
            self.tell(Event::Ended { run: self.run, at: clock::now(), ending, cause });
        }
    }

    fn tell(&self, event: Event) {
        if let Some(to) = &self.to {
            // Nobody may listen any more.
            _ = to.send(event);
        }
    }
}
