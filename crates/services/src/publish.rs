//! Publishing at once: the steps that clients of the API take one by one, for `claviger publish` and for the dashboard.

use domain::{Access, Content, ContentName, ContentRef, Guid, ProcessSettings, Role, TaskId, Title, UserId, Username};
use store::{NewContent, StoreError, Unique};

use crate::audit::Action;
use crate::deploy::Extras;
use crate::uncancelled::uncancelled;
use crate::upload::Incoming;
use crate::{
    Actor, ContentDraft, DeployWish, Managed, Mistake, Mode, Packed, ServiceError, Services, UploadFacts, random,
};

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
    pub mode: Option<Mode>,
}

impl Services {
    /// Publishes a version and makes it the one that is served. What fails leaves nothing behind.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for viewers; [`ServiceError::Invalid`] with a sentence on what is wrong;
    /// [`ServiceError::Unavailable`] when it is a program that cannot run on this machine.
    pub async fn publish(&self, actor: &Actor, publication: Publication) -> Result<Content, ServiceError> {
        // First of all: whatever happens, nothing stays behind among the incoming archives.
        let incoming = self.packed(&publication.packed).await?;
        actor.require(Role::Publisher)?;
        let name: ContentName = publication.name.parse().map_err(Mistake::from)?;
        let title: Option<Title> = publication.title.map(|title| title.parse()).transpose().map_err(Mistake::Title)?;
        if !publication.allow.is_empty() && publication.access.is_some_and(|access| access != Access::Acl) {
            return Err(Mistake::ViewersWithoutAcl.into());
        }
        let viewers = self.viewers(&publication.allow).await?;
        let extras = Extras { mode: publication.mode, title, access: publication.access, viewers };
        let (item, made) = self.item_named(actor, name).await?;
        let published = self.publish_version(actor, item.guid, incoming, extras).await;
        if published.is_err() && made {
            // An item that was made for nothing goes with it; that it may stay must not hide the real fault.
            drop(self.0.store.delete_empty_content(item.id).await);
        }
        published
    }

    /// Makes an item of an archive that came in, and begins to deploy it; the task tells how that goes. An archive that
    /// cannot be published leaves no item behind; one that cannot be deployed does, for the next version.
    ///
    /// # Errors
    /// Those of [`Services::create_content`] and [`Managed::upload`].
    pub async fn publish_new(
        &self,
        actor: &Actor,
        draft: ContentDraft,
        incoming: Incoming,
    ) -> Result<(Guid, TaskId), ServiceError> {
        // The archive may have taken its time to come in.
        let (services, actor) = (self.clone(), self.still(actor).await?);
        uncancelled(async move {
            let item = services.create_content(&actor, draft).await?;
            let begun = services.begin_new(&actor, item.guid, incoming).await;
            if begun.is_err() {
                // Made for nothing; that it may stay must not hide the real fault.
                drop(services.0.store.delete_empty_content(item.id).await);
            }
            Ok((item.guid, begun?))
        })
        .await
    }

    async fn begin_new(&self, actor: &Actor, item: Guid, incoming: Incoming) -> Result<TaskId, ServiceError> {
        let managed = self.managed(actor, item).await?;
        let bundle = managed.upload(incoming, UploadFacts::default()).await?.id;
        managed.deploy(DeployWish { bundle: Some(bundle), activate: true }).await
    }

    async fn publish_version(
        &self,
        actor: &Actor,
        item: Guid,
        incoming: Incoming,
        extras: Extras,
    ) -> Result<Content, ServiceError> {
        let managed = self.managed(actor, item).await?;
        let bundle = managed.upload(incoming, UploadFacts::default()).await?.id;
        let wish = DeployWish { bundle: Some(bundle), activate: true };
        let deployed = self.deployed(&managed, wish, extras).await;
        if deployed.is_err() {
            // It was asked for as a whole, so that a half of it is of no use.
            drop(managed.delete_bundle(bundle).await);
        }
        deployed?;
        self.0.store.find_content(ContentRef::Guid(item)).await?.ok_or(ServiceError::NotFound)
    }

    async fn deployed(&self, managed: &Managed<'_>, wish: DeployWish, extras: Extras) -> Result<(), ServiceError> {
        let task = managed.deploy_with(wish, extras).await?;
        let task = self.finished(&task).await?;
        if task.code == 0 { Ok(()) } else { Err(Mistake::Bundle(task.error).into()) }
    }

    /// The actor's item of this name, which is made if need be; and whether it was.
    async fn item_named(&self, actor: &Actor, name: ContentName) -> Result<(Content, bool), ServiceError> {
        loop {
            if let Some(item) = self.0.store.find_content_named(actor.id(), &name).await? {
                return Ok((item, false));
            }
            let new = NewContent {
                guid: Guid::from_random(random::bytes()?),
                owner_id: actor.id(),
                name: name.clone(),
                title: String::new(),
                description: String::new(),
                access: Access::Acl,
                process: ProcessSettings::default(),
                at: self.now(),
            };
            match self.0.store.insert_content(new).await {
                // Somebody was quicker, with the same name.
                Err(StoreError::Taken(Unique::ContentName)) => {}
                made => {
                    let made = made?;
                    self.audit(actor, Action::AddContent, format!("Made the content {}.", made.name.as_str())).await;
                    return Ok((made, true));
                }
            }
        }
    }

    async fn viewers(&self, names: &[String]) -> Result<Vec<UserId>, ServiceError> {
        let mut viewers = Vec::with_capacity(names.len());
        for name in names {
            let unknown = || Mistake::UnknownUser(name.clone());
            let username: Username = name.parse().map_err(|_| unknown())?;
            viewers.push(self.0.store.find_user_by_name(&username).await?.ok_or_else(unknown)?.id);
        }
        Ok(viewers)
    }
}
