//! Fields of forms.

use leptos::prelude::*;

/// The hidden field that shows that a form came from one of our pages.
#[component]
pub(crate) fn Csrf(
    /// The session's token.
    token: String,
) -> impl IntoView {
    view! { <input type="hidden" name="csrf" value=token /> }
}

/// A line to type in, with its label, its hint, and what is wrong with it.
///
/// The message's place is always in the document, so that a message which comes later belongs to the field.
#[component]
pub(crate) fn Field(
    /// Names the element.
    id: &'static str,
    /// Names the value in the form.
    name: &'static str,
    /// What the field is called.
    #[prop(into)]
    label: String,
    /// `text`, `email`, `password`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What browsers may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// What was typed before.
    #[prop(optional)]
    value: String,
    /// One line of help.
    #[prop(optional)]
    hint: Option<&'static str>,
    /// What is wrong.
    #[prop(into)]
    problem: Signal<Option<String>>,
    /// Whether the form is of no use without it.
    #[prop(default = true)]
    required: bool,
    /// The most characters that may be typed.
    #[prop(optional)]
    maxlength: Option<&'static str>,
    /// Whether typing begins here.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let problem_id = format!("{id}-problem");
    let hint_id = hint.map(|_| format!("{id}-hint"));
    let described_by = hint_id.iter().chain([&problem_id]).cloned().collect::<Vec<_>>().join(" ");
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            <input
                id=id
                name=name
                type=kind
                value=value
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                required=required
                maxlength=maxlength
                autofocus=autofocus
                aria-describedby=described_by
                aria-invalid=move || problem.with(Option::is_some).then_some("true")
            />
            <p class="problem" id=problem_id>{move || problem.get()}</p>
        </div>
    }
}
