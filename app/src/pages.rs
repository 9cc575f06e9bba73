//! The pages: which there are, and how one becomes HTML.

mod apps;
mod claim;
mod content;
mod keys;
mod new_content;
mod notice;
mod people;
mod profile;
mod setup;
mod sign_in;
mod tags;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use hydration_context::SsrSharedContext;
use leptos::prelude::*;

use crate::frame::document;
use crate::model::{
    Account, App, AppAddress, AppHead, AppLogs, AppPeople, AppSettings, AppTags, AppUsage, AppVariables, Claim,
    ContentList, Deploy, Frame, GroupPage, GroupRow, Groups, KeyForm, KeyPage, Keys, NewAccount, NewContent, NewKey,
    NewVersion, Notice, People, Profile, Setup, SignIn, TagPage, Tags, Variable, VersionDelete, Versions,
};

/// What the server can show.
pub enum Page {
    /// The sign-in page, at `/__login__`.
    SignIn(SignIn),
    /// The page that makes the first administrator, at `/connect/setup`.
    Setup(Setup),
    /// The API Keys page, at `/connect/keys`.
    Keys(Keys),
    /// "Create API Key" as a page of its own, at `/connect/keys/new`.
    NewKey(KeyForm),
    /// The one look at a new key, at `/connect/keys/created`.
    CreatedKey(NewKey),
    /// One key, at `/connect/keys/{id}`.
    Key(KeyPage),
    /// The Profile page, at `/connect/profile`.
    Profile(Profile),
    /// Whether to let a program in, at `/connect/tokens/{token}`.
    Claim(Claim),
    /// The content that I may see, at `/connect/`.
    Content(ContentList),
    /// "New content", at `/connect/new`.
    NewContent(NewContent),
    /// The content view, at `/connect/apps/{guid}`.
    App(App),
    /// The settings of an item, at `/connect/apps/{guid}/settings`.
    AppSettings(AppSettings),
    /// Who is named for an item, at `/connect/apps/{guid}/people`.
    AppPeople(AppPeople),
    /// The environment variables of an item, at `/connect/apps/{guid}/variables`.
    AppVariables(AppVariables),
    /// The question before one is removed, at `/connect/apps/{guid}/variables/remove`.
    VariableRemoval(Variable),
    /// The tags of an item, at `/connect/apps/{guid}/tags`.
    AppTags(AppTags),
    /// The vanity address of an item, at `/connect/apps/{guid}/address`.
    AppAddress(AppAddress),
    /// The question before an item is deleted, at `/connect/apps/{guid}/delete`.
    AppDelete(AppHead),
    /// The visits of an item, at `/connect/apps/{guid}/usage`.
    AppUsage(AppUsage),
    /// The logs of an item's program, at `/connect/apps/{guid}/logs`.
    AppLogs(AppLogs),
    /// The versions of an item, at `/connect/apps/{guid}/versions`.
    Versions(Versions),
    /// "New version", at `/connect/apps/{guid}/versions/new`.
    NewVersion(NewVersion),
    /// The question before a version is deleted, at `/connect/apps/{guid}/versions/{number}/delete`.
    VersionDelete(VersionDelete),
    /// How a deploy goes, at `/connect/apps/{guid}/deploys/{task}`.
    Deploy(Deploy),
    /// The accounts, at `/connect/people`.
    People(People),
    /// One account, at `/connect/people/{guid}`.
    Account(Account),
    /// The form of a new account, at `/connect/people/new`.
    NewAccount(NewAccount),
    /// The groups, at `/connect/groups`.
    Groups(Groups),
    /// One group, at `/connect/groups/{guid}`.
    Group(GroupPage),
    /// The question before a group is deleted, at `/connect/groups/{guid}/delete`.
    GroupDeletion(GroupRow),
    /// The tags, at `/connect/tags`.
    Tags(Tags),
    /// One tag, at `/connect/tags/{id}`.
    Tag(TagPage),
    /// The question before a tag is deleted, at `/connect/tags/{id}/delete`.
    TagDeletion(TagPage),
    /// What went wrong, or what to do instead.
    Notice(Notice),
}

/// The whole HTML document of a page.
pub fn render(frame: &Frame, page: Page) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| document(frame, sheet(frame, page)).to_html());
    owner.unset_with_forced_cleanup();
    format!("<!DOCTYPE html>{html}")
}

/// What a page puts into the frame.
pub(crate) struct Sheet {
    /// What the page is called, for the window's title.
    pub(crate) title: String,
    /// How wide it is.
    pub(crate) width: Width,
    /// Everything below the header, from the heading on.
    pub(crate) body: AnyView,
}

/// How wide a page is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Width {
    /// A table or list.
    Wide,
    /// A form or text.
    Text,
    /// A table or list, and below it something that fills the rest of the window.
    Window,
    /// A form that stands alone, before there is anybody to show a header for.
    Card,
}

impl Width {
    /// The value of `data-width`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Text => "text",
            Self::Window => "window",
            Self::Card => "card",
        }
    }
}

fn sheet(frame: &Frame, page: Page) -> Sheet {
    match page {
        Page::SignIn(page) => sign_in::sheet(frame, page),
        Page::Setup(page) => setup::sheet(frame, page),
        Page::Keys(page) => keys::sheet(frame, page),
        Page::NewKey(form) => keys::form::sheet(frame, form),
        Page::CreatedKey(key) => keys::created::sheet(key),
        Page::Key(page) => keys::one::sheet(frame, page),
        Page::Profile(page) => profile::sheet(frame, page),
        Page::Claim(page) => claim::sheet(frame, page),
        Page::Content(page) => content::sheet(frame, page),
        Page::NewContent(page) => new_content::sheet(frame, page),
        Page::App(page) => apps::view::sheet(frame, page),
        Page::AppSettings(page) => apps::settings::sheet(frame, page),
        Page::AppPeople(page) => apps::settings::people::sheet(frame, page),
        Page::AppVariables(page) => apps::settings::variables::sheet(frame, page),
        Page::VariableRemoval(page) => apps::settings::variables::removal(frame, page),
        Page::AppTags(page) => apps::settings::tags::sheet(frame, page),
        Page::AppAddress(page) => apps::settings::address::sheet(frame, page),
        Page::AppDelete(head) => apps::delete::sheet(frame, &head),
        Page::AppUsage(page) => apps::usage::sheet(frame, page),
        Page::AppLogs(page) => apps::logs::sheet(frame, page),
        Page::Versions(page) => apps::versions::sheet(frame, page),
        Page::NewVersion(page) => apps::new_version::sheet(frame, page),
        Page::VersionDelete(page) => apps::version::sheet(frame, page),
        Page::Deploy(page) => apps::deploy::sheet(page),
        Page::People(page) => people::sheet(frame, page),
        Page::Account(page) => people::account::sheet(frame, &page),
        Page::NewAccount(page) => people::new::sheet(frame, page),
        Page::Groups(page) => people::groups::sheet(frame, page),
        Page::Group(page) => people::group::sheet(frame, page),
        Page::GroupDeletion(group) => people::group::question(frame, &group),
        Page::Tags(page) => tags::sheet(frame, page),
        Page::Tag(page) => tags::one::sheet(frame, page),
        Page::TagDeletion(page) => tags::one::question(frame, &page),
        Page::Notice(page) => notice::sheet(page),
    }
}
