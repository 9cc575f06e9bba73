//! A command that is run once and waited for, under a warden like every program.

use std::ffi::OsString;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream as BlockingStream;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixStream;
use tokio::process::Command;
use tokio::time::{sleep, timeout};

use crate::command::bare;
use crate::log::Lines;
use crate::process::{kill_stragglers, last_report};
use crate::warden::{Launch, Order, line};
use crate::{Ending, Reason};

/// How much is read at once.
const CHUNK: usize = 8 * 1024;
/// The most bytes that are heard of each stream; what writes on finds it closed.
const MOST: usize = 16 * 1024 * 1024;
/// How long what was written is waited for after the end, in case somebody unknown holds the other end of it.
const LAST_WORDS_WITHIN: Duration = Duration::from_secs(1);

/// A command that is run once.
///
/// # Security
/// It has no `Debug`: its environment may hold secrets.
#[derive(Clone)]
pub struct Errand {
    /// Itself and its arguments.
    pub argv: Vec<OsString>,
    /// Its working folder.
    pub folder: PathBuf,
    /// Its home: where its offspring is known by if its warden is killed.
    pub home: PathBuf,
    /// Its whole environment, but for `HOME`.
    pub environment: Vec<(OsString, OsString)>,
    /// The user and group that it runs as, unless it is the server's own.
    pub uid: Option<u32>,
    /// How long it may take; then it is killed.
    pub within: Duration,
}

/// Runs a command, and says each line that it writes, on either stream. Comes back when every process that it ever
/// started is gone; all are killed when this is dropped midway.
///
/// # Errors
/// When it cannot be started; [`io::ErrorKind::TimedOut`] when it took too long, [`io::ErrorKind::Interrupted`] when
/// it was unwanted before it had ended.
pub(crate) async fn run(
    warden: &[OsString],
    errand: Errand,
    unwanted: impl Future<Output = ()>,
    on_line: impl FnMut(&str) + Send + 'static,
) -> io::Result<Ending> {
    let Errand { argv, folder, home, mut environment, uid, within } = errand;
    environment.retain(|(name, _)| name != "HOME");
    environment.push(("HOME".into(), home.clone().into()));
    let (ours, theirs) = BlockingStream::pair()?;
    let mut command = bare(warden)?;
    command.stdin(OwnedFd::from(theirs)).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = Command::from(command).spawn()?;
    ours.set_nonblocking(true)?;
    let (reports, mut line_to_warden) = UnixStream::from_std(ours)?.into_split();
    let order = Order::Watch(Launch { argv, folder: folder.into(), environment, uid });
    line_to_warden.write_all(&line(&order)?).await?;
    let on_line = Arc::new(Mutex::new(on_line));
    let out = child.stdout.take().map(|out| tokio::spawn(say(out, Arc::clone(&on_line))));
    let err = child.stderr.take().map(|err| tokio::spawn(say(err, on_line)));
    let mut reports = std::pin::pin!(last_report(reports, |_| {}));
    let ended = tokio::select! {
        reason = &mut reports => Ok(reason),
        () = sleep(within) => Err(io::ErrorKind::TimedOut),
        () = unwanted => Err(io::ErrorKind::Interrupted),
    };
    let (reason, early) = match ended {
        Ok(reason) => (reason, None),
        Err(kind) => {
            // To a warden, silence means kill.
            drop(line_to_warden.shutdown().await);
            (reports.await, Some(kind))
        }
    };
    drop(child.wait().await);
    if reason == Reason::Ended(Ending::Lost) {
        kill_stragglers(&home, uid).await;
    }
    for mut saying in [out, err].into_iter().flatten() {
        if timeout(LAST_WORDS_WITHIN, &mut saying).await.is_err() {
            saying.abort();
        }
    }
    if let Some(kind) = early {
        return Err(kind.into());
    }
    match reason {
        Reason::Ended(ending) => Ok(ending),
        Reason::NotStarted(why) => Err(io::Error::other(why)),
        Reason::NoSocket(_) | Reason::NoAnswer(_) | Reason::NotHttp => Err(io::Error::other(reason.to_string())),
    }
}

/// Says each line of a stream.
async fn say(mut stream: impl AsyncRead + Unpin, on_line: Arc<Mutex<impl FnMut(&str)>>) {
    let (mut lines, mut chunk, mut heard) = (Lines::default(), vec![0; CHUNK], 0);
    loop {
        let length = if heard < MOST { stream.read(&mut chunk).await.unwrap_or(0) } else { 0 };
        heard += length;
        let mut on_line = on_line.lock().unwrap_or_else(PoisonError::into_inner);
        let mut each = |line: &[u8]| on_line(&String::from_utf8_lossy(line));
        match length {
            0 => return lines.finish(&mut each),
            length => lines.take(&chunk[..length], &mut each),
        }
    }
}
