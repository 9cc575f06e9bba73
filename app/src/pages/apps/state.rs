//! How a program is, and how it is started again.

use leptos::prelude::*;

use super::address;
use crate::model::AppHead;
use crate::parts::{Csrf, Icon};

/// Says that the program does not run, and why; only for those who may do something about it.
#[component]
pub(super) fn Failure<'a>(
    /// The item.
    head: &'a AppHead,
    /// The token for the form.
    csrf: String,
    /// What is the matter, as a sentence.
    reason: String,
    /// Whether to lead to the logs.
    logs: bool,
) -> impl IntoView + use<> {
    let logs = logs.then(|| address(head, "/logs"));
    view! {
        <section class="failure" aria-label="The program does not run">
            <Icon name="warning" />
            <p>
                {reason}
                {logs
                    .map(|address| {
                        view! {
                            " "
                            <a href=address>"Read the logs"</a>
                        }
                    })}
            </p>
            <StartAgain head=head csrf=csrf />
        </section>
    }
}

/// The button that ends what runs of a program, and forgets its failures.
#[component]
pub(super) fn StartAgain<'a>(
    /// The item.
    head: &'a AppHead,
    /// The token for the form.
    csrf: String,
) -> impl IntoView + use<> {
    view! {
        <form action=address(head, "/restart") method="post">
            <Csrf token=csrf />
            <button class="button" type="submit">
                <Icon name="again" />
                "Start again"
            </button>
        </form>
    }
}
