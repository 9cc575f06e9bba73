//! The pages of accounts, groups and tags.

use super::*;
use crate::model::{Member, PersonRow, TagForm, TreeRow};

fn person(username: &str, locked: bool) -> PersonRow {
    PersonRow {
        guid: format!("{username}-guid"),
        username: username.to_owned(),
        name: "<b>Grace".to_owned(),
        role: "Publisher",
        locked,
        seen_at: None,
    }
}

pub(super) fn people(total: usize) -> People {
    People {
        rows: vec![person("grace", true)],
        total,
        matching: total,
        filter: String::new(),
        page: 1,
        pages: total.div_ceil(50).max(1),
        may_make: true,
    }
}

pub(super) fn account() -> Account {
    Account {
        row: person("grace", false),
        email: "grace@example.com".to_owned(),
        created_at: frame().now,
        role: "publisher".to_owned(),
        may_change: true,
        mine: false,
        role_problem: None,
        lock_problem: None,
    }
}

fn group_row() -> GroupRow {
    GroupRow { guid: "group-guid".to_owned(), name: "<b>Team".to_owned(), owner: Some("ada".to_owned()) }
}

pub(super) fn groups() -> Groups {
    Groups { rows: vec![group_row()], may_make: true, name: String::new(), problem: None }
}

pub(super) fn group() -> GroupPage {
    let member = |username: &str, mine| Member { guid: username.to_owned(), username: username.to_owned(), mine };
    GroupPage {
        group: group_row(),
        members: vec![member("ada", true), member("grace", false)],
        may_manage: true,
        name: "<b>Team".to_owned(),
        name_problem: None,
        adding: String::new(),
        adding_problem: None,
    }
}

pub(super) fn tags() -> Tags {
    let row = |id, name: &str, depth| TreeRow { id, name: name.to_owned(), path: name.to_owned(), depth };
    let rows = vec![row(1, "A", 0), row(2, "A1", 1), row(3, "A11", 2), row(4, "A2", 1), row(5, "B", 0)];
    Tags { rows, may_change: true, form: TagForm::default() }
}

pub(super) fn tag() -> TagPage {
    let form =
        TagForm { name: "A".to_owned(), parent: Some(5), places: vec![(5, "B".to_owned())], ..TagForm::default() };
    TagPage { id: 1, name: "A".to_owned(), below: 3, form }
}

#[test]
fn the_tree_is_lists_in_lists() {
    let html = render(&frame(), Page::Tags(Tags { may_change: false, ..tags() }));
    let tree = html.split_once("class=\"tag-tree\">").and_then(|(_, rest)| rest.split_once("</div>")).unwrap().0;
    let tree: String = tree.replace("<!>", "").split_whitespace().collect();
    let expected = "<ul><li>A<ul><li>A1<ul><li>A11</li></ul></li><li>A2</li></ul></li><li>B</li></ul>";
    assert_eq!(tree, expected);
    assert!(!html.contains("method=\"post\" aria") && !html.contains("Make a tag"), "{html}");
}

#[test]
fn the_header_leads_where_the_role_may_be() {
    for (role, leads) in [(domain::Role::Viewer, 0), (domain::Role::Publisher, 1), (domain::Role::Administrator, 2)] {
        let user = frame().user.map(|user| Badge { role, ..user });
        let html = render(&Frame { user, ..frame() }, Page::Profile(profile()));
        // In the header, and in the menu of narrow screens.
        let found = ["/connect/people\"", "/connect/tags\""].map(|address| html.matches(address).count());
        assert_eq!(found.iter().sum::<usize>(), 2 * leads, "{role}: {html}");
    }
}

fn profile() -> Profile {
    Profile {
        username: "ada".to_owned(),
        role: "Viewer",
        first_name: String::new(),
        last_name: String::new(),
        email: String::new(),
        first_name_problem: None,
        last_name_problem: None,
        email_problem: None,
        current_password_problem: None,
        new_password_problem: None,
        sessions: Vec::new(),
        programs: Vec::new(),
    }
}

#[test]
fn nobody_is_offered_to_lock_himself() {
    let html = render(&frame(), Page::Account(account()));
    assert!(html.contains("name=\"to\" value=\"locked\""), "{html}");
    let html = render(&frame(), Page::Account(Account { mine: true, ..account() }));
    assert!(!html.contains("/lock\"") && html.contains("/role\""), "{html}");
    let html = render(&frame(), Page::Account(Account { may_change: false, ..account() }));
    assert!(!html.contains("/lock\"") && !html.contains("/role\""), "{html}");
}

#[test]
fn a_member_may_leave_where_others_take_care_of_the_group() {
    let html = render(&frame(), Page::Group(GroupPage { may_manage: false, ..group() }));
    assert!(html.contains("Leave this group") && !html.contains("Remove grace"), "{html}");
    assert!(!html.contains("Rename group") && !html.contains("Delete group"), "{html}");
}

#[test]
fn many_accounts_can_be_filtered_and_leafed_through() {
    let html = render(&frame(), Page::People(People { filter: "a b".to_owned(), ..people(120) }));
    assert!(html.contains("href=\"/connect/people?q=a%20b&amp;page=2\""), "{html}");
    let none = People { rows: Vec::new(), filter: "<b>".to_owned(), matching: 0, ..people(120) };
    let html = render(&frame(), Page::People(none));
    assert!(html.contains("Nobody has “&lt;b&gt;” in a name.") && !html.contains("<b>"), "{html}");
}
