//! Uploading: an archive comes in piece by piece, is looked through, and becomes a version.
//!
//! # Security
//! The archive lies among the incoming ones until it is known to hold nothing that it must not. Its row and its place
//! are made in one transaction, so that a version that is known always has its archive. It keeps its name among the
//! incoming ones until then, by which an archive without a row is known for what it is after a kill.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::{Bundle, BundleId};
use md5::Md5;
use sha2::{Digest as _, Sha256};
use store::NewBundle;
use tokio::fs::File as AsyncFile;
use tokio::io::AsyncWriteExt as _;
use tokio::task::spawn_blocking;

use crate::audit::Action;
use crate::bundles::{self, Manifest};
use crate::uncancelled::uncancelled;
use crate::{Managed, Mistake, Packed, ServiceError, Services, random};

/// The most bytes that an archive may have.
const MOST_BYTES: u64 = 4 * 1024 * 1024 * 1024;

/// An archive that is coming in. It is gone when this is dropped before it became a version.
pub struct Incoming {
    path: PathBuf,
    file: Option<AsyncFile>,
    /// Whether it is left to the next start.
    stays: bool,
    size: u64,
    sha256: Sha256,
    md5: Md5,
}

/// What is said of an archive beside it.
#[derive(Default)]
pub struct UploadFacts {
    /// MD5 of the archive, as its sender has it.
    pub md5: Option<[u8; 16]>,
    /// Where it comes from, as its publisher says: a JSON object.
    pub metadata: Option<serde_json::Map<String, serde_json::Value>>,
}

impl Services {
    /// Makes room for an archive that is coming in.
    ///
    /// # Errors
    /// Faults of the disk.
    pub async fn incoming(&self) -> Result<Incoming, ServiceError> {
        let path = self.0.data.incoming().join(random::token()?);
        let file = AsyncFile::options().write(true).create_new(true).mode(0o600).open(&path).await?;
        Ok(Incoming { path, file: Some(file), stays: false, size: 0, sha256: Sha256::new(), md5: Md5::new() })
    }

    /// An archive that was packed beside the server.
    pub(crate) async fn packed(&self, packed: &Packed) -> Result<Incoming, ServiceError> {
        let path = self.0.data.incoming().join(&packed.name);
        let read = move || {
            let mut incoming =
                Incoming { path, file: None, stays: false, size: 0, sha256: Sha256::new(), md5: Md5::new() };
            let mut file = File::open(&incoming.path)?;
            let mut buffer = vec![0; 64 * 1024];
            loop {
                match std::io::Read::read(&mut file, &mut buffer)? {
                    0 => return Ok::<_, ServiceError>(incoming),
                    read => incoming.count(&buffer[..read])?,
                }
            }
        };
        spawn_blocking(read).await.map_err(ServiceError::internal)?
    }
}

impl Incoming {
    /// Takes the next piece.
    ///
    /// # Errors
    /// [`Mistake::Bundle`] when it becomes too much; faults of the disk.
    pub async fn write(&mut self, piece: &[u8]) -> Result<(), ServiceError> {
        self.count(piece)?;
        if let Some(file) = &mut self.file {
            file.write_all(piece).await?;
        }
        Ok(())
    }

    fn count(&mut self, piece: &[u8]) -> Result<(), ServiceError> {
        self.size += piece.len() as u64;
        if self.size > MOST_BYTES {
            return Err(Mistake::Bundle(format!("The archive has more than {} GiB.", MOST_BYTES >> 30)).into());
        }
        self.sha256.update(piece);
        self.md5.update(piece);
        Ok(())
    }

    /// Writes all of it through to the disk.
    async fn finish(&mut self) -> Result<(), ServiceError> {
        if let Some(mut file) = self.file.take() {
            file.flush().await?;
            file.sync_all().await?;
        }
        Ok(())
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        // What has its place keeps that; this is only its second name then.
        if !self.stays {
            drop(fs::remove_file(&self.path));
        }
    }
}

impl Managed<'_> {
    /// Makes a version of an archive that came in. Nothing that is served changes.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for who may manage the item but not publish it; [`Mistake::Locked`];
    /// [`Mistake::Checksum`]; [`Mistake::Bundle`] with a sentence on what is wrong with the archive.
    pub async fn upload(&self, mut incoming: Incoming, facts: UploadFacts) -> Result<Bundle, ServiceError> {
        self.require_publisher()?;
        incoming.finish().await?;
        if incoming.size == 0 {
            return Err(Mistake::EmptyUpload.into());
        }
        let md5: [u8; 16] = incoming.md5.clone().finalize().into();
        if facts.md5.is_some_and(|said| said != md5) {
            return Err(Mistake::Checksum.into());
        }
        let path = incoming.path.clone();
        // A few at once: an archive may take minutes, and others need the threads too.
        let permit = Arc::clone(&self.services().0.look_through).acquire_owned().await;
        let permit = permit.map_err(ServiceError::internal)?;
        let look_through = move || {
            let _permit = permit;
            bundles::look_through(&path)
        };
        let manifest = spawn_blocking(look_through).await.map_err(ServiceError::internal)??;
        // The key may have been deleted, and the role taken away, while the bytes came in and were looked at.
        self.require_publisher_still().await?;
        let sha256 = random::hex(&incoming.sha256.clone().finalize());
        let new = self.new_bundle(&incoming, sha256, &md5, manifest, facts)?;
        let (services, actor) = (self.services().clone(), self.actor().clone());
        let name = self.content().name.as_str().to_owned();
        uncancelled(async move {
            let bundle = services.keep(incoming, new).await?;
            let what = format!("Uploaded version {} of {name}.", bundle.id);
            services.audit(&actor, Action::AddBundle, what).await;
            Ok(bundle)
        })
        .await
    }

    fn new_bundle(
        &self,
        incoming: &Incoming,
        sha256: String,
        md5: &[u8],
        manifest: Option<Manifest>,
        facts: UploadFacts,
    ) -> Result<NewBundle, ServiceError> {
        let md5 = random::hex(md5);
        let mut metadata = facts.metadata.unwrap_or_default();
        metadata.insert("archive_md5".to_owned(), md5.clone().into());
        let metadata = serde_json::to_string(&metadata).map_err(ServiceError::internal)?;
        let manifest = manifest.unwrap_or_default();
        Ok(NewBundle {
            content_id: self.content().id,
            created_by: self.actor().id(),
            size: i64::try_from(incoming.size).map_err(ServiceError::internal)?,
            sha256,
            md5,
            metadata,
            app_mode: manifest.app_mode,
            r_version: manifest.r_version,
            py_version: manifest.python.and_then(|python| python.version),
            quarto_version: manifest.quarto_version,
            at: self.services().now(),
        })
    }
}

impl Services {
    async fn keep(&self, mut incoming: Incoming, new: NewBundle) -> Result<Bundle, ServiceError> {
        let content = new.content_id;
        let mut placed = None;
        let place = async |id: BundleId| {
            let services = self.clone();
            let from = incoming.path.clone();
            placed = Some(id);
            spawn_blocking(move || services.place(&from, id)).await.map_err(ServiceError::internal)?
        };
        let kept = self.0.store.insert_bundle(new, place).await;
        if kept.is_err()
            && let Some(id) = placed
        {
            match self.0.store.find_bundle(content, id).await {
                Ok(Some(_)) => {}
                // Not known, so of no use; that it may stay behind must not hide the real fault.
                Ok(None) => drop(fs::remove_file(self.archive(id))),
                // The database does not say. The next start asks it.
                Err(_) => incoming.stays = true,
            }
        }
        let bundle = kept?;
        tracing::info!(content.id = bundle.content_id.0, bundle.id = bundle.id.0, "A version was uploaded.");
        Ok(bundle)
    }

    /// Gives an archive its place; it is there, and on the disk, when this returns.
    ///
    /// # Security
    /// What lies there already, or was unpacked under this number, belongs to another database: none of it is shown as
    /// this version.
    fn place(&self, from: &Path, id: BundleId) -> Result<(), ServiceError> {
        let to = self.archive(id);
        if fs::symlink_metadata(&to).is_ok() {
            bundles::set_aside(&self.0.data, &to)?;
        }
        bundles::unless_gone(fs::remove_dir_all(self.0.data.unpacked().join(id.to_string())))?;
        // Under both names until the row is there; where files have one name only, under the new one at once.
        fs::hard_link(from, &to).or_else(|_| fs::rename(from, &to))?;
        Ok(File::open(self.0.data.bundles())?.sync_all()?)
    }
}
