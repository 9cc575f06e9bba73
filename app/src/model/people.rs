//! What the pages of accounts, groups and tags show.

use time::OffsetDateTime;

/// The accounts, at `/connect/people`.
#[derive(Clone, Debug)]
pub struct People {
    /// The accounts on this page, by username.
    pub rows: Vec<PersonRow>,
    /// How many there are in all, without the filter.
    pub total: usize,
    /// How many match the filter.
    pub matching: usize,
    /// What the names are filtered by; empty for all.
    pub filter: String,
    /// This page, from 1.
    pub page: usize,
    /// How many pages there are, at least 1.
    pub pages: usize,
    /// Whether I may make accounts.
    pub may_make: bool,
}

/// One account in the list.
#[derive(Clone, Debug)]
pub struct PersonRow {
    /// Its public identifier, as in the address of its page.
    pub guid: String,
    /// The username.
    pub username: String,
    /// Given and family name; may be empty.
    pub name: String,
    /// The role, as shown to people.
    pub role: &'static str,
    /// Whether it is locked.
    pub locked: bool,
    /// When it was last seen.
    pub seen_at: Option<OffsetDateTime>,
}

/// One account.
#[derive(Clone, Debug)]
pub struct Account {
    /// The account.
    pub row: PersonRow,
    /// Its e-mail address; empty when there is none, or it is not for me to see.
    pub email: String,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// The chosen role: `viewer`, `publisher` or `administrator`.
    pub role: String,
    /// Whether I may change it.
    pub may_change: bool,
    /// Whether it is my own.
    pub mine: bool,
    /// Why the role was not changed.
    pub role_problem: Option<String>,
    /// Why it was not locked.
    pub lock_problem: Option<String>,
}

/// The form of a new account, with what was typed.
#[derive(Clone, Debug, Default)]
pub struct NewAccount {
    /// The username.
    pub username: String,
    /// The given name.
    pub first_name: String,
    /// The family name.
    pub last_name: String,
    /// The e-mail address.
    pub email: String,
    /// The chosen role: `viewer`, `publisher` or `administrator`.
    pub role: String,
    /// What is wrong with the username.
    pub username_problem: Option<String>,
    /// What is wrong with the given name.
    pub first_name_problem: Option<String>,
    /// What is wrong with the family name.
    pub last_name_problem: Option<String>,
    /// What is wrong with the e-mail address.
    pub email_problem: Option<String>,
    /// What is wrong with the role.
    pub role_problem: Option<String>,
    /// What is wrong with the password.
    pub password_problem: Option<String>,
}

/// The groups, at `/connect/groups`.
#[derive(Clone, Debug)]
pub struct Groups {
    /// The groups, by name.
    pub rows: Vec<GroupRow>,
    /// Whether I may make groups.
    pub may_make: bool,
    /// What was typed as the name of a new one.
    pub name: String,
    /// What is wrong with it.
    pub problem: Option<String>,
}

/// One group in the list.
#[derive(Clone, Debug)]
pub struct GroupRow {
    /// Its public identifier, as in the address of its page.
    pub guid: String,
    /// What it is called.
    pub name: String,
    /// The username of who takes care of it, if anybody does.
    pub owner: Option<String>,
}

/// One group.
#[derive(Clone, Debug)]
pub struct GroupPage {
    /// The group.
    pub group: GroupRow,
    /// Who is in it, by username.
    pub members: Vec<Member>,
    /// Whether I may change it.
    pub may_manage: bool,
    /// What stands, or was typed, as its name.
    pub name: String,
    /// What is wrong with the name.
    pub name_problem: Option<String>,
    /// What was typed as the username of somebody to add.
    pub adding: String,
    /// Why nobody was added.
    pub adding_problem: Option<String>,
}

/// Somebody who is in a group.
#[derive(Clone, Debug)]
pub struct Member {
    /// Names the account in forms.
    pub guid: String,
    /// The username.
    pub username: String,
    /// Whether it is my own.
    pub mine: bool,
}

/// All tags, at `/connect/tags`.
#[derive(Clone, Debug)]
pub struct Tags {
    /// The tags, each followed by those under it.
    pub rows: Vec<TreeRow>,
    /// Whether I may make and change tags.
    pub may_change: bool,
    /// The form of a new one.
    pub form: TagForm,
}

/// One tag in the tree.
#[derive(Clone, Debug)]
pub struct TreeRow {
    /// Its number.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// The names above it and its own, for the choice of a place.
    pub path: String,
    /// How many stand above it; none above a category.
    pub depth: usize,
}

/// The form of a tag, with what stands or was typed.
#[derive(Clone, Debug, Default)]
pub struct TagForm {
    /// What it is called.
    pub name: String,
    /// The number of the tag that it stands under.
    pub parent: Option<i64>,
    /// The places on offer: number and path.
    pub places: Vec<(i64, String)>,
    /// What is wrong with the name.
    pub name_problem: Option<String>,
    /// What is wrong with the place.
    pub parent_problem: Option<String>,
}

/// One tag, to be changed.
#[derive(Clone, Debug)]
pub struct TagPage {
    /// Its number.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// How many stand under it.
    pub below: usize,
    /// The form that changes it.
    pub form: TagForm,
}
