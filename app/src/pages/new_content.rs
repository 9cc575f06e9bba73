//! "New content": files become an item.

use domain::Access;
use leptos::prelude::*;

use super::{Sheet, Width};
use crate::islands::SendFiles;
use crate::model::{Frame, NewContent};
use crate::parts::{Choices, Csrf, Field, FileFields, Icon, Lines, access_choice};

pub(super) fn sheet(frame: &Frame, page: NewContent) -> Sheet {
    let NewContent { title, access, problems } = page;
    let name = if problems.any() { "Error: New content" } else { "New content" };
    let command = format!("rsconnect deploy html --server {} --api-key KEY report/", frame.server_url);
    let csrf = frame.csrf.clone();
    let body = view! {
        <p class="back">
            <a href="/connect/">
                <Icon name="back" />
                "Content"
            </a>
        </p>
        <h1 tabindex="-1">"New content"</h1>
        <p class="lede">
            "A site, a page, or a program: an API of R Plumber, Flask or FastAPI. What it is, is seen from its files; what \
             it needs is built before anybody sees it."
        </p>
        <SendFiles>
            <form action="/connect/new" method="post" enctype="multipart/form-data">
                <Csrf token=csrf />
                <Field
                    id="upload-title"
                    name="title"
                    label="Title"
                    hint="By which people find it."
                    maxlength="1024"
                    value=title
                    problem=Signal::stored(problems.title)
                />
                <Choices
                    id="upload-access"
                    name="access"
                    legend="Access"
                    choices=Access::EACH.map(access_choice).into()
                    chosen=access
                    problem=Signal::stored(problems.access)
                />
                <FileFields problem=problems.files />
                <div class="form-actions">
                    <button class="button primary" type="submit">"Publish"</button>
                    <a class="button" href="/connect/">"Cancel"</a>
                </div>
            </form>
        </SendFiles>
        <section class="panel" aria-labelledby="by-program">
            <h2 id="by-program">"Or by program"</h2>
            <p>"The clients of Posit Connect publish here, with an API key of a publisher."</p>
            <Lines id="publish" what="the command" text=command />
        </section>
    };
    Sheet { title: name.to_owned(), width: Width::Text, body: body.into_any() }
}
