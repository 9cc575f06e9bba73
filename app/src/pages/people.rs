//! The accounts of the server, and the groups beside them.

pub(super) mod account;
pub(super) mod group;
pub(super) mod groups;
pub(super) mod new;

use leptos::prelude::*;

use super::{Sheet, Width};
use crate::model::{Frame, People, PersonRow};
use crate::parts::{Moment, Pagination};
use crate::words::count;

/// With fewer accounts than this, looking is quicker than filtering.
const FILTER_FROM: usize = 11;

pub(super) fn sheet(frame: &Frame, page: People) -> Sheet {
    let People { rows, total, matching, filter, page, pages, may_make } = page;
    let found = if rows.is_empty() {
        let words = format!("Nobody has “{filter}” in a name. ");
        view! { <p class="prose">{words} <a href="/connect/people">"Show all accounts"</a></p> }.into_any()
    } else {
        view! {
            {table(frame, rows)}
            <Pagination base="/connect/people" filter=&filter page=page pages=pages />
        }
        .into_any()
    };
    let body = view! {
        <Parts here=Part::Accounts />
        <div class="page-head">
            <div>
                <h1 tabindex="-1">"People"</h1>
                <p class="lede">"Everybody with an account on this server."</p>
            </div>
            {may_make
                .then(|| {
                    view! {
                        <div class="page-action">
                            <a class="button primary" href="/connect/people/new">"New account"</a>
                        </div>
                    }
                })}
        </div>
        {(total >= FILTER_FROM).then(|| filter_form(filter, total, matching))}
        {found}
    };
    Sheet { title: "People".to_owned(), width: Width::Wide, body: body.into_any() }
}

/// One of the two lists of people.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Accounts,
    Groups,
}

/// The way between accounts and groups.
#[component]
fn Parts(here: Part) -> impl IntoView {
    let link = |part, address: &'static str, label: &'static str| {
        view! {
            <li>
                <a href=address aria-current=(part == here).then_some("page")>{label}</a>
            </li>
        }
    };
    view! {
        <nav class="parts" aria-label="People">
            <ul>
                {link(Part::Accounts, "/connect/people", "Accounts")}
                {link(Part::Groups, "/connect/groups", "Groups")}
            </ul>
        </nav>
    }
}

fn table(frame: &Frame, rows: Vec<PersonRow>) -> impl IntoView + use<> {
    let now = frame.now;
    let rows = rows.into_iter().map(move |row| {
        view! {
            <tr role="row">
                <th class="row-name" role="rowheader" scope="row">
                    <a href=format!("/connect/people/{}", row.guid)>{row.username}</a>
                    {row.locked.then(locked)}
                </th>
                <td role="cell" data-label="Name">
                    {if row.name.is_empty() {
                        view! { <span class="quiet">"not given"</span> }.into_any()
                    } else {
                        row.name.into_any()
                    }}
                </td>
                <td role="cell" data-label="Role">{row.role}</td>
                <td role="cell" data-label="Last seen">
                    {match row.seen_at {
                        Some(at) => view! { <Moment now=now at=at /> }.into_any(),
                        None => view! { <span class="quiet">"never"</span> }.into_any(),
                    }}
                </td>
            </tr>
        }
    });
    view! {
        <table class="data-table" role="table" aria-label="Accounts">
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">"Username"</th>
                    <th role="columnheader" scope="col">"Name"</th>
                    <th role="columnheader" scope="col">"Role"</th>
                    <th role="columnheader" scope="col">"Last seen"</th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows.collect_view()}</tbody>
        </table>
    }
}

fn locked() -> impl IntoView {
    view! { <span class="tag">"locked"</span> }
}

fn filter_form(filter: String, total: usize, matching: usize) -> impl IntoView {
    let filtered = !filter.is_empty();
    let all = count(total as u64, "account");
    view! {
        <form class="filter" action="/connect/people" method="get" role="search">
            <label for="filter">"Name contains"</label>
            <input id="filter" name="q" type="search" value=filter autocomplete="off" spellcheck="false" />
            <button class="button" type="submit">"Filter"</button>
            <p class="quiet">
                {if filtered { format!("{matching} of {all}") } else { all }}
                {filtered.then(|| view! { " · " <a href="/connect/people">"Show all"</a> })}
            </p>
        </form>
    }
}
