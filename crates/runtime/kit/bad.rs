//! Programs that do not do what they should.

use std::io::{self, Write as _};
use std::os::unix::net::UnixListener;
use std::process::{ExitCode, exit};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::answers::listen;

pub(crate) fn die_at_start() -> ExitCode {
    for number in 1..=30 {
        drop(writeln!(io::stderr(), "complaint {number}"));
    }
    ExitCode::from(3)
}

pub(crate) fn die_on_every_third() -> impl Fn(&str) + Send + Sync {
    let requests = AtomicUsize::new(0);
    move |_| {
        if requests.fetch_add(1, Ordering::Relaxed) == 2 {
            exit(7);
        }
    }
}

/// Answers, and writes without end meanwhile.
pub(crate) fn flood(socket: &str) -> io::Result<()> {
    let flood = "a line of the flood, one of very many\n".repeat(1000);
    thread::spawn(move || while io::stderr().write_all(flood.as_bytes()).is_ok() {});
    listen(socket, |_| {})
}

pub(crate) fn answer_garbage(socket: &str) -> io::Result<()> {
    for stream in UnixListener::bind(socket)?.incoming() {
        stream?.write_all(b"SSH-2.0-kit\r\n")?;
    }
    Ok(())
}

pub(crate) fn never_answer(socket: &str) -> io::Result<()> {
    let listener = UnixListener::bind(socket)?;
    let mut taken = Vec::new();
    for stream in listener.incoming() {
        taken.push(stream?);
    }
    Ok(())
}

/// Puts a link to another one's socket where its own should be; the link's target is in its files.
pub(crate) fn lead_elsewhere(socket: &str) -> io::Result<()> {
    std::os::unix::fs::symlink(std::fs::read_to_string("elsewhere")?, socket)?;
    hang()
}

pub(crate) fn hang() -> ! {
    loop {
        thread::park();
    }
}
