//! Scripts of examples, which run while the test looks on.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::Child;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use super::super::program::Done;
use super::item::{Item, Key};
use super::tool::Tool;

/// A Java machine on a busy computer takes its time; a test that waits longer has failed.
const PATIENCE: Duration = Duration::from_secs(120);
/// What a script says when it waits.
const WAITING: &str = "waiting";

/// A language, and lines of it that stand between the examples.
pub(super) struct Language {
    pub(super) tool: Tool,
    pub(super) arguments: &'static [&'static str],
    pub(super) file: &'static str,
    /// Prints the number in `result`.
    pub(super) show: &'static str,
    /// Takes the slash off the server's address.
    pub(super) respell: &'static str,
    /// Says that it waits, and does so until a line comes.
    pub(super) wait: &'static str,
}

/// A script that runs; killed when the test lets go of it.
pub(super) struct Script {
    child: Child,
    lines: Receiver<String>,
}

impl Language {
    /// Starts these lines as one script beside the data folder.
    pub(super) fn start(&self, item: &Item, key: &Key, lines: &[&str]) -> Script {
        let folder = item.home.beside("");
        fs::write(folder.join(self.file), lines.join("\n")).unwrap();
        let mut command = self.tool.command(&folder, &[self.arguments, &[self.file]].concat());
        let [server, _] = item.addresses();
        command.env("CONNECT_SERVER", server).env("CONNECT_API_KEY", &key.secret);
        let mut child = self.tool.start(command);
        let (output, (sender, lines)) = (child.stdout.take().expect("its output"), channel());
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                drop(sender.send(line));
            }
        });
        Script { child, lines }
    }
}

impl Script {
    /// The next line that it prints.
    #[track_caller]
    fn line(&mut self) -> String {
        self.lines.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no line; messages: {}", self.messages()))
    }

    /// Ends the test unless a number is printed.
    #[track_caller]
    pub(super) fn gives_a_number(&mut self) {
        let line = self.line();
        assert!(line.trim().parse::<f64>().is_ok(), "{line}; messages: {}", self.messages());
    }

    /// Does something while the script waits.
    #[track_caller]
    pub(super) fn meanwhile(&mut self, act: impl FnOnce()) {
        assert_eq!(self.line(), WAITING);
        act();
        writeln!(self.child.stdin.as_mut().expect("its input")).expect("a script that listens");
    }

    /// Waits for its end.
    pub(super) fn end(mut self) -> Done {
        drop(self.child.stdin.take());
        let out = self.lines.iter().map(|line| format!("{line}\n")).collect();
        let status = self.child.wait().expect("its end");
        Done { status, out, err: self.messages() }
    }

    /// Ends it, and gives what it complained of.
    fn messages(&mut self) -> String {
        drop(self.child.kill());
        let mut text = String::new();
        if let Some(mut messages) = self.child.stderr.take() {
            messages.read_to_string(&mut text).expect("UTF-8");
        }
        text
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        // It may have ended already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
