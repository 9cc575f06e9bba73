//! The bytes of an archive without their compression, and not more of them than there may be.

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;

/// Decompresses what is read. All members are read, as RFC 1952 (2.2) has it, so that nothing hides behind the first;
/// what follows the last is an error.
pub(super) struct Inflated<R> {
    bytes: MultiGzDecoder<R>,
    most: u64,
    room: u64,
}

impl<R: Read> Inflated<R> {
    /// The bytes of this archive, of which there may be so many.
    pub(super) fn new(archive: R, most: u64) -> Self {
        Self { bytes: MultiGzDecoder::new(archive), most, room: most }
    }
}

impl<R: Read> Read for Inflated<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // One byte more than there is room for shows that there was too much.
        let want = buffer.len().min(usize::try_from(self.room).unwrap_or(usize::MAX).saturating_add(1));
        let read = self.bytes.read(&mut buffer[..want])?;
        self.room = self.room.checked_sub(read as u64).ok_or_else(|| {
            let text = format!("The archive has more than {} in all, which is too much for its size.", size(self.most));
            io::Error::new(io::ErrorKind::FileTooLarge, text)
        })?;
        Ok(read)
    }
}

fn size(bytes: u64) -> String {
    match bytes >> 30 {
        0 => format!("{} MiB", bytes >> 20),
        gib => format!("{gib} GiB"),
    }
}
