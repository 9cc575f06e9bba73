//! The versions of an item, and its deploys.

use super::apps::head;
use super::*;
use crate::model::{VersionRow, VersionStanding};

fn row(number: i64, standing: VersionStanding) -> VersionRow {
    VersionRow {
        number,
        uploaded_at: frame().now,
        uploaded_by: Some("grace".to_owned()),
        size: 1_234_567,
        source: "https://git.example.com/<plot>, main, 0a1b2c3d4e5f".to_owned(),
        standing,
    }
}

pub(super) fn versions(may_publish: bool) -> Versions {
    let rows = [(9, VersionStanding::Draft), (8, VersionStanding::Served), (7, VersionStanding::Past)];
    Versions { head: head(), rows: rows.map(|(number, standing)| row(number, standing)).into(), may_publish }
}

pub(super) fn question(problem: Option<&str>) -> VersionDelete {
    let standing = if problem.is_some() { VersionStanding::Served } else { VersionStanding::Past };
    VersionDelete { head: head(), version: row(7, standing), problem: problem.map(str::to_owned) }
}

pub(super) fn deploy(state: DeployState) -> Deploy {
    let lines = vec!["Deploying version 7 of plot.".to_owned(), "<b>This</b> is a plot.".to_owned()];
    Deploy { head: head(), task: "abcdefgh23456789".to_owned(), lines, state, opens: false }
}

#[test]
fn all_but_the_served_version_can_be_activated_and_deleted() {
    let html = render(&frame(), Page::Versions(versions(true)));
    let base = "/connect/apps/the-guid/versions";
    for (number, other) in [(7, true), (8, false), (9, true)] {
        assert_eq!(html.contains(&format!("action=\"{base}/{number}/activate\" method=\"post\"")), other, "{html}");
        assert_eq!(html.contains(&format!("href=\"{base}/{number}/delete\"")), other, "{html}");
        assert!(html.contains(&format!("href=\"/__api__/v1/content/the-guid/bundles/{number}/download\"")), "{html}");
    }
    for part in ["1.2 MB", " by grace", "&lt;plot&gt;, main, 0a1b2c3d4e5f", ">served</span>", ">never served</span>"] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn who_may_manage_and_not_publish_deletes_versions_and_no_more() {
    let html = render(&frame(), Page::Versions(versions(false)));
    assert!(html.contains("/versions/7/delete"), "{html}");
    assert!(!html.contains("/activate") && !html.contains("/download"), "{html}");
}

#[test]
fn a_version_that_cannot_be_deleted_has_a_reason_and_no_button() {
    let asked = render(&frame(), Page::VersionDelete(question(None)));
    assert!(asked.contains(">Delete version</button>"), "{asked}");
    let refused = render(&frame(), Page::VersionDelete(question(Some("It is active."))));
    assert!(refused.contains("<title>Error: Delete version 7?") && refused.contains("It is active."), "{refused}");
    assert!(!refused.contains(">Delete version</button>"), "{refused}");
}

#[test]
fn a_deploy_is_followed_by_an_island_or_by_a_link_until_it_has_ended() {
    let running = render(&frame(), Page::Deploy(deploy(DeployState::Running)));
    assert!(running.contains("data-component=\"FollowTask"), "{running}");
    assert!(running.contains("href=\"/connect/apps/the-guid/deploys/abcdefgh23456789?seen=2\""), "{running}");
    assert!(running.contains("role=\"log\"") && running.contains("&lt;b&gt;This&lt;/b&gt; is a plot.\n"), "{running}");
    let reason = DeployState::Failed("The file plumber.R is <missing>.".to_owned());
    for (state, words) in [(DeployState::Done, "The deploy went well."), (reason, "is &lt;missing&gt;.")] {
        let ended = render(&frame(), Page::Deploy(deploy(state)));
        let (above, _) = ended.split_once("id=\"task-log\"").unwrap();
        assert!(above.contains(words), "{ended}");
        assert!(!ended.contains("FollowTask") && !ended.contains("?seen="), "{ended}");
    }
}
