//! Reading on while a process writes.

use std::collections::VecDeque;
use std::sync::Arc;

use domain::{JobKey, JobLine, JobStream};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::watch;

use super::stamped;
use crate::process::End;

/// What stands for lines that came faster than they were read.
const PASSED_OVER: &str = "[Lines were passed over here, because they came faster than they were read.]";

/// Gives each line of one run of a program, until it has ended.
#[derive(Debug)]
pub struct Follower {
    pub(super) run: JobKey,
    /// Lines that nobody has asked for yet.
    pub(super) lines: VecDeque<JobLine>,
    /// What all runs of the program write, as it stands in the log.
    pub(super) heard: Receiver<Arc<str>>,
    /// The end of the process, as long as it has not come.
    pub(super) end: Option<watch::Receiver<Option<End>>>,
}

impl Follower {
    /// The next line, which is waited for; nothing when the process has ended and said all.
    ///
    /// May be given up and called again.
    pub async fn next(&mut self) -> Option<JobLine> {
        loop {
            if let Some(line) = self.lines.pop_front() {
                return Some(line);
            }
            let heard = match &mut self.end {
                Some(end) => tokio::select! {
                    biased;
                    heard = self.heard.recv() => heard,
                    // It told its last words before its end.
                    _ = end.wait_for(Option::is_some) => Err(RecvError::Closed),
                },
                None => match self.heard.try_recv() {
                    Ok(heard) => Ok(heard),
                    Err(TryRecvError::Lagged(lines)) => Err(RecvError::Lagged(lines)),
                    Err(TryRecvError::Empty | TryRecvError::Closed) => return None,
                },
            };
            match heard {
                Ok(text) => self.lines.extend(stamped::of_run(&text, self.run)),
                Err(RecvError::Lagged(_)) => {
                    let text = PASSED_OVER.to_owned();
                    self.lines.push_back(JobLine { at: None, stream: JobStream::Err, text });
                }
                Err(RecvError::Closed) => self.end = None,
            }
        }
    }
}
