//! The fields of "Create API Key", the same in the dialog and on the page.

use leptos::prelude::*;

use super::{Choice, Choices, Csrf, Field};
use crate::model::{KeyForm, KeyProblems};

/// What the fields need that does not change while the form is open.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub struct KeyFieldsData {
    /// The form's hidden token.
    pub csrf: String,
    /// What was typed, and what is on offer.
    pub form: KeyForm,
    /// The expiries on offer: value and words, the resulting date written out.
    pub expiries: Vec<(String, String)>,
    /// The first date that may be chosen, `YYYY-MM-DD`.
    pub first_date: String,
}

/// The fields, without the buttons.
///
/// The form around them has `novalidate`: a date that is hidden because another expiry is chosen would silently keep the
/// browser from sending it. The server checks, and its words stand beside the fields.
#[component]
pub(crate) fn KeyFields(
    /// What was typed, and what is on offer.
    data: KeyFieldsData,
    /// What is wrong.
    #[prop(into)]
    problems: Signal<KeyProblems>,
    /// Whether the password must be typed again.
    #[prop(into)]
    password_needed: Signal<bool>,
    /// Whether the problem with the expiry is one with its date.
    #[prop(into)]
    by_date: Signal<bool>,
) -> impl IntoView {
    let KeyFieldsData { csrf, form, expiries, first_date } = data;
    let expiry_problem = move || problems.with(|problems| problems.expiry.clone());
    let bad_expiry = move |date: bool| (expiry_problem().is_some() && by_date.get() == date).then_some("true");
    view! {
        <Csrf token=csrf />
        <input type="hidden" name="once" value=form.once />
        <p class="problem form-problem" role="alert">{move || problems.with(|problems| problems.form.clone())}</p>
        <Field
            id="key-name"
            name="name"
            label="Name"
            hint="Such as the tool that will use it."
            value=form.name
            maxlength="255"
            autofocus=true
            problem=Signal::derive(move || problems.with(|problems| problems.name.clone()))
        />
        <Choices
            id="key-role"
            name="role"
            legend="Role"
            choices=form.roles.into_iter().map(role_choice).collect()
            chosen=form.role
            problem=Signal::derive(move || problems.with(|problems| problems.role.clone()))
        />
        <div class="field">
            <label for="key-expiry">"Expires"</label>
            <div class="expiry">
                <select id="key-expiry" name="expiry" aria-describedby="key-expiry-problem" aria-invalid=move || bad_expiry(false)>
                    {expiries
                        .into_iter()
                        .map(|(value, words)| {
                            let selected = value == form.expiry;
                            view! { <option value=value selected=selected>{words}</option> }
                        })
                        .collect_view()}
                </select>
                <div class="expiry-date">
                    <label for="key-date">"Expiry date"</label>
                    <input
                        id="key-date"
                        name="date"
                        type="date"
                        min=first_date
                        value=form.date
                        aria-describedby="key-expiry-problem"
                        aria-invalid=move || bad_expiry(true)
                    />
                </div>
            </div>
            <p class="problem" id="key-expiry-problem">{expiry_problem}</p>
        </div>
        {move || {
            password_needed
                .get()
                .then(|| {
                    view! {
                        <Field
                            id="key-password"
                            name="password"
                            label="Password"
                            kind="password"
                            autocomplete="current-password"
                            hint="Your sign-in is older than 10 minutes, so confirm that it is you."
                            problem=Signal::derive(move || problems.with(|problems| problems.password.clone()))
                        />
                    }
                })
        }}
    }
}

/// A role on offer, with one line about what a key with it may do.
fn role_choice((value, label): (String, String)) -> Choice {
    let help = match value.as_str() {
        "viewer" => "Opens and calls the content that you may see.",
        "publisher" => "Also publishes content and changes your own.",
        "administrator" => "May do everything that you may, people and settings included.",
        _ => "",
    };
    Choice { value, label, help }
}
