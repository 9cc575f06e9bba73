//! The question before a version is deleted.

use leptos::prelude::*;

use super::versions::{Uploaded, standing};
use super::{Head, Tab, address};
use crate::model::{Frame, VersionDelete};
use crate::pages::{Sheet, Width};
use crate::parts::{Csrf, Icon};
use crate::words::bytes;

pub(in crate::pages) fn sheet(frame: &Frame, page: VersionDelete) -> Sheet {
    let VersionDelete { head, version, problem } = page;
    let title = format!("Delete version {}?", version.number);
    let action = address(&head, &format!("/versions/{}/delete", version.number));
    let refused = problem.is_some();
    let form = view! {
        <form action=action method="post">
            <Csrf token=frame.csrf.clone() />
            <div class="form-actions">
                <a class="button" href=address(&head, "/versions")>{if refused { "Back to the versions" } else { "Cancel" }}</a>
                {(!refused).then(|| view! { <button class="button danger" type="submit">"Delete version"</button> })}
            </div>
        </form>
    };
    let body = view! {
        <Head head=&head tab=Tab::Versions />
        <section class="question" aria-labelledby="delete-title">
            <h2 id="delete-title">{title.clone()} {standing(version.standing)}</h2>
            {problem
                .map(|problem| {
                    view! {
                        <p class="form-problem problem" role="alert">
                            <Icon name="warning" />
                            {problem}
                        </p>
                    }
                })}
            <p>
                "Uploaded " <Uploaded now=frame.now version=version.clone() /> ", " {bytes(version.size)}
                ". Its archive and its files are deleted. This cannot be undone."
            </p>
            {form}
        </section>
    };
    let title = if refused { format!("Error: {title}") } else { title };
    Sheet { title, width: Width::Wide, body: body.into_any() }
}
