//! Finding processes that nobody watches any more.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use rustix::io::Errno;
use rustix::process::{Pid, Signal, kill_process};

use crate::proc::processes;

/// Kills the processes that have this home, whoever their parents are; `false` when there were none.
///
/// This is for when the warden was killed, who would know them all. A program that runs as the server's own user and
/// takes pains to hide can escape it.
///
/// They are known by the home in their environment. Where the item has a user of its own, those of its processes go too
/// that have thrown away their environment; another home means another version of the item, or another server.
pub(crate) fn stragglers(home: &Path, uid: Option<u32>) -> io::Result<bool> {
    let mut found = false;
    for seen in processes()?.filter(|seen| !seen.zombie) {
        let environment = fs::read(format!("/proc/{}/environ", seen.pid)).unwrap_or_default();
        let belongs = match home_in(&environment) {
            Some(of) => of == home,
            None => uid.is_some_and(|uid| runs_as(seen.pid, uid)),
        };
        if belongs {
            found = true;
            match kill_process(seen.pid, Signal::KILL) {
                Ok(()) | Err(Errno::SRCH) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
    Ok(found)
}

fn home_in(environment: &[u8]) -> Option<&Path> {
    let home = environment.split(|byte| *byte == 0).find_map(|variable| variable.strip_prefix(b"HOME="))?;
    Some(Path::new(OsStr::from_bytes(home)))
}

/// Asks `status`, because the owner of the folder in `/proc` says nothing of a process that hides its memory.
fn runs_as(pid: Pid, uid: u32) -> bool {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("Uid:"));
    line.and_then(|ids| ids.split_whitespace().next()).is_some_and(|real| real.parse() == Ok(uid))
}
