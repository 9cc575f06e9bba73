//! A parcel: files that come in one by one become an archive, as [`pack`](super::pack) makes one of a folder.
//!
//! # Security
//! What a browser sends is hostile input. No name that comes with a file is ever the name of a file here: it goes
//! through [`BundlePath`] into the archive and nowhere else. One file at a time lies in a nameless place on the disk,
//! because an archive wants to know how large it is, and nothing is whole in memory. The archive is looked through like
//! any other before it becomes a version.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek as _, SeekFrom};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;

use domain::BundlePath;
use flate2::write::GzEncoder;
use tar::Builder;
use tokio::fs::File as AsyncFile;
use tokio::io::AsyncWriteExt as _;
use tokio::task::spawn_blocking;

use super::pack::{LEFT_OUT, Packed, append};
use super::walk::CAPS;
use crate::{Incoming, Mistake, ServiceError, Services, random};

/// Files that come in one by one. What they have become so far is gone when this is dropped.
pub struct Parcel {
    place: Place,
    builder: Option<Builder<GzEncoder<File>>>,
    next: Option<Next>,
    files: usize,
    bytes: u64,
}

/// Where the archive lies among the incoming ones, until somebody takes it over.
struct Place {
    folder: PathBuf,
    name: String,
    taken_over: bool,
}

impl Drop for Place {
    fn drop(&mut self) {
        if !self.taken_over {
            // What stays behind is swept later.
            drop(fs::remove_file(self.folder.join(&self.name)));
        }
    }
}

/// The file that comes in.
struct Next {
    /// `None` when it is left out.
    kept: Option<(BundlePath, AsyncFile)>,
    bytes: u64,
}

impl Services {
    /// Makes room for files that come in one by one.
    ///
    /// # Errors
    /// Faults of the disk.
    pub async fn parcel(&self) -> Result<Parcel, ServiceError> {
        let (folder, name) = (self.0.data.incoming(), random::token()?);
        let open = move || {
            let path = folder.join(&name);
            let archive = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
            Ok::<_, ServiceError>((Place { folder, name, taken_over: false }, archive))
        };
        let (place, archive) = spawn_blocking(open).await.map_err(ServiceError::internal)??;
        let builder = Builder::new(GzEncoder::new(archive, flate2::Compression::fast()));
        Ok(Parcel { place, builder: Some(builder), next: None, files: 0, bytes: 0 })
    }

    /// The archive of a parcel whose files are all there.
    ///
    /// # Errors
    /// [`Mistake::Bundle`] when there was no file; faults of the disk.
    pub async fn sealed(&self, mut parcel: Parcel) -> Result<Incoming, ServiceError> {
        parcel.end_file().await?;
        if parcel.files == 0 {
            return Err(Mistake::NoFiles.into());
        }
        let builder = parcel.builder.take().ok_or_else(|| ServiceError::internal(LOST))?;
        let finish = move || builder.into_inner()?.finish()?.sync_all();
        spawn_blocking(finish).await.map_err(ServiceError::internal)??;
        // Counted where it lies, and then taken over.
        let packed = Packed::named(&parcel.place.name).ok_or_else(|| ServiceError::internal(LOST))?;
        let incoming = self.packed(&packed).await?;
        parcel.place.taken_over = true;
        Ok(incoming)
    }
}

/// A parcel loses its archive only together with a fault of the disk, after which nobody goes on with it.
const LOST: &str = "the archive of a parcel is gone";

impl Parcel {
    /// Begins the next file. `.git` and the like are passed over, as the command line does.
    ///
    /// # Errors
    /// [`Mistake::Bundle`] for a name that cannot be an address, and when it becomes too many; faults of the disk.
    pub async fn begin_file(&mut self, name: &str) -> Result<(), ServiceError> {
        self.end_file().await?;
        let path: BundlePath = name.parse().map_err(|_| Mistake::Bundle(unfit(name)))?;
        if path.as_str().split('/').any(|part| LEFT_OUT.contains(&part)) {
            self.next = Some(Next { kept: None, bytes: 0 });
            return Ok(());
        }
        self.files += 1;
        if self.files > CAPS.entries {
            return Err(Mistake::Bundle(format!("These are more than {} files.", CAPS.entries)).into());
        }
        let folder = self.place.folder.clone();
        let file = spawn_blocking(move || tempfile::tempfile_in(folder)).await.map_err(ServiceError::internal)??;
        self.next = Some(Next { kept: Some((path, AsyncFile::from_std(file))), bytes: 0 });
        Ok(())
    }

    /// Takes the next piece of the file that was begun.
    ///
    /// # Errors
    /// [`Mistake::Bundle`] when it becomes too much; faults of the disk.
    pub async fn write(&mut self, piece: &[u8]) -> Result<(), ServiceError> {
        let Some(next) = &mut self.next else { return Err(ServiceError::internal(LOST)) };
        let Some((_, file)) = &mut next.kept else { return Ok(()) };
        next.bytes += piece.len() as u64;
        self.bytes += piece.len() as u64;
        if self.bytes > CAPS.bytes {
            return Err(Mistake::Bundle(format!("These files have more than {} GiB.", CAPS.bytes >> 30)).into());
        }
        Ok(file.write_all(piece).await?)
    }

    /// Puts the file that has come in into the archive.
    async fn end_file(&mut self) -> Result<(), ServiceError> {
        let Some(Next { kept: Some((path, mut file)), bytes }) = self.next.take() else { return Ok(()) };
        file.flush().await?;
        let mut file = file.into_std().await;
        let mut builder = self.builder.take().ok_or_else(|| ServiceError::internal(LOST))?;
        let work = move || {
            file.seek(SeekFrom::Start(0))?;
            append(&mut builder, &path, bytes, file)?;
            Ok::<_, io::Error>(builder)
        };
        self.builder = Some(spawn_blocking(work).await.map_err(ServiceError::internal)??);
        Ok(())
    }
}

fn unfit(name: &str) -> String {
    let start: String = name.chars().take(200).collect();
    format!(
        "{start:?} cannot be published: the name leads out of the folder, is too long, or has backslashes or control \
         characters."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_told_as_it_is_and_not_longer_than_a_sentence_can_be() {
        assert!(unfit("../a\n").starts_with(r#""../a\n" cannot be published"#));
        assert!(unfit(&"x".repeat(5000)).len() < 400);
    }
}
