//! What who manages an item sees and changes of it.
//!
//! # Security
//! [`Managed`] is the right itself: only the check makes one. Whoever may not even view an item does not learn that it
//! exists.

use std::collections::HashSet;

use domain::{Access, Content, ContentRef, Description, Guid, Title, User, Username, may_manage, may_view};
use runtime::Status;
use store::ContentChange;

use super::facts;
use crate::uncancelled::uncancelled;
use crate::{Actor, Mistake, ServiceError, Services, Usage};

/// An item as somebody signed in finds it.
#[derive(Clone, Debug)]
pub struct ContentItem {
    /// The item.
    pub content: Content,
    /// Whether the actor may view it.
    pub may_view: bool,
    /// Whether the actor may manage it; an administrator may without viewing it.
    pub may_manage: bool,
}

/// The settings of an item, as they were given.
pub struct ContentSettings {
    /// The title, or nothing.
    pub title: String,
    /// The description, or nothing.
    pub description: String,
    /// Who it is for.
    pub access: Access,
}

/// Why settings were not changed.
#[derive(Debug)]
pub enum SettingsRefused {
    /// These fields are not acceptable.
    Mistakes(Vec<Mistake>),
    /// A fault.
    Failed(ServiceError),
}

/// An item that the actor may manage: as its owner who is at least a publisher now, or as an administrator.
pub struct Managed<'a> {
    services: &'a Services,
    content: Content,
}

impl Services {
    /// The item that an address names, with what the actor may do with it.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when that is nothing, or there is no such item.
    pub async fn content_item(&self, actor: &Actor, address: ContentRef) -> Result<ContentItem, ServiceError> {
        let content = self.0.store.find_content(address).await?.ok_or(ServiceError::NotFound)?;
        let viewers: HashSet<_> = self.0.store.list_viewers(content.id).await?.into_iter().collect();
        let may_view =
            content.bundle.is_some() && may_view(content.access, facts(&content, &viewers, Some(actor.id())));
        let may_manage = may_manage(actor.role(), content.owner_id == actor.id());
        if may_view || may_manage {
            Ok(ContentItem { content, may_view, may_manage })
        } else {
            Err(ServiceError::NotFound)
        }
    }

    /// The item with this identifier, for its owner or an administrator.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for who may only view it, [`ServiceError::NotFound`] for everybody else.
    pub async fn managed(&self, actor: &Actor, guid: Guid) -> Result<Managed<'_>, ServiceError> {
        let item = self.content_item(actor, ContentRef::Guid(guid)).await?;
        if item.may_manage {
            Ok(Managed { services: self, content: item.content })
        } else {
            Err(ServiceError::Forbidden)
        }
    }
}

impl Managed<'_> {
    /// The item, as it was when the right was checked.
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// Changes title, description and access. Whoever lost access by it sees nothing more when this returns.
    ///
    /// # Errors
    /// See [`SettingsRefused`].
    pub async fn update(&self, settings: ContentSettings) -> Result<Content, SettingsRefused> {
        let change = change(settings).map_err(SettingsRefused::Mistakes)?;
        let (services, id) = (self.services.clone(), self.content.id);
        let work = async move { Ok(services.0.store.update_content(id, change).await?) };
        let content = self.change(work).await.map_err(SettingsRefused::Failed)?;
        tracing::info!(content.id = id.0, content.access = %content.access, "The settings of content were changed.");
        Ok(content)
    }

    /// The accounts that were named as viewers, by username.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn viewers(&self) -> Result<Vec<User>, ServiceError> {
        Ok(self.services.0.store.list_viewer_accounts(self.content.id).await?)
    }

    /// Names an account as a viewer; one that is named already stays so.
    ///
    /// # Errors
    /// [`Mistake::UnknownViewer`] when there is no such account.
    pub async fn add_viewer(&self, username: &str) -> Result<User, ServiceError> {
        let unknown = || Mistake::UnknownViewer(username.trim().to_owned());
        let name: Username = username.parse().map_err(|_| unknown())?;
        let user = self.services.0.store.find_user_by_name(&name).await?.ok_or_else(unknown)?;
        let (services, id) = (self.services.clone(), self.content.id);
        self.change(async move { Ok(services.0.store.insert_viewer(id, user.id).await?) }).await?;
        tracing::info!(content.id = id.0, user.id = user.id.0, "An account was named as a viewer.");
        Ok(user)
    }

    /// Takes an account out of the viewers. It sees nothing more of an item for named viewers when this returns.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when there is no such account.
    pub async fn remove_viewer(&self, guid: Guid) -> Result<(), ServiceError> {
        let user = self.services.0.store.find_user_by_guid(guid).await?.ok_or(ServiceError::NotFound)?;
        let (services, id) = (self.services.clone(), self.content.id);
        self.change(async move { Ok(services.0.store.delete_viewer(id, user.id).await?) }).await?;
        tracing::info!(content.id = id.0, user.id = user.id.0, "An account is no viewer any more.");
        Ok(())
    }

    /// Deletes the item with everything that belongs to it: versions, visits, its running program and its log. No
    /// request that begins after this returned finds any of it.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when somebody was quicker; faults of the database. Files that stay behind are
    /// nobody's to find, so they are only logged.
    pub async fn delete(self) -> Result<(), ServiceError> {
        let (services, id) = (self.services.clone(), self.content.id);
        uncancelled(async move {
            let deleted = services.0.store.delete_content(id).await;
            services.evict_content(id);
            let versions = deleted?;
            tracing::info!(content.id = id.0, versions = versions.len(), "Content was deleted.");
            for version in versions {
                if let Err(error) = services.remove_version(version).await {
                    tracing::error!(?error, bundle.id = version.0, "The files of a deleted version stay behind.");
                }
            }
            // Last: whoever looked the item up before may still ask for its program, which does not start without files.
            services.0.runtime.forget(id).await;
            Ok(())
        })
        .await
    }

    /// What the item's program wrote, the newest last: at most 1 MiB.
    ///
    /// # Errors
    /// Faults of the disk.
    pub async fn log(&self) -> Result<String, ServiceError> {
        Ok(self.services.0.runtime.log(self.content.id).await?)
    }

    /// How the item's program is.
    pub fn status(&self) -> Status {
        self.services.0.runtime.status(self.content.id)
    }

    /// Ends the item's program and forgets its failures, so that the next visit starts it anew.
    pub async fn start_again(&self) {
        tracing::info!(content.id = self.content.id.0, "A program is to start again.");
        self.services.0.runtime.stop(self.content.id).await;
    }

    /// The visits of the last `days` days, today included; as far back as they are kept.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn usage(&self, days: u16) -> Result<Usage, ServiceError> {
        self.services.usage_of(self.content.id, days).await
    }

    /// Makes a change, and lets no request see the item as it was before once it is done.
    async fn change<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, ServiceError>> + Send + 'static,
    ) -> Result<T, ServiceError> {
        let (services, id) = (self.services.clone(), self.content.id);
        uncancelled(async move {
            let done = work.await;
            // Whatever the database said: it may have done it.
            services.evict_content(id);
            done
        })
        .await
    }
}

/// The settings if all are acceptable, else all that is wrong with them.
fn change(settings: ContentSettings) -> Result<ContentChange, Vec<Mistake>> {
    let ContentSettings { title, description, access } = settings;
    match (title.parse::<Title>(), description.parse::<Description>()) {
        (Ok(title), Ok(description)) => Ok(ContentChange { title, description, access }),
        (title, description) => {
            let mistakes = [title.err().map(Mistake::from), description.err().map(Mistake::from)];
            Err(mistakes.into_iter().flatten().collect())
        }
    }
}
