//! Programs of others that the tests run.

use std::io::ErrorKind;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::super::program::Done;

/// A program, and the Debian package that has it.
#[derive(Clone, Copy)]
pub(super) struct Tool {
    pub(super) program: &'static str,
    pub(super) package: &'static str,
}

impl Tool {
    /// The program with these arguments, in this folder, and with no proxy between it and this machine.
    #[expect(clippy::disallowed_methods, reason = "the one place where a test starts a program of others")]
    pub(super) fn command(self, folder: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.program);
        command.args(arguments).current_dir(folder).env("no_proxy", "*");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Starts it; the test ends with a sentence when it is not there.
    pub(super) fn start(self, mut command: Command) -> Child {
        let Self { program, package } = self;
        command.spawn().unwrap_or_else(|error| match error.kind() {
            ErrorKind::NotFound => panic!(
                "{program} is missing; install it with `sudo apt-get install {package}`, or run `make test`, which does."
            ),
            _ => panic!("{program} cannot be started: {error}"),
        })
    }

    /// Runs it to its end.
    pub(super) fn run(self, command: Command) -> Done {
        let output = self.start(command).wait_with_output().expect("its end");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Done { status: output.status, out: text(output.stdout), err: text(output.stderr) }
    }
}
