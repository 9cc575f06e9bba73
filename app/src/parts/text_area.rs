//! A field for several lines.

use leptos::prelude::*;

/// Lines to type in, with their label, hint, and what is wrong with them.
///
/// # Security
/// Leptos escapes text everywhere but inside `<textarea>`, so that is done here.
#[component]
pub(crate) fn TextArea<'a>(
    /// Names the element.
    id: &'static str,
    /// Names the value in the form.
    name: &'static str,
    /// What the field is called.
    label: &'static str,
    /// One line of help.
    hint: &'static str,
    /// What was typed before.
    value: &'a str,
    /// What is wrong.
    problem: Option<String>,
    /// The most characters that may be typed.
    maxlength: &'static str,
) -> impl IntoView + use<> {
    // A browser drops a line break that comes first, so one is put before what stands.
    let text = format!("\n{}", value.replace('&', "&amp;").replace('<', "&lt;"));
    let (hint_id, problem_id) = (format!("{id}-hint"), format!("{id}-problem"));
    let described_by = format!("{hint_id} {problem_id}");
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <p class="hint" id=hint_id>{hint}</p>
            <textarea
                id=id
                name=name
                rows="4"
                maxlength=maxlength
                aria-describedby=described_by
                aria-invalid=problem.is_some().then_some("true")
            >
                {text}
            </textarea>
            <p class="problem" id=problem_id>{problem}</p>
        </div>
    }
}
