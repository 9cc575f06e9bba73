//! A runtime in a folder of its own, and ways to look at what it runs.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use domain::{BundleId, ContentId, JobTag};
use runtime::{Event, Lease, Limits, Program, Runtime, RuntimeConfig};
use rustix::process::{Pid, Signal, geteuid, kill_process};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// A fault of a test.
pub(crate) type Fault = Box<dyn Error + Send + Sync>;
/// What a test gives back.
pub(crate) type Outcome = Result<(), Fault>;

/// The item that tests speak of when they speak of one.
pub(crate) const ITEM: ContentId = ContentId(1);
/// As root, items have users from here on.
pub(crate) const FIRST_UID: u32 = 700_000;
/// Nothing that is waited for takes so long; a test that waits longer has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// A runtime, its folders, and the kit of bad programs.
pub(crate) struct Workshop {
    pub(crate) runtime: Runtime,
    folder: TempDir,
}

impl Workshop {
    /// A runtime that is not in a hurry but for the waits after crashes.
    pub(crate) fn open() -> Result<Self, Fault> {
        Self::with(Limits::default())
    }

    /// A runtime with these limits.
    pub(crate) fn with(limits: Limits) -> Result<Self, Fault> {
        Self::watched_by(None, limits)
    }

    /// A runtime with these limits, and where it tells what happens.
    pub(crate) fn watched(limits: Limits) -> Result<(Self, UnboundedReceiver<Event>), Fault> {
        let (events, told) = unbounded_channel();
        Ok((Self::watched_by(Some(events), limits)?, told))
    }

    fn watched_by(events: Option<UnboundedSender<Event>>, limits: Limits) -> Result<Self, Fault> {
        let folder = tempfile::tempdir()?;
        for (name, mode) in [("", 0o711), ("running", 0o711), ("logs", 0o700), ("files", 0o700)] {
            let folder = folder.path().join(name);
            fs::create_dir_all(&folder)?;
            fs::set_permissions(folder, Permissions::from_mode(mode))?;
        }
        // Another user may not be able to reach where cargo puts it.
        copy_program(env!("CARGO_BIN_EXE_runtime-kit"), &folder.path().join("kit"))?;
        let runtime = Runtime::new(RuntimeConfig { events, ..Self::config(folder.path(), limits) });
        Ok(Self { runtime, folder })
    }

    /// What the runtime in such a folder is told.
    pub(crate) fn config(folder: &Path, limits: Limits) -> RuntimeConfig {
        RuntimeConfig {
            warden: vec![env!("CARGO_BIN_EXE_runtime-kit").into(), "__warden".into()],
            folder: folder.join("running"),
            logs: folder.join("logs"),
            first_uid: geteuid().is_root().then_some(FIRST_UID),
            limits,
            events: None,
        }
    }

    /// Limits without waits after crashes.
    pub(crate) fn no_back_off() -> Limits {
        Limits { back_off: Duration::ZERO, ..Limits::default() }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The kit, where every program may start it.
    pub(crate) fn kit(&self) -> PathBuf {
        self.path().join("kit")
    }

    /// The first version of [`ITEM`], which is a program of the kit.
    pub(crate) fn program(&self, mode: &str) -> Program {
        self.command(&[&self.kit().display().to_string(), mode])
    }

    /// The first version of [`ITEM`], started so.
    pub(crate) fn command(&self, argv: &[&str]) -> Program {
        Program {
            id: ITEM.into(),
            version: BundleId(1),
            tag: JobTag::RunApi,
            settings: 0,
            files: self.path().join("files"),
            argv: argv.iter().map(Into::into).collect(),
            ours: Vec::new(),
            start_within: None,
            idle: None,
            environment: Vec::new(),
        }
    }

    /// What a program answers to one request.
    pub(crate) async fn ask(&self, program: &Program, path: &str) -> Result<String, Fault> {
        get(&self.runtime.lease(program).await?, path).await
    }

    /// The numbers of a program that has offspring, and of that.
    pub(crate) async fn family(&self, program: &Program) -> Result<BTreeSet<i32>, Fault> {
        let offspring = self.ask(program, "/offspring").await?;
        let leader = self.ask(program, "/pid").await?;
        Ok(offspring.lines().chain([leader.as_str()]).map(str::parse).collect::<Result<_, _>>()?)
    }

    /// How many lines of the log have this in them.
    pub(crate) async fn count_in_log(&self, words: &str) -> Result<usize, Fault> {
        Ok(self.runtime.log(ITEM).await?.lines().filter(|line| line.contains(words)).count())
    }

    /// The folders of running programs.
    pub(crate) fn workspaces(&self) -> Result<Vec<PathBuf>, Fault> {
        let entries = fs::read_dir(self.path().join("running"))?;
        Ok(entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?)
    }
}

/// Copies a program that is to be started: by another process, because a file cannot be started while anybody has it
/// open for writing, and each process that another test starts at this moment would have.
#[expect(clippy::disallowed_methods, reason = "a copy that no process of the tests has open")]
fn copy_program(from: &str, to: &Path) -> Outcome {
    let copied = Command::new("cp").arg(from).arg(to).status()?;
    if copied.success() { Ok(()) } else { Err(format!("cp ended with {copied}").into()) }
}

/// Another version of a program.
pub(crate) fn next_version(program: &Program) -> Program {
    Program { version: BundleId(program.version.0 + 1), ..program.clone() }
}

/// The same version, set up in another way.
pub(crate) fn set_up_anew(program: &Program) -> Program {
    Program { settings: program.settings + 1, ..program.clone() }
}

/// The body of the answer to one request.
pub(crate) async fn get(lease: &Lease, path: &str) -> Result<String, Fault> {
    let answer = answer(lease, path).await?;
    let (_head, body) = answer.split_once("\r\n\r\n").ok_or("no answer")?;
    Ok(body.to_owned())
}

/// The whole answer to one request.
pub(crate) async fn answer(lease: &Lease, path: &str) -> Result<String, Fault> {
    let mut stream = lease.connect().await?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

/// Waits for a condition, which is looked at every few milliseconds.
pub(crate) async fn until(mut condition: impl FnMut() -> bool) -> Outcome {
    let waiting = async {
        while !condition() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    Ok(tokio::time::timeout(PATIENCE, waiting).await.map_err(|_| "this never came to be")?)
}

/// Whether a process has not ended yet.
pub(crate) fn lives(pid: i32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
}

/// The process that has to wait for this one.
pub(crate) fn parent(pid: i32) -> Result<i32, Fault> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let (_, rest) = stat.rsplit_once(") ").ok_or("no name")?;
    Ok(rest.split(' ').nth(1).ok_or("no parent")?.parse()?)
}

/// Kills a process as the system does when it runs out of memory.
pub(crate) fn kill(pid: i32) -> Outcome {
    Ok(kill_process(Pid::from_raw(pid).ok_or("no process")?, Signal::KILL)?)
}
