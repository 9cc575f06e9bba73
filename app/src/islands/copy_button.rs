//! Copies the text of another element.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::browser;
use crate::parts::Icon;

/// How long the button says "Copied".
const SAID_FOR: Duration = Duration::from_secs(3);

/// How far copying has come.
#[derive(Clone, Copy, PartialEq)]
enum Copied {
    NotYet,
    Done,
    /// The browser refused; the text is selected, so that one key press is left.
    Selected,
}

/// A button that copies the text or value of an element. Without scripts it is not shown.
///
/// The text is read from the page when the button is pressed, so that a secret is never a prop.
#[island]
pub fn CopyButton(
    /// The element's id.
    target: String,
    /// What is copied, for those who do not see it beside the button.
    what: String,
) -> impl IntoView {
    let copied = RwSignal::new(Copied::NotYet);
    let copy = move |_| {
        let target = target.clone();
        spawn_local(async move {
            let done = browser::copy_text_of(&target).await;
            copied.set(if done { Copied::Done } else { Copied::Selected });
            set_timeout(move || copied.set(Copied::NotYet), SAID_FOR);
        });
    };
    view! {
        <button class="button copy-button" type="button" on:click=copy data-done=move || (copied.get() == Copied::Done).then_some("")>
            <Icon name="copy" />
            <span>
                {move || match copied.get() {
                    Copied::NotYet => "Copy",
                    Copied::Done => "Copied",
                    Copied::Selected => "Press Ctrl+C",
                }}
            </span>
            <span class="visually-hidden">" " {what}</span>
        </button>
        <span class="visually-hidden" role="status">
            {move || match copied.get() {
                Copied::NotYet => None,
                Copied::Done => Some("Copied"),
                Copied::Selected => Some("The browser refused to copy. The text is selected: press Ctrl+C."),
            }}
        </span>
    }
}
