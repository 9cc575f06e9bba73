//! The dialog "Create API Key".

use leptos::ev::SubmitEvent;
use leptos::html::{Dialog, Form, H2};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::browser::{self, Answer};
use crate::model::{KeyOutcome, KeyProblems, NewKey};
use crate::parts::{KeyFields, KeyFieldsData, NewKeyView};

const SIGNED_OUT: &str = "Your session has ended, and no key was made. Sign in again, then make the key once more.";

/// The dialog, first with the form, then with the new key.
///
/// The form is a native one, answered with a page, until the browser's half has arrived; from then on it is sent behind
/// the scenes, so that nothing typed is lost and the key appears in place. Closing the dialog wipes the key.
#[island]
pub fn CreateKey(
    /// What the fields show.
    data: KeyFieldsData,
) -> impl IntoView {
    let made = RwSignal::new(None::<NewKey>);
    let problems = RwSignal::new(data.form.problems.clone());
    let password_needed = RwSignal::new(data.form.password_needed);
    let by_date = RwSignal::new(data.form.expiry == "date");
    let sending = RwSignal::new(false);
    let (dialog, form, title) = (NodeRef::<Dialog>::new(), NodeRef::<Form>::new(), NodeRef::<H2>::new());

    let take = move |answer: Answer| match read(answer) {
        Ok(KeyOutcome::Made { key }) => {
            made.set(Some(key));
            if let (Some(dialog), Some(title)) = (dialog.get_untracked(), title.get_untracked()) {
                browser::show_again(&dialog);
                browser::focus_next_frame(title.into());
            }
        }
        Ok(KeyOutcome::Invalid { problems: found, password_needed: needed }) => {
            let ask_password = needed && found == KeyProblems::default();
            problems.set(found);
            password_needed.set(needed);
            if let Some(form) = form.get_untracked() {
                browser::focus_first_problem(form, ask_password.then_some("key-password"));
            }
        }
        // What was typed stays where it is.
        Ok(KeyOutcome::SignedOut) => {
            problems.set(KeyProblems { form: Some(SIGNED_OUT.to_owned()), ..KeyProblems::default() })
        }
        Err(sentence) => problems.set(KeyProblems { form: Some(sentence), ..KeyProblems::default() }),
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(form) = form.get_untracked() else { return };
        // Two submits can arrive before the button shows that one is on its way.
        if sending.get_untracked() {
            return;
        }
        sending.set(true);
        by_date.set(browser::value_of("key-expiry") == "date");
        spawn_local(async move {
            let answer = browser::send(&form).await;
            sending.set(false);
            take(answer);
        });
    };
    let close = move |_| {
        browser::clear("key-password");
        if made.get_untracked().is_some() {
            made.set(None);
            browser::reload_with_focus("new-key");
        }
    };
    let is_made = move || made.with(Option::is_some);

    view! {
        <dialog class="dialog" id="create-key" aria-labelledby="create-key-title" node_ref=dialog on:close=close>
            <h2 id="create-key-title" tabindex=move || is_made().then_some("-1") node_ref=title>
                {move || if is_made() { "Your new API key" } else { "Create API Key" }}
            </h2>
            <form action="/connect/keys" method="post" novalidate hidden=is_made node_ref=form on:submit=submit>
                <KeyFields data=data problems=problems password_needed=password_needed by_date=by_date />
                <div class="dialog-actions">
                    <button class="button" type="button" commandfor="create-key" command="close">
                        "Cancel"
                    </button>
                    <button class="button primary" type="submit" aria-disabled=move || sending.get().then_some("true")>
                        {move || if sending.get() { "Creating key" } else { "Create key" }}
                    </button>
                </div>
            </form>
            {move || {
                made.get()
                    .map(|key| {
                        view! {
                            <NewKeyView key=key />
                            <div class="dialog-actions">
                                <button class="button primary" type="button" commandfor="create-key" command="close">
                                    "Done"
                                </button>
                            </div>
                        }
                    })
            }}
        </dialog>
    }
}

/// An outcome as it arrives. Reading a flat struct takes far less code than reading a tagged enum.
#[derive(serde::Deserialize)]
struct Arrived {
    outcome: String,
    key: Option<NewKey>,
    #[serde(default)]
    problems: KeyProblems,
    #[serde(default)]
    password_needed: bool,
}

/// What the server decided, or why that is not known, as a sentence for the form.
fn read(answer: Answer) -> Result<KeyOutcome, String> {
    const KEPT: &str = "What you typed is still here.";
    let Answer::Text { status, text } = answer else {
        return Err(format!("The server did not answer. Check the connection and try again. {KEPT}"));
    };
    if let Ok(Arrived { outcome, key, problems, password_needed }) = serde_json::from_str(&text) {
        match (outcome.as_str(), key) {
            ("made", Some(key)) => return Ok(KeyOutcome::Made { key }),
            ("invalid", _) => return Ok(KeyOutcome::Invalid { problems, password_needed }),
            ("signed_out", _) => return Ok(KeyOutcome::SignedOut),
            _ => {}
        }
    }
    Err(if status == 429 {
        format!("Too many tries in a short time. Wait a minute and try again. {KEPT}")
    } else {
        format!("The server answered with an error ({status}). Try again, or reload the page. {KEPT}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrives(outcome: &KeyOutcome) -> Result<KeyOutcome, String> {
        read(Answer::Text { status: 200, text: serde_json::to_string(outcome).unwrap() })
    }

    #[test]
    fn every_outcome_arrives_as_it_was_sent() {
        let key = NewKey { name: "a".to_owned(), key: "clv_x".to_owned(), snippets: Vec::new() };
        assert!(matches!(arrives(&KeyOutcome::Made { key }), Ok(KeyOutcome::Made { key }) if key.key == "clv_x"));
        let problems = KeyProblems { name: Some("blank".to_owned()), ..KeyProblems::default() };
        let sent = KeyOutcome::Invalid { problems: problems.clone(), password_needed: true };
        let arrived = arrives(&sent);
        assert!(matches!(arrived, Ok(KeyOutcome::Invalid { problems: p, password_needed: true }) if p == problems));
        assert!(matches!(arrives(&KeyOutcome::SignedOut), Ok(KeyOutcome::SignedOut)));
    }

    #[test]
    fn anything_else_becomes_a_sentence() {
        let page = |status| Answer::Text { status, text: "<html>".to_owned() };
        assert!(read(Answer::None).is_err_and(|text| text.contains("did not answer")));
        assert!(read(page(502)).is_err_and(|text| text.contains("502")));
        assert!(read(page(429)).is_err_and(|text| text.contains("Wait a minute")));
    }
}
