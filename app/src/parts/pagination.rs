//! The way through a long list.

use leptos::prelude::*;

/// Links to the pages of a list; nothing where there is but one.
#[component]
pub(crate) fn Pagination<'a>(
    /// The address of the list.
    base: &'static str,
    /// What the list is filtered by; empty for nothing.
    filter: &'a str,
    /// This page, from 1.
    page: usize,
    /// How many pages there are.
    pages: usize,
) -> impl IntoView + use<> {
    let query = if filter.is_empty() { String::new() } else { format!("q={}&", encode(filter)) };
    let address = move |page: usize| format!("{base}?{query}page={page}");
    (pages > 1).then(|| {
        let step = |page: usize, words: &'static str, rel: &'static str| {
            view! {
                <li>
                    <a class="step" rel=rel href=address(page)>{words}</a>
                </li>
            }
        };
        view! {
            <nav class="pagination" aria-label="Pages">
                <ul>
                    {(page > 1).then(|| step(page - 1, "Previous", "prev"))}
                    {(1..=pages)
                        .filter(|&n| n == 1 || n == pages || n.abs_diff(page) <= 1)
                        .map(|n| {
                            let gap = n > 1 && n + 1 < page || n == pages && page + 2 < pages;
                            view! {
                                {gap.then(|| view! { <li class="gap" aria-hidden="true">"…"</li> })}
                                <li>
                                    <a href=address(n) aria-label=format!("Page {n}") aria-current=(n == page).then_some("page")>
                                        {n}
                                    </a>
                                </li>
                            }
                        })
                        .collect_view()}
                    {(page < pages).then(|| step(page + 1, "Next", "next"))}
                </ul>
            </nav>
        }
    })
}

/// Percent-encodes a query value.
pub(crate) fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
