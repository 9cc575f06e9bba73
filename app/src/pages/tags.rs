//! The tree of tags, where administrators tend it.

pub(super) mod one;

use leptos::prelude::*;

use super::{Sheet, Width};
use crate::model::{Frame, TagForm, Tags, TreeRow};
use crate::parts::{Csrf, Field};

pub(super) fn sheet(frame: &Frame, page: Tags) -> Sheet {
    let Tags { rows, may_change, form } = page;
    let title = if form.name_problem.is_some() || form.parent_problem.is_some() { "Error: Tags" } else { "Tags" };
    let body = view! {
        <h1 tabindex="-1">"Tags"</h1>
        <p class="lede">
            "Words by which people find content. The first level are categories; the tags under them are put on content, in its \
             settings."
        </p>
        {list(rows, may_change)}
        {may_change.then(|| make(frame, form))}
    };
    Sheet { title: title.to_owned(), width: Width::Text, body: body.into_any() }
}

/// The tree, as lists in lists.
fn list(rows: Vec<TreeRow>, may_change: bool) -> AnyView {
    if rows.is_empty() {
        return view! { <p class="prose quiet">"There are no tags yet."</p> }.into_any();
    }
    let mut rows = rows.into_iter().peekable();
    view! { <div class="tag-tree">{level(&mut rows, 0, may_change)}</div> }.into_any()
}

/// The tags of one depth that come next, each with those under it.
fn level(rows: &mut std::iter::Peekable<std::vec::IntoIter<TreeRow>>, depth: usize, may_change: bool) -> AnyView {
    let mut items = Vec::new();
    while let Some(row) = rows.next_if(|row| row.depth >= depth) {
        let name = if may_change {
            view! { <a href=format!("/connect/tags/{}", row.id)>{row.name}</a> }.into_any()
        } else {
            row.name.into_any()
        };
        let below = rows.peek().is_some_and(|next| next.depth > depth).then(|| level(rows, depth + 1, may_change));
        items.push(view! { <li>{name} {below}</li> });
    }
    view! { <ul>{items}</ul> }.into_any()
}

fn make(frame: &Frame, form: TagForm) -> impl IntoView + use<> {
    view! {
        <section class="panel" aria-labelledby="make-title">
            <h2 id="make-title">"Make a tag"</h2>
            <form action="/connect/tags" method="post">
                <Csrf token=frame.csrf.clone() />
                {fields(form)}
                <button class="button primary" type="submit">"Make tag"</button>
            </form>
        </section>
    }
}

/// Name and place of a tag.
fn fields(form: TagForm) -> impl IntoView {
    let TagForm { name, parent, places, name_problem, parent_problem } = form;
    let places = places.into_iter().map(|(id, path)| {
        view! { <option value=id selected=parent == Some(id)>{path}</option> }
    });
    view! {
        <Field
            id="tag-name"
            name="name"
            label="Name"
            maxlength="255"
            value=name
            problem=Signal::stored(name_problem)
        />
        <div class="field">
            <label for="tag-parent">"Stands under"</label>
            <select
                id="tag-parent"
                name="parent"
                aria-describedby="tag-parent-problem"
                aria-invalid=parent_problem.is_some().then_some("true")
            >
                <option value="" selected=parent.is_none()>"Nothing: it is a category"</option>
                {places.collect_view()}
            </select>
            <p class="problem" id="tag-parent-problem">{parent_problem}</p>
        </div>
    }
}
