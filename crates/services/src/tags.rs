//! Tags: everybody sees the tree, administrators tend it, who manages content puts them on it.

use std::collections::HashMap;

use domain::{ContentId, Role, Tag, TagId, TagName, TagTree};
use store::{StoreError, TagChange, Unique};

use crate::audit::Action;
use crate::{Actor, ContentItem, Managed, Mistake, ServiceError, Services};

/// What is to change of a tag, as it was given; `None` leaves a field alone.
#[derive(Default)]
pub struct TagAmendment {
    /// What it is called.
    pub name: Option<String>,
    /// The tag that it stands under; `Some(None)` makes it a category.
    pub parent: Option<Option<TagId>>,
}

/// The tags, as the actor may see and change them.
pub struct Tags<'a> {
    services: &'a Services,
    actor: &'a Actor,
}

impl Services {
    /// The tags, for this actor.
    pub fn tags<'a>(&'a self, actor: &'a Actor) -> Tags<'a> {
        Tags { services: self, actor }
    }

    /// The tags of an item that is shown to somebody, in the order in which they were made.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tags_of(&self, item: &ContentItem) -> Result<Vec<Tag>, ServiceError> {
        let on_it = self.0.store.list_content_tags(item.content.id).await?;
        let tags = self.0.store.tag_tree().await?.into_tags();
        Ok(tags.into_iter().filter(|tag| on_it.contains(&tag.id)).collect())
    }

    /// The tags of all of these items, which are shown to somebody.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tags_of_all(&self, items: &[ContentItem]) -> Result<HashMap<ContentId, Vec<Tag>>, ServiceError> {
        let tree = self.0.store.tag_tree().await?;
        let mut on_content = self.0.store.list_all_content_tags().await?;
        let tags = items.iter().filter_map(|item| {
            let on_it = on_content.remove(&item.content.id)?;
            Some((item.content.id, on_it.iter().filter_map(|id| tree.get(*id).cloned()).collect()))
        });
        Ok(tags.collect())
    }
}

impl Tags<'_> {
    /// All tags.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tree(&self) -> Result<TagTree, ServiceError> {
        Ok(self.services.0.store.tag_tree().await?)
    }

    /// All tags, with one of them that is to be changed.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] below administrator, [`ServiceError::NotFound`].
    pub async fn tree_with(&self, id: TagId) -> Result<(TagTree, Tag), ServiceError> {
        self.actor.require(Role::Administrator)?;
        let tree = self.tree().await?;
        let tag = tree.get(id).cloned().ok_or(ServiceError::NotFound)?;
        Ok((tree, tag))
    }

    /// Makes a tag; without a parent, a category.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] below administrator; [`ServiceError::Invalid`] with the first mistake.
    pub async fn create(&self, name: &str, parent: Option<TagId>) -> Result<Tag, ServiceError> {
        self.actor.require(Role::Administrator)?;
        let name: TagName = name.parse().map_err(Mistake::from)?;
        let services = self.services.clone();
        let work = async move { services.0.store.insert_tag(name, parent, services.now()).await.map_err(refused) };
        self.services.done(self.actor, Action::AddTag, |tag: &Tag| format!("Made the tag {}.", tag.name), work).await
    }

    /// Changes a tag.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] below administrator, [`ServiceError::NotFound`]; [`ServiceError::Invalid`] with the
    /// first mistake, [`Mistake::TagUnderItself`] among them.
    pub async fn update(&self, id: TagId, amendment: TagAmendment) -> Result<Tag, ServiceError> {
        self.actor.require(Role::Administrator)?;
        let name = amendment.name.map(|name| name.parse::<TagName>().map_err(Mistake::from)).transpose()?;
        let tree = self.tree().await?;
        tree.get(id).ok_or(ServiceError::NotFound)?;
        if let Some(Some(parent)) = amendment.parent {
            tree.get(parent).ok_or(Mistake::NoSuchParentTag)?;
        }
        let change = TagChange { name, parent: amendment.parent };
        let services = self.services.clone();
        let work = async move {
            let changed = services.0.store.update_tag(id, change, services.now()).await.map_err(refused)?;
            Ok(changed.ok_or(Mistake::TagUnderItself)?)
        };
        self.services
            .done(self.actor, Action::UpdateTag, |tag: &Tag| format!("Changed the tag {}.", tag.name), work)
            .await
    }

    /// Deletes a tag and all that stand under it, from content too.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] below administrator, [`ServiceError::NotFound`].
    pub async fn delete(&self, id: TagId) -> Result<(), ServiceError> {
        self.actor.require(Role::Administrator)?;
        let tag = self.tree().await?.get(id).cloned().ok_or(ServiceError::NotFound)?;
        let services = self.services.clone();
        let what = format!("Deleted the tag {} and those under it.", tag.name);
        let work = async move { Ok(services.0.store.delete_tag(id).await?) };
        self.services.done(self.actor, Action::RemoveTag, |()| what, work).await
    }

    /// The items with this tag, or with one under it, that the actor may view or manage, last deployed first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn content(&self, id: TagId) -> Result<Vec<ContentItem>, ServiceError> {
        let below = self.tree().await?.with_all_below(id);
        let on_content = self.services.0.store.list_all_content_tags().await?;
        let mut items = self.services.list_content_items(self.actor, &crate::ContentWish::default()).await?;
        items.retain(|item| {
            on_content.get(&item.content.id).is_some_and(|tags| tags.iter().any(|tag| below.contains(tag)))
        });
        Ok(items)
    }
}

impl Managed<'_> {
    /// Puts a tag on the item, and those above it.
    ///
    /// # Errors
    /// [`Mistake::NoSuchTag`], [`Mistake::CategoryOnContent`].
    pub async fn add_tag(&self, id: TagId) -> Result<(), ServiceError> {
        let (services, item) = (self.services().clone(), self.content().id);
        let tag = services.0.store.tag_tree().await?.get(id).cloned().ok_or(Mistake::NoSuchTag)?;
        if tag.parent.is_none() {
            return Err(Mistake::CategoryOnContent.into());
        }
        let what = format!("Put the tag {} on {}.", tag.name, self.content().name.as_str());
        let work = async move {
            services.0.store.tag_content(item, id).await.map_err(|error| match error {
                StoreError::NotFound => Mistake::NoSuchTag.into(),
                error => ServiceError::from(error),
            })
        };
        self.services().done(self.actor(), Action::TagContent, |()| what, work).await
    }

    /// Takes a tag off the item, and those under it.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when there is no such tag; one that is not on the item is as good as taken off.
    pub async fn remove_tag(&self, id: TagId) -> Result<(), ServiceError> {
        let (services, item) = (self.services().clone(), self.content().id);
        let tag = services.0.store.tag_tree().await?.get(id).cloned().ok_or(ServiceError::NotFound)?;
        let what = format!("Took the tag {} off {}.", tag.name, self.content().name.as_str());
        let work = async move { Ok(services.0.store.untag_content(item, id).await?) };
        self.services().done(self.actor(), Action::UntagContent, |()| what, work).await
    }
}

fn refused(error: StoreError) -> ServiceError {
    match error {
        StoreError::Taken(Unique::TagName) => Mistake::TagNameTaken.into(),
        StoreError::NotFound => Mistake::NoSuchParentTag.into(),
        error => error.into(),
    }
}
