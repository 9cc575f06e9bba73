//! What those who manage an item change of it.

use domain::{Access, Category, Content, ContentName, Description, Guid, ProcessChange, ProcessSettings, Role, Title};
use store::ContentChange;

use super::Managed;
use crate::audit::Action;
use crate::{Mistake, ServiceError};

/// The settings of an item, as they were given in the dashboard: all of them.
pub struct ContentSettings {
    /// The title, or nothing.
    pub title: String,
    /// The description, or nothing.
    pub description: String,
    /// Who it is for.
    pub access: Access,
}

/// What is to change of an item, as it was given; `None` leaves a field alone.
#[derive(Default)]
pub struct ContentAmendment {
    /// The name.
    pub name: Option<String>,
    /// The title, or nothing.
    pub title: Option<String>,
    /// The description, or nothing.
    pub description: Option<String>,
    /// Who it is for.
    pub access: Option<Access>,
    /// Whose it becomes; administrators only.
    pub owner: Option<Guid>,
    /// Whether new versions and processes are refused.
    pub locked: Option<bool>,
    /// What people are told while it is locked.
    pub locked_message: Option<String>,
    /// What it is used as: nothing in particular, a server of the Model Context Protocol, or what it is used as already.
    pub category: Option<Category>,
    /// How its processes are to run.
    pub process: ProcessChange,
}

/// Why settings were not changed.
#[derive(Debug)]
pub enum SettingsRefused {
    /// These fields are not acceptable.
    Mistakes(Vec<Mistake>),
    /// A fault.
    Failed(ServiceError),
}

/// Whether people can be told this.
fn is_message(text: &str) -> bool {
    text.chars().count() <= LONGEST_LOCKED_MESSAGE && !text.chars().any(|c| c.is_control() && c != '\n')
}

/// The longest message of a lock, in characters.
const LONGEST_LOCKED_MESSAGE: usize = 1024;

impl Managed<'_> {
    /// Changes title, description and access. Whoever lost access by it sees nothing more when this returns.
    ///
    /// # Errors
    /// See [`SettingsRefused`].
    pub async fn update(&self, settings: ContentSettings) -> Result<Content, SettingsRefused> {
        let change = change(settings).map_err(SettingsRefused::Mistakes)?;
        let what = words(&change);
        self.apply(what, |_| Ok(change)).await.map_err(SettingsRefused::Failed)
    }

    /// Changes what is given, all or nothing. Whoever lost access by it sees nothing more when this returns.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for a change that needs an administrator; [`ServiceError::Invalid`] with the first
    /// mistake.
    pub async fn amend(&self, wish: ContentAmendment) -> Result<Content, ServiceError> {
        if wish.owner.is_some_and(|owner| owner != self.content().owner.guid) {
            self.actor().require(Role::Administrator)?;
        }
        let owner_id = match wish.owner {
            None => None,
            Some(guid) => {
                let owner = self.services().0.store.find_user_by_guid(guid).await?.ok_or(Mistake::NoSuchOwner)?;
                if owner.role < Role::Publisher {
                    return Err(Mistake::NoSuchOwner.into());
                }
                Some(owner.id)
            }
        };
        if wish.locked_message.as_ref().is_some_and(|text| !is_message(text)) {
            return Err(Mistake::LockedMessage.into());
        }
        let change = ContentChange {
            name: wish.name.map(|name| name.parse::<ContentName>()).transpose().map_err(Mistake::from)?,
            title: wish.title.map(|title| title.parse::<Title>()).transpose().map_err(Mistake::from)?,
            description: wish.description.map(|text| text.parse::<Description>()).transpose().map_err(Mistake::from)?,
            access: wish.access,
            owner_id,
            locked: wish.locked,
            locked_message: wish.locked_message,
            category: wish.category,
            process: None,
        };
        let (category, process) = (wish.category, wish.process);
        let mut what = words(&change);
        if process != ProcessChange::default() {
            what.push_str(", processes");
        }
        // Of the item as it stands then: two who change different settings at once do not undo one another.
        let decide = move |now: &Content| {
            let category = category.map(|category| may_be_used_as(category, now)).transpose()?.flatten();
            let process = process_of(process, now)?;
            Ok(ContentChange { category, process, ..change })
        };
        self.apply(what, decide).await
    }

    async fn apply(
        &self,
        words: String,
        decide: impl FnOnce(&Content) -> Result<ContentChange, ServiceError> + Send + 'static,
    ) -> Result<Content, ServiceError> {
        let (services, id) = (self.services().clone(), self.content().id);
        let what = format!("Changed {}: {}.", self.content().name.as_str(), words);
        let work = async move {
            let changed = services.0.store.decide_content(id, decide).await;
            // What is locked runs nothing.
            if changed.as_ref().is_ok_and(|content| content.locked) {
                services.0.runtime.stop_all(id).await;
            }
            changed
        };
        let content = self.change(Action::UpdateContent, what, work).await?;
        tracing::info!(content.id = id.0, content.access = %content.access, "The settings of content were changed.");
        Ok(content)
    }
}

/// The category that an item is to have, if that changes.
fn may_be_used_as(category: Category, now: &Content) -> Result<Option<Category>, Mistake> {
    match category {
        // Clients send back what they were given.
        category if category == now.category => Ok(None),
        Category::None | Category::Mcp => Ok(Some(category)),
        Category::Plot | Category::Pin | Category::Site => Err(Mistake::ContentCategory),
    }
}

/// The settings of processes that an item is to have, if they change.
fn process_of(change: ProcessChange, now: &Content) -> Result<Option<ProcessSettings>, Mistake> {
    let process = change.over(now.process);
    if process == now.process {
        return Ok(None);
    }
    process.check().map_err(Mistake::from)?;
    let files = now.kind.is_some_and(|kind| !kind.is_program());
    if files && !process.is_empty() { Err(Mistake::NotAProgram) } else { Ok(Some(process)) }
}

/// What changes, for the audit log.
fn words(change: &ContentChange) -> String {
    let said = [
        change.name.as_ref().map(|name| format!("name {}", name.as_str())),
        change.title.as_ref().map(|_| "title".to_owned()),
        change.description.as_ref().map(|_| "description".to_owned()),
        change.access.map(|access| format!("access {access}")),
        change.owner_id.map(|owner| format!("owner number {owner}")),
        change.locked.map(|locked| if locked { "locked" } else { "unlocked" }.to_owned()),
        change.locked_message.as_ref().map(|_| "message of the lock".to_owned()),
        change.category.map(|category| format!("category {:?}", category.as_str())),
        change.process.map(|_| "processes".to_owned()),
    ];
    let said: Vec<_> = said.into_iter().flatten().collect();
    if said.is_empty() { "nothing".to_owned() } else { said.join(", ") }
}

/// The settings if all are acceptable, else all that is wrong with them.
fn change(settings: ContentSettings) -> Result<ContentChange, Vec<Mistake>> {
    let ContentSettings { title, description, access } = settings;
    match (title.parse::<Title>(), description.parse::<Description>()) {
        (Ok(title), Ok(description)) => Ok(ContentChange {
            title: Some(title),
            description: Some(description),
            access: Some(access),
            ..ContentChange::default()
        }),
        (title, description) => {
            let mistakes = [title.err().map(Mistake::from), description.err().map(Mistake::from)];
            Err(mistakes.into_iter().flatten().collect())
        }
    }
}
