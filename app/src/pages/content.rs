//! The content that I may see or manage.

use leptos::prelude::*;

use super::{Sheet, Width};
use crate::islands::CopyButton;
use crate::model::{ContentList, ContentRow, Frame};
use crate::parts::{Lines, Moment};

pub(super) fn sheet(frame: &Frame, page: ContentList) -> Sheet {
    let list = if page.rows.is_empty() { empty(page.may_publish) } else { table(frame, page.rows) };
    let whose = if page.manages_all { "All there is; you see what you have access to." } else { "What you may see." };
    let body = view! {
        <div class="page-head">
            <div>
                <h1 tabindex="-1">"Content"</h1>
                <p class="lede">{whose} " Programs call an item at its target URL, with an API key."</p>
            </div>
            {page
                .may_publish
                .then(|| {
                    view! {
                        <div class="page-action">
                            <a class="button primary" href="/connect/new">"New content"</a>
                        </div>
                    }
                })}
        </div>
        {list}
    };
    Sheet { title: "Content".to_owned(), width: Width::Wide, body: body.into_any() }
}

fn table(frame: &Frame, rows: Vec<ContentRow>) -> AnyView {
    let now = frame.now;
    view! {
        <table class="data-table content-table" role="table" aria-label="Content">
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">"Title"</th>
                    <th role="columnheader" scope="col">"Owner"</th>
                    <th role="columnheader" scope="col">"Kind"</th>
                    <th role="columnheader" scope="col">"Access"</th>
                    <th role="columnheader" scope="col">"Target URL"</th>
                    <th role="columnheader" scope="col">"Published"</th>
                </tr>
            </thead>
            <tbody role="rowgroup">
                {rows
                    .into_iter()
                    .enumerate()
                    .map(|(index, row)| {
                        let id = format!("target-{index}");
                        let what = format!("the target URL of {}", row.title);
                        view! {
                            <tr role="row">
                                <th class="row-name" role="rowheader" scope="row">
                                    <a href=format!("/connect/apps/{}", row.guid)>{row.title}</a>
                                </th>
                                <td role="cell" data-label="Owner">{row.owner}</td>
                                <td role="cell" data-label="Kind">{row.kind}</td>
                                <td role="cell" data-label="Access">{row.access}</td>
                                <td role="cell" data-label="Target URL">
                                    <div class="copy-line">
                                        <code id=id.clone()>{row.target_url}</code>
                                        <CopyButton target=id what=what />
                                    </div>
                                </td>
                                <td role="cell" data-label="Published">
                                    {match row.deployed_at {
                                        Some(at) => view! { <Moment now=now at=at /> }.into_any(),
                                        None => view! { <span class="quiet">"not yet"</span> }.into_any(),
                                    }}
                                </td>
                            </tr>
                        }
                    })
                    .collect_view()}
            </tbody>
        </table>
    }
    .into_any()
}

fn empty(may_publish: bool) -> AnyView {
    if !may_publish {
        return view! {
            <section class="empty">
                <h2>"Nothing to see yet"</h2>
                <p>"When somebody publishes content and gives you access, it appears here."</p>
            </section>
        }
        .into_any();
    }
    view! {
        <section class="empty">
            <h2>"Nothing is published yet"</h2>
            <p>
                "A folder of HTML files, a single page or a program becomes content with “New content”, or with one command on \
                 the server. It appears here with the address that people and programs open."
            </p>
            <Lines id="publish" what="the command" text="claviger publish ./report --name report --user NAME" />
        </section>
    }
    .into_any()
}
