//! Programs that start others, who would like to stay.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::process::Command;

use rustix::process::setsid;

use crate::bad::hang;

/// A child, a grandchild and a great-grandchild whose parents have ended; the latter two in sessions of their own.
/// Comes back when they have written themselves down.
pub(crate) fn have() -> io::Result<()> {
    for generations in ["0", "1", "2"] {
        start(generations)?;
    }
    while fs::read_to_string("../home/offspring").unwrap_or_default().lines().count() < 3 {
        std::thread::yield_now();
    }
    Ok(())
}

/// Goes into a session of its own and leaves its place to a child, this often; then writes down its number and stays.
pub(crate) fn last(generations: &str) -> io::Result<()> {
    match generations.parse::<u8>() {
        Ok(0) => {
            let mut file = OpenOptions::new().create(true).append(true).open("../home/offspring")?;
            file.write_all(format!("{}\n", std::process::id()).as_bytes())?;
            hang()
        }
        Ok(more) => {
            setsid()?;
            start(&(more - 1).to_string())
        }
        Err(_) => Err(io::ErrorKind::InvalidInput.into()),
    }
}

#[expect(clippy::disallowed_methods, reason = "a program of the tests, not the server")]
fn start(generations: &str) -> io::Result<()> {
    Command::new("/proc/self/exe").args(["lasts", generations]).spawn().map(drop)
}
