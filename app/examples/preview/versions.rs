//! Sample data for the versions of an item, its deploys, and the forms with files.

use app::model::{
    Deploy, DeployState, NewContent, NewVersion, UploadProblems, VersionDelete, VersionRow, VersionStanding, Versions,
};
use time::Duration;

use crate::NOW;
use crate::apps::head;

fn row(number: i64, standing: VersionStanding) -> VersionRow {
    let sources = ["", "https://git.example.com/reports/eruptions.git, main, 0a1b2c3d4e5f", "git"];
    VersionRow {
        number,
        uploaded_at: NOW - Duration::hours((50 - number) * 7),
        uploaded_by: (number != 41).then(|| "ada".to_owned()),
        size: u64::try_from(number).unwrap_or_default().pow(4),
        source: sources[usize::try_from(number % 3).unwrap_or_default()].to_owned(),
        standing,
    }
}

pub(crate) fn versions(may_publish: bool) -> Versions {
    let rows = [
        (48, VersionStanding::Draft),
        (46, VersionStanding::Served),
        (43, VersionStanding::Past),
        (41, VersionStanding::Past),
    ];
    Versions { head: head(), rows: rows.map(|(number, standing)| row(number, standing)).into(), may_publish }
}

pub(crate) fn no_versions() -> Versions {
    Versions { rows: Vec::new(), ..versions(true) }
}

pub(crate) fn question(refused: bool) -> VersionDelete {
    let standing = if refused { VersionStanding::Served } else { VersionStanding::Past };
    let problem = refused.then(|| "This version is active. Activate another one before you delete it.".to_owned());
    VersionDelete { head: head(), version: row(43, standing), problem }
}

pub(crate) fn failed() -> DeployState {
    let reason = "The program ended with exit status 1 before it gave an answer.\nError in library(forecast) : there is no \
                  package called ‘forecast’";
    DeployState::Failed(reason.to_owned())
}

pub(crate) fn deploy(state: DeployState) -> Deploy {
    let lines = ["Deploying version 46 of eruptions.", "This is a Plumber API.", "It is started aside, and asked."];
    let lines = lines.map(str::to_owned).into();
    Deploy { head: head(), task: "abcdefgh23456789".to_owned(), lines, state, opens: false }
}

pub(crate) fn new_content(refused: bool) -> NewContent {
    let problem = |text: &str| refused.then(|| text.to_owned());
    let problems = UploadProblems {
        title: problem("A title has 3 to 1024 characters on one line."),
        access: problem("Choose who may see it."),
        files: problem("The archive has \"../secret\", which leads out of it or cannot be an address."),
    };
    NewContent { title: if refused { "x" } else { "" }.to_owned(), access: "acl".to_owned(), problems }
}

pub(crate) fn new_version() -> NewVersion {
    NewVersion { head: head(), problems: UploadProblems::default() }
}
