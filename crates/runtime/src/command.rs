//! The one place where a program of the system is named to the system.

use std::ffi::OsString;
use std::io;
use std::process::Command;

/// A command that begins with an empty environment, and never sees a shell.
///
/// # Errors
/// When there is no program to run.
#[expect(clippy::disallowed_methods, reason = "every program is started from here, with nothing in its environment")]
pub(crate) fn bare(argv: &[OsString]) -> io::Result<Command> {
    let (program, arguments) =
        argv.split_first().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "no program is named"))?;
    let mut command = Command::new(program);
    command.args(arguments).env_clear();
    Ok(command)
}
