//! The program as a child process, in a data folder of its own.

use std::collections::BTreeSet;
use std::fs::Permissions;
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use super::wire::Wire;

pub(crate) const PASSWORD: &str = "four plain words here";
/// Nothing that the program does takes so long; a test that waits longer has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// A data folder, and the program in it.
pub(crate) struct Home {
    folder: TempDir,
    data: PathBuf,
}

/// What a command left behind.
pub(crate) struct Done {
    pub(crate) status: ExitStatus,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Done {
    /// Ends the test unless the command did its work without a word of complaint.
    #[track_caller]
    pub(crate) fn good(self) -> String {
        assert!(self.status.success(), "{}{}", self.out, self.err);
        assert_eq!(self.err, "", "messages of a command that did its work");
        self.out
    }

    /// Ends the test unless the command refused, with these words and nothing as a result.
    #[track_caller]
    pub(crate) fn refused(self, words: &str) -> String {
        assert_eq!(self.status.code(), Some(1), "{}{}", self.out, self.err);
        assert!(self.err.contains(words), "{words} is not in {}", self.err);
        assert_eq!(self.out, "");
        assert!(self.err.trim_end().ends_with('.'), "{}", self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self.err
    }
}

impl Home {
    pub(crate) fn new() -> Self {
        Self::with_data("data")
    }

    /// With the data folder at this path beneath the temporary folder, or at this absolute path.
    pub(crate) fn with_data(path: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        // The users of programs pass through it.
        std::fs::set_permissions(folder.path(), Permissions::from_mode(0o711)).expect("its owner");
        let data = folder.path().join(path);
        Self { folder, data }
    }

    /// With the administrator ada, the publisher pia and the viewer vic.
    pub(crate) fn with_people() -> Self {
        let home = Self::new();
        for (name, role) in [("ada", "administrator"), ("pia", "publisher"), ("vic", "viewer")] {
            home.add_user(name, role);
        }
        home
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.data.clone()
    }

    /// What lies in a folder of the data folder.
    pub(crate) fn names(&self, folder: &str) -> BTreeSet<String> {
        let entries = std::fs::read_dir(self.data.join(folder)).expect("a folder");
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8")).collect()
    }

    /// A path beside the data folder.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program with these arguments, and with nothing in its environment but where to put what it may leave behind.
    #[expect(clippy::disallowed_methods, reason = "the one place where a test starts the program")]
    pub(crate) fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_claviger"));
        command.arg("--data-dir").arg(self.data()).args(arguments).env_clear();
        command.env("TMPDIR", self.folder.path());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Done {
        self.run_with(arguments, "")
    }

    /// Runs a command with this on its standard input.
    pub(crate) fn run_with(&self, arguments: &[&str], input: &str) -> Done {
        finished(self.program(arguments), input)
    }

    pub(crate) fn add_user(&self, name: &str, role: &str) {
        let arguments = ["user", "add", name, "--role", role, "--password-stdin"];
        self.run_with(&arguments, &format!("{PASSWORD}\n")).good();
    }

    /// A new key of this account.
    pub(crate) fn key(&self, name: &str) -> String {
        self.run(&["key", "create", "--user", name, "--name", "made by command"]).good().trim_end().to_owned()
    }

    /// Starts the server on a free port.
    pub(crate) fn serve(&self) -> Running {
        self.serve_with(&[], &[])
    }

    pub(crate) fn serve_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Running {
        let all = [&["serve", "--listen", "127.0.0.1:0"], arguments].concat();
        let mut command = self.program(&all);
        command.envs(environment.iter().copied());
        Running::start(command)
    }
}

/// Runs a command to its end.
pub(crate) fn finished(mut command: Command, input: &str) -> Done {
    let mut child = command.spawn().expect("a process");
    let mut stdin = child.stdin.take().expect("its input");
    // It may refuse before it reads.
    drop(stdin.write_all(input.as_bytes()));
    drop(stdin);
    let output = child.wait_with_output().expect("its end");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Done { status: output.status, out: text(output.stdout), err: text(output.stderr) }
}

/// A server that runs; killed when the test lets go of it.
pub(crate) struct Running {
    child: Child,
    /// Whether the child is a shell with the server as its own child.
    wrapped: bool,
    /// The address that it told.
    pub(crate) url: String,
    lines: Mutex<Receiver<String>>,
    out: Arc<Mutex<String>>,
    err: Arc<Mutex<String>>,
}

impl Running {
    /// Starts the command, and waits until it tells its address.
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child = command.spawn().expect("a process");
        let (sender, lines) = channel();
        let out = collect(child.stdout.take().expect("its output"), Some(sender));
        let err = collect(child.stderr.take().expect("its messages"), None);
        let wrapped = command.get_program() != env!("CARGO_BIN_EXE_claviger");
        let mut running = Self { child, wrapped, url: String::new(), lines: Mutex::new(lines), out, err };
        let first = running.line();
        let url = first.strip_prefix("Claviger is running at ").unwrap_or_else(|| panic!("{first}"));
        running.url = url.to_owned();
        running
    }

    /// The next line of its standard output.
    pub(crate) fn line(&self) -> String {
        let lines = self.lines.lock().expect("the lines");
        lines.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no line; messages: {}", self.messages()))
    }

    /// A line to its standard input.
    pub(crate) fn tell(&mut self, line: &str) {
        writeln!(self.child.stdin.as_mut().expect("its input"), "{line}").expect("an open input");
    }

    /// A new connection.
    pub(crate) fn wire(&self) -> Wire {
        Wire::to(self.port())
    }

    pub(crate) fn port(&self) -> u16 {
        self.url.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port")
    }

    /// All that it wrote to standard output.
    pub(crate) fn output(&self) -> String {
        self.out.lock().expect("its output").clone()
    }

    /// All that it wrote to standard error.
    pub(crate) fn messages(&self) -> String {
        self.err.lock().expect("its messages").clone()
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).expect("a process to signal");
    }

    /// Waits for its end.
    pub(crate) fn ended(mut self) -> (ExitStatus, String, String) {
        drop(self.child.stdin.take());
        let status = self.child.wait().expect("its end");
        // The readers end with the pipes; who holds the last handle has read all.
        while Arc::strong_count(&self.out) > 1 || Arc::strong_count(&self.err) > 1 {
            thread::yield_now();
        }
        (status, self.output(), self.messages())
    }

    /// Ends it at once, as a power cut would.
    pub(crate) fn kill(self) {
        self.signal(Signal::KILL);
        self.ended();
    }

    /// Asks it to end, and ends the test unless it does so in order.
    pub(crate) fn stop(self) -> (String, String) {
        self.signal(Signal::TERM);
        let (status, out, err) = self.ended();
        assert!(status.success(), "{status} {err}");
        (out, err)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // A program around the server ends it when its own input ends; the server itself does not look at its input.
        drop(self.child.stdin.take());
        if !self.wrapped {
            // It may have ended already.
            drop(self.child.kill());
        }
        drop(self.child.wait());
    }
}

fn collect(pipe: impl Read + Send + 'static, lines: Option<std::sync::mpsc::Sender<String>>) -> Arc<Mutex<String>> {
    let text = Arc::new(Mutex::new(String::new()));
    let shared = Arc::clone(&text);
    thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            shared.lock().expect("the text").push_str(&format!("{line}\n"));
            // Nobody may be waiting any more.
            lines.iter().for_each(|lines| drop(lines.send(line.clone())));
        }
    });
    text
}

/// All files of a folder, with their contents.
pub(crate) fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let kind = entry.file_type().expect("a type");
        if kind.is_dir() {
            found.extend(files(&entry.path()));
        } else if kind.is_file() {
            // A file may be gone again, the write-ahead log for instance.
            found.extend(std::fs::read(entry.path()).ok().map(|bytes| (entry.path(), bytes)));
        }
    }
    found
}
