//! The versions of an item: which there are, which one is served, and what can be done with the others.

use leptos::prelude::*;
use time::OffsetDateTime;

use super::{Head, Tab, address};
use crate::model::{AppHead, Frame, VersionRow, VersionStanding, Versions};
use crate::pages::{Sheet, Width};
use crate::parts::{Csrf, Icon, Moment};
use crate::words::bytes;

pub(in crate::pages) fn sheet(frame: &Frame, page: Versions) -> Sheet {
    let Versions { head, rows, may_publish } = page;
    let list =
        if rows.is_empty() { empty(may_publish).into_any() } else { table(frame, &head, rows, may_publish).into_any() };
    let body = view! {
        <Head head=&head tab=Tab::Versions />
        <div class="section-head">
            <h2>"Versions"</h2>
            {may_publish.then(|| view! { <a class="button primary" href=address(&head, "/versions/new")>"New version"</a> })}
        </div>
        {list}
    };
    Sheet { title: Tab::Versions.title(&head), width: Width::Wide, body: body.into_any() }
}

fn empty(may_publish: bool) -> impl IntoView {
    let next = if may_publish {
        "Upload a first version, or deploy one with a program."
    } else {
        "Its owner uploads the first one."
    };
    view! {
        <section class="empty">
            <h2>"There is no version yet"</h2>
            <p>"Each upload becomes a version, and the latest one that was deployed is what people see. " {next}</p>
        </section>
    }
}

fn table(frame: &Frame, head: &AppHead, rows: Vec<VersionRow>, may_publish: bool) -> impl IntoView + use<> {
    let rows = rows.into_iter().map(|version| row(frame, head, version, may_publish)).collect_view();
    view! {
        <table class="data-table version-table" role="table" aria-label="Versions">
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">"Version"</th>
                    <th role="columnheader" scope="col">"Uploaded"</th>
                    <th role="columnheader" scope="col">"Size"</th>
                    <th role="columnheader" scope="col">"Source"</th>
                    <th role="columnheader" scope="col">
                        <span class="visually-hidden">"Actions"</span>
                    </th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
}

fn row(frame: &Frame, head: &AppHead, version: VersionRow, may_publish: bool) -> impl IntoView + use<> {
    let served = version.standing == VersionStanding::Served;
    let actions = view! {
        <div class="row-actions">
            {(may_publish && !served).then(|| activate(frame, head, version.number))}
            {may_publish.then(|| download(head, version.number))}
            {(!served).then(|| delete(head, version.number))}
        </div>
    };
    view! {
        <tr role="row">
            <th class="row-name" role="rowheader" scope="row">
                {format!("Version {}", version.number)}
                {standing(version.standing)}
            </th>
            <td role="cell" data-label="Uploaded"><Uploaded now=frame.now version=version.clone() /></td>
            <td role="cell" data-label="Size"><span>{bytes(version.size)}</span></td>
            <td class="source" role="cell" data-label="Source">
                {if version.source.is_empty() {
                    view! { <span class="quiet">"not said"</span> }.into_any()
                } else {
                    view! { <span>{version.source}</span> }.into_any()
                }}
            </td>
            <td class="row-action" role="cell">{actions}</td>
        </tr>
    }
}

/// The word beside a version that people see, or never saw.
pub(super) fn standing(standing: VersionStanding) -> Option<impl IntoView> {
    let (word, tone) = match standing {
        VersionStanding::Served => ("served", Some("good")),
        VersionStanding::Past => return None,
        VersionStanding::Draft => ("never served", None),
    };
    Some(view! { <span class="tag" data-tone=tone>{word}</span> })
}

/// When a version was uploaded, and by whom.
#[component]
pub(super) fn Uploaded(
    /// The instant that is counted from.
    now: OffsetDateTime,
    /// The version.
    version: VersionRow,
) -> impl IntoView {
    let by = version.uploaded_by.map(|name| format!(" by {name}"));
    view! {
        <span>
            <Moment now=now at=version.uploaded_at />
            {by}
        </span>
    }
}

fn activate(frame: &Frame, head: &AppHead, number: i64) -> impl IntoView + use<> {
    view! {
        <form action=address(head, &format!("/versions/{number}/activate")) method="post">
            <Csrf token=frame.csrf.clone() />
            <button class="button" type="submit">
                "Activate"
                <span class="visually-hidden">{format!(" version {number}")}</span>
            </button>
        </form>
    }
}

fn download(head: &AppHead, number: i64) -> impl IntoView + use<> {
    let archive = format!("/__api__/v1/content/{}/bundles/{number}/download", head.guid);
    view! {
        <a class="icon-button plain" href=archive download aria-label=format!("Download version {number}")>
            <Icon name="download" />
        </a>
    }
}

fn delete(head: &AppHead, number: i64) -> impl IntoView + use<> {
    let question = address(head, &format!("/versions/{number}/delete"));
    view! {
        <a class="icon-button" href=question aria-label=format!("Delete version {number}")>
            <Icon name="bin" />
        </a>
    }
}
