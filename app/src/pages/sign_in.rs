//! The sign-in page.

use leptos::prelude::*;

use super::{Sheet, Width};
use crate::model::{Frame, SignIn};
use crate::parts::{Csrf, Icon};

pub(super) fn sheet(frame: &Frame, page: SignIn) -> Sheet {
    let SignIn { username, next, problem } = page;
    let refused = problem.is_some();
    // After a refusal the name mostly stands and the password is typed again.
    let (name_first, invalid) = (username.is_empty(), refused.then_some("true"));
    let body = view! {
        <h1>"Sign in"</h1>
        <p class="problem form-problem" id="sign-in-problem" role="alert">
            {problem.map(|problem| view! { <Icon name="warning" /> {problem} })}
        </p>
        <form action="/__login__" method="post">
            <Csrf token=frame.csrf.clone() />
            <input type="hidden" name="next" value=next />
            <div class="field">
                <label for="username">"Username"</label>
                <input
                    id="username"
                    name="username"
                    type="text"
                    value=username
                    autocomplete="username"
                    autocapitalize="none"
                    spellcheck="false"
                    required
                    autofocus=name_first
                    aria-invalid=invalid
                    aria-describedby="sign-in-problem"
                />
            </div>
            <div class="field">
                <label for="password">"Password"</label>
                <input
                    id="password"
                    name="password"
                    type="password"
                    autocomplete="current-password"
                    required
                    autofocus=!name_first
                    aria-invalid=invalid
                    aria-describedby="sign-in-problem"
                />
            </div>
            <button class="button primary" type="submit" data-automation="login-panel-submit">
                "Sign in"
            </button>
        </form>
    };
    let title = if refused { "Error: Sign in" } else { "Sign in" };
    Sheet { title: title.to_owned(), width: Width::Card, body: body.into_any() }
}
