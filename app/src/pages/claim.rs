//! The page that asks whether to let a program in.

use leptos::prelude::*;

use super::{Sheet, Width};
use crate::model::{Claim, Frame};
use crate::parts::{Csrf, Field, Moment};

pub(super) fn sheet(frame: &Frame, page: Claim) -> Sheet {
    let Claim {
        token,
        fingerprint,
        agent,
        address,
        asked_at,
        username,
        role,
        password_needed,
        password_problem,
        problem,
    } = page;
    let refused = password_problem.is_some() || problem.is_some();
    let password = password_needed.then(|| {
        view! {
            <Field
                id="password"
                name="password"
                label="Password"
                kind="password"
                autocomplete="current-password"
                hint="Your sign-in is older than 10 minutes, so confirm that it is you."
                problem=Signal::stored(password_problem)
            />
        }
    });
    let body = view! {
        <h1 tabindex="-1">"Let a program in?"</h1>
        <p class="lede">
            {format!("A program that calls itself “{agent}” asks to act as you. It asked from {address}, ")}
            <Moment now=frame.now at=asked_at /> "."
        </p>
        <p class="prose">
            {format!(
                "It could do all that {username} can do with the role {}: see, publish, change and delete your content. It does \
                 not get your password, and it makes no API keys. This holds until you remove it on your profile.",
                role.to_lowercase(),
            )}
        </p>
        <p class="prose">
            "Let it in only if you have just started it yourself, on a computer of yours. If somebody sent you this address, close \
             this page."
        </p>
        {problem.map(|problem| view! { <p class="problem" role="alert">{problem}</p> })}
        <form action=format!("/connect/tokens/{token}") method="post">
            <Csrf token=frame.csrf.clone() />
            <input type="hidden" name="fingerprint" value=fingerprint />
            {password}
            <button class="button primary" type="submit">"Let it in"</button>
            <p class="hint">
                <a href="/connect/">"Do not let it in"</a>
            </p>
        </form>
    };
    let title = if refused { "Error: Let a program in?" } else { "Let a program in?" };
    Sheet { title: title.to_owned(), width: Width::Text, body: body.into_any() }
}
