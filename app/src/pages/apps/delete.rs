//! Deleting an item: the question in a dialog, and as a page of its own for browsers without one.

use leptos::prelude::*;

use super::{Head, Tab, address};
use crate::model::{AppHead, Frame};
use crate::pages::{Sheet, Width};
use crate::parts::Csrf;

/// The page at `/connect/apps/{guid}/delete`.
pub(in crate::pages) fn sheet(frame: &Frame, head: &AppHead) -> Sheet {
    let title = format!("Delete “{}”?", head.title);
    let body = view! {
        <Head head=head tab=Tab::Settings />
        <section class="question" aria-labelledby="delete-title">
            <h2 id="delete-title">{title.clone()}</h2>
            {consequences()}
            <form action=address(head, "/delete") method="post">
                <Csrf token=frame.csrf.clone() />
                <div class="form-actions">
                    <a class="button" href=address(head, "/settings")>"Cancel"</a>
                    <button class="button danger" type="submit">"Delete content"</button>
                </div>
            </form>
        </section>
    };
    Sheet { title, width: Width::Wide, body: body.into_any() }
}

/// The end of the settings: the button, and its question.
pub(super) fn danger_zone(frame: &Frame, head: &AppHead) -> impl IntoView + use<> {
    view! {
        <section class="panel" aria-labelledby="delete-title">
            <h2 id="delete-title">"Delete this content"</h2>
            {consequences()}
            <div>
                <button class="button danger" type="button" commandfor="delete-content" command="show-modal">
                    "Delete content…"
                </button>
                <noscript>
                    " "
                    <a href=address(head, "/delete")>"Question on a page of its own"</a>
                </noscript>
            </div>
            <dialog
                class="dialog"
                id="delete-content"
                role="alertdialog"
                aria-labelledby="delete-question"
                aria-describedby="delete-text"
            >
                <form action=address(head, "/delete") method="post">
                    <Csrf token=frame.csrf.clone() />
                    <h2 id="delete-question">{format!("Delete “{}”?", head.title)}</h2>
                    <div id="delete-text">{consequences()}</div>
                    <div class="dialog-actions">
                        <button class="button" type="button" commandfor="delete-content" command="close" autofocus>
                            "Cancel"
                        </button>
                        <button class="button danger" type="submit">"Delete content"</button>
                    </div>
                </form>
            </dialog>
        </section>
    }
}

fn consequences() -> impl IntoView {
    view! {
        <p>
            "All its versions, its logs and the record of its visits are deleted, and its target URL leads nowhere. This cannot \
             be undone."
        </p>
    }
}
