//! The pictures that stand for content.

use domain::PictureKind;
use md5::{Digest as _, Md5};

use super::{Managed, Served};
use crate::audit::Action;
use crate::uncancelled::uncancelled;
use crate::{Mistake, ServiceError, Services};

impl Services {
    /// The picture of an item, for whoever may view it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn thumbnail(&self, served: &Served) -> Result<Option<(PictureKind, Vec<u8>)>, ServiceError> {
        Ok(self.0.store.find_thumbnail(served.content().id).await?)
    }
}

impl Managed<'_> {
    /// The most bytes of a picture.
    pub const LARGEST_THUMBNAIL: usize = 10 * 1024 * 1024;

    /// Gives the item a picture, in place of the one that it had. Its sender may have said which MD5 it has.
    ///
    /// # Errors
    /// [`Mistake::Picture`] when it is none that browsers show, or too large; [`Mistake::Checksum`].
    pub async fn set_thumbnail(&self, bytes: Vec<u8>, md5: Option<[u8; 16]>) -> Result<(), ServiceError> {
        if bytes.len() > Self::LARGEST_THUMBNAIL {
            return Err(Mistake::Picture.into());
        }
        if md5.is_some_and(|said| said != Md5::digest(&bytes).as_slice()) {
            return Err(Mistake::Checksum.into());
        }
        let kind = PictureKind::of(&bytes).ok_or(Mistake::Picture)?;
        // It may have taken long to come in.
        self.require_manager_still().await?;
        let (services, id) = (self.services().clone(), self.content().id);
        let what = format!("Changed the picture of {}.", self.content().name.as_str());
        let work = async move { Ok(services.0.store.put_thumbnail(id, kind, bytes).await?) };
        self.services().done(self.actor(), Action::SetThumbnail, |()| what, work).await
    }

    /// Takes the picture of the item away; one that has none stays as it is.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remove_thumbnail(&self) -> Result<(), ServiceError> {
        let (services, actor, id) = (self.services().clone(), self.actor().clone(), self.content().id);
        let what = format!("Removed the picture of {}.", self.content().name.as_str());
        uncancelled(async move {
            if services.0.store.delete_thumbnail(id).await? {
                services.audit(&actor, Action::RemoveThumbnail, what).await;
            }
            Ok(())
        })
        .await
    }
}
