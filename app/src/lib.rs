//! The pages of Claviger, and the islands that make them quick.
//!
//! A page is a pure function of a view model: the server loads the data, decides the status, and calls [`render`].
//! Only the islands also run in the browser, where they take over what the server rendered. Nothing depends on them:
//! every form is a native form, every dialog a native dialog.
#![recursion_limit = "512"]
#![expect(unreachable_pub, reason = "what Leptos' macros write beside a component is `pub`, wherever the component is")]

pub mod islands;
pub mod model;
mod parts;

#[cfg(feature = "ssr")]
mod frame;
#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "ssr")]
mod words;

#[cfg(feature = "ssr")]
pub use pages::{Page, render};
