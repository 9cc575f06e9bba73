//! The tags of an item.

use leptos::prelude::*;

use super::{Part, part};
use crate::model::{AppHead, AppTags, Frame, TagChoice, TagRow};
use crate::pages::Sheet;
use crate::pages::apps::address;
use crate::parts::Csrf;

pub(in crate::pages) fn sheet(frame: &Frame, page: AppTags) -> Sheet {
    let AppTags { head, on, offered, may_make, problem } = page;
    let refused = problem.is_some();
    let none_made = on.is_empty() && offered.is_empty();
    let rest = view! {
        {list(frame, &head, on)}
        {(!offered.is_empty()).then(|| put_on(frame, &head, offered, problem))}
        {may_make
            .then(|| {
                view! {
                    <p>
                        <a href="/connect/tags">"Make and change tags"</a>
                    </p>
                }
            })}
        {(none_made && !may_make).then(|| view! { <p class="quiet">"An administrator makes them."</p> })}
    };
    part(
        &head,
        Part::Tags,
        refused,
        "Words by which people find this content, from one tree for the whole server.",
        rest,
    )
}

fn list(frame: &Frame, head: &AppHead, on: Vec<TagRow>) -> AnyView {
    if on.is_empty() {
        return view! { <p class="quiet">"This content has no tags."</p> }.into_any();
    }
    let rows = on.into_iter().map(|tag| {
        view! {
            <li>
                <p>{tag.path.clone()}</p>
                <form action=address(head, "/tags/remove") method="post">
                    <Csrf token=frame.csrf.clone() />
                    <input type="hidden" name="tag" value=tag.id />
                    <button class="button" type="submit" aria-label=format!("Take off {}", tag.path)>"Take off"</button>
                </form>
            </li>
        }
    });
    view! { <ul class="people">{rows.collect_view()}</ul> }.into_any()
}

fn put_on(
    frame: &Frame,
    head: &AppHead,
    offered: Vec<(String, Vec<TagChoice>)>,
    problem: Option<String>,
) -> impl IntoView + use<> {
    let groups = offered.into_iter().map(|(category, tags)| {
        let tags = tags.into_iter().map(|tag| view! { <option value=tag.id>{tag.label}</option> });
        view! { <optgroup label=category>{tags.collect_view()}</optgroup> }
    });
    view! {
        <form class="one-line" action=address(head, "/tags") method="post">
            <Csrf token=frame.csrf.clone() />
            <div class="field">
                <label for="tag">"Tag"</label>
                <select
                    id="tag"
                    name="tag"
                    aria-describedby="tag-problem"
                    aria-invalid=problem.is_some().then_some("true")
                >
                    {groups.collect_view()}
                </select>
                <p class="problem" id="tag-problem">{problem}</p>
            </div>
            <button class="button" type="submit">"Put on"</button>
        </form>
    }
}
