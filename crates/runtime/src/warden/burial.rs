//! How a warden ends everything that its program ever started.
//!
//! Orphans among them are the warden's children: it is their "subreaper". So it only ever has to kill its own children,
//! again and again, until there are none; whatever group or session they are in, and however deep.

use std::io;

use rustix::io::Errno;
use rustix::process::{Pid, Signal, WaitOptions, WaitStatus, getpid, kill_process, kill_process_group, wait};

use crate::Ending;
use crate::proc::processes;

/// Kills all, waits until all are gone, and says how the leader ended.
///
/// `ended` is what is known already: when the leader was waited for, its number may mean another process.
pub(super) fn end_all(leader: Pid, mut ended: Option<Ending>) -> io::Result<Ending> {
    if ended.is_none() {
        // At one blow, so that a group whose members start each other quickly has no time to.
        ignore_absence(kill_process_group(leader, Signal::KILL))?;
    }
    loop {
        // Nobody else can get the number of a child that was not waited for.
        for child in processes()?.filter(|seen| seen.parent == Some(getpid()) && !seen.zombie) {
            ignore_absence(kill_process(child.pid, Signal::KILL))?;
        }
        // A child that this look has missed came from a parent that ended meanwhile, which is waited for next.
        match wait(WaitOptions::empty()) {
            Ok(Some((pid, status))) if pid == leader => ended = Some(ending(status)),
            Ok(_) | Err(Errno::INTR) => {}
            Err(Errno::CHILD) => return Ok(ended.unwrap_or(Ending::Lost)),
            Err(error) => return Err(error.into()),
        }
    }
}

/// Waits for those that have ended already; says so when the leader is among them.
pub(super) fn bury(leader: Pid) -> Option<Ending> {
    let mut ended = None;
    while let Ok(Some((pid, status))) = wait(WaitOptions::NOHANG) {
        if pid == leader {
            ended = Some(ending(status));
        }
    }
    ended
}

fn ending(status: WaitStatus) -> Ending {
    match (status.exit_status(), status.terminating_signal()) {
        (Some(code), _) => Ending::Exited(code),
        (None, Some(signal)) => Ending::Signalled(signal),
        (None, None) => Ending::Lost,
    }
}

fn ignore_absence(killed: Result<(), Errno>) -> io::Result<()> {
    match killed {
        Ok(()) | Err(Errno::SRCH) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
