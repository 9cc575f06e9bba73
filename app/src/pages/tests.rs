mod apps;
mod people;
mod versions;

use time::macros::datetime;

use super::*;
use crate::model::{AppShown, Assets, Badge, DeployState, KeyRow, Status};

fn frame() -> Frame {
    Frame {
        assets: Assets::default(),
        nonce: "the-nonce".to_owned(),
        csrf: "the-token".to_owned(),
        user: Some(Badge {
            username: "ada".to_owned(),
            initials: "AL".to_owned(),
            hue: 359,
            role: domain::Role::Administrator,
        }),
        status: None,
        server_url: "https://keys.example.com".to_owned(),
        now: datetime!(2026-11-23 14:05 UTC),
    }
}

fn form() -> KeyForm {
    let roles = vec![("viewer".to_owned(), "Viewer".to_owned())];
    KeyForm { role: "viewer".to_owned(), expiry: "30".to_owned(), roles, ..KeyForm::default() }
}

fn row(name: &str) -> KeyRow {
    KeyRow {
        id: 7,
        name: name.to_owned(),
        role: "Viewer",
        tail: "4fZ2".to_owned(),
        created_at: frame().now,
        created_from: None,
        used_at: None,
        used_from: None,
        expires_at: Some(datetime!(2026-11-28 14:05 UTC)),
        parent: None,
        descendants: 2,
    }
}

fn keys(rows: Vec<KeyRow>, total: usize, page: usize) -> Page {
    let pages = total.div_ceil(50).max(1);
    Page::Keys(Keys { rows, total, matching: total, filter: String::new(), page, pages, form: form() })
}

fn all() -> Vec<String> {
    let key = NewKey { name: "a".to_owned(), key: "clv_secret".to_owned(), snippets: Vec::new() };
    let pages = [
        Page::SignIn(SignIn::default()),
        Page::Setup(Setup::default()),
        keys(Vec::new(), 0, 1),
        keys(vec![row("a")], 1, 1),
        Page::NewKey(form()),
        Page::CreatedKey(key),
        Page::Key(KeyPage { key: row("a"), descendants: Vec::new() }),
        Page::Content(ContentList { rows: Vec::new(), may_publish: true, manages_all: false }),
        Page::App(apps::app(AppShown::Framed("https://c.example.com/content/x/".to_owned()))),
        Page::AppSettings(apps::settings()),
        Page::AppPeople(apps::people()),
        Page::AppVariables(apps::variables()),
        Page::VariableRemoval(Variable { head: apps::head(), name: "a".to_owned() }),
        Page::AppTags(apps::tags()),
        Page::AppAddress(apps::address()),
        Page::AppDelete(apps::head()),
        Page::People(people::people(1)),
        Page::Account(people::account()),
        Page::NewAccount(NewAccount::default()),
        Page::Groups(people::groups()),
        Page::Group(people::group()),
        Page::GroupDeletion(people::group().group),
        Page::Tags(people::tags()),
        Page::Tag(people::tag()),
        Page::TagDeletion(people::tag()),
        Page::AppUsage(apps::usage(&[0, 3, 1])),
        Page::AppLogs(apps::logs("")),
        Page::Versions(versions::versions(true)),
        Page::VersionDelete(versions::question(None)),
        Page::Deploy(versions::deploy(DeployState::Running)),
        Page::Notice(Notice { title: "a".to_owned(), paragraphs: Vec::new(), command: None, link: None }),
    ];
    pages.into_iter().map(|page| render(&frame(), page)).collect()
}

#[test]
fn a_page_is_a_document_with_one_heading_and_one_script() {
    for html in all() {
        assert!(html.starts_with("<!DOCTYPE html><html lang=\"en\">"), "{html}");
        for part in ["<h1", "<main", "<script", "nonce=\"the-nonce\"", "role=\"status\"", "</title><link"] {
            let found = html.matches(part).count();
            let copy_buttons = html.matches("data-component=\"CopyButton").count();
            let expected = if part.contains("status") { 1 + copy_buttons } else { 1 };
            assert_eq!(found, expected, "{part} in {html}");
        }
    }
}

#[test]
fn nothing_in_a_page_needs_a_weaker_security_policy() {
    for html in all() {
        assert!(!html.contains(" style="), "{html}");
        assert!(!html.contains(" onclick=") && !html.contains("javascript:"), "{html}");
    }
}

#[test]
fn every_form_that_changes_something_carries_the_token() {
    for html in all() {
        let forms = html.matches("method=\"post\"").count();
        assert_eq!(html.matches("<input type=\"hidden\" name=\"csrf\" value=\"the-token\">").count(), forms, "{html}");
    }
}

#[test]
fn what_people_type_stays_text() {
    let html = render(&frame(), keys(vec![row("<b>\"&x")], 1, 1));
    assert!(!html.contains("<b>"), "{html}");
    assert!(html.contains("Delete key “&lt;b&gt;\"&amp;x”?"), "{html}");
    assert!(html.contains("aria-label=\"Delete key &lt;b&gt;&quot;&amp;x\""), "{html}");
}

#[test]
fn a_message_comes_first_in_the_title() {
    let status = Some(Status { text: "The API key “a” was deleted.".to_owned() });
    let html = render(&Frame { status, ..frame() }, keys(Vec::new(), 0, 1));
    assert!(html.contains("<title>The API key “a” was deleted. API Keys · Claviger</title>"), "{html}");
}

#[test]
fn long_lists_can_be_filtered_and_leafed_through() {
    let short = render(&frame(), keys(vec![row("a")], 10, 1));
    assert!(!short.contains("role=\"search\"") && !short.contains("aria-label=\"Pages\""), "{short}");
    let long = render(&frame(), keys(vec![row("a")], 1000, 7));
    let links: Vec<_> = long.split("page=").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(links, ["6", "1", "6", "7", "8", "20", "8"]);
    assert!(long.contains("aria-current=\"page\""), "{long}");
}

#[test]
fn the_new_key_is_in_the_page_once_and_in_no_prop() {
    let key = NewKey { name: "a".to_owned(), key: "clv_secret".to_owned(), snippets: Vec::new() };
    let html = render(&frame(), Page::CreatedKey(key));
    assert_eq!(html.matches("clv_secret").count(), 1, "{html}");
}
