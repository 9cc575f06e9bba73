//! Items: making and listing them.

use domain::{Access, Content, ContentName, Description, Guid, ProcessSettings, Role, Standing, Title};
use store::{ContentFilter, NewContent};

use super::{ContentItem, best};
use crate::audit::Action;
use crate::uncancelled::uncancelled;
use crate::{Actor, Mistake, ServiceError, Services, random};

/// An item to be made, as it was given.
#[derive(Default)]
pub struct ContentDraft {
    /// The name; made of the title when there is none.
    pub name: Option<String>,
    /// The title, or nothing.
    pub title: String,
    /// The description, or nothing.
    pub description: String,
    /// Who it is for; only the owner when nothing is said.
    pub access: Option<Access>,
    /// How its processes are to run.
    pub process: ProcessSettings,
}

/// Which items are wanted.
#[derive(Default)]
pub struct ContentWish {
    /// Only those of this name.
    pub name: Option<String>,
    /// Only those of this account.
    pub owner: Option<Guid>,
}

impl Services {
    /// The items that the actor may view or manage, last deployed first: administrators manage all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_content(&self, actor: &Actor, wish: &ContentWish) -> Result<Vec<Content>, ServiceError> {
        let seen_by = match actor.role() {
            Role::Administrator => None,
            Role::Publisher | Role::Viewer => Some(actor.id()),
        };
        let filter = ContentFilter { seen_by, name: wish.name.as_deref(), owner: wish.owner };
        Ok(self.0.store.list_content(filter).await?)
    }

    /// The items that the actor may view or manage, as [`Services::content_item`] gives each.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_content_items(
        &self,
        actor: &Actor,
        wish: &ContentWish,
    ) -> Result<Vec<ContentItem>, ServiceError> {
        let items = self.list_content(actor, wish).await?;
        let standings = best(self.0.store.list_standings_of(actor.id()).await?);
        let item = |content: Content| {
            let standing = match standings.get(&content.id) {
                _ if content.owner_id == actor.id() => Standing::Owner,
                Some(standing) => *standing,
                None => Standing::Account,
            };
            ContentItem::of(content, standing, actor)
        };
        Ok(items.into_iter().map(item).collect())
    }

    /// Refuses who may not make content.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for viewers.
    pub fn require_creator(&self, actor: &Actor) -> Result<(), ServiceError> {
        actor.require(Role::Publisher)
    }

    /// Makes an item without a version.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for viewers; [`ServiceError::Invalid`] with the first mistake.
    pub async fn create_content(&self, actor: &Actor, draft: ContentDraft) -> Result<Content, ServiceError> {
        self.require_creator(actor)?;
        let title: Title = draft.title.parse().map_err(Mistake::from)?;
        let description: Description = draft.description.parse().map_err(Mistake::from)?;
        draft.process.check().map_err(Mistake::from)?;
        let guid = Guid::from_random(random::bytes()?);
        let name: ContentName = match draft.name {
            Some(name) => name.parse().map_err(Mistake::from)?,
            None => format!("content-{guid}").parse().map_err(Mistake::from)?,
        };
        let new = NewContent {
            guid,
            owner_id: actor.id(),
            name,
            title: title.as_str().to_owned(),
            description: description.as_str().to_owned(),
            access: draft.access.unwrap_or(Access::Acl),
            process: draft.process,
            at: self.now(),
        };
        let (services, actor) = (self.clone(), actor.clone());
        uncancelled(async move {
            let made = services.0.store.insert_content(new).await?;
            tracing::info!(content.id = made.id.0, user.id = actor.id().0, "Content was made.");
            let what = format!("Made the content {}.", made.name.as_str());
            services.audit(&actor, Action::AddContent, what).await;
            Ok(made)
        })
        .await
    }
}
