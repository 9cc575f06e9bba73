//! "Create API Key" as a page of its own: for browsers without the dialog, and for what has to be put right.

use leptos::prelude::*;
use time::Duration;

use crate::model::{Frame, KeyForm, KeyProblems};
use crate::pages::{Sheet, Width};
use crate::parts::{KeyFields, KeyFieldsData};
use crate::words::{date, input_date};

/// The lifetimes on offer, in days.
const PRESETS: [i64; 4] = [7, 30, 60, 90];

/// What the fields show, in the dialog and on the page.
pub(super) fn data(frame: &Frame, form: KeyForm) -> KeyFieldsData {
    let after = |days| frame.now + Duration::days(days);
    let presets = PRESETS.iter().map(|&days| (days.to_string(), format!("{days} days ({})", date(after(days)))));
    let others = [("date", "On a date"), ("never", "Never")].map(|(value, words)| (value.to_owned(), words.to_owned()));
    KeyFieldsData {
        csrf: frame.csrf.clone(),
        form,
        expiries: presets.chain(others).collect(),
        first_date: input_date(after(1)),
    }
}

pub(in crate::pages) fn sheet(frame: &Frame, form: KeyForm) -> Sheet {
    let refused = form.problems != KeyProblems::default();
    let problems = Signal::stored(form.problems.clone());
    let password_needed = Signal::stored(form.password_needed);
    let by_date = Signal::stored(form.expiry == "date");
    let data = data(frame, form);
    let body = view! {
        <h1 tabindex="-1">"Create API Key"</h1>
        <p class="lede">"Programs use a key to act as you. Make one per tool, delete it when done."</p>
        <form action="/connect/keys" method="post" novalidate>
            <KeyFields data=data problems=problems password_needed=password_needed by_date=by_date />
            <div class="form-actions">
                <button class="button primary" type="submit">"Create key"</button>
                <a class="button" href="/connect/keys">"Cancel"</a>
            </div>
        </form>
    };
    let title = if refused { "Error: Create API Key" } else { "Create API Key" };
    Sheet { title: title.to_owned(), width: Width::Text, body: body.into_any() }
}
