//! How a deploy goes: what it says, live where the islands run, and how it ended.

use leptos::prelude::*;

use super::{Head, Tab, address};
use crate::islands::FollowTask;
use crate::model::{AppHead, Deploy, DeployState};
use crate::pages::{Sheet, Width};
use crate::parts::Icon;

pub(in crate::pages) fn sheet(page: Deploy) -> Sheet {
    let Deploy { head, task, lines, state, opens } = page;
    let title = match state {
        DeployState::Running => "Deploying",
        DeployState::Done => "Deployed",
        DeployState::Failed(_) => "Deploy failed",
    };
    let running = state == DeployState::Running;
    let here = address(&head, &format!("/deploys/{task}"));
    let seen = lines.len();
    let more = format!("{here}?seen={seen}{}", if opens { "&open" } else { "" });
    let log = log(&lines, running);
    let log = if running {
        view! {
            <FollowTask task=task seen=seen>
                {log}
            </FollowTask>
        }
        .into_any()
    } else {
        log.into_any()
    };
    let body = view! {
        <Head head=&head tab=Tab::Versions />
        {outcome(&head, state)}
        <div class="section-head">
            <h2>"Log"</h2>
            {running.then(|| view! { <a class="button without-islands" href=more>"Load new lines"</a> })}
        </div>
        {log}
    };
    Sheet { title: format!("{title} · {}", head.title), width: Width::Wide, body: body.into_any() }
}

fn outcome(head: &AppHead, state: DeployState) -> AnyView {
    match state {
        DeployState::Running => view! {
            <div class="program-state">
                <p id="outcome">
                    <Icon name="clock" />
                    <span>"The version is being deployed. What is served until then goes on being served."</span>
                </p>
            </div>
        }
        .into_any(),
        DeployState::Done => view! {
            <section class="outcome" data-tone="good" aria-label="Outcome">
                <Icon name="done" />
                <p id="outcome" tabindex="-1">"The deploy went well."</p>
                <a class="button" href=address(head, "")>"Show the content"</a>
            </section>
        }
        .into_any(),
        DeployState::Failed(reason) => view! {
            <section class="outcome" data-tone="bad" aria-label="Outcome">
                <Icon name="warning" />
                <p id="outcome" tabindex="-1">"The deploy failed, and what is served did not change. " {reason}</p>
                <a class="button" href=address(head, "/versions")>"Show the versions"</a>
            </section>
        }
        .into_any(),
    }
}

/// The lines in a box that begins at its end, where the newest ones are.
fn log(lines: &[String], running: bool) -> impl IntoView + use<> {
    let role = if running { "log" } else { "region" };
    view! {
        <div class="log" role=role aria-label="Log" tabindex="0">
            <pre id="task-log">{lines.iter().map(|line| format!("{line}\n")).collect::<String>()}</pre>
        </div>
    }
}
