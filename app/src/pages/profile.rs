//! The Profile page: name, password, and where the account is signed in.

use leptos::prelude::*;

use super::{Sheet, Width};
use crate::model::{Frame, Profile, ProgramRow, SessionRow};
use crate::parts::{Csrf, Field, Moment};

pub(super) fn sheet(frame: &Frame, page: Profile) -> Sheet {
    let refused = [
        &page.first_name_problem,
        &page.last_name_problem,
        &page.email_problem,
        &page.current_password_problem,
        &page.new_password_problem,
    ]
    .into_iter()
    .any(Option::is_some);
    let title = if refused { "Error: Profile" } else { "Profile" };
    let body = view! {
        <h1 tabindex="-1">"Profile"</h1>
        <p class="lede">{format!("You are {}, with the role {}.", page.username, page.role.to_lowercase())}</p>
        {about(frame, &page)}
        {password(frame, &page)}
        {sessions(frame, page.sessions)}
        {(!page.programs.is_empty()).then(|| programs(frame, page.programs))}
    };
    Sheet { title: title.to_owned(), width: Width::Text, body: body.into_any() }
}

fn about(frame: &Frame, page: &Profile) -> impl IntoView + use<> {
    view! {
        <section class="panel" aria-labelledby="about-title">
            <h2 id="about-title">"About you"</h2>
            <form action="/connect/profile" method="post">
                <Csrf token=frame.csrf.clone() />
                <div class="pair">
                    <Field
                        id="first-name"
                        name="first_name"
                        label="First name"
                        autocomplete="given-name"
                        required=false
                        value=page.first_name.clone()
                        problem=Signal::stored(page.first_name_problem.clone())
                    />
                    <Field
                        id="last-name"
                        name="last_name"
                        label="Last name"
                        autocomplete="family-name"
                        required=false
                        value=page.last_name.clone()
                        problem=Signal::stored(page.last_name_problem.clone())
                    />
                </div>
                <Field
                    id="email"
                    name="email"
                    label="E-mail address"
                    kind="email"
                    autocomplete="email"
                    required=false
                    value=page.email.clone()
                    problem=Signal::stored(page.email_problem.clone())
                />
                <button class="button" type="submit">"Save profile"</button>
            </form>
        </section>
    }
}

fn password(frame: &Frame, page: &Profile) -> impl IntoView + use<> {
    view! {
        <section class="panel" aria-labelledby="password-title">
            <h2 id="password-title">"Password"</h2>
            <form action="/connect/profile/password" method="post">
                <Csrf token=frame.csrf.clone() />
                // Tells password managers whose password it is.
                <input class="visually-hidden" type="text" name="username" value=page.username.clone() autocomplete="username" readonly tabindex="-1" aria-hidden="true" />
                <Field
                    id="current-password"
                    name="current_password"
                    label="Current password"
                    kind="password"
                    autocomplete="current-password"
                    problem=Signal::stored(page.current_password_problem.clone())
                />
                <Field
                    id="new-password"
                    name="new_password"
                    label="New password"
                    kind="password"
                    autocomplete="new-password"
                    hint="At least 8 characters. A few words in a row are easy to remember."
                    problem=Signal::stored(page.new_password_problem.clone())
                />
                <button class="button" type="submit">"Change password"</button>
            </form>
        </section>
    }
}

fn sessions(frame: &Frame, rows: Vec<SessionRow>) -> impl IntoView + use<> {
    let csrf = frame.csrf.clone();
    let now = frame.now;
    view! {
        <section class="panel" aria-labelledby="sessions-title">
            <h2 id="sessions-title">"Where you are signed in"</h2>
            <ul class="sessions">
                {rows
                    .into_iter()
                    .map(|row| {
                        let end = (!row.current).then(|| end_session(csrf.clone(), &row));
                        view! {
                            <li>
                                <div>
                                    <p class="session-agent">
                                        {row.agent}
                                        {row.current.then(|| view! { <span class="tag">"this session"</span> })}
                                    </p>
                                    <p class="quiet">
                                        {row.address} ", signed in " <Moment now=now at=row.signed_in_at /> ", last seen "
                                        <Moment now=now at=row.seen_at />
                                    </p>
                                </div>
                                {end}
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            <form action="/connect/profile/sessions/end-all" method="post">
                <Csrf token=frame.csrf.clone() />
                <button class="button" type="submit">"Sign out everywhere"</button>
                <p class="hint">"Ends all sessions, this one too. API keys go on working."</p>
            </form>
        </section>
    }
}

/// The programs that were let in with a token; API keys have a page of their own.
fn programs(frame: &Frame, rows: Vec<ProgramRow>) -> impl IntoView + use<> {
    let csrf = frame.csrf.clone();
    let now = frame.now;
    view! {
        <section class="panel" aria-labelledby="programs-title">
            <h2 id="programs-title">"Programs that you let in"</h2>
            <ul class="sessions">
                {rows
                    .into_iter()
                    .map(|row| {
                        let label = format!("Remove {} at {}", row.agent, row.address);
                        view! {
                            <li>
                                <div>
                                    <p class="session-agent">{row.agent}</p>
                                    <p class="quiet">{row.address} ", let in " <Moment now=now at=row.let_in_at /></p>
                                </div>
                                <form action="/connect/profile/programs/remove" method="post">
                                    <Csrf token=csrf.clone() />
                                    <input type="hidden" name="handle" value=row.handle />
                                    <button class="button" type="submit" aria-label=label>"Remove"</button>
                                </form>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}

fn end_session(csrf: String, row: &SessionRow) -> impl IntoView + use<> {
    let label = format!("Sign out {} at {}", row.agent, row.address);
    view! {
        <form action="/connect/profile/sessions/end" method="post">
            <Csrf token=csrf />
            <input type="hidden" name="handle" value=row.handle.clone() />
            <button class="button" type="submit" aria-label=label>"Sign out"</button>
        </form>
    }
}
