//! The socket in the data folder: one command and one answer a connection, as JSON, ended by closing.
//!
//! # Security
//! The folder is closed to everybody but its owner, and so is the socket (0600). Commands carry passwords; they are
//! neither logged nor kept.

use std::fs::{self, File, Permissions};
use std::io;
use std::os::fd::AsRawFd as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use services::DataFolder;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{UnixListener, UnixStream};

use super::command::{Command, execute};
use super::{Context, Failure};

/// The longest command.
const MOST_BYTES: u64 = 1024 * 1024;

#[derive(Serialize, Deserialize)]
enum Answer {
    Done(String),
    Failed(String),
}

/// Opens the socket. Whoever holds the lock of the folder may replace one that a dead server left behind.
pub(crate) fn listen(data: &DataFolder) -> io::Result<UnixListener> {
    let path = data.socket();
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let (_folder, short) = short_path(&path)?;
    let listener = UnixListener::bind(short)?;
    fs::set_permissions(&path, Permissions::from_mode(0o600))?;
    Ok(listener)
}

/// Has the running server do this; `None` when none runs.
pub(super) async fn ask(data: &DataFolder, command: &Command) -> Option<Result<String, Failure>> {
    let (_folder, short) = short_path(&data.socket()).ok()?;
    let stream = UnixStream::connect(short).await.ok()?;
    let answer = talk(stream, command).await;
    Some(answer.unwrap_or_else(|error| Err(Failure(format!("The running server did not answer: {error}.")))))
}

async fn talk(mut stream: UnixStream, command: &Command) -> io::Result<Result<String, Failure>> {
    stream.write_all(&serde_json::to_vec(command)?).await?;
    stream.shutdown().await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(match serde_json::from_slice(&answer)? {
        Answer::Done(text) => Ok(text),
        Answer::Failed(text) => Err(Failure(text)),
    })
}

/// Answers commands, each on a task of its own.
pub(super) async fn answer(listener: UnixListener, context: Arc<Context>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let context = Arc::clone(&context);
                tokio::spawn(async move {
                    if let Err(error) = serve(stream, &context).await {
                        tracing::warn!(%error, "A command on the socket broke off.");
                    }
                });
            }
            Err(error) => {
                // Out of file descriptors, most likely: connections at work will give some back.
                tracing::warn!(%error, "A command could not be accepted.");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

async fn serve(mut stream: UnixStream, context: &Context) -> io::Result<()> {
    let mut bytes = Vec::new();
    (&mut stream).take(MOST_BYTES).read_to_end(&mut bytes).await?;
    let answer = match serde_json::from_slice::<Command>(&bytes) {
        Ok(command) => match execute(context, command).await {
            Ok(text) => Answer::Done(text),
            Err(Failure(text)) => Answer::Failed(text),
        },
        Err(_) => Answer::Failed(
            "The running server does not know this command. Is it another version? Restart it with this one."
                .to_owned(),
        ),
    };
    stream.write_all(&serde_json::to_vec(&answer)?).await?;
    stream.shutdown().await
}

/// A path to the socket that fits the 108 bytes which the system gives it, however deep the folder lies.
fn short_path(path: &Path) -> io::Result<(File, PathBuf)> {
    let (folder, name) = path.parent().zip(path.file_name()).ok_or(io::ErrorKind::InvalidInput)?;
    let folder = File::open(folder)?;
    let short = PathBuf::from(format!("/proc/self/fd/{}", folder.as_raw_fd())).join(name);
    Ok((folder, short))
}
