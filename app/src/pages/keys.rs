//! The API Keys page.

pub(super) mod created;
pub(super) mod form;
pub(super) mod one;
mod table;

use leptos::prelude::*;

use super::{Sheet, Width};
use crate::islands::CreateKey;
use crate::model::{Frame, Keys};
use crate::parts::{Lines, Pagination};
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
            <Pagination base="/connect/keys" filter=&filter page=page pages=pages />
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
