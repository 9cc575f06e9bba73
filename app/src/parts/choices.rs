//! A choice of one among a few.

use leptos::prelude::*;

/// One of the things on offer.
pub(crate) struct Choice {
    /// What the form sends.
    pub(crate) value: String,
    /// What it is called.
    pub(crate) label: String,
    /// One line about what it means.
    pub(crate) help: &'static str,
}

/// Radio buttons, each with a line of help, and what is wrong with the choice.
#[component]
pub(crate) fn Choices(
    /// Begins the names of the elements.
    id: &'static str,
    /// Names the value in the form.
    name: &'static str,
    /// What is chosen.
    legend: &'static str,
    /// What is on offer.
    choices: Vec<Choice>,
    /// The value that is chosen.
    chosen: String,
    /// What is wrong with the choice.
    #[prop(into)]
    problem: Signal<Option<String>>,
) -> impl IntoView {
    let problem_id = format!("{id}-problem");
    view! {
        <fieldset
            class="field choices"
            role="radiogroup"
            aria-describedby=problem_id
            aria-invalid=move || problem.with(Option::is_some).then_some("true")
        >
            <legend>{legend}</legend>
            {choices
                .into_iter()
                .map(move |Choice { value, label, help }| {
                    let id = format!("{id}-{value}");
                    let help_id = format!("{id}-help");
                    let checked = value == chosen;
                    view! {
                        <div class="choice">
                            <input
                                id=id.clone()
                                name=name
                                type="radio"
                                value=value
                                checked=checked
                                aria-describedby=help_id.clone()
                            />
                            <label for=id>{label}</label>
                            <p class="hint" id=help_id>{help}</p>
                        </div>
                    }
                })
                .collect_view()}
            <p class="problem" id=problem_id.clone()>{move || problem.get()}</p>
        </fieldset>
    }
}
