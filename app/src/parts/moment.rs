//! Instants in words, with the exact one at hand.

use leptos::prelude::*;
use time::OffsetDateTime;

use crate::words;

/// How long ago something happened; the exact time on hover and for programs.
#[component]
pub(crate) fn Moment(
    /// The instant that is counted from.
    now: OffsetDateTime,
    /// When it happened.
    at: OffsetDateTime,
) -> impl IntoView {
    view! { <Instant at=at words=words::ago(now, at) /> }
}

/// An instant in the given words; the exact time on hover and for programs.
#[component]
pub(crate) fn Instant(
    /// The instant.
    at: OffsetDateTime,
    /// How the page says it.
    words: String,
) -> impl IntoView {
    view! {
        <time datetime=words::machine(at) title=words::exact(at)>
            {words}
        </time>
    }
}
