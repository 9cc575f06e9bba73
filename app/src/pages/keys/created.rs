//! The one look at a new key, on a page of its own.

use leptos::prelude::*;

use crate::model::NewKey;
use crate::pages::{Sheet, Width};
use crate::parts::NewKeyView;

pub(in crate::pages) fn sheet(key: NewKey) -> Sheet {
    let body = view! {
        <h1 tabindex="-1">"Your new API key"</h1>
        <NewKeyView key=key />
        <div class="form-actions">
            <a class="button primary" href="/connect/keys">"Done"</a>
        </div>
    };
    Sheet { title: "Your new API key".to_owned(), width: Width::Text, body: body.into_any() }
}
