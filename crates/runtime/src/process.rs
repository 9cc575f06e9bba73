//! A program that runs, as the server holds it: by the line to its warden.

use std::ffi::OsString;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream as BlockingStream;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::UnixStream;
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::process::{Child, Command};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use crate::command::bare;
use crate::event::Teller;
use crate::log::{Log, record};
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
    warden: OwnedWriteHalf,
    end: watch::Receiver<Option<End>>,
}

/// How a process ended.
#[derive(Clone, Debug)]
pub(crate) struct End {
    /// In which way.
    pub(crate) reason: Reason,
    /// The last lines of its standard error.
    pub(crate) last_lines: Vec<String>,
}

impl Process {
    /// Starts a warden with this command, and by it the program. Whether it runs shows in [`Process::ended`].
    pub(crate) async fn launch(
        warden: &[OsString],
        launch: Launch,
        workspace: Workspace,
        log: Arc<Log>,
        mut teller: Teller,
    ) -> io::Result<Self> {
        let (ours, theirs) = BlockingStream::pair()?;
        let mut command = bare(warden)?;
        command.stdin(OwnedFd::from(theirs)).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = Command::from(command).spawn()?;
        ours.set_nonblocking(true)?;
        let (reports, mut warden) = UnixStream::from_std(ours)?.into_split();
        let socket = workspace.socket();
        let (tell, end) = watch::channel(None);
        tokio::spawn(async move {
            let ended = keep(child, reports, &workspace, &log, &mut teller).await;
            if let Reason::Ended(ending) = ended.reason {
                teller.ended(ending);
            }
            // Nobody may be left to tell.
            tell.send_replace(Some(ended));
            // Removing many files takes its time.
            tokio::task::spawn_blocking(move || drop(workspace));
        });
        warden.write_all(&line(&Order::Watch(launch))?).await?;
        Ok(Self { socket, warden, end })
    }

    /// Where it listens.
    pub(crate) fn socket(&self) -> &Socket {
        &self.socket
    }

    /// Waits until it has ended. May be given up and called again.
    pub(crate) async fn ended(&mut self) -> End {
        let end = self.end.wait_for(Option::is_some).await;
        end.ok()
            .and_then(|end| end.clone())
            .unwrap_or_else(|| End { reason: Reason::Ended(Ending::Lost), last_lines: Vec::new() })
    }

    /// Asks it to end, and kills it when it has not after this time.
    pub(crate) async fn stop(mut self, within: Duration) -> End {
        if let Ok(wish) = line(&Wish::Terminate)
            && self.warden.write_all(&wish).await.is_ok()
            && let Ok(end) = timeout(within, self.ended()).await
        {
            return end;
        }
        self.kill().await
    }

    /// Kills it.
    pub(crate) async fn kill(mut self) -> End {
        // To a warden, silence means kill.
        drop(self.warden.shutdown().await);
        self.ended().await
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
    let out = warden.stdout.take().map(|out| tokio::spawn(record(out, "out", Arc::clone(log))));
    let err = warden.stderr.take().map(|err| tokio::spawn(record(err, "err", Arc::clone(log))));
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
    End { reason, last_lines }
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
