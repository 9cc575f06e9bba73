//! The one look at a new key.

use leptos::prelude::*;

use super::{Icon, Lines};
use crate::islands::CopyButton;
use crate::model::NewKey;

/// The key, to be copied now, and lines that use it.
#[component]
pub(crate) fn NewKeyView(
    /// The key that was just made.
    key: NewKey,
) -> impl IntoView {
    let NewKey { name, key, snippets } = key;
    view! {
        <p class="new-key-name">{name}</p>
        <div class="secret-line">
            <input
                class="secret"
                id="new-key-value"
                type="text"
                value=key
                readonly
                aria-label="API key"
                autocomplete="off"
                spellcheck="false"
                data-select
            />
            <CopyButton target="new-key-value".to_owned() what="the API key".to_owned() />
        </div>
        <p class="notice-line">
            <Icon name="warning" />
            "Copy it now. You will not see it again."
        </p>
        <div class="snippets">
            {snippets
                .into_iter()
                .enumerate()
                .map(|(index, snippet)| {
                    let what = format!("the lines for {}", snippet.label);
                    view! { <Lines id=format!("snippet-{index}") label=snippet.label what=what text=snippet.text /> }
                })
                .collect_view()}
        </div>
    }
}
