//! The list of keys, with a bin and its question for each.

use leptos::prelude::*;
use time::OffsetDateTime;

use crate::model::{Frame, KeyRow};
use crate::parts::{Csrf, Icon, Instant, Moment};
use crate::words::{ago, count, day, soon, until};

/// The list; on narrow screens a list of cards, which is why the roles are spelled out.
pub(super) fn table(frame: &Frame, rows: &[KeyRow]) -> impl IntoView + use<> {
    let (now, csrf) = (frame.now, &frame.csrf);
    view! {
        <table class="data-table key-table" role="table" aria-label="API keys">
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">"Name"</th>
                    <th role="columnheader" scope="col">"Role"</th>
                    <th role="columnheader" scope="col">"Key"</th>
                    <th role="columnheader" scope="col">"Created"</th>
                    <th role="columnheader" scope="col">"Last used"</th>
                    <th role="columnheader" scope="col">"Expires"</th>
                    <th role="columnheader" scope="col">
                        <span class="visually-hidden">"Delete"</span>
                    </th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows.iter().map(|key| row(now, csrf, key)).collect_view()}</tbody>
        </table>
    }
}

fn row(now: OffsetDateTime, csrf: &str, key: &KeyRow) -> impl IntoView + use<> {
    let dialog = format!("delete-{}", key.id);
    view! {
        <tr role="row">
            <th class="row-name" role="rowheader" scope="row">
                <a href=format!("/connect/keys/{}", key.id)>{key.name.clone()}</a>
            </th>
            <td role="cell" data-label="Role">{key.role}</td>
            <td role="cell" data-label="Key"><code>{shown_key(&key.tail)}</code></td>
            <td role="cell" data-label="Created"><Instant at=key.created_at words=day(now, key.created_at) /></td>
            <td role="cell" data-label="Last used"><LastUsed now=now at=key.used_at address=key.used_from.clone() /></td>
            <td role="cell" data-label="Expires"><Expires now=now at=key.expires_at /></td>
            <td class="row-action" role="cell">
                <button
                    class="icon-button"
                    type="button"
                    commandfor=dialog.clone()
                    command="show-modal"
                    aria-label=format!("Delete key {}", key.name)
                >
                    <Icon name="bin" />
                </button>
                {question(now, csrf, dialog, key)}
            </td>
        </tr>
    }
}

/// The dialog behind a bin. It is the browser's own: it works before, without and after our scripts.
fn question(now: OffsetDateTime, csrf: &str, id: String, key: &KeyRow) -> impl IntoView + use<> {
    let (title_id, text_id) = (format!("{id}-title"), format!("{id}-text"));
    view! {
        <dialog
            class="dialog"
            id=id
            role="alertdialog"
            aria-labelledby=title_id
            aria-describedby=text_id
        >
            <form action=format!("/connect/keys/{}/delete", key.id) method="post">
                <Csrf token=csrf.to_owned() />
                <h2 id=title_id.clone()>{format!("Delete key “{}”?", key.name)}</h2>
                <div id=text_id.clone()>{consequences(now, key)}</div>
                {descendants_choice(key)}
                <div class="dialog-actions">
                    <button class="button" type="button" commandfor=id.clone() command="close" autofocus>
                        "Cancel"
                    </button>
                    <button class="button danger" type="submit">"Delete key"</button>
                </div>
            </form>
        </dialog>
    }
}

/// When the key was last used, and what deleting it means.
pub(super) fn consequences(now: OffsetDateTime, key: &KeyRow) -> impl IntoView + use<> {
    let used = match (key.used_at, &key.used_from) {
        (Some(at), Some(address)) => format!("It was last used {} from {address}.", said(now, at)),
        (Some(at), None) => format!("It was last used {}.", said(now, at)),
        (None, _) => "It has never been used.".to_owned(),
    };
    view! {
        <p>{used}</p>
        <p>"Programs that use it are refused at once. This cannot be undone."</p>
    }
}

/// How long ago, inside a sentence: a bare date takes "on".
fn said(now: OffsetDateTime, at: OffsetDateTime) -> String {
    let words = ago(now, at);
    if words.starts_with(|c: char| c.is_ascii_digit()) && !words.ends_with("ago") {
        format!("on {words}")
    } else {
        words
    }
}

/// Whether the keys made with it go too; nothing when there are none.
pub(super) fn descendants_choice(key: &KeyRow) -> impl IntoView + use<> {
    let id = format!("descendants-{}", key.id);
    let words = match key.descendants {
        1 => "Also delete the key made with it".to_owned(),
        number => format!("Also delete the {} made with it", count(number as u64, "key")),
    };
    (key.descendants > 0).then(|| {
        view! {
            <div class="check">
                <input id=id.clone() name="descendants" type="checkbox" value="yes" checked />
                <label for=id>{words}</label>
            </div>
        }
    })
}

/// What of a key may be shown: "clv_…4fZ2".
pub(super) fn shown_key(tail: &str) -> String {
    format!("clv_…{tail}")
}

/// When and from where a key was last used.
#[component]
pub(super) fn LastUsed(now: OffsetDateTime, at: Option<OffsetDateTime>, address: Option<String>) -> impl IntoView {
    match at {
        None => view! { <span class="quiet">"never used"</span> }.into_any(),
        Some(at) => view! {
            <span class="last-used">
                <Moment now=now at=at />
                {address.map(|address| view! { <span class="quiet">{format!(" from {address}")}</span> })}
            </span>
        }
        .into_any(),
    }
}

/// When a key stops working; with a warning when that is near.
#[component]
pub(super) fn Expires(now: OffsetDateTime, at: Option<OffsetDateTime>) -> impl IntoView {
    match at {
        None => view! { <span class="quiet">"never"</span> }.into_any(),
        Some(at) if soon(now, at) => view! {
            <span class="soon">
                <Icon name="clock" />
                <span class="visually-hidden">"Soon: "</span>
                <Instant at=at words=until(now, at) />
            </span>
        }
        .into_any(),
        Some(at) => view! { <Instant at=at words=until(now, at) /> }.into_any(),
    }
}
