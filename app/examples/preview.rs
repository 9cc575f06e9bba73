//! Writes every page with sample data to `target/preview`, to be looked at without a server.
//!
//! After `make build` has made `target/site`: `cargo run -p app --features ssr --example preview`, then
//! `python3 -m http.server --bind 127.0.0.1 --directory target`, and open `/preview/keys.html` there.

#[path = "preview/apps.rs"]
mod apps;
#[path = "preview/people.rs"]
mod people;
#[path = "preview/settings.rs"]
mod settings;
#[path = "preview/versions.rs"]
mod versions;

use std::path::Path;
use std::{fs, io};

use app::model::{
    AppShown, Assets, Badge, Claim, ContentList, ContentRow, DeployState, Frame, KeyForm, KeyPage, KeyProblems, KeyRow,
    Keys, NewKey, Notice, Profile, ProgramRow, SessionRow, Setup, SignIn, Snippet, Status,
};
use app::{Page, render};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

const GUID: &str = "0b1e3c58-6d0a-4c8e-9a55-0c1f8b0f6a21";
const NOW: OffsetDateTime = datetime!(2026-11-23 14:05 UTC);

fn main() -> io::Result<()> {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
    let list = fs::read_to_string(target.join("site/assets.json"))?;
    let assets: Assets = serde_json::from_str(&list.replace("/connect/assets/", "../site/"))?;
    let preview = target.join("preview");
    fs::create_dir_all(&preview)?;
    for (name, frame, page) in pages(&assets) {
        fs::write(preview.join(name).with_extension("html"), render(&frame, page))?;
    }
    Ok(())
}

fn pages(assets: &Assets) -> Vec<(&'static str, Frame, Page)> {
    let frame = Frame {
        assets: assets.clone(),
        nonce: "preview".to_owned(),
        csrf: "token".to_owned(),
        user: Some(Badge {
            username: "ada".to_owned(),
            initials: "AL".to_owned(),
            hue: 210,
            role: domain::Role::Administrator,
        }),
        status: None,
        server_url: "http://localhost:3939".to_owned(),
        now: NOW,
    };
    let status = |text: &str| Frame { status: Some(Status { text: text.to_owned() }), ..frame.clone() };
    let nobody = Frame { user: None, ..frame.clone() };
    let deleted = status("The API key “my_api_key” was deleted.");
    let saved = status("The settings were saved.");
    let failed = status("This form was sent already. The key it made is in the list.");
    let refused = SignIn {
        username: "ada".to_owned(),
        next: "/connect/keys".to_owned(),
        problem: Some("This username and password do not match.".to_owned()),
    };
    vec![
        ("sign_in", nobody.clone(), Page::SignIn(SignIn::default())),
        ("sign_in_refused", nobody.clone(), Page::SignIn(refused)),
        ("setup", nobody.clone(), Page::Setup(setup())),
        ("keys", frame.clone(), Page::Keys(keys(3, 3, 1))),
        ("keys_empty", frame.clone(), Page::Keys(keys(0, 0, 1))),
        ("keys_many", deleted, Page::Keys(keys(50, 1000, 7))),
        ("keys_bad_status", failed, Page::Keys(keys(4, 4, 1))),
        ("key_new", frame.clone(), Page::NewKey(form())),
        ("key_new_refused", frame.clone(), Page::NewKey(refused_form())),
        ("key_created", frame.clone(), Page::CreatedKey(new_key())),
        (
            "key",
            frame.clone(),
            Page::Key(KeyPage { key: row(2), descendants: vec!["child-a".to_owned(), "child-b".to_owned()] }),
        ),
        ("profile", frame.clone(), Page::Profile(profile())),
        ("claim", frame.clone(), Page::Claim(claim())),
        (
            "content",
            frame.clone(),
            Page::Content(ContentList { rows: content(), may_publish: true, manages_all: false }),
        ),
        (
            "content_empty",
            frame.clone(),
            Page::Content(ContentList { rows: Vec::new(), may_publish: true, manages_all: false }),
        ),
        ("app", frame.clone(), Page::App(apps::view(AppShown::Framed("key.html".to_owned())))),
        ("app_failed", frame.clone(), Page::App(apps::failed())),
        ("app_seen", frame.clone(), Page::App(apps::seen())),
        ("app_solo", frame.clone(), Page::App(apps::view(AppShown::Solo))),
        ("app_not_to_me", frame.clone(), Page::App(apps::not_to_me())),
        ("app_settings", saved, Page::AppSettings(apps::settings())),
        ("app_settings_refused", frame.clone(), Page::AppSettings(apps::refused_settings())),
        ("app_people", frame.clone(), Page::AppPeople(settings::people())),
        ("app_people_refused", frame.clone(), Page::AppPeople(settings::refused_people())),
        ("app_variables", frame.clone(), Page::AppVariables(settings::variables())),
        ("app_variables_refused", frame.clone(), Page::AppVariables(settings::refused_variables())),
        ("app_variable_removal", frame.clone(), Page::VariableRemoval(settings::removal())),
        ("app_tags", frame.clone(), Page::AppTags(settings::tags())),
        ("app_tags_none", frame.clone(), Page::AppTags(settings::no_tags())),
        ("app_address", frame.clone(), Page::AppAddress(settings::address())),
        ("app_address_refused", frame.clone(), Page::AppAddress(settings::refused_address())),
        ("app_delete", frame.clone(), Page::AppDelete(apps::head())),
        ("app_usage", frame.clone(), Page::AppUsage(apps::usage(NOW, 30))),
        ("app_usage_90", frame.clone(), Page::AppUsage(apps::usage(NOW, 90))),
        ("app_usage_none", frame.clone(), Page::AppUsage(apps::no_usage(NOW))),
        ("app_logs", frame.clone(), Page::AppLogs(apps::logs(false))),
        ("app_logs_failed", frame.clone(), Page::AppLogs(apps::logs(true))),
        ("app_logs_empty", frame.clone(), Page::AppLogs(apps::no_logs())),
        ("new_content", frame.clone(), Page::NewContent(versions::new_content(false))),
        ("new_content_refused", frame.clone(), Page::NewContent(versions::new_content(true))),
        ("new_version", frame.clone(), Page::NewVersion(versions::new_version())),
        ("versions", frame.clone(), Page::Versions(versions::versions(true))),
        ("versions_managed", frame.clone(), Page::Versions(versions::versions(false))),
        ("versions_none", frame.clone(), Page::Versions(versions::no_versions())),
        ("version_delete", frame.clone(), Page::VersionDelete(versions::question(false))),
        ("version_delete_refused", frame.clone(), Page::VersionDelete(versions::question(true))),
        ("deploy", frame.clone(), Page::Deploy(versions::deploy(DeployState::Running))),
        ("deploy_done", frame.clone(), Page::Deploy(versions::deploy(DeployState::Done))),
        ("deploy_failed", frame.clone(), Page::Deploy(versions::deploy(versions::failed()))),
        ("people", frame.clone(), Page::People(people::people())),
        ("account", frame.clone(), Page::Account(people::account(false))),
        ("account_locked", frame.clone(), Page::Account(people::account(true))),
        ("account_new", frame.clone(), Page::NewAccount(people::new_account())),
        ("groups", frame.clone(), Page::Groups(people::groups())),
        ("group", frame.clone(), Page::Group(people::group())),
        ("group_delete", frame.clone(), Page::GroupDeletion(people::group().group)),
        ("tags", frame.clone(), Page::Tags(people::tags())),
        ("tag", frame.clone(), Page::Tag(people::tag())),
        ("tag_delete", frame, Page::TagDeletion(people::tag())),
        ("notice", nobody, Page::Notice(notice())),
    ]
}

fn setup() -> Setup {
    Setup {
        token: "t".to_owned(),
        username: "ada lovelace".to_owned(),
        username_problem: Some("A username has 1 to 64 letters, digits, dots, hyphens or underscores.".to_owned()),
        ..Setup::default()
    }
}

fn keys(shown: usize, total: usize, page: usize) -> Keys {
    let rows = (0..shown).map(row).collect();
    Keys { rows, total, matching: total, filter: String::new(), page, pages: total.div_ceil(50).max(1), form: form() }
}

fn row(index: usize) -> KeyRow {
    let names = [
        "my_api_key",
        "nightly-job",
        "Report server in Building 7, second floor, the one with the blue light",
        "r-client",
    ];
    let days = i64::try_from(index).unwrap_or_default();
    KeyRow {
        id: days + 12,
        name: names[index % 4].to_owned(),
        role: ["Viewer", "Publisher", "Administrator"][index % 3],
        tail: ["4fZ2", "9aQx", "Zz0k"][index % 3].to_owned(),
        created_at: NOW - Duration::hours(2) - Duration::days(days * 9),
        created_from: Some("10.20.0.14".to_owned()),
        used_at: (!index.is_multiple_of(3)).then(|| NOW - Duration::minutes(2) - Duration::days(days * days)),
        used_from: (!index.is_multiple_of(3))
            .then(|| ["10.20.0.14", "2001:db8:85a3:8d3:1319:8a2e:370:7348"][index % 2].to_owned()),
        expires_at: [Some(NOW + Duration::days(29)), None, Some(NOW + Duration::days(5))][index % 3],
        parent: (index % 3 == 2).then(|| "ci-root".to_owned()),
        descendants: index % 3,
    }
}

fn form() -> KeyForm {
    let roles = [("viewer", "Viewer"), ("publisher", "Publisher"), ("administrator", "Administrator")];
    KeyForm {
        role: "viewer".to_owned(),
        expiry: "30".to_owned(),
        roles: roles.map(|(value, label)| (value.to_owned(), label.to_owned())).to_vec(),
        once: "once".to_owned(),
        ..KeyForm::default()
    }
}

fn refused_form() -> KeyForm {
    let problems = KeyProblems {
        name: Some("Give the key a name, such as the tool that will use it.".to_owned()),
        expiry: Some("A key must expire in the future.".to_owned()),
        password: Some("This is not your password.".to_owned()),
        ..KeyProblems::default()
    };
    KeyForm { expiry: "date".to_owned(), date: "2026-11-01".to_owned(), password_needed: true, problems, ..form() }
}

fn new_key() -> NewKey {
    let lines = [
        (
            "curl",
            "export CONNECT_API_KEY=clv_0000000000000000000000000000000000000000000000004fZ2\ncurl -H \"Authorization: Key ${CONNECT_API_KEY}\" \\\n    \"http://localhost:3939/__api__/v1/user\"",
        ),
        (
            "R",
            "httr::GET(\"http://localhost:3939/__api__/v1/user\",\n  httr::add_headers(Authorization = paste(\"Key\", Sys.getenv(\"CONNECT_API_KEY\"))))",
        ),
        (
            ".Renviron",
            "CONNECT_SERVER=http://localhost:3939\nCONNECT_API_KEY=clv_0000000000000000000000000000000000000000000000004fZ2",
        ),
    ];
    NewKey {
        name: "my_api_key".to_owned(),
        key: "clv_0000000000000000000000000000000000000000000000004fZ2".to_owned(),
        snippets: lines.map(|(label, text)| Snippet { label: label.to_owned(), text: text.to_owned() }).to_vec(),
    }
}

fn claim() -> Claim {
    Claim {
        fingerprint: "0123456789abcdef0123456789abcdef".to_owned(),
        token: "T00112233445566778899aabbccddeeff".to_owned(),
        agent: "rsconnect/0.8.29".to_owned(),
        address: "10.20.0.14".to_owned(),
        asked_at: NOW - Duration::minutes(1),
        username: "ada".to_owned(),
        role: "Administrator",
        password_needed: true,
        password_problem: None,
        problem: None,
    }
}

fn profile() -> Profile {
    let session = |current, agent: &str| SessionRow {
        handle: "h".to_owned(),
        current,
        agent: agent.to_owned(),
        address: "10.20.0.14".to_owned(),
        signed_in_at: NOW - Duration::hours(3),
        seen_at: NOW,
    };
    Profile {
        username: "ada".to_owned(),
        role: "Administrator",
        first_name: "Ada".to_owned(),
        last_name: "Lovelace".to_owned(),
        email: "ada@example.com".to_owned(),
        first_name_problem: None,
        last_name_problem: None,
        email_problem: None,
        current_password_problem: Some("This is not your password.".to_owned()),
        new_password_problem: None,
        sessions: vec![session(true, "Firefox on Linux"), session(false, "Safari on iOS")],
        programs: vec![ProgramRow {
            handle: "1".to_owned(),
            agent: "rsconnect/0.8.29".to_owned(),
            address: "10.20.0.14".to_owned(),
            let_in_at: NOW - Duration::days(2),
        }],
    }
}

fn content() -> Vec<ContentRow> {
    let row = |id: i64, title: &str, access| ContentRow {
        guid: GUID.to_owned(),
        title: title.to_owned(),
        owner: "ada".to_owned(),
        kind: "Static",
        access,
        target_url: format!("http://localhost:3939/content/{id}/"),
        deployed_at: Some(NOW - Duration::days(id)),
    };
    vec![
        row(24, "Quarterly plot", "Anyone"),
        row(3, "A very long title about the weather in the north of the country", "Signed-in users"),
    ]
}

fn notice() -> Notice {
    Notice {
        title: "This address is for programs".to_owned(),
        paragraphs: vec!["Content is opened by a program that sends an API key.".to_owned()],
        command: Some(
            "curl -O -H \"Authorization: Key ${CONNECT_API_KEY}\" \"http://localhost:3939/content/24/target.html\""
                .to_owned(),
        ),
        link: Some(("/connect/keys".to_owned(), "API Keys".to_owned())),
    }
}
