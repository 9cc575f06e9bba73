//! Unpacking an archive into a folder.
//!
//! # Security
//! What comes is checked by the walk while it is written, however often it was walked through before.

use std::fs::{self, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use domain::BundlePath;

use super::walk::{CAPS, Sink, damaged, walk_into};
use crate::ServiceError;

/// How many bytes of a file are read before they are written.
const BUFFER: usize = 64 * 1024;

/// Unpacks an archive into a folder that exists and is empty.
///
/// # Errors
/// [`Mistake::Bundle`](crate::Mistake::Bundle) when the archive is damaged or holds what it must not; faults of the
/// disk.
pub(crate) fn unpack(archive: &Path, folder: &Path) -> Result<(), ServiceError> {
    walk_into(archive, CAPS, &mut Folder { folder, buffer: vec![0; BUFFER] })?;
    Ok(())
}

/// A folder that is being filled.
struct Folder<'a> {
    folder: &'a Path,
    buffer: Vec<u8>,
}

impl Sink for Folder<'_> {
    fn folder(&mut self, path: &BundlePath) -> Result<(), ServiceError> {
        Ok(fs::create_dir(self.folder.join(path.as_str()))?)
    }

    fn file(&mut self, path: &BundlePath, bytes: &mut dyn Read) -> Result<(), ServiceError> {
        let mut file =
            OpenOptions::new().write(true).create_new(true).mode(0o600).open(self.folder.join(path.as_str()))?;
        loop {
            // Apart, because a fault of reading is the publisher's and one of writing is ours.
            let read = bytes.read(&mut self.buffer).map_err(damaged)?;
            if read == 0 {
                return Ok(());
            }
            io::Write::write_all(&mut file, &self.buffer[..read])?;
        }
    }
}
