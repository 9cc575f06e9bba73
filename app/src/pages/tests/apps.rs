//! The pages of one content item.

use domain::{Caller, DayVisits, KeyName, PastVisit, Username};
use time::macros::date;

use super::*;
use crate::model::{Adding, AppFacts, AppForm, NamedRow, TagChoice, TagRow};

pub(super) fn head() -> AppHead {
    AppHead {
        guid: "the-guid".to_owned(),
        title: "Plot".to_owned(),
        target_url: "https://keys.example.com/content/the-guid/".to_owned(),
        may_view: true,
        may_manage: true,
        program: true,
    }
}

pub(super) fn app(shown: AppShown) -> App {
    App {
        head: head(),
        owner: "ada".to_owned(),
        kind: "Plumber API",
        access: "All users",
        deployed_at: Some(frame().now),
        description: "One.\nTwo.".to_owned(),
        shown,
        failure: None,
    }
}

pub(super) fn settings() -> AppSettings {
    AppSettings {
        head: head(),
        form: AppForm { access: "acl".to_owned(), ..AppForm::default() },
        facts: AppFacts {
            kind: "Plumber API",
            name: "plot".to_owned(),
            number: 24,
            owner: "ada".to_owned(),
            created_at: frame().now,
            deployed_at: None,
        },
    }
}

pub(super) fn people() -> AppPeople {
    let row = |permission, name: &str, group, collaborator| NamedRow {
        permission,
        name: name.to_owned(),
        group,
        collaborator,
        may_collaborate: group || collaborator,
    };
    AppPeople {
        head: head(),
        owner: "ada".to_owned(),
        viewers_count: true,
        named: vec![row(1, "grace", false, false), row(2, "pia", false, true), row(3, "<team>", true, false)],
        adding: Adding { group: false, name: String::new(), collaborator: false, problem: None },
    }
}

pub(super) fn variables() -> AppVariables {
    AppVariables {
        head: head(),
        files: false,
        names: vec!["A&B=".to_owned()],
        name: String::new(),
        name_problem: None,
        value_problem: None,
    }
}

pub(super) fn tags() -> AppTags {
    AppTags {
        head: head(),
        on: vec![TagRow { id: 2, path: "Team / <Sales>".to_owned() }],
        offered: vec![("Team".to_owned(), vec![TagChoice { id: 3, label: "<North>".to_owned() }])],
        may_make: false,
        problem: None,
    }
}

pub(super) fn address() -> AppAddress {
    let path = "/finance/".to_owned();
    AppAddress { head: head(), path: Some(path.clone()), typed: path, problem: None }
}

pub(super) fn usage(visits: &[u64]) -> AppUsage {
    let days = visits.iter().zip(1..).map(|(&visits, day)| (date!(2026 - 11 - 20) + time::Duration::days(day), visits));
    let (who, key): (Option<Username>, Option<KeyName>) = ("grace".parse().ok(), "nightly-job".parse().ok());
    AppUsage {
        head: head(),
        total: visits.iter().sum(),
        days: days.map(|(day, visits)| DayVisits { day, visits }).collect(),
        callers: vec![Caller { who: who.clone(), key: key.clone(), visits: 4, last_at: frame().now }],
        latest: vec![PastVisit { at: frame().now, who, key, path: "/mean".to_owned() }],
    }
}

pub(super) fn logs(log: &str) -> AppLogs {
    AppLogs { head: head(), state: "Running.".to_owned(), since: Some(frame().now), failed: false, log: log.to_owned() }
}

fn tabs(page: Page) -> Vec<String> {
    let html = render(&frame(), page);
    let nav = html.split_once("class=\"tabs wide-only\">").and_then(|(_, rest)| rest.split_once("</nav>"));
    let links = nav.map(|(nav, _)| nav.split("href=\"").skip(1).map(|rest| rest[..rest.find('"').unwrap()].to_owned()));
    links.map(Iterator::collect).unwrap_or_default()
}

#[test]
fn only_who_may_manage_an_item_gets_tabs_and_only_programs_have_logs() {
    let base = "/connect/apps/the-guid";
    let all = ["", "/settings", "/versions", "/usage", "/logs"].map(|tab| format!("{base}{tab}"));
    assert_eq!(tabs(Page::App(app(AppShown::Solo))), all);
    let site = AppHead { program: false, ..head() };
    assert_eq!(tabs(Page::App(App { head: site, ..app(AppShown::Solo) })), all[..4]);
    let viewer = AppHead { may_manage: false, ..head() };
    assert!(tabs(Page::App(App { head: viewer, ..app(AppShown::Solo) })).is_empty());
}

#[test]
fn content_is_framed_so_that_it_cannot_lead_the_page_elsewhere() {
    let html = render(&frame(), Page::App(app(AppShown::Framed("https://c.example.com/content/x/".to_owned()))));
    let iframe = html.split_once("<iframe").and_then(|(_, rest)| rest.split_once('>')).map(|(tag, _)| tag).unwrap();
    assert!(iframe.contains("src=\"https://c.example.com/content/x/\""), "{iframe}");
    assert!(iframe.contains("title=\"Plot\"") && iframe.contains("allow-scripts allow-same-origin"), "{iframe}");
    assert!(!iframe.contains("top-navigation"), "{iframe}");
}

#[test]
fn what_cannot_be_framed_is_opened_alone_by_those_who_may_see_it() {
    let solo = "href=\"https://keys.example.com/content/the-guid/\" target=\"_blank\" rel=\"noopener\"";
    let shown = render(&frame(), Page::App(app(AppShown::Solo)));
    assert!(!shown.contains("<iframe"), "{shown}");
    // At the upper right, in the menu of narrow screens, and instead of the frame.
    assert_eq!(shown.matches(solo).count(), 3, "{shown}");
    let head = AppHead { may_view: false, ..head() };
    let html = render(&frame(), Page::App(App { head, ..app(AppShown::NotToMe) }));
    assert!(!html.contains("<iframe") && !html.contains(solo), "{html}");
    assert!(html.contains("href=\"/connect/apps/the-guid/people\""), "{html}");
}

#[test]
fn a_program_that_fails_says_so_above_its_frame() {
    let failure = Some("It ended with exit status 1.".to_owned());
    let html = render(&frame(), Page::App(App { failure, ..app(AppShown::Framed(String::new())) }));
    let (above, _) = html.split_once("<iframe").unwrap();
    assert!(above.contains("It ended with exit status 1."), "{above}");
    assert!(above.contains("href=\"/connect/apps/the-guid/logs\""), "{above}");
    assert!(above.contains("action=\"/connect/apps/the-guid/restart\" method=\"post\""), "{above}");
}

#[test]
fn a_refused_setting_keeps_what_was_typed_and_says_so_first() {
    let form = AppForm {
        title: "x".to_owned(),
        description: "\n</textarea> &lt; first line empty".to_owned(),
        access: "acl".to_owned(),
        title_problem: Some("Too short.".to_owned()),
        ..AppForm::default()
    };
    let html = render(&frame(), Page::AppSettings(AppSettings { form, ..settings() }));
    assert!(html.contains("<title>Error: Settings · Plot · Claviger</title>"), "{html}");
    assert!(html.contains("id=\"app-title-problem\" class=\"problem\">Too short.</p>"), "{html}");
    // The browser drops the first line break and keeps the second.
    assert!(html.contains(">\n\n&lt;/textarea> &amp;lt; first line empty</textarea>"), "{html}");
    assert!(html.contains("value=\"acl\" checked"), "{html}");
}

#[test]
fn a_viewer_who_may_not_publish_is_not_offered_more() {
    let html = render(&frame(), Page::AppPeople(people()));
    for words in ["Make viewer: pia", "Make collaborator: &lt;team&gt;", "Remove grace"] {
        assert!(html.contains(&format!("aria-label=\"{words}\"")), "{words} in {html}");
    }
    assert!(!html.contains(": grace") && !html.contains("<team>"), "{html}");
}

#[test]
fn a_variable_is_named_in_addresses_whatever_it_is_called() {
    let html = render(&frame(), Page::AppVariables(variables()));
    assert!(html.contains("/variables/remove?name=A%26B%3D\""), "{html}");
    let refused = AppVariables { value_problem: Some("Too long.".to_owned()), ..variables() };
    let html = render(&frame(), Page::AppVariables(refused));
    assert!(html.contains("<title>Error: Variables · Plot · Claviger</title>"), "{html}");
    let removal = render(&frame(), Page::VariableRemoval(Variable { head: head(), name: "<b>".to_owned() }));
    assert!(removal.contains("value=\"&lt;b&gt;\"") && !removal.contains("<b>"), "{removal}");
}

#[test]
fn tags_are_chosen_from_their_categories() {
    let html = render(&frame(), Page::AppTags(tags()));
    assert!(html.contains("<optgroup label=\"Team\"><option value=\"3\">&lt;North&gt;</option>"), "{html}");
    assert!(html.contains("Team / &lt;Sales&gt;") && !html.contains("<Sales>"), "{html}");
}

#[test]
fn an_address_leads_to_the_dashboards_host() {
    let html = render(&frame(), Page::AppAddress(address()));
    assert!(html.contains("href=\"https://keys.example.com/finance/\""), "{html}");
}

#[test]
fn visits_are_bars_for_the_eyes_and_words_for_the_ears() {
    let html = render(&frame(), Page::AppUsage(usage(&[0, 3, 1])));
    assert!(html.contains("4 visits in the last 3 days"), "{html}");
    let summary = "Visits by day. 4 visits in 3 days. Most on one day: 3 (22 Nov).";
    assert!(html.contains(&format!("aria-label=\"{summary}\"")), "{html}");
    assert_eq!(html.matches("class=\"bar\"></rect>").count(), 3, "{html}");
    assert!(html.contains("<title>today: 1 visit</title>"), "{html}");
    assert!(html.contains(">2026-11-22</th>"), "{html}");
    let none = render(&frame(), Page::AppUsage(usage(&[0, 0, 0])));
    assert!(none.contains("Nobody opened this content in the last 3 days.") && !none.contains("<table"), "{none}");
}

#[test]
fn an_empty_log_is_told_and_a_long_one_can_be_reached_by_keyboard() {
    let empty = render(&frame(), Page::AppLogs(logs(" \n")));
    assert!(empty.contains("has written nothing yet") && !empty.contains("<pre"), "{empty}");
    let html = render(&frame(), Page::AppLogs(logs("first <b>\nlast")));
    assert!(html.contains("tabindex=\"0\" class=\"log\"><pre>first &lt;b&gt;\nlast</pre>"), "{html}");
}
