//! The process between the server and a program: it sees to it that nothing of the program outlives the server.
//!
//! The server holds one end of a socket, which is the warden's standard input. When that closes, for whatever reason,
//! the warden kills all that the program ever started, and ends. When the warden itself is killed, the kernel kills the
//! program (see `exec`), and the server what else there is (see `Workspace`).
//!
//! Standard output and standard error are the program's, and the warden never writes there.

mod burial;
mod exec;
mod words;

use std::ffi::OsString;
use std::io::{self, BufReader, Write as _};
use std::os::fd::{AsFd as _, OwnedFd};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt as _;
use std::process::{ExitCode, Stdio};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::{Pid, PidfdFlags, Signal, getpid, kill_process_group, pidfd_open, set_child_subreaper, setsid};

use crate::Ending;
use crate::command::bare;

pub(crate) use words::{Launch, Order, Report, Wish, line};

/// How often orphans that have ended are waited for while the program runs.
const BURIALS: Timespec = Timespec { tv_sec: 5, tv_nsec: 0 };

/// The whole of the hidden command: watches one program, which the server names on standard input.
///
/// Call it early in `main`, before there are threads, and end with what it gives.
pub fn warden() -> ExitCode {
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // This is the log of the program, whose owner wants to know.
            drop(writeln!(io::stderr(), "The program cannot be started: {error}."));
            ExitCode::FAILURE
        }
    }
}

fn serve() -> io::Result<()> {
    let mut server = BufReader::new(UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?));
    match words::read(&mut server)? {
        Some(Order::Watch(launch)) => watch(launch, server),
        Some(Order::Become { launch, warden }) => match exec::become_program(&launch, warden)? {},
        // The server died before it could say what it wanted.
        None => Ok(()),
    }
}

fn watch(launch: Launch, mut server: BufReader<UnixStream>) -> io::Result<()> {
    set_child_subreaper(Some(getpid()))?;
    // A key combination in the terminal of the server is for the server. It fails where a group of our own is there.
    _ = setsid();
    let report = match start(launch) {
        Ok(leader) => {
            // A server that is gone shows when it is listened to.
            drop(words::write(server.get_mut(), &Report::Started(leader.as_raw_pid())));
            Report::Ended(follow(leader, &mut server)?)
        }
        Err(error) => Report::NotStarted(error.to_string()),
    };
    // The server may be gone.
    drop(words::write(server.get_mut(), &report));
    Ok(())
}

/// Starts this program once more, in a group of its own, for it to become the one to be watched.
fn start(launch: Launch) -> io::Result<Pid> {
    let argv: Vec<OsString> =
        [OsString::from("/proc/self/exe")].into_iter().chain(std::env::args_os().skip(1)).collect();
    let (ours, theirs) = UnixStream::pair()?;
    let child = bare(&argv)?.process_group(0).stdin(Stdio::from(OwnedFd::from(theirs))).spawn()?;
    words::write(&mut &ours, &Order::Become { launch, warden: getpid().as_raw_pid() })?;
    Ok(Pid::from_child(&child))
}

/// Does what the server wishes until the program has ended, then ends what is left of it.
fn follow(leader: Pid, server: &mut BufReader<UnixStream>) -> io::Result<Ending> {
    let leader_ends = pidfd_open(leader, PidfdFlags::empty())?;
    loop {
        if server.buffer().is_empty() {
            let mut events = [PollFd::new(&leader_ends, PollFlags::IN), PollFd::new(server.get_ref(), PollFlags::IN)];
            match poll(&mut events, Some(&BURIALS)) {
                Ok(_) | Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
            let [leader_ended, server_spoke] = events.map(|event| !event.revents().is_empty());
            if leader_ended {
                return burial::end_all(leader, None);
            }
            if !server_spoke {
                if let Some(ending) = burial::bury(leader) {
                    return burial::end_all(leader, Some(ending));
                }
                continue;
            }
        }
        match words::read(server) {
            Ok(Some(Wish::Terminate)) => drop(kill_process_group(leader, Signal::TERM)),
            Ok(None) | Err(_) => return burial::end_all(leader, None),
        }
    }
}
