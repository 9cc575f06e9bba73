//! What a program writes: kept line by line in a pair of files that never grow beyond a bound.
//!
//! All runs of a program share its log; each line says which one wrote it.

mod follower;
mod lines;
mod record;
mod stamped;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::{ContentId, JobKey, JobLine};
use tokio::fs::{self, File, OpenOptions};
use tokio::io::AsyncWriteExt as _;
use tokio::sync::{Mutex, broadcast, watch};

use crate::ProgramId;
use crate::process::End;

pub use follower::Follower;
pub(crate) use lines::Lines;
pub(crate) use record::record;

/// The most bytes that one of the two files has. Together they are what an owner can read.
const MOST_BYTES: u64 = 512 * 1024;
/// How many pieces a follower may be behind; a piece has at most 8 KiB of what a program writes.
const MOST_BEHIND: usize = 64;

/// The log of one program.
#[derive(Debug)]
pub(crate) struct Log {
    newer: PathBuf,
    older: PathBuf,
    /// Whoever holds this may write, read or move the files.
    open: Mutex<Option<Open>>,
    /// Whoever follows hears what is written.
    heard: broadcast::Sender<Arc<str>>,
}

#[derive(Debug)]
struct Open {
    file: File,
    size: u64,
}

impl Log {
    /// The log of a program, which may have been written by an earlier server.
    pub(crate) fn new(folder: &Path, program: ProgramId) -> Self {
        let newer = folder.join(format!("{program}.log"));
        let heard = broadcast::Sender::new(MOST_BEHIND);
        Self { older: newer.with_extension("log.old"), newer, open: Mutex::new(None), heard }
    }

    /// The programs of an item that have a log.
    pub(crate) fn of_item(folder: &Path, item: ContentId) -> io::Result<Vec<ProgramId>> {
        let mut programs = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            let name = entry?.file_name();
            let id = name.to_str().and_then(|name| name.split_once(".log")).and_then(|(stem, _)| program_of(stem));
            programs.extend(id.filter(|id| id.item == item));
        }
        Ok(programs)
    }

    /// Writes whole lines, which are fewer bytes than a file may have.
    async fn append(&self, lines: &[u8]) -> io::Result<()> {
        let mut open = self.open.lock().await;
        if !lines.is_empty() && self.heard.receiver_count() > 0 {
            // Even if it cannot be written down.
            _ = self.heard.send(String::from_utf8_lossy(lines).into());
        }
        let more = lines.len() as u64;
        if open.as_ref().is_none_or(|open| open.size + more > MOST_BYTES) {
            *open = Some(self.open_for(more).await?);
        }
        if let Some(open) = open.as_mut() {
            open.size += more;
            open.file.write_all(lines).await?;
            open.file.flush().await?;
        }
        Ok(())
    }

    /// The newer file, emptied into the older one when there is no room in it.
    async fn open_for(&self, more: u64) -> io::Result<Open> {
        if fs::metadata(&self.newer).await.is_ok_and(|newer| newer.len() + more > MOST_BYTES) {
            fs::rename(&self.newer, &self.older).await?;
        }
        let file = OpenOptions::new().create(true).append(true).mode(0o600).open(&self.newer).await?;
        let size = file.metadata().await?.len();
        Ok(Open { file, size })
    }

    /// All that is kept, oldest first. What is not UTF-8 is replaced.
    pub(crate) async fn read(&self) -> io::Result<String> {
        let _unmoved = self.open.lock().await;
        Ok(stamped::plain(&self.kept().await?))
    }

    /// What is kept of one run, oldest first.
    pub(crate) async fn read_run(&self, run: JobKey) -> io::Result<Vec<JobLine>> {
        let _unmoved = self.open.lock().await;
        Ok(stamped::of_run(&self.kept().await?, run))
    }

    /// What is kept of one run, and what it writes until its end, if that has not come.
    pub(crate) async fn follow(&self, run: JobKey, end: Option<watch::Receiver<Option<End>>>) -> io::Result<Follower> {
        // Nothing is written in between, so that nothing is missed and nothing comes twice.
        let _unmoved = self.open.lock().await;
        let heard = self.heard.subscribe();
        Ok(Follower { run, lines: stamped::of_run(&self.kept().await?, run).into(), heard, end })
    }

    /// The files as they are, oldest first; for who holds the lock.
    async fn kept(&self) -> io::Result<String> {
        let mut all = read_if_there(&self.older).await?;
        all.extend(read_if_there(&self.newer).await?);
        Ok(String::from_utf8_lossy(&all).into_owned())
    }

    /// Removes the files.
    pub(crate) async fn remove(&self) -> io::Result<()> {
        *self.open.lock().await = None;
        for file in [&self.newer, &self.older] {
            match fs::remove_file(file).await {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

/// The program whose log has this name, without its ending.
fn program_of(stem: &str) -> Option<ProgramId> {
    match stem.split_once('-') {
        Some((item, version)) => Some(ProgramId::draft(item.parse().ok()?, version.parse().ok()?)),
        None => stem.parse().ok().map(|item: ContentId| item.into()),
    }
}

async fn read_if_there(file: &Path) -> io::Result<Vec<u8>> {
    match fs::read(file).await {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        read => read,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_log_is_bounded_and_the_newest_is_kept() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let log = Log::new(folder.path(), ContentId(7).into());
        assert_eq!(log.read().await?, "");
        for number in 0..20_000 {
            log.append(format!("{number:099}\n").as_bytes()).await?;
        }
        // A server that starts anew goes on where the last one was.
        let log = Log::new(folder.path(), ContentId(7).into());
        log.append("ü\n".as_bytes()).await?;
        let text = log.read().await?;
        assert!((512 * 1024..=1024 * 1024).contains(&text.len()), "{}", text.len());
        assert!(text.ends_with("19998\n") || text.ends_with("19999\nü\n"), "the newest is there");
        log.remove().await?;
        assert_eq!((log.read().await?.as_str(), folder.path().read_dir()?.count()), ("", 0));
        Ok(())
    }
}
