//! What the pages of one content item show, `/connect/apps/{guid}`.

use domain::{Caller, DayVisits, PastVisit};
use time::OffsetDateTime;

/// The head that the pages of an item share: its title, "Open Solo" and the tabs.
#[derive(Clone, Debug)]
pub struct AppHead {
    /// The item's public identifier, as in its address.
    pub guid: String,
    /// Its title, or its name.
    pub title: String,
    /// Where people and programs find it alone.
    pub target_url: String,
    /// Whether I may see the content itself.
    pub may_view: bool,
    /// Whether I may change it, which shows the tabs.
    pub may_manage: bool,
    /// Whether a program answers for it, which has logs.
    pub program: bool,
}

/// The content view.
#[derive(Clone, Debug)]
pub struct App {
    /// What stands above it.
    pub head: AppHead,
    /// The owner's username.
    pub owner: String,
    /// What it is, as shown to people.
    pub kind: &'static str,
    /// Who it is for, as shown to people.
    pub access: &'static str,
    /// When it was last published.
    pub deployed_at: Option<OffsetDateTime>,
    /// What its owner says about it; may have several lines, may be empty.
    pub description: String,
    /// How the content is shown.
    pub shown: AppShown,
    /// Why its program does not run, for those who may manage it.
    pub failure: Option<String>,
}

/// How the content view shows the content.
#[derive(Clone, Debug)]
pub enum AppShown {
    /// In a frame, from this address on the content origin.
    Framed(String),
    /// Not here: no frame could carry the sign-in between the two hosts. Alone it works.
    Solo,
    /// Not to me: I may manage it, but was not given access.
    NotToMe,
    /// Not yet: no version was published.
    NotYet,
}

/// The settings of an item.
#[derive(Clone, Debug)]
pub struct AppSettings {
    /// What stands above them.
    pub head: AppHead,
    /// Title, description and access.
    pub form: AppForm,
    /// What cannot be changed here.
    pub facts: AppFacts,
}

/// The form of the settings, with what stands or was typed.
#[derive(Clone, Debug, Default)]
pub struct AppForm {
    /// The title; empty shows the name.
    pub title: String,
    /// The description.
    pub description: String,
    /// The chosen access: `all`, `logged_in` or `acl`.
    pub access: String,
    /// What is wrong with the title.
    pub title_problem: Option<String>,
    /// What is wrong with the description.
    pub description_problem: Option<String>,
    /// What is wrong with the access.
    pub access_problem: Option<String>,
}

/// What an item is, beside what can be changed.
#[derive(Clone, Debug)]
pub struct AppFacts {
    /// What it is, as shown to people.
    pub kind: &'static str,
    /// Its name, by which it is published again.
    pub name: String,
    /// Its number, as in `/content/24/`.
    pub number: i64,
    /// The owner's username.
    pub owner: String,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// When it was last published.
    pub deployed_at: Option<OffsetDateTime>,
}

/// The visits of an item.
#[derive(Clone, Debug)]
pub struct AppUsage {
    /// What stands above them.
    pub head: AppHead,
    /// How many visits there were in these days.
    pub total: u64,
    /// Each day in UTC, the oldest first; those without visits too.
    pub days: Vec<DayVisits>,
    /// Who came, by person and key, the most frequent first.
    pub callers: Vec<Caller>,
    /// The latest visits, the newest first.
    pub latest: Vec<PastVisit>,
}

impl AppUsage {
    /// The spans on offer, in days; the first is what is usual.
    pub const SPANS: [u16; 2] = [30, 90];
}

/// The logs of an item's program.
#[derive(Clone, Debug)]
pub struct AppLogs {
    /// What stands above them.
    pub head: AppHead,
    /// How the program is, as a sentence.
    pub state: String,
    /// Since when it runs, if it does.
    pub since: Option<OffsetDateTime>,
    /// Whether it fails, and does not merely rest.
    pub failed: bool,
    /// What it wrote, the newest last.
    pub log: String,
}
