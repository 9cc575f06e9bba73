//! What the server and a warden say to each other: JSON, one value a line.

use std::ffi::OsString;
use std::io::{self, BufRead, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::Ending;

/// What a process that was started as a warden is told first.
#[derive(Serialize, Deserialize)]
pub(crate) enum Order {
    /// Be the warden of this program.
    Watch(Launch),
    /// You were started by a warden: become its program.
    Become {
        /// The program.
        launch: Launch,
        /// The process number of the warden.
        warden: i32,
    },
}

/// A program, and all that it is given.
///
/// # Security
/// It has no `Debug`: the environment holds secrets.
#[derive(Serialize, Deserialize)]
pub(crate) struct Launch {
    /// Itself and its arguments.
    pub(crate) argv: Vec<OsString>,
    /// Its working folder.
    pub(crate) folder: OsString,
    /// Its whole environment. It travels here because the arguments and the environment of a process can be read.
    pub(crate) environment: Vec<(OsString, OsString)>,
    /// The user and group that it runs as, unless it is the server's own.
    pub(crate) uid: Option<u32>,
}

/// What a warden is told later. When nothing can be told any more, because the server has died or dropped the line,
/// that means: kill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Wish {
    /// Ask the program to end.
    Terminate,
}

/// What a warden tells: that it has begun, and how it ended.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Report {
    /// It was started, as the process of this number.
    Started(i32),
    /// It could not be started.
    NotStarted(String),
    /// It has ended, and so has every process that it ever started.
    Ended(Ending),
}

/// Reads one line; nothing when the other side has hung up.
pub(crate) fn read<T: DeserializeOwned>(from: &mut impl BufRead) -> io::Result<Option<T>> {
    let mut line = String::new();
    match from.read_line(&mut line)? {
        0 => Ok(None),
        _ => Ok(Some(serde_json::from_str(&line)?)),
    }
}

/// Writes one line.
pub(crate) fn write(to: &mut impl Write, word: &impl Serialize) -> io::Result<()> {
    to.write_all(&line(word)?)
}

/// A word as it goes over the line.
pub(crate) fn line(word: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(word)?;
    line.push(b'\n');
    Ok(line)
}
