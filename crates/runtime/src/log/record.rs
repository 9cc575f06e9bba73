//! Writing down what comes out of a process.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use domain::{JobKey, JobStream};
use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::time::{Instant, sleep_until};

use crate::clock;

use super::lines::Lines;
use super::{Log, stamped};

/// How much is read at once. Even if these were all empty lines, the stamped lines would fit into one file.
const CHUNK: usize = 8 * 1024;
/// How much is read in one [`SPELL`]. A program that writes more is made to wait, so that it cannot keep the server busy.
const MOST_PER_SPELL: usize = 1024 * 1024;
const SPELL: Duration = Duration::from_millis(250);
/// How many of the last lines an owner is shown at once, and how many characters of each.
const TAIL: usize = 20;
const TAIL_WIDTH: usize = 500;

/// The last lines of a stream.
#[derive(Debug, Default)]
pub(crate) struct Tail(VecDeque<String>);

impl Tail {
    fn push(&mut self, line: &[u8]) {
        if self.0.len() == TAIL {
            self.0.pop_front();
        }
        self.0.push_back(String::from_utf8_lossy(line).chars().take(TAIL_WIDTH).collect());
    }
}

impl From<Tail> for Vec<String> {
    fn from(tail: Tail) -> Self {
        tail.0.into()
    }
}

/// Writes a stream of a run to the log until it ends. Gives the last lines.
///
/// It goes on reading when the log cannot be written, because a program must not stand still for that.
pub(crate) async fn record(mut stream: impl AsyncRead + Unpin, which: JobStream, run: JobKey, log: Arc<Log>) -> Tail {
    let mut tail = Tail::default();
    let (mut lines, mut chunk, mut written) = (Lines::default(), vec![0; CHUNK], Vec::new());
    let (mut spell_ends, mut read_in_spell) = (Instant::now() + SPELL, 0);
    let mut failed = false;
    loop {
        // A stream that cannot be read any more has ended, too.
        let length = stream.read(&mut chunk).await.unwrap_or(0);
        let stamp = stamped::stamp(clock::now(), run, which);
        let mut each = |line: &[u8]| {
            tail.push(line);
            written.extend([stamp.as_bytes(), line, b"\n"].concat());
        };
        match length {
            0 => lines.finish(&mut each),
            length => lines.take(&chunk[..length], &mut each),
        }
        if let Err(error) = log.append(&written).await
            && !failed
        {
            failed = true;
            tracing::warn!(%error, "The log of a program cannot be written; its lines are lost.");
        }
        written.clear();
        if length == 0 {
            return tail;
        }
        if spell_ends <= Instant::now() {
            (spell_ends, read_in_spell) = (Instant::now() + SPELL, 0);
        }
        read_in_spell += length;
        if read_in_spell >= MOST_PER_SPELL {
            sleep_until(spell_ends).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::ContentId;

    use super::*;

    #[tokio::test]
    async fn lines_are_stamped_and_the_last_ones_known() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        let log = Arc::new(Log::new(folder.path(), ContentId(7).into()));
        let written: String = (0..30).map(|number| format!("line {number}\n")).collect();
        let run = JobKey::from_random([1; 16]);
        let tail: Vec<String> = record(written.as_bytes(), JobStream::Err, run, Arc::clone(&log)).await.into();
        let text = log.read().await?;
        assert_eq!(text.lines().count(), 30);
        let (stamp, rest) = text.lines().next().and_then(|line| line.split_once(' ')).unwrap_or_default();
        assert_eq!((stamp.len(), rest), ("2026-11-23T09:00:00Z".len(), "err line 0"));
        assert_eq!(tail, (10..30).map(|number| format!("line {number}")).collect::<Vec<_>>());
        Ok(())
    }
}
