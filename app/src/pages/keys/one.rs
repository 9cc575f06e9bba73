//! The page of one key: everything about it, and the form that deletes it.

use leptos::prelude::*;

use super::table::{Expires, LastUsed, consequences, descendants_choice, shown_key};
use crate::model::{Frame, KeyPage};
use crate::pages::{Sheet, Width};
use crate::parts::{Csrf, Icon, Instant};
use crate::words::exact;

pub(in crate::pages) fn sheet(frame: &Frame, page: KeyPage) -> Sheet {
    let KeyPage { key, descendants } = page;
    let now = frame.now;
    let title = format!("{} · API Keys", key.name);
    let delete = format!("/connect/keys/{}/delete", key.id);
    let body = view! {
        <p class="back">
            <a href="/connect/keys">
                <Icon name="back" />
                "API Keys"
            </a>
        </p>
        <h1 tabindex="-1">{key.name.clone()}</h1>
        <dl class="facts">
            <dt>"Role"</dt>
            <dd>{key.role}</dd>
            <dt>"Key"</dt>
            <dd><code>{shown_key(&key.tail)}</code></dd>
            <dt>"Created"</dt>
            <dd>
                <Instant at=key.created_at words=exact(key.created_at) />
                {key.created_from.clone().map(|address| view! { <span class="quiet">{format!(" from {address}")}</span> })}
            </dd>
            <dt>"Last used"</dt>
            <dd><LastUsed now=now at=key.used_at address=key.used_from.clone() /></dd>
            <dt>"Expires"</dt>
            <dd>
                <Expires now=now at=key.expires_at />
                {key.expires_at.map(|at| view! { <span class="quiet">{format!(" · {}", exact(at))}</span> })}
            </dd>
            {key
                .parent
                .clone()
                .map(|parent| {
                    view! {
                        <dt>"Made with"</dt>
                        <dd>{parent}</dd>
                    }
                })}
            {(!descendants.is_empty())
                .then(|| {
                    view! {
                        <dt>"Keys made with it"</dt>
                        <dd>
                            <ul>{descendants.into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}</ul>
                        </dd>
                    }
                })}
        </dl>
        <section class="danger-zone" aria-labelledby="delete-title">
            <h2 id="delete-title">"Delete this key"</h2>
            {consequences(now, &key)}
            <form action=delete method="post">
                <Csrf token=frame.csrf.clone() />
                {descendants_choice(&key)}
                <button class="button danger" type="submit">"Delete key"</button>
            </form>
        </section>
    };
    Sheet { title, width: Width::Text, body: body.into_any() }
}
