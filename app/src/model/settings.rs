//! What the pages beside an item's general settings show: people, variables, tags, address.

use super::AppHead;

/// Who is named to see or change an item.
#[derive(Clone, Debug)]
pub struct AppPeople {
    /// What stands above them.
    pub head: AppHead,
    /// The owner's username.
    pub owner: String,
    /// Whether named viewers count, which they do for one kind of access only.
    pub viewers_count: bool,
    /// Who was named, users before groups.
    pub named: Vec<NamedRow>,
    /// The form that names somebody.
    pub adding: Adding,
}

/// A user or a group that was named.
#[derive(Clone, Debug)]
pub struct NamedRow {
    /// Names the permission in forms.
    pub permission: i64,
    /// The username, or the name of the group.
    pub name: String,
    /// Whether it is a group.
    pub group: bool,
    /// Whether it may change the item, and not only see it.
    pub collaborator: bool,
    /// Whether it could be a collaborator.
    pub may_collaborate: bool,
}

/// The form that names somebody, with what was typed.
#[derive(Clone, Debug)]
pub struct Adding {
    /// Whether it is a group.
    pub group: bool,
    /// The name.
    pub name: String,
    /// Whether as a collaborator.
    pub collaborator: bool,
    /// Why nobody was added.
    pub problem: Option<String>,
}

/// The environment variables of an item.
#[derive(Clone, Debug)]
pub struct AppVariables {
    /// What stands above them.
    pub head: AppHead,
    /// Whether it is files, which read none.
    pub files: bool,
    /// Their names; the values never come out.
    pub names: Vec<String>,
    /// What was typed as a name.
    pub name: String,
    /// What is wrong with the name.
    pub name_problem: Option<String>,
    /// What is wrong with the value.
    pub value_problem: Option<String>,
}

/// The question before a variable is removed.
#[derive(Clone, Debug)]
pub struct Variable {
    /// What stands above it.
    pub head: AppHead,
    /// Its name.
    pub name: String,
}

/// The tags of an item.
#[derive(Clone, Debug)]
pub struct AppTags {
    /// What stands above them.
    pub head: AppHead,
    /// Those that it has.
    pub on: Vec<TagRow>,
    /// Those that it could have too, by category.
    pub offered: Vec<(String, Vec<TagChoice>)>,
    /// Whether I may make tags.
    pub may_make: bool,
    /// Why none was put on.
    pub problem: Option<String>,
}

/// A tag that an item has.
#[derive(Clone, Debug)]
pub struct TagRow {
    /// Its number.
    pub id: i64,
    /// Its name, after those above it.
    pub path: String,
}

/// A tag on offer.
#[derive(Clone, Debug)]
pub struct TagChoice {
    /// Its number.
    pub id: i64,
    /// Its name, after those above it but for the category.
    pub label: String,
}

/// The address of its own that an item has.
#[derive(Clone, Debug)]
pub struct AppAddress {
    /// What stands above it.
    pub head: AppHead,
    /// The path that leads to it, with a slash at both ends.
    pub path: Option<String>,
    /// What stands, or was typed, as path.
    pub typed: String,
    /// What is wrong with it.
    pub problem: Option<String>,
}
