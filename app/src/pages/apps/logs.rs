//! What an item's program wrote, and how it is.

use leptos::prelude::*;

use super::state::{Failure, StartAgain};
use super::{Head, Tab, address};
use crate::model::{AppLogs, Frame};
use crate::pages::{Sheet, Width};
use crate::parts::{Icon, Moment};

pub(in crate::pages) fn sheet(frame: &Frame, page: AppLogs) -> Sheet {
    let AppLogs { head, state, since, failed, log } = page;
    let csrf = frame.csrf.clone();
    let state = if failed {
        view! { <Failure head=&head csrf=csrf reason=state logs=false /> }.into_any()
    } else {
        view! {
            <div class="program-state">
                <p>
                    <Icon name="clock" />
                    <span>
                        {state}
                        {since.map(|at| view! { " Started " <Moment now=frame.now at=at /> "." })}
                    </span>
                </p>
                <StartAgain head=&head csrf=csrf />
            </div>
        }
        .into_any()
    };
    let log = if log.trim().is_empty() {
        view! { <p class="prose quiet">"The program has written nothing yet. What it prints appears here."</p> }
            .into_any()
    } else {
        // The box begins at its end, where the newest lines are.
        view! {
            <div class="log" role="region" aria-label="Log" tabindex="0">
                <pre>{log}</pre>
            </div>
        }
        .into_any()
    };
    let body = view! {
        <Head head=&head tab=Tab::Logs />
        {state}
        <div class="section-head">
            <h2>"Log"</h2>
            <a class="button" href=address(&head, Tab::Logs.path())>"Load new lines"</a>
        </div>
        {log}
    };
    Sheet { title: Tab::Logs.title(&head), width: Width::Wide, body: body.into_any() }
}
