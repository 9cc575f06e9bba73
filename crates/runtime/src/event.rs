//! What somebody who keeps a record of processes is told.

use domain::BundleId;
use time::OffsetDateTime;
use tokio::sync::mpsc::UnboundedSender;

use crate::{Ending, ProgramId, clock};

/// A process of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The program.
    pub program: ProgramId,
    /// Its version.
    pub version: BundleId,
    /// The number of the process; the system may give it again after its end.
    pub pid: i32,
    /// When it was started.
    pub started_at: OffsetDateTime,
}

/// Something that happened to a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    },
}

/// Tells of one program.
#[derive(Debug)]
pub(crate) struct Teller {
    to: Option<UnboundedSender<Event>>,
    program: ProgramId,
    version: BundleId,
    run: Option<Run>,
}

impl Teller {
    pub(crate) fn new(to: Option<UnboundedSender<Event>>, program: ProgramId, version: BundleId) -> Self {
        Self { to, program, version, run: None }
    }

    pub(crate) fn started(&mut self, pid: i32) {
        let run = Run { program: self.program, version: self.version, pid, started_at: clock::now() };
        self.run = Some(run);
        self.tell(Event::Started(run));
    }

    /// Tells of the end, if there was a beginning.
    pub(crate) fn ended(&mut self, ending: Ending) {
        if let Some(run) = self.run.take() {
            self.tell(Event::Ended { run, at: clock::now(), ending });
        }
    }

    fn tell(&self, event: Event) {
        if let Some(to) = &self.to {
            // Nobody may listen any more.
            _ = to.send(event);
        }
    }
}
