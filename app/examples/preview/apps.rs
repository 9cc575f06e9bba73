//! Sample data for the pages of one content item.

use app::model::{App, AppFacts, AppForm, AppHead, AppLogs, AppSettings, AppShown, AppUsage};
use domain::{Caller, DayVisits, PastVisit};
use time::{Duration, OffsetDateTime};

use crate::{GUID, NOW};

pub(crate) fn head() -> AppHead {
    AppHead {
        guid: GUID.to_owned(),
        title: "Eruptions of Old Faithful".to_owned(),
        target_url: format!("http://localhost:3939/content/{GUID}/"),
        may_view: true,
        may_manage: true,
        program: true,
    }
}

pub(crate) fn view(shown: AppShown) -> App {
    App {
        head: head(),
        owner: "ada".to_owned(),
        kind: "Plumber API",
        access: "All users",
        deployed_at: Some(NOW - Duration::hours(2)),
        description: "Waiting times and lengths, by hour.\nAsk Ada about the gaps of 1985.".to_owned(),
        shown,
        failure: None,
    }
}

pub(crate) fn failed() -> App {
    let failure =
        "The program ended with exit status 1 while it started. After five such ends it rests until it is asked again.";
    App { failure: Some(failure.to_owned()), ..view(AppShown::Framed("notice.html".to_owned())) }
}

/// As somebody sees it who may not manage it.
pub(crate) fn seen() -> App {
    let head =
        AppHead { may_manage: false, title: "A very long title about the weather in the north".to_owned(), ..head() };
    App { head, description: String::new(), ..view(AppShown::Framed("key.html".to_owned())) }
}

pub(crate) fn not_to_me() -> App {
    App { head: AppHead { may_view: false, ..head() }, access: "Specific users", ..view(AppShown::NotToMe) }
}

pub(crate) fn settings() -> AppSettings {
    let App { head, description, .. } = view(AppShown::Solo);
    AppSettings {
        form: AppForm { title: head.title.clone(), description, access: "acl".to_owned(), ..AppForm::default() },
        head,
        facts: AppFacts {
            kind: "Plumber API",
            name: "eruptions".to_owned(),
            number: 24,
            owner: "ada".to_owned(),
            created_at: NOW - Duration::days(40),
            deployed_at: Some(NOW - Duration::hours(2)),
        },
    }
}

pub(crate) fn refused_settings() -> AppSettings {
    let settings = settings();
    let form = AppForm {
        title: "x".to_owned(),
        title_problem: Some("A title has 3 to 1024 characters on one line.".to_owned()),
        description_problem: Some("A description has at most 4096 characters.".to_owned()),
        access_problem: Some("Choose who may see it.".to_owned()),
        access: String::new(),
        ..settings.form
    };
    AppSettings { form, ..settings }
}

pub(crate) fn usage(now: OffsetDateTime, span: i64) -> AppUsage {
    let days: Vec<_> = (0..span)
        .rev()
        .map(|back| DayVisits {
            day: (now - Duration::days(back)).date(),
            visits: if back % 7 == 3 { 0 } else { (back * 37 % 23 + back % 5 * 9).unsigned_abs() },
        })
        .collect();
    let total = days.iter().map(|day| day.visits).sum();
    let caller = |username: Option<&str>, key: Option<&str>, visits| Caller {
        who: username.and_then(|name| name.parse().ok()),
        key: key.and_then(|name| name.parse().ok()),
        visits,
        last_at: now,
    };
    let visit = |minutes, username: Option<&str>, key: Option<&str>, path: &str| PastVisit {
        at: now - Duration::minutes(minutes),
        who: username.and_then(|name| name.parse().ok()),
        key: key.and_then(|name| name.parse().ok()),
        path: path.to_owned(),
    };
    AppUsage {
        head: head(),
        total,
        days,
        callers: vec![
            caller(Some("ada"), Some("nightly-job"), 318),
            caller(None, None, 120),
            caller(Some("grace"), None, 2),
        ],
        latest: vec![
            visit(2, Some("ada"), Some("nightly-job"), "/mean"),
            visit(55, Some("grace"), None, "/"),
            visit(300, None, None, &format!("/a/long/path/{}", "with-parts/".repeat(6))),
            visit(4000, Some("ada"), Some("Report server in Building 7, second floor"), "/mean"),
        ],
    }
}

pub(crate) fn no_usage(now: OffsetDateTime) -> AppUsage {
    let usage = usage(now, 30);
    AppUsage { total: 0, callers: Vec::new(), latest: Vec::new(), ..usage }
}

pub(crate) fn logs(failed: bool) -> AppLogs {
    let line = |at: i64| {
        let time = (NOW - Duration::minutes(60 - at)).time();
        format!(
            "2026-11-23T{:02}:{:02}:00Z err GET /mean?samples={at} took {} ms\n",
            time.hour(),
            time.minute(),
            at * 7 % 40
        )
    };
    let state = if failed { "The program ended with exit status 1 while it started." } else { "Running." };
    AppLogs {
        head: head(),
        state: state.to_owned(),
        since: (!failed).then_some(NOW - Duration::hours(1)),
        failed,
        log: (0..60).map(line).collect(),
    }
}

pub(crate) fn no_logs() -> AppLogs {
    let state = "Not running. It starts when somebody opens it.".to_owned();
    AppLogs { head: head(), state, since: None, failed: false, log: String::new() }
}
