//! The settings of an item: what it is called, who may see it, and its end; and the pages beside, a file each.

pub(in crate::pages) mod address;
pub(in crate::pages) mod people;
pub(in crate::pages) mod tags;
pub(in crate::pages) mod variables;

use domain::Access;
use leptos::prelude::*;

use super::{Head, Tab, delete};
use crate::islands::CopyButton;
use crate::model::{AppFacts, AppForm, AppHead, AppSettings, Frame};
use crate::pages::{Sheet, Width};
use crate::parts::{Choices, Csrf, Field, Instant, TextArea, access_choice};
use crate::words::exact;

pub(in crate::pages) fn sheet(frame: &Frame, page: AppSettings) -> Sheet {
    let form = &page.form;
    let problems = [&form.title_problem, &form.description_problem, &form.access_problem];
    let refused = problems.into_iter().any(Option::is_some);
    let body = view! {
        <Head head=&page.head tab=Tab::Settings />
        <Parts head=&page.head here=Part::General />
        <div class="beside">
            <div>
                {general(frame, &page.head, page.form)}
                {delete::danger_zone(frame, &page.head)}
            </div>
            {facts(&page.head, page.facts)}
        </div>
    };
    Sheet { title: titled(&Tab::Settings.title(&page.head), refused), width: Width::Wide, body: body.into_any() }
}

/// The title of a page whose form was refused says so first.
fn titled(title: &str, refused: bool) -> String {
    if refused { format!("Error: {title}") } else { title.to_owned() }
}

/// One of the pages of the settings.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    General,
    People,
    Variables,
    Tags,
    Address,
}

impl Part {
    const EACH: [Self; 5] = [Self::General, Self::People, Self::Variables, Self::Tags, Self::Address];

    fn label(self) -> &'static str {
        match self {
            Self::General => "General",
            Self::People => "People",
            Self::Variables => "Variables",
            Self::Tags => "Tags",
            Self::Address => "Address",
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::General => "/settings",
            Self::People => "/people",
            Self::Variables => "/variables",
            Self::Tags => "/tags",
            Self::Address => "/address",
        }
    }

    fn title(self, head: &AppHead) -> String {
        format!("{} · {}", self.label(), head.title)
    }
}

/// The pages of the settings, below the tabs.
#[component]
fn Parts<'a>(
    /// The item.
    head: &'a AppHead,
    /// The page that this is.
    here: Part,
) -> impl IntoView + use<> {
    let links = Part::EACH.map(|part| {
        view! {
            <li>
                <a href=super::address(head, part.path()) aria-current=(part == here).then_some("page")>{part.label()}</a>
            </li>
        }
    });
    view! {
        <nav class="parts" aria-label="Settings">
            <ul>{links.into_iter().collect_view()}</ul>
        </nav>
    }
}

/// A page of the settings that is about one thing: its heading, what it is for, and the rest.
fn part(
    head: &AppHead,
    here: Part,
    refused: bool,
    lede: impl IntoView + 'static,
    rest: impl IntoView + 'static,
) -> Sheet {
    let body = view! {
        <Head head=head tab=Tab::Settings />
        <Parts head=head here=here />
        <section class="part" aria-labelledby="part-title">
            <div>
                <h2 id="part-title">{here.label()}</h2>
                <p class="lede">{lede}</p>
            </div>
            {rest}
        </section>
    };
    Sheet { title: titled(&here.title(head), refused), width: Width::Wide, body: body.into_any() }
}

fn general(frame: &Frame, head: &AppHead, form: AppForm) -> impl IntoView + use<> {
    view! {
        <section class="panel" aria-labelledby="general-title">
            <h2 id="general-title">"General"</h2>
            <form action=super::address(head, "/settings") method="post">
                <Csrf token=frame.csrf.clone() />
                <Field
                    id="app-title"
                    name="title"
                    label="Title"
                    hint="Without one, the name is shown."
                    required=false
                    maxlength="1024"
                    value=form.title
                    problem=Signal::stored(form.title_problem)
                />
                <TextArea
                    id="app-description"
                    name="description"
                    label="Description"
                    hint="What people find here, and whom to ask about it."
                    maxlength="4096"
                    value=&form.description
                    problem=form.description_problem
                />
                <Choices
                    id="app-access"
                    name="access"
                    legend="Access"
                    choices=Access::EACH.map(access_choice).into()
                    chosen=form.access
                    problem=Signal::stored(form.access_problem)
                />
                <button class="button primary" type="submit">"Save settings"</button>
            </form>
        </section>
    }
}

fn facts(head: &AppHead, facts: AppFacts) -> impl IntoView + use<> {
    view! {
        <section class="panel" aria-labelledby="facts-title">
            <h2 id="facts-title">"Information"</h2>
            <dl class="facts stacked">
                <dt>"Target URL"</dt>
                <dd class="target-url">
                    <code id="target-url">{head.target_url.clone()}</code>
                    <CopyButton target="target-url".to_owned() what="the target URL".to_owned() />
                </dd>
                <dt>"Kind"</dt>
                <dd>{facts.kind}</dd>
                <dt>"Name"</dt>
                <dd>{facts.name}</dd>
                <dt>"Owner"</dt>
                <dd>{facts.owner}</dd>
                <dt>"GUID"</dt>
                <dd><code>{head.guid.clone()}</code></dd>
                <dt>"Number"</dt>
                <dd>{facts.number}</dd>
                <dt>"Created"</dt>
                <dd><Instant at=facts.created_at words=exact(facts.created_at) /></dd>
                <dt>"Published"</dt>
                <dd>
                    {match facts.deployed_at {
                        Some(at) => view! { <Instant at=at words=exact(at) /> }.into_any(),
                        None => view! { <span class="quiet">"not yet"</span> }.into_any(),
                    }}
                </dd>
            </dl>
        </section>
    }
}
