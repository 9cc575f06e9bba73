//! The one who decides about one program: a task that everybody sends messages to.
//!
//! Stopped, starting, ready, and round again. A program that is replaced, idle or no longer wanted is *retired*: it
//! finishes what it does and is stopped on the side, so that nobody has to wait for it.

mod ending;

use std::sync::Arc;
use std::time::Duration;

use time::OffsetDateTime;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::crashes::{Crashes, NextStart};
use crate::front::Front;
use crate::launch::{Settings, Unstarted, start};
use crate::log::Log;
use crate::process::{End, Process};
use crate::program::Edition;
use crate::tally::Tally;
use crate::{Failure, Lease, Program, ProgramId, Reason, StartError, Status, clock};

/// How many messages may wait. They are answered at once, except while a program is being stopped.
const INBOX: usize = 64;

/// What an actor is asked.
pub(crate) enum Message {
    /// For a running program of this edition.
    Lease(Program, Caller),
    /// To let what runs finish, and start another one for who comes next.
    Retire(oneshot::Sender<()>),
    /// To end everything and forget the crashes.
    Stop(oneshot::Sender<()>),
    /// To let everything finish, and to end itself.
    Close(oneshot::Sender<()>),
}

/// Whoever waits for a lease.
pub(crate) type Caller = oneshot::Sender<Result<Lease, StartError>>;

/// Where to reach an actor.
#[derive(Clone, Debug)]
pub(crate) struct Address {
    pub(crate) inbox: mpsc::Sender<Message>,
    pub(crate) front: Arc<Front>,
    pub(crate) status: watch::Receiver<Status>,
    pub(crate) log: Arc<Log>,
}

struct Actor {
    settings: Arc<Settings>,
    id: ProgramId,
    log: Arc<Log>,
    /// How long the program goes on with nobody using it.
    idle: Duration,
    /// The edition that was asked for last.
    edition: Option<Edition>,
    state: State,
    /// Where callers get their leases while the program is ready.
    front: Arc<Front>,
    crashes: Crashes,
    last_failure: Option<Failure>,
    status: watch::Sender<Status>,
    /// Programs that are on their way out.
    retiring: JoinSet<()>,
    /// Tells those to be quick.
    hurry: watch::Sender<()>,
    /// The workspaces, which last as long as there is anything left of a program.
    workspaces: Tally,
}

enum State {
    Stopped,
    Starting { start: Start, waiting: Vec<Caller> },
    Ready { process: Process, leases: Tally, since: OffsetDateTime },
}

/// A start under way; dropped, it is undone.
type Start = std::pin::Pin<Box<dyn Future<Output = Result<Process, Unstarted>> + Send>>;

/// What happened.
enum Event {
    Crashed(End),
    Started(Result<Process, Unstarted>),
    Asked(Message),
    /// Nobody can ask any more.
    Abandoned,
    Retired,
    Idle,
}

/// Begins the life of an actor. It ends when it is told to, or when nobody has its address any more.
pub(crate) fn begin(settings: Arc<Settings>, id: ProgramId) -> Address {
    let (log, front) = (Arc::new(Log::new(&settings.config.logs, id)), Arc::new(Front::default()));
    let (inbox, messages) = mpsc::channel(INBOX);
    let (sender, status) = watch::channel(Status::Stopped { last_failure: None });
    let idle = settings.config.limits.idle;
    let actor = Actor {
        settings,
        id,
        idle,
        log: Arc::clone(&log),
        edition: None,
        state: State::Stopped,
        front: Arc::clone(&front),
        crashes: Crashes::default(),
        last_failure: None,
        status: sender,
        retiring: JoinSet::new(),
        hurry: watch::Sender::new(()),
        workspaces: Tally::new(),
    };
    tokio::spawn(actor.live(messages));
    Address { inbox, front, status, log }
}

impl Actor {
    async fn live(mut self, mut messages: mpsc::Receiver<Message>) {
        loop {
            match self.next(&mut messages).await {
                Event::Asked(Message::Lease(program, caller)) => self.lease(program, caller),
                Event::Asked(Message::Retire(done)) => {
                    // A start that is under way goes on: whoever comes next with other settings ends it.
                    if matches!(self.state, State::Ready { .. }) {
                        self.retire(self.settings.config.limits.drain_within);
                    }
                    _ = done.send(());
                }
                Event::Asked(Message::Stop(done)) => {
                    self.stop().await;
                    // Whoever asked may have left.
                    _ = done.send(());
                }
                Event::Asked(Message::Close(done)) => {
                    // Those who still come get no answer, which tells them enough.
                    messages.close();
                    self.close().await;
                    _ = done.send(());
                    return;
                }
                Event::Started(Ok(process)) => self.started(process),
                Event::Started(Err(Unstarted::Crashed(end))) | Event::Crashed(end) if end.asked => self.was_ended(),
                Event::Started(Err(Unstarted::Crashed(end))) | Event::Crashed(end) => self.crashed(end),
                Event::Started(Err(Unstarted::Refused(error))) => self.refused(&error),
                Event::Idle => self.rest(),
                Event::Retired => {}
                Event::Abandoned => return,
            }
            self.publish();
        }
    }

    /// Waits for the next event. A crash comes before a message, which then starts the program anew; idleness comes
    /// last, so that who asks in the last moment is served.
    async fn next(&mut self, messages: &mut mpsc::Receiver<Message>) -> Event {
        let idle = self.idle;
        let asked = async { messages.recv().await.map_or(Event::Abandoned, Event::Asked) };
        match &mut self.state {
            State::Stopped => tokio::select! {
                biased;
                Some(_) = self.retiring.join_next() => Event::Retired,
                event = asked => event,
            },
            State::Starting { start, .. } => tokio::select! {
                biased;
                Some(_) = self.retiring.join_next() => Event::Retired,
                started = start => Event::Started(started),
                event = asked => event,
            },
            State::Ready { process, leases, .. } => tokio::select! {
                biased;
                Some(_) = self.retiring.join_next() => Event::Retired,
                end = process.ended() => Event::Crashed(end),
                event = asked => event,
                () = leases.unused_for(idle) => Event::Idle,
            },
        }
    }

    fn lease(&mut self, program: Program, caller: Caller) {
        let mut waiting = Vec::new();
        if self.edition != Some(program.edition()) {
            waiting = self.make_way();
            self.edition = Some(program.edition());
        }
        self.idle = program.idle.unwrap_or(self.settings.config.limits.idle);
        let most = self.settings.config.limits.most_requests;
        match &mut self.state {
            State::Ready { leases, .. } if leases.count() >= most => drop(caller.send(Err(StartError::Busy))),
            State::Ready { process, leases, .. } => {
                drop(caller.send(Ok(Lease::new(process.socket().clone(), leases.give()))));
            }
            State::Starting { waiting, .. } => {
                waiting.retain(|caller| !caller.is_closed());
                match waiting.len() {
                    many if many >= most => drop(caller.send(Err(StartError::Busy))),
                    _ => waiting.push(caller),
                }
            }
            State::Stopped => {
                waiting.push(caller);
                self.start(program, waiting);
            }
        }
    }

    /// Retires what runs, for another version. Gives those who waited for the old one: they get the new one.
    fn make_way(&mut self) -> Vec<Caller> {
        self.crashes.forget();
        self.last_failure = None;
        let waiting = self.give_up_start();
        self.retire(self.settings.config.limits.drain_within);
        waiting
    }

    /// Begins a start, unless the program was given up.
    fn start(&mut self, program: Program, waiting: Vec<Caller>) {
        let wait = match self.crashes.next_start(Instant::now(), &self.settings.config.limits) {
            NextStart::After(wait) => wait,
            NextStart::GivenUp(retry_after) => {
                return answer(waiting, &StartError::Unavailable { retry_after });
            }
        };
        let token = self.workspaces.give();
        let start = start(Arc::clone(&self.settings), program, wait, Arc::clone(&self.log), token);
        self.state = State::Starting { start: Box::pin(start), waiting };
    }

    fn started(&mut self, process: Process) {
        tracing::info!(content.id = self.id.item.0, "A program was started.");
        let leases = Tally::new();
        let waiting = self.give_up_start().into_iter();
        let answers: Vec<_> =
            waiting.map(|caller| (caller, Lease::new(process.socket().clone(), leases.give()))).collect();
        self.last_failure = None;
        if let Some(edition) = self.edition {
            self.front.open(edition, process.socket().clone(), leases.clone());
        }
        self.state = State::Ready { process, leases, since: clock::now() };
        self.publish();
        for (caller, lease) in answers {
            drop(caller.send(Ok(lease)));
        }
    }

    /// A start failed, or a program ended that nobody had asked to.
    fn crashed(&mut self, end: End) {
        tracing::warn!(content.id = self.id.item.0, reason = %end.reason, "A program failed.");
        let now = Instant::now();
        self.crashes.note(now);
        let retry_after = match self.crashes.next_start(now, &self.settings.config.limits) {
            NextStart::After(wait) | NextStart::GivenUp(wait) => wait,
        };
        let error = match end.reason {
            Reason::NoSocket(_) | Reason::NoAnswer(_) => StartError::TooSlow,
            Reason::Ended(_) | Reason::NotHttp | Reason::NotStarted(_) => StartError::Unavailable { retry_after },
        };
        self.last_failure = Some(Failure { at: clock::now(), reason: end.reason, last_lines: end.last_lines });
        let waiting = self.give_up_start();
        self.front.close();
        self.state = State::Stopped;
        self.publish();
        answer(waiting, &error);
    }

    /// The machine refused, so that the program is not to blame.
    fn refused(&mut self, error: &StartError) {
        tracing::warn!(content.id = self.id.item.0, error = %error.for_log(), "A program could not be started.");
        let reason = Reason::NotStarted(error.for_log());
        self.last_failure = Some(Failure { at: clock::now(), reason, last_lines: Vec::new() });
        let waiting = self.give_up_start();
        self.publish();
        answer(waiting, error);
    }

    /// Ends a start that is under way; gives those who wait for it.
    fn give_up_start(&mut self) -> Vec<Caller> {
        let State::Starting { waiting, .. } = &mut self.state else { return Vec::new() };
        let waiting = std::mem::take(waiting);
        self.state = State::Stopped;
        waiting
    }

    /// Shows how things are. Before anybody is answered, so that who asks next sees what the answer was about.
    fn publish(&self) {
        self.status.send_replace(self.status());
    }

    fn status(&self) -> Status {
        match (&self.state, &self.last_failure) {
            (State::Starting { .. }, _) => Status::Starting,
            (State::Ready { since, .. }, _) => Status::Ready { since: *since },
            (State::Stopped, _) if !self.retiring.is_empty() => Status::Draining,
            (State::Stopped, Some(failure)) if self.crashes.are_enough(Instant::now()) => {
                Status::GivenUp { failure: failure.clone() }
            }
            (State::Stopped, last_failure) => Status::Stopped { last_failure: last_failure.clone() },
        }
    }
}

fn answer(waiting: Vec<Caller>, error: &StartError) {
    for caller in waiting {
        // Some may have left.
        drop(caller.send(Err(error.clone())));
    }
}
