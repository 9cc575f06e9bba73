//! One tag: its name, its place, and its end.

use leptos::prelude::*;

use super::fields;
use crate::model::{Frame, TagPage};
use crate::pages::{Sheet, Width};
use crate::parts::{Csrf, Icon};
use crate::words::count;

pub(in crate::pages) fn sheet(frame: &Frame, page: TagPage) -> Sheet {
    let TagPage { id, name, below, form } = page;
    let refused = form.name_problem.is_some() || form.parent_problem.is_some();
    let title = if refused { format!("Error: {name}") } else { name.clone() };
    let body = view! {
        <p class="back">
            <a href="/connect/tags">
                <Icon name="back" />
                "Tags"
            </a>
        </p>
        <h1 tabindex="-1">{name}</h1>
        <form action=format!("/connect/tags/{id}") method="post">
            <Csrf token=frame.csrf.clone() />
            {fields(form)}
            <button class="button primary" type="submit">"Save tag"</button>
        </form>
        <section class="panel" aria-labelledby="end-title">
            <h2 id="end-title">"Delete this tag"</h2>
            {consequences(below)}
            <div>
                <a class="button" href=format!("/connect/tags/{id}/delete")>"Delete tag…"</a>
            </div>
        </section>
    };
    Sheet { title, width: Width::Text, body: body.into_any() }
}

fn consequences(below: usize) -> impl IntoView {
    let words = match below {
        0 => "It is taken off all content.".to_owned(),
        below => format!("It and {} under it are deleted, and taken off all content.", count(below as u64, "tag")),
    };
    view! { <p>{words}</p> }
}

/// The question before a tag is deleted.
pub(in crate::pages) fn question(frame: &Frame, page: &TagPage) -> Sheet {
    let title = format!("Delete the tag “{}”?", page.name);
    let body = view! {
        <h1 tabindex="-1">{title.clone()}</h1>
        <section class="question">
            {consequences(page.below)}
            <form action=format!("/connect/tags/{}/delete", page.id) method="post">
                <Csrf token=frame.csrf.clone() />
                <div class="form-actions">
                    <a class="button" href=format!("/connect/tags/{}", page.id)>"Cancel"</a>
                    <button class="button danger" type="submit">"Delete tag"</button>
                </div>
            </form>
        </section>
    };
    Sheet { title, width: Width::Text, body: body.into_any() }
}
