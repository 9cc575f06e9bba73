//! Arrow keys for the user menu.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::browser;

/// Moves through the links of the menu inside by arrow keys, Home and End; ArrowDown on its button opens it.
///
/// Opening, Escape and the way back of the focus are the browser's own.
#[island]
pub fn MenuKeys(
    /// The button and its menu, rendered by the server.
    children: Children,
) -> impl IntoView {
    let press = |event: KeyboardEvent| {
        let handled = match event.key().as_str() {
            "ArrowDown" => browser::move_in_menu(&event, |at, len| at.map_or(0, |at| (at + 1) % len)),
            "ArrowUp" => browser::move_in_menu(&event, |at, len| at.map_or(len - 1, |at| (at + len - 1) % len)),
            "Home" => browser::move_in_menu(&event, |_, _| 0),
            "End" => browser::move_in_menu(&event, |_, len| len - 1),
            _ => false,
        };
        if handled {
            event.prevent_default();
        }
    };
    view! { <div class="menu-keys" on:keydown=press>{children()}</div> }
}
