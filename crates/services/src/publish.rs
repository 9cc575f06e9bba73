//! Publishing: a new version comes in whole, and is served from one moment to the next.

mod recognise;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use domain::{Access, BundleId, Content, ContentId, ContentName, Guid, Kind, Role, Title, UserId, Username};
use store::{NewBundle, NewContent};
use tempfile::TempDir;
use tokio::task::spawn_blocking;

use self::recognise::recognise;
use crate::uncancelled::uncancelled;
use crate::{Actor, Mistake, Packed, ServiceError, Services, bundles, random};

/// What is published, as it was given.
pub struct Publication {
    /// The packed files.
    pub packed: Packed,
    /// The name; the same owner and name again is a new version.
    pub name: String,
    /// The title; `None` leaves it alone.
    pub title: Option<String>,
    /// Who it is for; `None` leaves it alone, and means only the owner for a new item.
    pub access: Option<Access>,
    /// Usernames that may view it besides those who may already.
    pub allow: Vec<String>,
    /// What it is; `None` to be recognised.
    pub kind: Option<Kind>,
}

impl Services {
    /// Publishes a version and makes it the one that is served.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for viewers; [`ServiceError::Invalid`] with a sentence on what is wrong;
    /// [`ServiceError::Unavailable`] when it is a program that cannot run on this machine.
    pub async fn publish(&self, actor: &Actor, publication: Publication) -> Result<Content, ServiceError> {
        // Whatever happens, nothing stays behind among the incoming archives.
        let archive = Incoming(self.0.data.incoming().join(&publication.packed.name));
        let published = self.publish_archive(actor, &archive.0, publication).await;
        drop(archive);
        published
    }

    async fn publish_archive(
        &self,
        actor: &Actor,
        archive: &Path,
        publication: Publication,
    ) -> Result<Content, ServiceError> {
        actor.require(Role::Publisher)?;
        let name: ContentName = publication.name.parse().map_err(Mistake::from)?;
        let title: Option<Title> = publication.title.map(|title| title.parse()).transpose().map_err(Mistake::Title)?;
        if !publication.allow.is_empty() && publication.access.is_some_and(|access| access != Access::Acl) {
            return Err(Mistake::ViewersWithoutAcl.into());
        }
        let viewers = self.viewers(&publication.allow).await?;
        let wished = publication.kind;
        let (parent, path) = (self.0.data.unpacked(), archive.to_owned());
        let (folder, size, sha256, kind, entry) = spawn_blocking(move || {
            let (size, sha256) = bundles::digest(&path)?;
            let folder = bundles::new_folder(&parent)?;
            bundles::unpack(&path, folder.path())?;
            let (kind, entry) = recognise(folder.path(), wished)?;
            bundles::sync(folder.path())?;
            Ok::<_, ServiceError>((folder, size, sha256, kind, entry))
        })
        .await
        .map_err(ServiceError::internal)??;
        self.require_interpreter(kind).await?;
        let item = NewContent {
            guid: Guid::from_random(random::bytes()?),
            owner_id: actor.id(),
            name,
            title: title.map(|title| title.as_str().to_owned()),
            access: publication.access,
            viewers,
            kind,
            entry,
            at: self.0.clock.now(),
        };
        let (content_id, bundle) = self.0.store.insert_bundle(&item, NewBundle { size: size as i64, sha256 }).await?;
        let services = self.clone();
        let archive = archive.to_owned();
        uncancelled(async move { services.put_in_place(&archive, folder, content_id, bundle, item).await }).await
    }

    /// Gives archive and files their places, and makes the version the one that is served.
    async fn put_in_place(
        &self,
        archive: &Path,
        folder: TempDir,
        content_id: ContentId,
        bundle: BundleId,
        item: NewContent,
    ) -> Result<Content, ServiceError> {
        let (from, archive_target) = (archive.to_owned(), self.archive(bundle));
        let folder_target = self.0.data.unpacked().join(bundle.to_string());
        let (archive_place, folder_place) = (archive_target.clone(), folder_target.clone());
        let placed = spawn_blocking(move || place(&from, &archive_place, folder, &folder_place))
            .await
            .map_err(ServiceError::internal)?;
        let active = match placed {
            Ok(()) => self.0.store.activate_bundle(content_id, bundle, item).await.map_err(ServiceError::from),
            Err(error) => Err(error),
        };
        self.evict_content(content_id);
        let content = match active {
            Ok(content) => content,
            Err(error) => {
                // Not served, so of no use; that it may stay behind must not hide the real fault.
                drop(self.0.store.delete_bundle(content_id, bundle).await);
                drop(fs::remove_file(archive_target));
                drop(fs::remove_dir_all(folder_target));
                return Err(error);
            }
        };
        if !content.kind.is_program() {
            // Nobody would ever ask for the program that it was before.
            self.0.runtime.stop(content_id).await;
        }
        tracing::info!(
            content.id = content_id.0,
            bundle.id = bundle.0,
            user.id = content.owner_id.0,
            "Content was published."
        );
        Ok(content)
    }

    async fn viewers(&self, names: &[String]) -> Result<Vec<UserId>, ServiceError> {
        let mut viewers = Vec::with_capacity(names.len());
        for name in names {
            let unknown = || Mistake::UnknownViewer(name.clone());
            let username: Username = name.parse().map_err(|_| unknown())?;
            viewers.push(self.0.store.find_user_by_name(&username).await?.ok_or_else(unknown)?.id);
        }
        Ok(viewers)
    }
}

/// Removes an incoming archive that was not taken over.
struct Incoming(PathBuf);

impl Drop for Incoming {
    fn drop(&mut self) {
        // Taken over means renamed, so that nothing is left to remove.
        drop(fs::remove_file(&self.0));
    }
}

/// Moves archive and files to their places; both are there, and on the disk, when this returns.
fn place(archive: &Path, archive_target: &Path, folder: TempDir, folder_target: &Path) -> Result<(), ServiceError> {
    let placed = fs::rename(archive, archive_target)
        .and_then(|()| fs::rename(folder.path(), folder_target))
        .and_then(|()| sync_parent(archive_target))
        .and_then(|()| sync_parent(folder_target));
    // Renamed or not, the folder has no place of its own any more.
    if placed.is_ok() {
        drop(folder.keep());
    }
    Ok(placed?)
}

fn sync_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |parent| File::open(parent)?.sync_all())
}
