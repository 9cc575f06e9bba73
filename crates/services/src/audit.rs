//! The audit log: who did what, when, from where, and with which key.

use store::NewAuditEntry;

use crate::{Actor, Services};

/// What can be done, as the audit log names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Content was made.
    AddContent,
    /// The settings of content were changed.
    UpdateContent,
    /// Content was deleted.
    RemoveContent,
    /// A version was uploaded.
    AddBundle,
    /// A version was deleted.
    RemoveBundle,
    /// A version was deployed, or is about to be.
    DeployContent,
    /// A permission was given or changed.
    AddPermission,
    /// A permission was taken away.
    RemovePermission,
    /// Environment variables were changed.
    UpdateEnvironment,
}

impl Action {
    /// All actions.
    pub const EACH: [Self; 9] = [
        Self::AddContent,
        Self::UpdateContent,
        Self::RemoveContent,
        Self::AddBundle,
        Self::RemoveBundle,
        Self::DeployContent,
        Self::AddPermission,
        Self::RemovePermission,
        Self::UpdateEnvironment,
    ];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AddContent => "add_application",
            Self::UpdateContent => "update_application",
            Self::RemoveContent => "remove_application",
            Self::AddBundle => "add_bundle",
            Self::RemoveBundle => "remove_bundle",
            Self::DeployContent => "deploy_application",
            Self::AddPermission => "add_content_permission",
            Self::RemovePermission => "remove_content_permission",
            Self::UpdateEnvironment => "update_environment",
        }
    }

    /// What it is, in words for people.
    pub fn description(self) -> &'static str {
        match self {
            Self::AddContent => "Content was made",
            Self::UpdateContent => "The settings of content were changed",
            Self::RemoveContent => "Content was deleted",
            Self::AddBundle => "A version was uploaded",
            Self::RemoveBundle => "A version was deleted",
            Self::DeployContent => "A version was deployed",
            Self::AddPermission => "A permission was given or changed",
            Self::RemovePermission => "A permission was taken away",
            Self::UpdateEnvironment => "Environment variables were changed",
        }
    }
}

impl Services {
    /// Writes down what an actor has done. A database that fails now must not undo what was done, so that is logged.
    pub(crate) async fn audit(&self, actor: &Actor, action: Action, event: String) {
        let user = actor.user();
        let entry = NewAuditEntry {
            at: self.now(),
            user: Some((user.id, user.guid)),
            user_description: user.username.as_str().to_owned(),
            action: action.as_str(),
            event,
            key: actor.key().map(|key| (key.id, key.name.as_str().to_owned())),
            address: actor.address().map(|address| address.to_string()),
        };
        if let Err(error) = self.0.store.insert_audit_entry(entry).await {
            tracing::error!(?error, action = action.as_str(), user.id = user.id.0, "The audit log misses an entry.");
        }
    }
}
