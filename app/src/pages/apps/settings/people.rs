//! Who is named to see or change an item.

use leptos::prelude::*;

use super::{Part, part};
use crate::model::{Adding, AppHead, AppPeople, Frame, NamedRow};
use crate::pages::Sheet;
use crate::pages::apps::address;
use crate::parts::{Csrf, Field};

pub(in crate::pages) fn sheet(frame: &Frame, page: AppPeople) -> Sheet {
    let AppPeople { head, owner, viewers_count, named, adding } = page;
    let lede = if viewers_count {
        "Viewers may see this content. Collaborators may change it and publish new versions, as its owner does."
    } else {
        "Collaborators may change this content and publish new versions, as its owner does. Viewers are asked for only \
         while the access is “Specific users”."
    };
    let refused = adding.problem.is_some();
    let rows = named.into_iter().map(|row| named_row(frame, &head, row)).collect_view();
    let rest = view! {
        <ul class="people">
            <li>
                <p>{owner} <span class="tag">"owner"</span></p>
            </li>
            {rows}
        </ul>
        {add(frame, &head, adding)}
    };
    part(&head, Part::People, refused, lede, rest)
}

fn named_row(frame: &Frame, head: &AppHead, row: NamedRow) -> impl IntoView + use<> {
    let NamedRow { permission, name, group, collaborator, may_collaborate } = row;
    let (role, other, words) =
        if collaborator { ("collaborator", "viewer", "Make viewer") } else { ("viewer", "owner", "Make collaborator") };
    let change = (collaborator || may_collaborate).then(|| {
        view! {
            <form action=address(head, "/people/change") method="post">
                <Csrf token=frame.csrf.clone() />
                <input type="hidden" name="permission" value=permission />
                <input type="hidden" name="role" value=other />
                <button class="button" type="submit" aria-label=format!("{words}: {name}")>{words}</button>
            </form>
        }
    });
    view! {
        <li>
            <p>
                {name.clone()}
                {group.then(|| view! { <span class="tag">"group"</span> })}
                <span class="tag">{role}</span>
            </p>
            <div class="row-actions">
                {change}
                <form action=address(head, "/people/remove") method="post">
                    <Csrf token=frame.csrf.clone() />
                    <input type="hidden" name="permission" value=permission />
                    <button class="button" type="submit" aria-label=format!("Remove {name}")>"Remove"</button>
                </form>
            </div>
        </li>
    }
}

fn add(frame: &Frame, head: &AppHead, adding: Adding) -> impl IntoView + use<> {
    view! {
        <form action=address(head, "/people") method="post" aria-labelledby="add-title">
            <Csrf token=frame.csrf.clone() />
            <h3 id="add-title">"Add a user or a group"</h3>
            <div class="pair">
                <div class="field">
                    <label for="person-kind">"What"</label>
                    <select id="person-kind" name="kind">
                        <option value="user" selected=!adding.group>"User"</option>
                        <option value="group" selected=adding.group>"Group"</option>
                    </select>
                </div>
                <div class="field">
                    <label for="person-role">"Role"</label>
                    <select id="person-role" name="role">
                        <option value="viewer" selected=!adding.collaborator>"Viewer"</option>
                        <option value="owner" selected=adding.collaborator>"Collaborator"</option>
                    </select>
                </div>
            </div>
            <Field
                id="person"
                name="person"
                label="Name"
                hint="A username, or the name of a group."
                value=adding.name
                problem=Signal::stored(adding.problem)
            />
            <button class="button primary" type="submit">"Add"</button>
        </form>
    }
}
