//! How a process becomes a program: its user, its bonds, its environment, and then its code.

use std::convert::Infallible;
use std::io;
use std::os::unix::process::CommandExt as _;
use std::process::Stdio;

use rustix::fs::Mode;
use rustix::process::{Gid, Pid, Signal, Uid, getppid, set_parent_process_death_signal, umask};
use rustix::thread::{set_no_new_privs, set_thread_groups, set_thread_res_gid, set_thread_res_uid};

use crate::command::bare;

use super::words::Launch;

/// Becomes the program. Comes back only when that cannot be.
///
/// # Security
/// The order matters. The user changes first, because that is what makes the kernel forget the bond to the warden; the
/// bond comes before the program, so that no moment is left in which a program could outlive its warden. The calls that
/// change the user act on one thread: this process has no other.
pub(super) fn become_program(launch: &Launch, warden: i32) -> io::Result<Infallible> {
    if let Some(id) = launch.uid {
        let (uid, gid) = (Uid::from_raw(id), Gid::from_raw(id));
        set_thread_groups(&[])?;
        set_thread_res_gid(gid, gid, gid)?;
        set_thread_res_uid(uid, uid, uid)?;
    }
    // Neither `sudo` nor anything like it gives back what was just taken.
    set_no_new_privs(true)?;
    set_parent_process_death_signal(Some(Signal::KILL))?;
    if getppid() != Pid::from_raw(warden) {
        return Err(io::Error::other("its warden has died"));
    }
    umask(Mode::from_raw_mode(0o077));
    let mut command = bare(&launch.argv)?;
    command.envs(launch.environment.iter().map(|(name, value)| (name, value)));
    Err(command.current_dir(&launch.folder).stdin(Stdio::null()).exec())
}
