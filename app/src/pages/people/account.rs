//! One account, and what an administrator does with it.

use domain::Role;
use leptos::prelude::*;

use super::{Part, Parts, locked};
use crate::model::{Account, Frame};
use crate::pages::{Sheet, Width};
use crate::parts::{Choice, Choices, Csrf, Icon, Instant, Moment};
use crate::words::exact;

pub(in crate::pages) fn sheet(frame: &Frame, page: &Account) -> Sheet {
    let username = page.row.username.clone();
    let refused = page.role_problem.is_some() || page.lock_problem.is_some();
    let title = if refused { format!("Error: {username}") } else { username.clone() };
    let body = view! {
        <Parts here=Part::Accounts />
        <p class="back">
            <a href="/connect/people">
                <Icon name="back" />
                "People"
            </a>
        </p>
        <h1 tabindex="-1">{username} {page.row.locked.then(locked)}</h1>
        {facts(frame, page)}
        {page.may_change.then(|| role_form(frame, page))}
        {(page.may_change && (!page.mine || page.lock_problem.is_some())).then(|| lock_form(frame, page))}
    };
    Sheet { title, width: Width::Text, body: body.into_any() }
}

fn facts(frame: &Frame, page: &Account) -> impl IntoView + use<> {
    let now = frame.now;
    let fact = |label: &'static str, text: &str| {
        (!text.is_empty()).then(|| {
            view! {
                <dt>{label}</dt>
                <dd>{text.to_owned()}</dd>
            }
        })
    };
    view! {
        <dl class="facts">
            {fact("Name", &page.row.name)}
            {fact("E-mail address", &page.email)}
            {fact("Role", page.row.role)}
            <dt>"Created"</dt>
            <dd><Instant at=page.created_at words=exact(page.created_at) /></dd>
            <dt>"Last seen"</dt>
            <dd>
                {match page.row.seen_at {
                    Some(at) => view! { <Moment now=now at=at /> }.into_any(),
                    None => view! { <span class="quiet">"never"</span> }.into_any(),
                }}
            </dd>
        </dl>
    }
}

/// What each role means for an account.
pub(super) fn role_choices() -> Vec<Choice> {
    let choice = |role: Role| {
        let help = match role {
            Role::Viewer => "Opens the content that it may see.",
            Role::Publisher => "Also publishes content, and makes groups.",
            Role::Administrator => "Also takes care of accounts, tags, and the settings of all content.",
        };
        Choice { value: role.as_str().to_owned(), label: role.label().to_owned(), help }
    };
    Role::ALL.map(choice).into()
}

fn role_form(frame: &Frame, page: &Account) -> impl IntoView + use<> {
    view! {
        <section class="panel" aria-labelledby="role-title">
            <h2 id="role-title">"Role"</h2>
            <form action=format!("/connect/people/{}/role", page.row.guid) method="post">
                <Csrf token=frame.csrf.clone() />
                <Choices
                    id="account-role"
                    name="role"
                    legend="What the account may do"
                    choices=role_choices()
                    chosen=page.role.clone()
                    problem=Signal::stored(page.role_problem.clone())
                />
                <p class="hint">"It counts at once, also for the account’s keys."</p>
                <button class="button" type="submit">"Save role"</button>
            </form>
        </section>
    }
}

fn lock_form(frame: &Frame, page: &Account) -> impl IntoView + use<> {
    let (title, text, button, to) = if page.row.locked {
        ("Unlock this account", "It signs in again, and its keys work again.", "Unlock account", "unlocked")
    } else {
        (
            "Lock this account",
            "It is signed out everywhere at once, and its keys are refused. Its content stays as it is.",
            "Lock account",
            "locked",
        )
    };
    let style = if page.row.locked { "button" } else { "button danger" };
    view! {
        <section class="panel" aria-labelledby="lock-title">
            <h2 id="lock-title">{title}</h2>
            <p>{text}</p>
            <form action=format!("/connect/people/{}/lock", page.row.guid) method="post">
                <Csrf token=frame.csrf.clone() />
                <input type="hidden" name="to" value=to />
                <p class="problem form-problem" role="alert">{page.lock_problem.clone()}</p>
                <button class=style type="submit">{button}</button>
            </form>
        </section>
    }
}
