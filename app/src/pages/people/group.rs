//! One group: who is in it, what it is called, and its end.

use leptos::prelude::*;

use super::{Part, Parts};
use crate::model::{Frame, GroupPage, GroupRow, Member};
use crate::pages::{Sheet, Width};
use crate::parts::{Csrf, Field, Icon};

pub(in crate::pages) fn sheet(frame: &Frame, page: GroupPage) -> Sheet {
    let GroupPage { group, members, may_manage, name, name_problem, adding, adding_problem } = page;
    let refused = name_problem.is_some() || adding_problem.is_some();
    let title = if refused { format!("Error: {}", group.name) } else { group.name.clone() };
    let body = view! {
        <Parts here=Part::Groups />
        <p class="back">
            <a href="/connect/groups">
                <Icon name="back" />
                "Groups"
            </a>
        </p>
        <h1 tabindex="-1">{group.name.clone()}</h1>
        {group.owner.as_ref().map(|owner| view! { <p class="lede">{format!("{owner} takes care of this group.")}</p> })}
        <section class="panel" aria-labelledby="members-title">
            <h2 id="members-title">"Members"</h2>
            {list(frame, &group, members, may_manage)}
            {may_manage.then(|| add(frame, &group, adding, adding_problem))}
        </section>
        {may_manage.then(|| rename(frame, &group, name, name_problem))}
        {may_manage.then(|| end(&group))}
    };
    Sheet { title, width: Width::Text, body: body.into_any() }
}

fn address(group: &GroupRow, rest: &str) -> String {
    format!("/connect/groups/{}{rest}", group.guid)
}

fn list(frame: &Frame, group: &GroupRow, members: Vec<Member>, may_manage: bool) -> AnyView {
    if members.is_empty() {
        return view! { <p class="quiet">"Nobody is in this group."</p> }.into_any();
    }
    let rows = members.into_iter().map(|member| {
        // One may always leave.
        let words = if member.mine { "Leave" } else { "Remove" };
        let label = if member.mine { "Leave this group".to_owned() } else { format!("Remove {}", member.username) };
        let remove = (may_manage || member.mine).then(|| {
            view! {
                <form action=address(group, "/members/remove") method="post">
                    <Csrf token=frame.csrf.clone() />
                    <input type="hidden" name="member" value=member.guid.clone() />
                    <button class="button" type="submit" aria-label=label>{words}</button>
                </form>
            }
        });
        view! {
            <li>
                <p>
                    <a href=format!("/connect/people/{}", member.guid)>{member.username}</a>
                </p>
                {remove}
            </li>
        }
    });
    view! { <ul class="people">{rows.collect_view()}</ul> }.into_any()
}

fn add(frame: &Frame, group: &GroupRow, adding: String, problem: Option<String>) -> impl IntoView + use<> {
    view! {
        <form class="one-line" action=address(group, "/members") method="post">
            <Csrf token=frame.csrf.clone() />
            <Field
                id="member"
                name="username"
                label="Username"
                maxlength="64"
                value=adding
                problem=Signal::stored(problem)
            />
            <button class="button primary" type="submit">"Add member"</button>
        </form>
    }
}

fn rename(frame: &Frame, group: &GroupRow, name: String, problem: Option<String>) -> impl IntoView + use<> {
    view! {
        <section class="panel" aria-labelledby="name-title">
            <h2 id="name-title">"Name"</h2>
            <form class="one-line" action=address(group, "") method="post">
                <Csrf token=frame.csrf.clone() />
                <Field
                    id="group-name"
                    name="name"
                    label="Name of the group"
                    maxlength="4096"
                    value=name
                    problem=Signal::stored(problem)
                />
                <button class="button" type="submit">"Rename group"</button>
            </form>
        </section>
    }
}

fn end(group: &GroupRow) -> impl IntoView + use<> {
    view! {
        <section class="panel" aria-labelledby="end-title">
            <h2 id="end-title">"Delete this group"</h2>
            {consequences()}
            <div>
                <a class="button" href=address(group, "/delete")>"Delete group…"</a>
            </div>
        </section>
    }
}

fn consequences() -> impl IntoView {
    view! { <p>"What its members may see by the group alone, they may see no more. Their accounts stay."</p> }
}

/// The question before a group is deleted.
pub(in crate::pages) fn question(frame: &Frame, group: &GroupRow) -> Sheet {
    let title = format!("Delete the group “{}”?", group.name);
    let body = view! {
        <Parts here=Part::Groups />
        <h1 tabindex="-1">{title.clone()}</h1>
        <section class="question">
            {consequences()}
            <form action=address(group, "/delete") method="post">
                <Csrf token=frame.csrf.clone() />
                <div class="form-actions">
                    <a class="button" href=address(group, "")>"Cancel"</a>
                    <button class="button danger" type="submit">"Delete group"</button>
                </div>
            </form>
        </section>
    };
    Sheet { title, width: Width::Text, body: body.into_any() }
}
