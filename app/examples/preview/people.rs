//! Sample data for the pages of accounts, groups and tags.

use app::model::{
    Account, GroupPage, GroupRow, Groups, Member, NewAccount, People, PersonRow, TagForm, TagPage, Tags, TreeRow,
};
use time::Duration;

use crate::{GUID, NOW};

fn person(username: &str, name: &str, role: &'static str, locked: bool) -> PersonRow {
    PersonRow {
        guid: GUID.to_owned(),
        username: username.to_owned(),
        name: name.to_owned(),
        role,
        locked,
        seen_at: (!locked).then(|| NOW - Duration::minutes(5)),
    }
}

pub(crate) fn people() -> People {
    People {
        rows: vec![
            person("ada", "Ada Lovelace", "Administrator", false),
            person("a.very-long.username-that-somebody-chose-for-himself", "", "Viewer", true),
            person("grace", "Grace Hopper", "Publisher", false),
        ],
        total: 120,
        matching: 120,
        filter: String::new(),
        page: 1,
        pages: 3,
        may_make: true,
    }
}

pub(crate) fn account(locked: bool) -> Account {
    Account {
        row: person("grace", "Grace Hopper", "Publisher", locked),
        email: "grace@example.com".to_owned(),
        created_at: NOW - Duration::days(80),
        role: "publisher".to_owned(),
        may_change: true,
        mine: false,
        role_problem: None,
        lock_problem: (!locked)
            .then(|| "This is the only administrator who is not locked. Make another one first.".to_owned()),
    }
}

pub(crate) fn new_account() -> NewAccount {
    NewAccount {
        username: "grace hopper".to_owned(),
        role: "viewer".to_owned(),
        username_problem: Some("A username has 1 to 64 letters, digits, dots, hyphens or underscores.".to_owned()),
        ..NewAccount::default()
    }
}

fn group_row(name: &str) -> GroupRow {
    GroupRow { guid: GUID.to_owned(), name: name.to_owned(), owner: Some("ada".to_owned()) }
}

pub(crate) fn groups() -> Groups {
    Groups {
        rows: vec![
            group_row("Volcanology"),
            group_row("A long name of a group that nobody would say aloud in a hurry"),
        ],
        may_make: true,
        name: "Volcanology".to_owned(),
        problem: Some("There is a group with this name already. Choose another name.".to_owned()),
    }
}

pub(crate) fn group() -> GroupPage {
    let member = |username: &str, mine| Member { guid: GUID.to_owned(), username: username.to_owned(), mine };
    GroupPage {
        group: group_row("Volcanology"),
        members: vec![member("ada", true), member("grace", false)],
        may_manage: true,
        name: "Volcanology".to_owned(),
        name_problem: None,
        adding: "nobody".to_owned(),
        adding_problem: Some("There is no account named nobody.".to_owned()),
    }
}

pub(crate) fn tags() -> Tags {
    let row = |id, name: &str, path: &str, depth| TreeRow { id, name: name.to_owned(), path: path.to_owned(), depth };
    let rows = vec![
        row(1, "Place", "Place", 0),
        row(2, "Iceland", "Place / Iceland", 1),
        row(3, "Haukadalur", "Place / Iceland / Haukadalur", 2),
        row(4, "Yellowstone", "Place / Yellowstone", 1),
        row(5, "State", "State", 0),
        row(6, "Draft", "State / Draft", 1),
    ];
    let places = rows.iter().map(|row| (row.id, row.path.clone())).collect();
    Tags { form: TagForm { places, ..TagForm::default() }, rows, may_change: true }
}

pub(crate) fn tag() -> TagPage {
    let Tags { form, .. } = tags();
    TagPage {
        id: 2,
        name: "Iceland".to_owned(),
        below: 1,
        form: TagForm { name: "Iceland".to_owned(), parent: Some(1), ..form },
    }
}
