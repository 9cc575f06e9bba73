//! The page that makes the first administrator.

use leptos::prelude::*;

use super::{Sheet, Width};
use crate::model::{Frame, Setup};
use crate::parts::{Csrf, Field};

pub(super) fn sheet(frame: &Frame, page: Setup) -> Sheet {
    let Setup { token, username, email, username_problem, email_problem, password_problem } = page;
    let refused = username_problem.is_some() || email_problem.is_some() || password_problem.is_some();
    let body = view! {
        <h1>"Set up Claviger"</h1>
        <p class="lede">"This makes the first account. It is an administrator: it can do everything here, and add the others."</p>
        <form action="/connect/setup" method="post">
            <Csrf token=frame.csrf.clone() />
            <input type="hidden" name="token" value=token />
            <Field
                id="username"
                name="username"
                label="Username"
                autocomplete="username"
                maxlength="64"
                autofocus=true
                value=username
                problem=Signal::stored(username_problem)
            />
            <Field
                id="email"
                name="email"
                label="E-mail address"
                kind="email"
                autocomplete="email"
                value=email
                problem=Signal::stored(email_problem)
            />
            <Field
                id="password"
                name="password"
                label="Password"
                kind="password"
                autocomplete="new-password"
                hint="At least 8 characters. A few words in a row are easy to remember."
                problem=Signal::stored(password_problem)
            />
            <button class="button primary" type="submit">
                "Create account"
            </button>
        </form>
    };
    let title = if refused { "Error: Set up" } else { "Set up" };
    Sheet { title: title.to_owned(), width: Width::Card, body: body.into_any() }
}
