//! A program that runs, as the server holds it: by the line to its warden.

use std::ffi::OsString;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream as BlockingStream;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, OnceLock, Weak};
use std::time::Duration;

use domain::JobStream;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::UnixStream;
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::process::{Child, Command};
use tokio::sync::{Mutex, watch};
use tokio::time::{sleep, timeout};

use crate::command::bare;
use crate::event::{Cause, Teller};
use crate::log::{Log, record};
use crate::running::Running;
use crate::socket::Socket;
use crate::warden::{Launch, Order, Report, Wish, line};
use crate::workspace::{Workspace, stragglers};
use crate::{Ending, Reason};

/// How long the log is waited for after the end, in case somebody unknown holds the other end of it.
const LAST_WORDS_WITHIN: Duration = Duration::from_secs(1);
/// How often is looked for processes that outlived their warden, and how often they are looked for at most.
const STRAGGLERS: (Duration, usize) = (Duration::from_millis(10), 500);

/// A process that was started, with everything it starts. All of it is killed when this is dropped.
#[derive(Debug)]
pub(crate) struct Process {
    socket: Socket,
    hold: Hold,
}

/// The hold on a process: by the line to its warden, which is cut when the last one is gone.
#[derive(Clone, Debug)]
pub(crate) struct Hold {
    warden: Arc<Mutex<OwnedWriteHalf>>,
    /// By whose doing it ends, if not by its own.
    cause: Arc<OnceLock<Cause>>,
    end: watch::Receiver<Option<End>>,
}

/// How a process ended.
#[derive(Clone, Debug)]
pub(crate) struct End {
    /// In which way.
    pub(crate) reason: Reason,
    /// The last lines of its standard error.
    pub(crate) last_lines: Vec<String>,
    /// Whether somebody wished it.
    pub(crate) asked: bool,
}

impl Process {
    /// Starts a warden with this command, and by it the program. Whether it runs shows in [`Process::ended`].
    pub(crate) async fn launch(
        warden: &[OsString],
        launch: Launch,
        workspace: Workspace,
        log: Arc<Log>,
        mut teller: Teller,
        running: Arc<Running>,
    ) -> io::Result<Self> {
        let (ours, theirs) = BlockingStream::pair()?;
        let mut command = bare(warden)?;
        command.stdin(OwnedFd::from(theirs)).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = Command::from(command).spawn()?;
        ours.set_nonblocking(true)?;
        let (reports, warden) = UnixStream::from_std(ours)?.into_split();
        let (tell, end) = watch::channel(None);
        let hold = Hold { warden: Arc::new(Mutex::new(warden)), cause: Arc::default(), end };
        let (key, told) = (teller.key(), Arc::clone(&hold.cause));
        running.add(key, &hold);
        let process = Self { socket: workspace.socket(), hold };
        tokio::spawn(async move {
            let mut ended = keep(child, reports, &workspace, &log, &mut teller).await;
            let cause = told.get().cloned().unwrap_or(Cause::Itself);
            ended.asked = cause == Cause::Asked;
            if let Reason::Ended(ending) = ended.reason {
                teller.ended(ending, cause);
            }
            running.remove(key);
            // Nobody may be left to tell.
            tell.send_replace(Some(ended));
            // Removing many files takes its time.
            tokio::task::spawn_blocking(move || drop(workspace));
        });
        process.hold.warden.lock().await.write_all(&line(&Order::Watch(launch))?).await?;
        Ok(process)
    }

    /// Where it listens.
    pub(crate) fn socket(&self) -> &Socket {
        &self.socket
    }

    /// Waits until it has ended. May be given up and called again.
    pub(crate) async fn ended(&mut self) -> End {
        self.hold.ended().await
    }

    /// Asks it to end, and kills it when it has not after this time.
    pub(crate) async fn stop(mut self, within: Duration) -> End {
        self.hold.stop(within).await
    }

    /// Kills it, because it does not start as it should.
    pub(crate) async fn give_up(mut self, reason: Reason) -> End {
        // It may have been asked to end, or have ended, in this very moment.
        _ = self.hold.cause.set(Cause::GivenUp(reason.clone()));
        End { reason, ..self.hold.kill().await }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Too late where it has ended; then its end was told already.
        _ = self.hold.cause.set(Cause::Asked);
    }
}

impl Hold {
    /// Waits until the process has ended. May be given up and called again.
    async fn ended(&mut self) -> End {
        let end = self.end.wait_for(Option::is_some).await;
        let lost = || End { reason: Reason::Ended(Ending::Lost), last_lines: Vec::new(), asked: false };
        end.ok().and_then(|end| end.clone()).unwrap_or_else(lost)
    }

    /// Asks the process to end, and kills it when it has not after this time.
    pub(crate) async fn stop(&mut self, within: Duration) -> End {
        _ = self.cause.set(Cause::Asked);
        let asked = match line(&Wish::Terminate) {
            Ok(wish) => self.warden.lock().await.write_all(&wish).await.is_ok(),
            Err(_) => false,
        };
        if asked && let Ok(end) = timeout(within, self.ended()).await {
            return end;
        }
        self.kill().await
    }

    async fn kill(&mut self) -> End {
        // To a warden, silence means kill.
        drop(self.warden.lock().await.shutdown().await);
        self.ended().await
    }

    /// What does not hold the process, and can be held again while somebody else does.
    pub(crate) fn loose(&self) -> LooseHold {
        let Self { warden, cause, end } = self;
        LooseHold { warden: Arc::downgrade(warden), cause: Arc::clone(cause), end: end.clone() }
    }
}

/// What becomes a [`Hold`] while there is another one.
#[derive(Clone, Debug)]
pub(crate) struct LooseHold {
    warden: Weak<Mutex<OwnedWriteHalf>>,
    cause: Arc<OnceLock<Cause>>,
    end: watch::Receiver<Option<End>>,
}

impl LooseHold {
    /// The hold, unless the process is let go of already.
    pub(crate) fn hold(&self) -> Option<Hold> {
        let Self { warden, cause, end } = self.clone();
        Some(Hold { warden: warden.upgrade()?, cause, end })
    }

    /// Where its end is told.
    pub(crate) fn end(&self) -> watch::Receiver<Option<End>> {
        self.end.clone()
    }
}

/// Follows a warden to its end, and writes down meanwhile what the program says.
async fn keep(
    mut warden: Child,
    reports: OwnedReadHalf,
    workspace: &Workspace,
    log: &Arc<Log>,
    teller: &mut Teller,
) -> End {
    let key = teller.key();
    let out = warden.stdout.take().map(|out| tokio::spawn(record(out, JobStream::Out, key, Arc::clone(log))));
    let err = warden.stderr.take().map(|err| tokio::spawn(record(err, JobStream::Err, key, Arc::clone(log))));
    let reason = last_report(reports, |pid| teller.started(pid)).await;
    drop(warden.wait().await);
    if reason == Reason::Ended(Ending::Lost) {
        kill_stragglers(&workspace.home(), workspace.uid()).await;
    }
    let mut last_lines = Vec::new();
    for mut recording in [out, err].into_iter().flatten() {
        match timeout(LAST_WORDS_WITHIN, &mut recording).await {
            Ok(tail) => last_lines = tail.map(Vec::from).unwrap_or_default(),
            Err(_) => recording.abort(),
        }
    }
    End { reason, last_lines, asked: false }
}

/// What a warden tells before it ends, and before that the number of what it has started. One that says nothing was
/// killed.
pub(crate) async fn last_report(reports: OwnedReadHalf, mut on_start: impl FnMut(i32)) -> Reason {
    let mut reason = Reason::Ended(Ending::Lost);
    let mut lines = BufReader::new(reports).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        match serde_json::from_str(&line) {
            Ok(Report::Started(pid)) => on_start(pid),
            Ok(Report::NotStarted(why)) => reason = Reason::NotStarted(why),
            Ok(Report::Ended(ending)) => reason = Reason::Ended(ending),
            Err(error) => tracing::warn!(%error, "A warden cannot be understood."),
        }
    }
    reason
}

/// Kills what outlived its warden, by its home and its user, until nothing is left.
pub(crate) async fn kill_stragglers(home: &Path, uid: Option<u32>) {
    let (pause, most) = STRAGGLERS;
    for _ in 0..most {
        match stragglers(home, uid) {
            Ok(true) => sleep(pause).await,
            Ok(false) => return,
            Err(error) => {
                tracing::warn!(%error, "Processes that lost their warden cannot be ended.");
                return;
            }
        }
    }
    tracing::warn!("Processes that lost their warden go on.");
}
