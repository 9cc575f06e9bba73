//! Lines to copy.

use leptos::prelude::*;

use crate::islands::CopyButton;

/// Lines with a copy button beside them.
#[component]
pub(crate) fn Lines(
    /// Names the lines for the button.
    #[prop(into)]
    id: String,
    /// What they are for, as a heading.
    #[prop(optional)]
    label: Option<String>,
    /// What is copied, for those who do not see it beside the button.
    #[prop(into)]
    what: String,
    /// The lines.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! {
        <div class="snippet">
            {label.map(|label| view! { <p class="snippet-label">{label}</p> })}
            <pre id=id.clone()>{text}</pre>
            <CopyButton target=id what=what />
        </div>
    }
}
