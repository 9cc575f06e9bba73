//! The pictures that stand for content.

use domain::PictureKind;

use super::{Managed, Served};
use crate::audit::Action;
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

    /// Gives the item a picture, in place of the one that it had.
    ///
    /// # Errors
    /// [`Mistake::Picture`] when it is none that browsers show, or too large.
    pub async fn set_thumbnail(&self, bytes: Vec<u8>) -> Result<(), ServiceError> {
        if bytes.len() > Self::LARGEST_THUMBNAIL {
            return Err(Mistake::Picture.into());
        }
        let kind = PictureKind::of(&bytes).ok_or(Mistake::Picture)?;
        self.services().0.store.put_thumbnail(self.content().id, kind, bytes).await?;
        let what = format!("Changed the picture of {}.", self.content().name.as_str());
        self.services().audit(self.actor(), Action::UpdateContent, what).await;
        Ok(())
    }

    /// Takes the picture of the item away; one that has none stays as it is.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remove_thumbnail(&self) -> Result<(), ServiceError> {
        if self.services().0.store.delete_thumbnail(self.content().id).await? {
            let what = format!("Removed the picture of {}.", self.content().name.as_str());
            self.services().audit(self.actor(), Action::UpdateContent, what).await;
        }
        Ok(())
    }
}
