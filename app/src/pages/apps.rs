//! The pages of one content item, and the head that they share.

mod chart;
pub(super) mod delete;
pub(super) mod deploy;
pub(super) mod logs;
pub(super) mod new_version;
pub(super) mod settings;
mod state;
pub(super) mod usage;
pub(super) mod version;
pub(super) mod versions;
pub(super) mod view;

use leptos::prelude::*;

use crate::islands::MenuKeys;
use crate::model::AppHead;
use crate::parts::Icon;

/// The address of an item's page.
fn address(head: &AppHead, rest: &str) -> String {
    format!("/connect/apps/{}{rest}", head.guid)
}

/// One of the pages of an item.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tab {
    Content,
    Settings,
    Versions,
    Usage,
    Logs,
}

impl Tab {
    /// The pages that there are for who may manage the item; nobody else gets tabs.
    fn of(head: &AppHead) -> impl Iterator<Item = Self> + use<> {
        let (managed, program) = (head.may_manage, head.program);
        let all = [Self::Content, Self::Settings, Self::Versions, Self::Usage, Self::Logs];
        all.into_iter().filter(move |tab| managed && (program || *tab != Self::Logs))
    }

    fn label(self) -> &'static str {
        match self {
            Self::Content => "Content",
            Self::Settings => "Settings",
            Self::Versions => "Versions",
            Self::Usage => "Usage",
            Self::Logs => "Logs",
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Content => "",
            Self::Settings => "/settings",
            Self::Versions => "/versions",
            Self::Usage => "/usage",
            Self::Logs => "/logs",
        }
    }

    /// A page beside the content is called by both names.
    fn title(self, head: &AppHead) -> String {
        match self {
            Self::Content => head.title.clone(),
            tab => format!("{} · {}", tab.label(), head.title),
        }
    }
}

/// Title, "Open Solo" and tabs. On narrow screens there is room for the title only, and a menu has the rest.
#[component]
fn Head<'a>(
    /// The item.
    head: &'a AppHead,
    /// The page that this is.
    tab: Tab,
    /// What stands below the title.
    #[prop(optional, into)]
    below: Option<AnyView>,
) -> impl IntoView + use<> {
    let tabs: Vec<_> = Tab::of(head).map(|tab| (tab, address(head, tab.path()))).collect();
    view! {
        <p class="back">
            <a href="/connect/">
                <Icon name="back" />
                "Content"
            </a>
        </p>
        <div class="app-head">
            <div>
                <h1 tabindex="-1">{head.title.clone()}</h1>
                {below}
            </div>
            {head
                .may_view
                .then(|| {
                    view! {
                        <div class="wide-only">
                            <OpenSolo head=head primary=true />
                        </div>
                    }
                })}
            <Menu head=head tab=tab tabs=tabs.clone() />
        </div>
        {(!tabs.is_empty()).then(|| view! { <nav class="tabs wide-only" aria-label="About this content">{links(tabs, tab)}</nav> })}
    }
}

/// The link to the content alone, which is its target URL.
#[component]
fn OpenSolo<'a>(
    /// The item.
    head: &'a AppHead,
    /// Whether it is what one does here, and not one entry among others.
    primary: bool,
) -> impl IntoView + use<> {
    view! {
        <a class=primary.then_some("button primary") href=head.target_url.clone() target="_blank" rel="noopener">
            "Open Solo"
            <Icon name="open" />
            <span class="visually-hidden">" in a new tab"</span>
        </a>
    }
}

/// The "…" menu of narrow screens.
#[component]
fn Menu<'a>(
    /// The item.
    head: &'a AppHead,
    /// The page that this is.
    tab: Tab,
    /// The pages of the item with their addresses.
    tabs: Vec<(Tab, String)>,
) -> impl IntoView + use<> {
    let solo = head.may_view.then(|| {
        view! {
            <ul>
                <li>
                    <OpenSolo head=head primary=false />
                </li>
            </ul>
        }
    });
    view! {
        <div class="narrow-only">
            <MenuKeys>
                <button class="button more-button" type="button" popovertarget="app-menu" aria-label="More">
                    <Icon name="more" />
                </button>
                <div class="menu app-menu" id="app-menu" popover="auto">
                    {solo}
                    {(!tabs.is_empty()).then(|| links(tabs, tab))}
                </div>
            </MenuKeys>
        </div>
    }
}

fn links(tabs: Vec<(Tab, String)>, here: Tab) -> impl IntoView {
    view! {
        <ul>
            {tabs
                .into_iter()
                .map(|(tab, address)| {
                    view! {
                        <li>
                            <a href=address aria-current=(tab == here).then_some("page")>{tab.label()}</a>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}
