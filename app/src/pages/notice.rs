//! A page that says what went wrong, or what to do instead.

use leptos::prelude::*;

use super::{Sheet, Width};
use crate::model::Notice;
use crate::parts::Lines;

pub(super) fn sheet(page: Notice) -> Sheet {
    let Notice { title, paragraphs, command, link } = page;
    let body = view! {
        <h1>{title.clone()}</h1>
        {paragraphs.into_iter().map(|text| view! { <p class="prose">{text}</p> }).collect_view()}
        {command
            .map(|command| {
                view! { <Lines id="command" what="the command" text=command /> }
            })}
        {link
            .map(|(address, words)| {
                view! {
                    <p>
                        <a href=address>{words}</a>
                    </p>
                }
            })}
    };
    Sheet { title, width: Width::Text, body: body.into_any() }
}
