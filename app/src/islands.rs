//! What also runs in the browser: the create dialog, the copy button, the keys of the menu, the log of a deploy,
//! the files that are sent.
//!
//! Their handlers compile for the server too, where they are never called.

mod browser;
mod copy_button;
mod create_key;
mod follow_task;
mod menu_keys;
mod send_files;

pub use copy_button::CopyButton;
pub use create_key::CreateKey;
pub use follow_task::FollowTask;
pub use menu_keys::MenuKeys;
pub use send_files::SendFiles;

/// Readies the browser's half; after this, the boot script hands over the islands one by one.
#[cfg(feature = "hydrate")]
pub fn hydrate() {
    if cfg!(debug_assertions) {
        console_error_panic_hook::set_once();
    }
    leptos::mount::hydrate_islands();
}
