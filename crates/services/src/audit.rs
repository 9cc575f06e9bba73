//! The audit log: who did what, when, from where, and with which key.

mod reading;

use std::net::IpAddr;

use domain::User;
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
    /// A group was made.
    AddGroup,
    /// A group was changed.
    UpdateGroup,
    /// A group was deleted.
    RemoveGroup,
    /// An account was taken into a group.
    AddGroupMember,
    /// An account was taken out of a group.
    RemoveGroupMember,
    /// A tag was made.
    AddTag,
    /// A tag was changed.
    UpdateTag,
    /// A tag was deleted.
    RemoveTag,
    /// A tag was put on content.
    TagContent,
    /// A tag was taken off content.
    UntagContent,
    /// Content was given a vanity address.
    AddVanity,
    /// A vanity address was taken away.
    RemoveVanity,
    /// Content was given a thumbnail.
    SetThumbnail,
    /// A thumbnail was taken away.
    RemoveThumbnail,
    /// A program was let sign its requests.
    AddToken,
    /// A program was no longer let sign its requests.
    RemoveToken,
    /// A process or a deploy was ended.
    EndJob,
    /// Somebody signed in.
    SignIn,
    /// A sign-in, or a password given as a proof, was refused.
    RefuseSignIn,
    /// An account was made.
    AddUser,
    /// An account was changed.
    UpdateUser,
    /// An account was locked.
    LockUser,
    /// An account was unlocked.
    UnlockUser,
    /// A password was set.
    UpdatePassword,
    /// An API key was made.
    AddKey,
    /// API keys were deleted.
    RemoveKey,
    /// The environments for a version of a language were removed.
    RemoveCache,
}

/// Who did something.
#[derive(Clone)]
pub(crate) enum By {
    /// An actor.
    Actor(Actor),
    /// The owner of the data folder, on the command line, as nobody in particular.
    CommandLine,
    /// An account, which has just shown that it may, from this address.
    User(User, Option<IpAddr>),
    /// Nobody known, from this address.
    Unknown(Option<IpAddr>),
}

impl Action {
    /// All actions.
    pub const EACH: [Self; 36] = [
        Self::AddContent,
        Self::UpdateContent,
        Self::RemoveContent,
        Self::AddBundle,
        Self::RemoveBundle,
        Self::DeployContent,
        Self::AddPermission,
        Self::RemovePermission,
        Self::UpdateEnvironment,
        Self::AddGroup,
        Self::UpdateGroup,
        Self::RemoveGroup,
        Self::AddGroupMember,
        Self::RemoveGroupMember,
        Self::AddTag,
        Self::UpdateTag,
        Self::RemoveTag,
        Self::TagContent,
        Self::UntagContent,
        Self::AddVanity,
        Self::RemoveVanity,
        Self::SetThumbnail,
        Self::RemoveThumbnail,
        Self::AddToken,
        Self::RemoveToken,
        Self::EndJob,
        Self::SignIn,
        Self::RefuseSignIn,
        Self::AddUser,
        Self::UpdateUser,
        Self::LockUser,
        Self::UnlockUser,
        Self::UpdatePassword,
        Self::AddKey,
        Self::RemoveKey,
        Self::RemoveCache,
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
            Self::AddGroup => "add_group",
            Self::UpdateGroup => "update_group",
            Self::RemoveGroup => "remove_group",
            Self::AddGroupMember => "add_group_member",
            Self::RemoveGroupMember => "remove_group_member",
            Self::AddTag => "add_tag",
            Self::UpdateTag => "update_tag",
            Self::RemoveTag => "remove_tag",
            Self::TagContent => "add_content_tag",
            Self::UntagContent => "remove_content_tag",
            Self::AddVanity => "add_vanity",
            Self::RemoveVanity => "remove_vanity",
            Self::SetThumbnail => "update_thumbnail",
            Self::RemoveThumbnail => "remove_thumbnail",
            Self::AddToken => "add_token",
            Self::RemoveToken => "remove_token",
            Self::EndJob => "end_job",
            Self::SignIn => "user_login",
            Self::RefuseSignIn => "user_login_failed",
            Self::AddUser => "add_user",
            Self::UpdateUser => "update_user",
            Self::LockUser => "lock_user",
            Self::UnlockUser => "unlock_user",
            Self::UpdatePassword => "update_password",
            Self::AddKey => "add_api_key",
            Self::RemoveKey => "remove_api_key",
            Self::RemoveCache => "remove_runtime_cache",
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
            Self::AddGroup => "A group was made",
            Self::UpdateGroup => "A group was changed",
            Self::RemoveGroup => "A group was deleted",
            Self::AddGroupMember => "An account was taken into a group",
            Self::RemoveGroupMember => "An account was taken out of a group",
            Self::AddTag => "A tag was made",
            Self::UpdateTag => "A tag was changed",
            Self::RemoveTag => "A tag was deleted",
            Self::TagContent => "A tag was put on content",
            Self::UntagContent => "A tag was taken off content",
            Self::AddVanity => "Content was given a vanity address",
            Self::RemoveVanity => "A vanity address was taken away",
            Self::SetThumbnail => "Content was given a thumbnail",
            Self::RemoveThumbnail => "A thumbnail was taken away",
            Self::AddToken => "A program was let sign its requests",
            Self::RemoveToken => "A program was no longer let sign its requests",
            Self::EndJob => "A process or a deploy was ended",
            Self::SignIn => "Somebody signed in",
            Self::RefuseSignIn => "A sign-in, or a password given as a proof, was refused",
            Self::AddUser => "An account was made",
            Self::UpdateUser => "An account was changed",
            Self::LockUser => "An account was locked",
            Self::UnlockUser => "An account was unlocked",
            Self::UpdatePassword => "A password was set",
            Self::AddKey => "An API key was made",
            Self::RemoveKey => "API keys were deleted",
            Self::RemoveCache => "The environments for a version of a language were removed",
        }
    }
}

impl Services {
    /// Writes down what an actor has done. A database that fails now must not undo what was done, so that is logged.
    pub(crate) async fn audit(&self, actor: &Actor, action: Action, event: String) {
        self.audit_by(&By::Actor(actor.clone()), action, event).await;
    }

    /// Writes down what somebody has done. A database that fails now must not undo what was done, so that is logged.
    ///
    /// # Security
    /// What nobody known has sent is never part of the event: people type passwords where usernames belong.
    pub(crate) async fn audit_by(&self, by: &By, action: Action, event: String) {
        let (user, user_description) = match by {
            By::Actor(actor) => (Some(actor.user()), actor.description()),
            By::User(user, _) => (Some(user), user.username.to_string()),
            By::CommandLine => (None, "the command line".to_owned()),
            By::Unknown(_) => (None, "nobody known".to_owned()),
        };
        let (key, address) = match by {
            By::Actor(actor) => (actor.key().map(|key| (key.id, key.name.to_string())), actor.address()),
            By::CommandLine => (None, None),
            By::User(_, address) | By::Unknown(address) => (None, address.map(|address| address.to_canonical())),
        };
        let id = user.map(|user| user.id.0);
        let entry = NewAuditEntry {
            at: self.now(),
            user: user.map(|user| (user.id, user.guid)),
            user_description,
            action: action.as_str(),
            event,
            key,
            address: address.map(|address| address.to_string()),
        };
        if let Err(error) = self.0.store.insert_audit_entry(entry).await {
            tracing::error!(?error, action = action.as_str(), user.id = id, "The audit log misses an entry.");
        }
    }
}
