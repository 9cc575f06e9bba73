//! The API Keys page.

pub(super) mod created;
pub(super) mod form;
pub(super) mod one;
mod table;

use leptos::prelude::*;

use super::{Sheet, Width};
use crate::islands::CreateKey;
use crate::model::{Frame, Keys};
use crate::parts::Lines;
use crate::words::count;

/// With fewer keys than this, looking is quicker than filtering.
const FILTER_FROM: usize = 11;

pub(super) fn sheet(frame: &Frame, page: Keys) -> Sheet {
    let Keys { rows, total, matching, filter, page, pages, form } = page;
    let data = form::data(frame, form);
    let found = match (total, matching) {
        (0, _) => empty(frame).into_any(),
        (_, 0) => nothing_found(&filter).into_any(),
        _ => view! {
            {table::table(frame, &rows)}
            {(pages > 1).then(|| pagination(&filter, page, pages))}
        }
        .into_any(),
    };
    let body = view! {
        <div class="page-head">
            <div>
                <h1 tabindex="-1">"API Keys"</h1>
                <p class="lede">"Programs use a key to act as you. Make one per tool, delete it when done."</p>
            </div>
            {(total > 0).then(new_key_button)}
        </div>
        {(total >= FILTER_FROM).then(|| filter_form(filter, total, matching))}
        {found}
        <CreateKey data=data />
    };
    Sheet { title: "API Keys".to_owned(), width: Width::Wide, body: body.into_any() }
}

/// Opens the dialog; browsers without invoker commands and without scripts get a link.
fn new_key_button() -> impl IntoView {
    view! {
        <div class="page-action">
            <button class="button primary" id="new-key" type="button" commandfor="create-key" command="show-modal">
                "New API Key"
            </button>
            <noscript>
                <a href="/connect/keys/new">"Form on a page of its own"</a>
            </noscript>
        </div>
    }
}

fn empty(frame: &Frame) -> impl IntoView {
    let line = format!("curl -H \"Authorization: Key ${{CONNECT_API_KEY}}\" {}/__api__/v1/user", frame.server_url);
    view! {
        <section class="empty">
            <h2>"You have no API keys"</h2>
            <p>
                "A key lets a program open content and use the API as you, without your password. Give every tool a key of its \
                 own: then one can be deleted and the others go on."
            </p>
            <p>"With a key in " <code>"CONNECT_API_KEY"</code> ", this asks the server who you are:"</p>
            <Lines id="try-it" what="the command" text=line />
            {new_key_button()}
        </section>
    }
}

fn nothing_found(filter: &str) -> impl IntoView + use<> {
    view! {
        <p class="prose">
            {format!("No key has “{filter}” in its name. ")} <a href="/connect/keys">"Show all keys"</a>
        </p>
    }
}

fn filter_form(filter: String, total: usize, matching: usize) -> impl IntoView {
    let filtered = !filter.is_empty();
    view! {
        <form class="filter" action="/connect/keys" method="get" role="search">
            <label for="filter">"Name contains"</label>
            <input id="filter" name="q" type="search" value=filter autocomplete="off" spellcheck="false" />
            <button class="button" type="submit">"Filter"</button>
            <p class="quiet">
                {if filtered { format!("{matching} of {}", keys(total)) } else { keys(total) }}
                {filtered.then(|| view! { " · " <a href="/connect/keys">"Show all"</a> })}
            </p>
        </form>
    }
}

/// "1 key", "2 keys".
fn keys(number: usize) -> String {
    count(number as u64, "key")
}

fn pagination(filter: &str, page: usize, pages: usize) -> impl IntoView + use<> {
    let query = if filter.is_empty() { String::new() } else { format!("q={}&", encode(filter)) };
    let address = move |page: usize| format!("/connect/keys?{query}page={page}");
    let step = |page: usize, words: &'static str, rel: &'static str| {
        view! {
            <li>
                <a class="step" rel=rel href=address(page)>{words}</a>
            </li>
        }
    };
    view! {
        <nav class="pagination" aria-label="Pages">
            <ul>
                {(page > 1).then(|| step(page - 1, "Previous", "prev"))}
                {(1..=pages)
                    .filter(|&n| n == 1 || n == pages || n.abs_diff(page) <= 1)
                    .map(|n| {
                        let gap = n > 1 && n + 1 < page || n == pages && page + 2 < pages;
                        view! {
                            {gap.then(|| view! { <li class="gap" aria-hidden="true">"…"</li> })}
                            <li>
                                <a href=address(n) aria-label=format!("Page {n}") aria-current=(n == page).then_some("page")>
                                    {n}
                                </a>
                            </li>
                        }
                    })
                    .collect_view()}
                {(page < pages).then(|| step(page + 1, "Next", "next"))}
            </ul>
        </nav>
    }
}

/// Percent-encodes a query value.
fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
