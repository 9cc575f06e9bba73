//! The content view: the content in a frame, and what it is.

use leptos::prelude::*;

use super::state::Failure;
use super::{Head, OpenSolo, Tab, address};
use crate::islands::CopyButton;
use crate::model::{App, AppHead, AppShown, Frame};
use crate::pages::{Sheet, Width};
use crate::parts::Moment;

/// What framed content may do: everything that it may alone, but never lead the window around it elsewhere.
const SANDBOX: &str = "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox \
                       allow-downloads allow-modals";

pub(in crate::pages) fn sheet(frame: &Frame, page: App) -> Sheet {
    let below = facts(frame, &page).into_any();
    let App { head, shown, failure, .. } = page;
    let title = Tab::Content.title(&head);
    let width = if matches!(shown, AppShown::Framed(_)) { Width::Window } else { Width::Wide };
    let body = view! {
        <Head head=&head tab=Tab::Content below=below />
        {failure.map(|reason| view! { <Failure head=&head csrf=frame.csrf.clone() reason=reason logs=true /> })}
        {content(&head, shown)}
    };
    Sheet { title, width, body: body.into_any() }
}

/// What the content is, on one line where there is room; its target URL, and what its owner says about it.
fn facts(frame: &Frame, page: &App) -> impl IntoView + use<> {
    let published = page.deployed_at.map(|at| view! { <li>"Published " <Moment now=frame.now at=at /></li> });
    view! {
        <ul class="app-facts">
            <li>{format!("{} by {}", page.kind, page.owner)}</li>
            <li>{page.access}</li>
            {published}
        </ul>
        <div class="target-url">
            <code id="target-url">{page.head.target_url.clone()}</code>
            <CopyButton target="target-url".to_owned() what="the target URL".to_owned() />
        </div>
        {(!page.description.is_empty()).then(|| view! { <p class="description">{page.description.clone()}</p> })}
    }
}

fn content(head: &AppHead, shown: AppShown) -> AnyView {
    match shown {
        AppShown::Framed(address) => {
            view! { <iframe class="content-frame" title=head.title.clone() src=address sandbox=SANDBOX></iframe> }
                .into_any()
        }
        AppShown::Solo => view! {
            <section class="empty">
                <h2>"This content opens alone"</h2>
                <p>
                    "It comes from another site than this page, and a browser would not show it here with your sign-in."
                </p>
                <p>
                    <OpenSolo head=head primary=true />
                </p>
            </section>
        }
        .into_any(),
        AppShown::NotToMe => view! {
            <section class="empty">
                <h2>"You may manage this content, but not see it"</h2>
                <p>
                    "Administrators see what they were given access to, like everybody else. To see it, ask its owner, or add \
                     yourself under " <a href=address(head, "/people")>"People"</a> "."
                </p>
            </section>
        }
        .into_any(),
        AppShown::NotYet => view! {
            <section class="empty">
                <h2>"Nothing is published here yet"</h2>
                <p>"It appears when its owner publishes a first version."</p>
            </section>
        }
        .into_any(),
    }
}
