//! Finding out when a program is ready: when it answers HTTP.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixStream;
use tokio::time::{Instant, sleep, timeout_at};

use crate::Reason;
use crate::socket::Socket;

/// A request that no program has reason to act on; whatever it answers will do.
const QUESTION: &[u8] = b"HEAD /__ready__ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
/// How every answer in HTTP/1 begins.
const ANSWER: &[u8] = b"HTTP/1.";
/// How often is asked: often beside the half second that R takes.
const PAUSE: Duration = Duration::from_millis(5);

/// Waits for the first answer, at most for this long.
pub(crate) async fn first_answer(socket: &Socket, limit: Duration) -> Result<(), Reason> {
    let deadline = Instant::now() + limit;
    let mut listens = false;
    let answered = timeout_at(deadline, async {
        loop {
            if let Ok(stream) = socket.connect().await {
                listens = true;
                match ask(stream).await {
                    Ok(true) => return Ok(()),
                    Ok(false) => return Err(Reason::NotHttp),
                    // It may listen before it is able to answer.
                    Err(_) => {}
                }
            }
            sleep(PAUSE).await;
        }
    });
    match answered.await {
        Ok(answered) => answered,
        Err(_) if listens => Err(Reason::NoAnswer(limit)),
        Err(_) => Err(Reason::NoSocket(limit)),
    }
}

/// Whether the answer is HTTP.
async fn ask(mut stream: UnixStream) -> io::Result<bool> {
    stream.write_all(QUESTION).await?;
    let mut beginning = [0; ANSWER.len()];
    let mut length = 0;
    while length < beginning.len() && ANSWER.starts_with(&beginning[..length]) {
        match stream.read(&mut beginning[length..]).await? {
            0 if length == 0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            0 => break,
            more => length += more,
        }
    }
    Ok(beginning == ANSWER)
}

#[cfg(test)]
mod tests {
    use std::os::unix::net::UnixListener;
    use std::path::Path;

    use super::*;

    const LIMIT: Duration = Duration::from_secs(60);

    fn socket(folder: &Path) -> Socket {
        Socket { path: folder.join("socket"), owner: rustix::process::geteuid().as_raw() }
    }

    #[tokio::test(start_paused = true)]
    async fn who_does_not_listen_is_told_from_who_does_not_answer() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let socket = socket(folder.path());
        assert_eq!(first_answer(&socket, LIMIT).await, Err(Reason::NoSocket(LIMIT)));
        let _listener = UnixListener::bind(&socket.path)?;
        assert_eq!(first_answer(&socket, LIMIT).await, Err(Reason::NoAnswer(LIMIT)));
        Ok(())
    }

    #[tokio::test]
    async fn an_answer_is_http_or_garbage_and_hanging_up_is_neither() -> io::Result<()> {
        for (answers, expected) in [
            (["", "HTTP/1.1 404 Not Found\r\n\r\n"], Ok(())),
            (["", "HTTP/1.0 200 OK\r\n\r\n"], Ok(())),
            (["", "HTTP/2"], Err(Reason::NotHttp)),
            (["", "SSH"], Err(Reason::NotHttp)),
        ] {
            let folder = tempfile::tempdir()?;
            let socket = socket(folder.path());
            let listener = tokio::net::UnixListener::bind(&socket.path)?;
            let answering = async {
                for answer in answers {
                    let (mut stream, _) = listener.accept().await?;
                    stream.read_exact(&mut [0; QUESTION.len()]).await?;
                    stream.write_all(answer.as_bytes()).await?;
                }
                Ok::<(), io::Error>(())
            };
            let (answered, first) = tokio::join!(answering, first_answer(&socket, LIMIT));
            answered?;
            assert_eq!(first, expected, "{answers:?}");
        }
        Ok(())
    }
}
