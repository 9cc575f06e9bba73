//! Who opened an item, and when.

use domain::{Caller, KeyName, PastVisit, Username};
use leptos::prelude::*;
use time::OffsetDateTime;

use super::chart::{Chart, Figures};
use super::{Head, Tab, address};
use crate::model::{AppHead, AppUsage, Frame};
use crate::pages::{Sheet, Width};
use crate::parts::Moment;
use crate::words::count;

pub(in crate::pages) fn sheet(frame: &Frame, page: AppUsage) -> Sheet {
    let AppUsage { head, total, days, callers, latest } = page;
    let span = days.len();
    let now = frame.now;
    let body = view! {
        <Head head=&head tab=Tab::Usage />
        <div class="section-head">
            <h2>{format!("{} in the last {span} days", count(total, "visit"))}</h2>
            {spans(&head, span)}
        </div>
        {if total == 0 {
            nothing(span).into_any()
        } else {
            view! {
                <Chart now=now days=&days />
                <Figures days=days />
                {by_caller(callers)}
                {latest_visits(now, latest)}
            }
            .into_any()
        }}
    };
    Sheet { title: Tab::Usage.title(&head), width: Width::Wide, body: body.into_any() }
}

fn spans(head: &AppHead, here: usize) -> impl IntoView + use<> {
    let usage = address(head, Tab::Usage.path());
    view! {
        <nav class="segments" aria-label="Span">
            <ul>
                {AppUsage::SPANS
                    .map(|days| {
                        let current = (usize::from(days) == here).then_some("page");
                        view! {
                            <li>
                                <a href=format!("{usage}?days={days}") aria-current=current>{format!("{days} days")}</a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </nav>
    }
}

fn nothing(span: usize) -> impl IntoView {
    view! {
        <section class="empty">
            <p>
                {format!("Nobody opened this content in the last {span} days. ")}
                "Visits count as soon as people open it or programs call its target URL."
            </p>
        </section>
    }
}

fn by_caller(rows: Vec<Caller>) -> impl IntoView {
    view! {
        <section class="visits" aria-labelledby="callers-title">
            <h2 id="callers-title">"Visitors"</h2>
            <table class="data-table" role="table" aria-labelledby="callers-title">
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">"Who"</th>
                        <th role="columnheader" scope="col">"API key"</th>
                        <th class="number" role="columnheader" scope="col">"Visits"</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    {rows
                        .into_iter()
                        .map(|row| {
                            view! {
                                <tr role="row">
                                    <th class="row-name" role="rowheader" scope="row">{who(row.who)}</th>
                                    <td role="cell" data-label="API key">{key(row.key)}</td>
                                    <td class="number" role="cell" data-label="Visits">
                                        <span>{row.visits}</span>
                                    </td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </section>
    }
}

fn latest_visits(now: OffsetDateTime, rows: Vec<PastVisit>) -> impl IntoView {
    view! {
        <section class="visits" aria-labelledby="latest-title">
            <h2 id="latest-title">"Latest visits"</h2>
            <table class="data-table visit-table" role="table" aria-labelledby="latest-title">
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">"When"</th>
                        <th role="columnheader" scope="col">"Who"</th>
                        <th role="columnheader" scope="col">"API key"</th>
                        <th role="columnheader" scope="col">"Path"</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    {rows
                        .into_iter()
                        .map(|row| {
                            view! {
                                <tr role="row">
                                    <th class="row-name" role="rowheader" scope="row"><Moment now=now at=row.at /></th>
                                    <td role="cell" data-label="Who">{who(row.who)}</td>
                                    <td role="cell" data-label="API key">{key(row.key)}</td>
                                    <td role="cell" data-label="Path"><code>{row.path}</code></td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </section>
    }
}

fn who(username: Option<Username>) -> AnyView {
    match username {
        Some(username) => view! { <span>{username.as_str().to_owned()}</span> }.into_any(),
        None => view! { <span class="quiet">"not signed in"</span> }.into_any(),
    }
}

fn key(name: Option<KeyName>) -> AnyView {
    match name {
        Some(name) => view! { <span class="key-name">{name.as_str().to_owned()}</span> }.into_any(),
        None => view! { <span class="quiet">"none"</span> }.into_any(),
    }
}
