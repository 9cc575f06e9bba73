//! The settings of an item: what it is called, who may see it, and its end.

use domain::Access;
use leptos::prelude::*;

use super::{Head, Tab, address, delete};
use crate::islands::CopyButton;
use crate::model::{AppFacts, AppForm, AppHead, AppSettings, Frame, Person};
use crate::pages::{Sheet, Width};
use crate::parts::{Choices, Csrf, Field, Instant, TextArea, access_choice};
use crate::words::exact;

pub(in crate::pages) fn sheet(frame: &Frame, page: AppSettings) -> Sheet {
    let form = &page.form;
    let problems = [&form.title_problem, &form.description_problem, &form.access_problem, &page.adding_problem];
    let refused = problems.into_iter().any(Option::is_some);
    let title = Tab::Settings.title(&page.head);
    let title = if refused { format!("Error: {title}") } else { title };
    let body = view! {
        <Head head=&page.head tab=Tab::Settings />
        <div class="beside">
            <div>
                {general(frame, &page.head, page.form)}
                {people(frame, &page.head, page.people_count, page.people, &page.facts.owner, page.adding, page.adding_problem)}
                {delete::danger_zone(frame, &page.head)}
            </div>
            {facts(&page.head, page.facts)}
        </div>
    };
    Sheet { title, width: Width::Wide, body: body.into_any() }
}

fn general(frame: &Frame, head: &AppHead, form: AppForm) -> impl IntoView + use<> {
    view! {
        <section class="panel" aria-labelledby="general-title">
            <h2 id="general-title">"General"</h2>
            <form action=address(head, "/settings") method="post">
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

fn people(
    frame: &Frame,
    head: &AppHead,
    count: bool,
    people: Vec<Person>,
    owner: &str,
    adding: String,
    problem: Option<String>,
) -> impl IntoView + use<> {
    let lede = if count {
        "Besides the owner, these people may see this content."
    } else {
        "These people are asked for only while the access is “Specific users”."
    };
    let rows = people.into_iter().map(|person| person_row(frame, head, person)).collect_view();
    view! {
        <section class="panel" id="people" aria-labelledby="people-title">
            <div>
                <h2 id="people-title">"People"</h2>
                <p class="lede">{lede}</p>
            </div>
            <ul class="people">
                <li>
                    <p>{owner.to_owned()} <span class="tag">"owner"</span></p>
                </li>
                {rows}
            </ul>
            <form class="one-line" action=address(head, "/people") method="post">
                <Csrf token=frame.csrf.clone() />
                <Field
                    id="app-person"
                    name="username"
                    label="Username"
                    maxlength="64"
                    value=adding
                    problem=Signal::stored(problem)
                />
                <button class="button" type="submit">"Add person"</button>
            </form>
        </section>
    }
}

fn person_row(frame: &Frame, head: &AppHead, person: Person) -> impl IntoView + use<> {
    let label = format!("Remove {}", person.username);
    view! {
        <li>
            <p>{person.username}</p>
            <form action=address(head, "/people/remove") method="post">
                <Csrf token=frame.csrf.clone() />
                <input type="hidden" name="person" value=person.guid />
                <button class="button" type="submit" aria-label=label>"Remove"</button>
            </form>
        </li>
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
