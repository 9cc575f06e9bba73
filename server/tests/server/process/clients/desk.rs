//! The computer of somebody who publishes: a home folder, and the clients in it.

use std::ffi::OsStr;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use super::house::House;

/// A deploy makes a Python environment on a busy computer; a client that takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(240);
/// Where `scripts/clients` puts the clients for Python, beside this folder.
const TARGET: &str = env!("CARGO_TARGET_TMPDIR");

/// A home folder of its own, and the house that its clients speak to.
pub(super) struct Desk {
    folder: TempDir,
    pub(super) house: Arc<House>,
}

/// What a client left behind.
pub(super) struct Done {
    status: ExitStatus,
    pub(super) out: String,
    pub(super) err: String,
}

impl Done {
    /// Ends the test unless the client says that all went well. What it says on the way is in `err`.
    #[track_caller]
    pub(super) fn good(self) -> Self {
        assert!(self.status.success(), "{}: {}\n{}", self.status, self.out, self.err);
        self
    }

    /// Ends the test unless the client failed, with these words.
    #[track_caller]
    pub(super) fn failed(self, words: &str) -> Self {
        assert!(!self.status.success(), "{}\n{}", self.out, self.err);
        self.says(words)
    }

    /// Ends the test unless the client said these words.
    #[track_caller]
    pub(super) fn says(self, words: &str) -> Self {
        let said = format!("{}\n{}", self.out, self.err);
        assert!(said.contains(words), "{words} is not in {said}");
        assert!(!said.contains("Traceback"), "{said}");
        self
    }
}

impl Desk {
    pub(super) fn new() -> Self {
        Self::at(House::shared())
    }

    /// A desk in this house.
    pub(super) fn at(house: Arc<House>) -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder"), house }
    }

    /// A desk whose rsconnect-python knows the house as `house`, with pia's key.
    pub(super) fn connected() -> Self {
        let desk = Self::new();
        let (server, key) = (desk.house.running.url.as_str(), desk.house.pia.as_str());
        desk.rsconnect(&["add", "--name", "house", "--server", server, "--api-key", key]).good();
        desk
    }

    pub(super) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(super) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Runs the command of rsconnect-python.
    pub(super) fn rsconnect(&self, arguments: &[&str]) -> Done {
        self.run(&installed("rsconnect"), arguments)
    }

    /// Runs a script with the clients for Python, as pia.
    pub(super) fn python(&self, name: &str, script: &str) -> Done {
        self.write(name, script);
        self.script(&installed("python"), &["-W", "ignore::DeprecationWarning", name])
    }

    /// Runs a script with R, as pia.
    pub(super) fn r(&self, name: &str, script: &str) -> Done {
        self.write(name, script);
        self.script(Path::new("Rscript"), &["--vanilla", name])
    }

    /// Runs a program in the home folder. It knows nothing of this computer but where programs are.
    pub(super) fn run(&self, program: &Path, arguments: &[impl AsRef<OsStr>]) -> Done {
        ended(self.command(program, arguments))
    }

    #[expect(clippy::disallowed_methods, reason = "the one place where a test starts an official client")]
    fn command(&self, program: &Path, arguments: &[impl AsRef<OsStr>]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.folder.path()).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", self.folder.path()).env("TMPDIR", self.folder.path());
        command.env("LANG", "C.UTF-8").env("no_proxy", "*");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs a script as pia, with the keys of the others at hand.
    fn script(&self, program: &Path, arguments: &[&str]) -> Done {
        let (mut command, house) = (self.command(program, arguments), &self.house);
        command.env("CONNECT_SERVER", &house.running.url).env("CONNECT_API_KEY", &house.pia);
        command.env("KEY_OF_ADA", &house.ada).env("KEY_OF_VIC", &house.vic);
        ended(command)
    }
}

/// A program among the clients for Python.
pub(super) fn installed(name: &str) -> PathBuf {
    Path::new(TARGET).parent().expect("the target folder").join("clients/bin").join(name)
}

/// Runs a command to its end, which it is given time for.
fn ended(mut command: Command) -> Done {
    let name = command.get_program().display().to_string();
    let child = command.spawn().unwrap_or_else(|error| match error.kind() {
        ErrorKind::NotFound => {
            panic!("{name} is missing; install the clients with `scripts/clients`, or run `make test`, which does.")
        }
        _ => panic!("{name} cannot be started: {error}"),
    });
    let pid = Pid::from_child(&child);
    let (sender, end) = channel();
    thread::spawn(move || drop(sender.send(child.wait_with_output())));
    let (output, late) = match end.recv_timeout(PATIENCE) {
        Ok(output) => (output, false),
        Err(_) => {
            kill_process(pid, Signal::KILL).expect("a process to end");
            (end.recv().expect("its end"), true)
        }
    };
    let output = output.expect("its output");
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    assert!(!late, "{name} did not come to an end: {out}\n{err}");
    Done { status: output.status, out, err }
}
