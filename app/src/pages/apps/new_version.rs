//! "New version" of an item.

use leptos::prelude::*;

use super::{Head, Tab, address};
use crate::islands::SendFiles;
use crate::model::{Frame, NewVersion};
use crate::pages::{Sheet, Width};
use crate::parts::{Csrf, FileFields};

pub(in crate::pages) fn sheet(frame: &Frame, page: NewVersion) -> Sheet {
    let NewVersion { head, problems } = page;
    let error = if problems.any() { "Error: " } else { "" };
    let title = format!("{error}New version · {}", head.title);
    let csrf = frame.csrf.clone();
    let (action, cancel) = (address(&head, "/versions/new"), address(&head, "/versions"));
    let body = view! {
        <Head head=&head tab=Tab::Versions />
        <section class="question" aria-labelledby="new-version-title">
            <h2 id="new-version-title">"New version"</h2>
            <p>"All files of it, and not only those that changed. It is served as soon as it is ready."</p>
            <SendFiles>
                <form action=action method="post" enctype="multipart/form-data">
                    <Csrf token=csrf />
                    <FileFields problem=problems.files />
                    <div class="form-actions">
                        <button class="button primary" type="submit">"Publish version"</button>
                        <a class="button" href=cancel>"Cancel"</a>
                    </div>
                </form>
            </SendFiles>
        </section>
    };
    Sheet { title, width: Width::Wide, body: body.into_any() }
}
