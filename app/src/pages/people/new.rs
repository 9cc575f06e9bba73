//! The form of a new account.

use leptos::prelude::*;

use super::account::role_choices;
use super::{Part, Parts};
use crate::model::{Frame, NewAccount};
use crate::pages::{Sheet, Width};
use crate::parts::{Choices, Csrf, Field};

pub(in crate::pages) fn sheet(frame: &Frame, page: NewAccount) -> Sheet {
    let problems = [
        &page.username_problem,
        &page.first_name_problem,
        &page.last_name_problem,
        &page.email_problem,
        &page.role_problem,
        &page.password_problem,
    ];
    let refused = problems.into_iter().any(Option::is_some);
    let body = view! {
        <Parts here=Part::Accounts />
        <h1 tabindex="-1">"New account"</h1>
        <p class="lede">"Tell its owner the username and the password, which can be changed on the profile."</p>
        <form action="/connect/people" method="post">
            <Csrf token=frame.csrf.clone() />
            <Field
                id="username"
                name="username"
                label="Username"
                hint="To sign in with. Letters, digits, dots, hyphens and underscores."
                maxlength="64"
                autofocus=true
                value=page.username
                problem=Signal::stored(page.username_problem)
            />
            <div class="pair">
                <Field
                    id="first-name"
                    name="first_name"
                    label="First name"
                    required=false
                    value=page.first_name
                    problem=Signal::stored(page.first_name_problem)
                />
                <Field
                    id="last-name"
                    name="last_name"
                    label="Last name"
                    required=false
                    value=page.last_name
                    problem=Signal::stored(page.last_name_problem)
                />
            </div>
            <Field
                id="email"
                name="email"
                label="E-mail address"
                kind="email"
                required=false
                value=page.email
                problem=Signal::stored(page.email_problem)
            />
            <Choices
                id="account-role"
                name="role"
                legend="Role"
                choices=role_choices()
                chosen=page.role
                problem=Signal::stored(page.role_problem)
            />
            <Field
                id="password"
                name="password"
                label="Password"
                kind="password"
                autocomplete="new-password"
                hint="At least 8 characters. A few words in a row are easy to remember."
                problem=Signal::stored(page.password_problem)
            />
            <div class="form-actions">
                <button class="button primary" type="submit">"Create account"</button>
                <a class="button" href="/connect/people">"Cancel"</a>
            </div>
        </form>
    };
    let title = if refused { "Error: New account" } else { "New account" };
    Sheet { title: title.to_owned(), width: Width::Text, body: body.into_any() }
}
