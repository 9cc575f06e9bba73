//! What the pages show: plain data, made by the server, in the words of the pages and not of the database.

mod apps;
mod keys;
mod people;
mod settings;
mod uploads;
mod versions;

use domain::Role;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

pub use self::apps::{App, AppFacts, AppForm, AppHead, AppLogs, AppSettings, AppShown, AppUsage};
pub use self::keys::{KeyForm, KeyOutcome, KeyPage, KeyProblems, KeyRow, Keys, NewKey, Snippet};
pub use self::people::{
    Account, GroupPage, GroupRow, Groups, Member, NewAccount, People, PersonRow, TagForm, TagPage, Tags, TreeRow,
};
pub use self::settings::{Adding, AppAddress, AppPeople, AppTags, AppVariables, NamedRow, TagChoice, TagRow, Variable};
pub use self::uploads::{NewContent, NewVersion, UploadOutcome, UploadProblems};
pub use self::versions::{Deploy, DeployState, VersionDelete, VersionRow, VersionStanding, Versions};

/// What stands around a page: the document's head, the header and the status region.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Where the browser's half is.
    pub assets: Assets,
    /// Admits our one script under the content security policy; new for each answer.
    pub nonce: String,
    /// Goes into the hidden field `csrf` of every form.
    pub csrf: String,
    /// Who is signed in.
    pub user: Option<Badge>,
    /// What the last action did, shown once.
    pub status: Option<Status>,
    /// The address of the dashboard, without a slash at its end.
    pub server_url: String,
    /// The instant that relative times are counted from.
    pub now: OffsetDateTime,
}

/// The addresses of the browser's half; the names hold hashes, so they may be kept for ever.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Assets {
    /// The style sheet.
    pub css: String,
    /// The script that starts the islands.
    pub boot: String,
    /// The glue that loads the wasm.
    pub js: String,
    /// The islands.
    pub wasm: String,
    /// The icon.
    pub icon: String,
}

/// The circular picture at the top right.
#[derive(Clone, Debug)]
pub struct Badge {
    /// The username, beside the picture on wide screens.
    pub username: String,
    /// One or two letters inside the picture.
    pub initials: String,
    /// The picture's colour, 0 to 359.
    pub hue: u16,
    /// The role, which decides on what the header leads to.
    pub role: Role,
}

/// A message at the top of the page, about what was done.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Status {
    /// What happened, as a sentence.
    pub text: String,
}

/// The sign-in page.
#[derive(Clone, Debug, Default)]
pub struct SignIn {
    /// What was typed as username.
    pub username: String,
    /// Where to go afterwards; a path on this server.
    pub next: String,
    /// Why the last try was refused.
    pub problem: Option<String>,
}

/// The page that makes the first administrator.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// The secret of the set-up link.
    pub token: String,
    /// What was typed as username.
    pub username: String,
    /// What was typed as e-mail address.
    pub email: String,
    /// What is wrong with the username.
    pub username_problem: Option<String>,
    /// What is wrong with the e-mail address.
    pub email_problem: Option<String>,
    /// What is wrong with the password.
    pub password_problem: Option<String>,
}

/// The Profile page.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The username, which cannot be changed here.
    pub username: String,
    /// The role, as shown to people.
    pub role: &'static str,
    /// What stands, or was typed, as given name.
    pub first_name: String,
    /// What stands, or was typed, as family name.
    pub last_name: String,
    /// What stands, or was typed, as e-mail address.
    pub email: String,
    /// What is wrong with the given name.
    pub first_name_problem: Option<String>,
    /// What is wrong with the family name.
    pub last_name_problem: Option<String>,
    /// What is wrong with the e-mail address.
    pub email_problem: Option<String>,
    /// What is wrong with the current password.
    pub current_password_problem: Option<String>,
    /// What is wrong with the new password.
    pub new_password_problem: Option<String>,
    /// Where this account is signed in, this session first.
    pub sessions: Vec<SessionRow>,
    /// The programs that may act as this account, newest first.
    pub programs: Vec<ProgramRow>,
}

/// A program that may act as the account.
#[derive(Clone, Debug)]
pub struct ProgramRow {
    /// Names it in forms.
    pub handle: String,
    /// What it calls itself.
    pub agent: String,
    /// The address that it asked from.
    pub address: String,
    /// When it was let in.
    pub let_in_at: OffsetDateTime,
}

/// The page that asks whether to let a program in.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The name of its token, as in the address of the page.
    pub token: String,
    /// What its public key is known by, so that the very program is let in that is shown.
    pub fingerprint: String,
    /// What it calls itself.
    pub agent: String,
    /// The address that it asked from.
    pub address: String,
    /// When it asked.
    pub asked_at: OffsetDateTime,
    /// The account that it would act as.
    pub username: String,
    /// The role of that, as shown to people.
    pub role: &'static str,
    /// Whether the password must be typed again because the sign-in is old.
    pub password_needed: bool,
    /// What is wrong with the password.
    pub password_problem: Option<String>,
    /// What is wrong besides.
    pub problem: Option<String>,
}

/// One place where the account is signed in.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// Names the session in forms; of no use for signing in.
    pub handle: String,
    /// Whether it is the one that asks.
    pub current: bool,
    /// The browser and system, such as "Firefox on Linux".
    pub agent: String,
    /// The address it was last seen from.
    pub address: String,
    /// When it signed in.
    pub signed_in_at: OffsetDateTime,
    /// When it was last seen.
    pub seen_at: OffsetDateTime,
}

/// The dashboard: the content that I may see or manage.
#[derive(Clone, Debug)]
pub struct ContentList {
    /// The items, newest first.
    pub rows: Vec<ContentRow>,
    /// Whether I may publish, for the words of the empty page.
    pub may_publish: bool,
    /// Whether I manage all there is, whoever may see it.
    pub manages_all: bool,
}

/// One content item in the list.
#[derive(Clone, Debug)]
pub struct ContentRow {
    /// Its public identifier, as in the address of its page.
    pub guid: String,
    /// Its title, or its name.
    pub title: String,
    /// Its owner's username.
    pub owner: String,
    /// What it is, as shown to people.
    pub kind: &'static str,
    /// Who it is for, as shown to people.
    pub access: &'static str,
    /// The address that programs call.
    pub target_url: String,
    /// When it was last published.
    pub deployed_at: Option<OffsetDateTime>,
}

/// A page that says what went wrong, or what to do instead.
#[derive(Clone, Debug)]
pub struct Notice {
    /// The heading.
    pub title: String,
    /// What happened and what to do, a paragraph each.
    pub paragraphs: Vec<String>,
    /// A command to copy.
    pub command: Option<String>,
    /// Where to go on: address and words.
    pub link: Option<(String, String)>,
}
