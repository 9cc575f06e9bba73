//! What stands around every page: the document, the header, the status region.

use domain::Role;
use leptos::prelude::*;

use crate::islands::MenuKeys;
use crate::model::{Badge, Frame, Status};
use crate::pages::Sheet;
use crate::parts::{Csrf, Icon, SPRITE};

/// How many colours the round pictures have.
const HUES: u16 = 12;

/// The document.
pub(crate) fn document(frame: &Frame, sheet: Sheet) -> impl IntoView {
    // The message comes first, for those who hear the title and for whom a filled region is not announced.
    let title = match &frame.status {
        Some(status) => format!("{} {} · Claviger", status.text, sheet.title),
        None => format!("{} · Claviger", sheet.title),
    };
    let assets = frame.assets.clone();
    view! {
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <title>{title}</title>
                <link rel="icon" type="image/svg+xml" href=assets.icon />
                <link rel="stylesheet" href=assets.css />
                <script defer nonce=frame.nonce.clone() src=assets.boot data-js=assets.js data-wasm=assets.wasm></script>
            </head>
            <body data-width=sheet.width.name()>
                <a class="skip-link" href="#main">"Skip to content"</a>
                <svg class="sprite" aria-hidden="true" inner_html=SPRITE></svg>
                <Header user=frame.user.clone() csrf=frame.csrf.clone() />
                <main id="main" tabindex="-1">
                    <StatusRegion status=frame.status.clone() />
                    {sheet.body}
                </main>
            </body>
        </html>
    }
}

#[component]
fn Header(user: Option<Badge>, csrf: String) -> impl IntoView {
    view! {
        <header class="site-header">
            <div class="bar">
                <a class="logo" href="/connect/">
                    <Icon name="logo" />
                    "Claviger"
                </a>
                {user
                    .map(|user| {
                        view! {
                            <nav class="site-nav" aria-label="Main">
                                {places(user.role).map(|(address, label)| view! { <a href=address>{label}</a> }).collect_view()}
                            </nav>
                            <UserMenu user=user csrf=csrf />
                        }
                    })}
            </div>
        </header>
    }
}

/// Where the header leads to: address and label.
fn places(role: Role) -> impl Iterator<Item = (&'static str, &'static str)> {
    let all = [
        (Role::Viewer, "/connect/", "Content"),
        (Role::Publisher, "/connect/people", "People"),
        (Role::Administrator, "/connect/tags", "Tags"),
    ];
    all.into_iter().filter(move |(least, ..)| role >= *least).map(|(_, address, label)| (address, label))
}

/// The circular picture and its menu. The browser opens and closes it; Escape brings the focus back to the button.
#[component]
fn UserMenu(user: Badge, csrf: String) -> impl IntoView {
    let Badge { username, initials, hue, role } = user;
    let avatar = format!("avatar hue-{}", hue % 360 / (360 / HUES));
    let label = format!("User menu for {username}");
    view! {
        <MenuKeys>
            <button class="user-button" type="button" popovertarget="user-menu" aria-label=label>
                <span class="username">{username}</span>
                <span class=avatar aria-hidden="true">{initials}</span>
                <Icon name="down" />
            </button>
            <div class="menu" id="user-menu" popover="auto">
                <ul>
                    {places(role)
                        .map(|(address, label)| {
                            view! {
                                <li class="narrow-only">
                                    <a href=address>{label}</a>
                                </li>
                            }
                        })
                        .collect_view()}
                    <li>
                        <a href="/connect/profile">"Profile"</a>
                    </li>
                    <li>
                        <a href="/connect/keys">"API Keys"</a>
                    </li>
                    <li>
                        <form action="/__logout__" method="post">
                            <Csrf token=csrf />
                            <button type="submit">"Logout"</button>
                        </form>
                    </li>
                </ul>
            </div>
        </MenuKeys>
    }
}

/// Always in the document; the boot script has it announced and moves the focus to the heading.
#[component]
fn StatusRegion(status: Option<Status>) -> impl IntoView {
    view! {
        <div class="status-region" role="status">
            {status
                .map(|status| {
                    view! {
                        <div class="status">
                            <Icon name="done" />
                            <p>{status.text}</p>
                            <button class="dismiss" type="button" aria-label="Dismiss message">
                                <Icon name="close" />
                            </button>
                        </div>
                    }
                })}
        </div>
    }
}
