//! The address of its own that an item has.

use leptos::prelude::*;

use super::{Part, part};
use crate::islands::CopyButton;
use crate::model::{AppAddress, AppHead, Frame};
use crate::pages::Sheet;
use crate::pages::apps::address;
use crate::parts::{Csrf, Field};

pub(in crate::pages) fn sheet(frame: &Frame, page: AppAddress) -> Sheet {
    let AppAddress { head, path, typed, problem } = page;
    let refused = problem.is_some();
    let has_one = path.is_some();
    let rest = view! {
        {path.map(|path| current(frame, &head, &path))}
        <form action=address(&head, "/address") method="post">
            <Csrf token=frame.csrf.clone() />
            <Field
                id="address-path"
                name="path"
                label="Path"
                hint="Such as finance/budget: letters, digits, hyphens, underscores and slashes."
                maxlength="255"
                value=typed
                problem=Signal::stored(problem)
            />
            <button class="button primary" type="submit">
                {if has_one { "Change address" } else { "Set address" }}
            </button>
        </form>
    };
    let lede = "A path that people remember. It leads to this content as the target URL does, and lets nobody in who may not \
                see it.";
    part(&head, Part::Address, refused, lede, rest)
}

/// Where the item is found, and the way to end that.
fn current(frame: &Frame, head: &AppHead, path: &str) -> impl IntoView + use<> {
    let url = format!("{}{path}", frame.server_url);
    view! {
        <div class="current-address">
            <p class="target-url">
                <a id="vanity-url" href=url.clone()>{url.clone()}</a>
                <CopyButton target="vanity-url".to_owned() what="the address".to_owned() />
            </p>
            <form action=address(head, "/address/remove") method="post">
                <Csrf token=frame.csrf.clone() />
                <button class="button" type="submit">"Remove address"</button>
            </form>
        </div>
    }
}
