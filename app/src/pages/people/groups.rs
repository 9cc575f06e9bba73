//! The groups of the server.

use leptos::prelude::*;

use super::{Part, Parts};
use crate::model::{Frame, GroupRow, Groups};
use crate::pages::{Sheet, Width};
use crate::parts::{Csrf, Field};

pub(in crate::pages) fn sheet(frame: &Frame, page: Groups) -> Sheet {
    let Groups { rows, may_make, name, problem } = page;
    let title = if problem.is_some() { "Error: Groups" } else { "Groups" };
    let body = view! {
        <Parts here=Part::Groups />
        <h1 tabindex="-1">"Groups"</h1>
        <p class="lede">"Accounts that are let in together: what a group may see, all its members may."</p>
        {list(rows)}
        {may_make.then(|| make(frame, name, problem))}
    };
    Sheet { title: title.to_owned(), width: Width::Text, body: body.into_any() }
}

fn list(rows: Vec<GroupRow>) -> AnyView {
    if rows.is_empty() {
        return view! { <p class="prose quiet">"There are no groups yet."</p> }.into_any();
    }
    let rows = rows.into_iter().map(|group| {
        let owner = group.owner.map(|owner| view! { <span class="quiet">{format!("by {owner}")}</span> });
        view! {
            <li>
                <p>
                    <a href=format!("/connect/groups/{}", group.guid)>{group.name}</a>
                </p>
                {owner}
            </li>
        }
    });
    view! { <ul class="people list">{rows.collect_view()}</ul> }.into_any()
}

fn make(frame: &Frame, name: String, problem: Option<String>) -> impl IntoView + use<> {
    view! {
        <section class="panel" aria-labelledby="make-title">
            <h2 id="make-title">"Make a group"</h2>
            <form class="one-line" action="/connect/groups" method="post">
                <Csrf token=frame.csrf.clone() />
                <Field
                    id="group-name"
                    name="name"
                    label="Name"
                    maxlength="4096"
                    value=name
                    problem=Signal::stored(problem)
                />
                <button class="button primary" type="submit">"Make group"</button>
            </form>
        </section>
    }
}
