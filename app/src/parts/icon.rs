//! The icons, drawn for Claviger on a grid of 20.

use leptos::prelude::*;

/// An icon of the sprite that every page carries. It never speaks: words stand beside it.
#[component]
pub(crate) fn Icon(
    /// Its name in the sprite.
    name: &'static str,
) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true" viewBox="0 0 20 20">
            <use_ href=format!("#icon-{name}")></use_>
        </svg>
    }
}

/// The icons themselves, once in each page.
#[cfg_attr(not(feature = "ssr"), expect(dead_code, reason = "only the server puts the sprite into a page"))]
pub(crate) const SPRITE: &str = concat!(
    r#"<symbol id="icon-logo" viewBox="0 0 24 24"><circle cx="8" cy="8" r="4.75" fill="none" stroke="currentColor" stroke-width="2.5"/>"#,
    r#"<path d="M11.5 11.5 20.5 20.5M16.5 16.5l3-3" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round"/></symbol>"#,
    r#"<symbol id="icon-bin" viewBox="0 0 20 20"><path d="M3.5 5.5h13M8 5.5V3.75h4V5.5M5 5.5l.75 10.75h8.5L15 5.5M8.25 8.5v5M11.75 8.5v5"/></symbol>"#,
    r#"<symbol id="icon-copy" viewBox="0 0 20 20"><rect x="7" y="7" width="9.5" height="9.5" rx="1.75"/><path d="M13 7V5.25c0-.97-.78-1.75-1.75-1.75h-6c-.97 0-1.75.78-1.75 1.75v6c0 .97.78 1.75 1.75 1.75H7"/></symbol>"#,
    r#"<symbol id="icon-check" viewBox="0 0 20 20"><path d="m4 10.5 4 4 8-9"/></symbol>"#,
    r#"<symbol id="icon-done" viewBox="0 0 20 20"><circle cx="10" cy="10" r="7.25"/><path d="m6.75 10.25 2.25 2.25 4.25-4.75"/></symbol>"#,
    r#"<symbol id="icon-warning" viewBox="0 0 20 20"><path d="M10 3.25 2.75 16.25h14.5zM10 8.5v3.5M10 14.1v.15"/></symbol>"#,
    r#"<symbol id="icon-clock" viewBox="0 0 20 20"><circle cx="10" cy="10" r="7.25"/><path d="M10 5.75V10l2.75 2"/></symbol>"#,
    r#"<symbol id="icon-close" viewBox="0 0 20 20"><path d="m5 5 10 10M15 5 5 15"/></symbol>"#,
    r#"<symbol id="icon-down" viewBox="0 0 20 20"><path d="m5.5 8 4.5 4.5L14.5 8"/></symbol>"#,
    r#"<symbol id="icon-back" viewBox="0 0 20 20"><path d="M12 5.5 7.5 10l4.5 4.5"/></symbol>"#,
    r#"<symbol id="icon-more" viewBox="0 0 20 20"><path d="M4.5 10h.01M10 10h.01M15.5 10h.01" stroke-width="2.75"/></symbol>"#,
    r#"<symbol id="icon-open" viewBox="0 0 20 20"><path d="M11.5 3.75h4.75V8.5M16 4l-7 7M8.25 4.75h-2.5c-1.1 0-2 .9-2 2v7.5c0 1.1.9 2 2 2h7.5c1.1 0 2-.9 2-2v-2.5"/></symbol>"#,
    r#"<symbol id="icon-again" viewBox="0 0 20 20"><path d="M15.75 10a5.75 5.75 0 1 1-1.7-4.1l2.2 2.1M16.25 4v4h-4"/></symbol>"#,
    r#"<symbol id="icon-download" viewBox="0 0 20 20"><path d="M10 3.5v9M6.25 9 10 12.75 13.75 9M3.75 16.25h12.5"/></symbol>"#,
);
