//! Sends a form with files, and shows how much of it has arrived.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlFormElement;

use super::browser::{self, Answer};
use crate::model::{UploadOutcome, UploadProblems};

/// How far sending has come.
#[derive(Clone, Copy, PartialEq)]
enum Sending {
    Not,
    /// So many parts of a hundred are on the server.
    Part(u8),
}

/// The form inside is a native one, until the browser's half has arrived; from then on it is sent behind the scenes, so
/// that what was chosen stays chosen when something is wrong with it.
#[island]
pub fn SendFiles(
    /// The form, rendered by the server.
    children: Children,
) -> impl IntoView {
    let sending = RwSignal::new(Sending::Not);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let form = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
        let (Some(form), Sending::Not) = (form, sending.get_untracked()) else { return };
        sending.set(Sending::Part(0));
        spawn_local(async move {
            let answer = browser::send_files(&form, move |part| sending.set(Sending::Part(part))).await;
            match read(answer) {
                UploadOutcome { location: Some(location), .. } => browser::go_to(&location),
                UploadOutcome { problems, .. } => {
                    sending.set(Sending::Not);
                    browser::show_problem("upload-title", problems.title.as_deref());
                    browser::show_problem("upload-access", problems.access.as_deref());
                    browser::show_problem("upload-files", problems.files.as_deref());
                    browser::focus_first_problem(form, None);
                }
            }
        });
    };
    let part = move || match sending.get() {
        Sending::Not => 0,
        Sending::Part(part) => part,
    };
    view! {
        <div class="send-files" on:submit=submit data-sending=move || (sending.get() != Sending::Not).then_some("")>
            {children()}
            <div class="sending" hidden=move || sending.get() == Sending::Not>
                <progress max="100" value=part aria-label="Sending the files"></progress>
                <p role="status">
                    {move || match sending.get() {
                        Sending::Not => None,
                        Sending::Part(100) => Some("The files are on the server, which looks through them."),
                        Sending::Part(_) => Some("The files are being sent. Stay on this page."),
                    }}
                </p>
            </div>
        </div>
    }
}

/// What the server decided, or why that is not known, beside the files.
fn read(answer: Answer) -> UploadOutcome {
    let words = match answer {
        Answer::Text { status: 200, text } => match serde_json::from_str(&text) {
            Ok(outcome) => return outcome,
            Err(_) => "The server answered something else than was expected. Reload the page.",
        },
        Answer::Text { status: 401, .. } => "Your session has ended, and nothing was published. Sign in again.",
        Answer::Text { status: 403, .. } => {
            "Nothing was published: this page is too old, or you may not publish any more. Reload it."
        }
        Answer::Text { status: 503, .. } => {
            "Nothing was published: the server cannot take this now. Its disk may be full. Try again later."
        }
        Answer::Text { .. } => {
            "Nothing was published: the server answered with an error. Try again, or reload the page."
        }
        Answer::None => {
            "The files did not get to the server. Check the connection, and that they are still where they were; a folder \
             belongs into the field for folders."
        }
    };
    UploadOutcome {
        problems: UploadProblems { files: Some(words.to_owned()), ..UploadProblems::default() },
        location: None,
    }
}
