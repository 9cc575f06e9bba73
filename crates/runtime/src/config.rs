//! What a runtime is told once, when it is made.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;

use crate::Event;

/// Where programs run, as whom, and within which bounds.
#[derive(Clone, Debug)]
pub struct RuntimeConfig {
    /// What starts a warden, such as `/proc/self/exe __warden`: a program that does nothing but call
    /// [`warden`](crate::warden()).
    pub warden: Vec<OsString>,
    /// The folder of the workspaces. It exists; is nobody else's to write; and another uid can pass through it (0711)
    /// when there is a [`first_uid`](Self::first_uid). Short, because the address of a socket has at most 107 bytes.
    pub folder: PathBuf,
    /// The folder of the logs. It exists.
    pub logs: PathBuf,
    /// The first of the numbers that items run as: item 7 runs as user and group `first_uid + 7`. `Some` only when this
    /// process is root; nothing means that programs run as whoever runs this process.
    pub first_uid: Option<u32>,
    /// How long things may take, and how many there may be.
    pub limits: Limits,
    /// Who is told of each process that begins or ends.
    pub events: Option<UnboundedSender<Event>>,
}

/// How long things may take, and how many there may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long a program may take until it answers for the first time.
    pub start_within: Duration,
    /// How long a program goes on with nobody using it.
    pub idle: Duration,
    /// How long a program may take to end after it was asked to; then it is killed.
    pub stop_within: Duration,
    /// How long requests may stay with a program that another version has replaced.
    pub drain_within: Duration,
    /// The first wait after a crash; it doubles twice.
    pub back_off: Duration,
    /// How long a program that was given up rests before a caller may try it again.
    pub rest: Duration,
    /// How many requests of one item may wait or run at once.
    pub most_requests: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            start_within: Duration::from_secs(60),
            idle: Duration::from_secs(120),
            stop_within: Duration::from_secs(5),
            drain_within: Duration::from_secs(60),
            back_off: Duration::from_secs(1),
            rest: Duration::from_secs(60),
            most_requests: 256,
        }
    }
}
