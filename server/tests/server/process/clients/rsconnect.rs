//! rsconnect-python: the command `rsconnect`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::super::program::Home;
use super::desk::Desk;

/// What `rsconnect content` prints.
fn listed(done: &super::desk::Done) -> Vec<serde_json::Value> {
    serde_json::from_str(&done.out).unwrap_or_else(|error| panic!("{error}: {}", done.out))
}

#[test]
fn a_server_is_added_listed_and_removed() {
    let desk = Desk::connected();
    desk.rsconnect(&["list"]).good().says(&desk.house.running.url);
    desk.rsconnect(&["remove", "--name", "house"]).good();
    desk.rsconnect(&["list"]).good().says("No servers");
}

#[test]
fn a_server_tells_what_it_runs() {
    let desk = Desk::connected();
    let url = desk.house.running.url.clone();
    let done = desk.rsconnect(&["details", "--name", "house"]).good();
    done.says(&url)
        .says("Posit Connect version: 2026.")
        .says("Installed versions of Python:\n        3.")
        .says("APIs: allowed");
    // Of a server that is not registered, too.
    desk.rsconnect(&["details", "--server", &url, "--api-key", &desk.house.pia]).good().says("APIs: allowed");
    desk.rsconnect(&["details", "--server", &url, "--api-key", "clv_wrong"]).failed("API key");
}

#[test]
fn the_first_administrator_is_made_by_the_secret_and_nobody_after_him() {
    let (desk, home) = (Desk::new(), Home::new());
    desk.write("secret", &STANDARD.encode([7; 48]));
    let secret = desk.path("secret");
    let running = home.serve_with(&[], &[("CLAVIGER_BOOTSTRAP_SECRET_KEY_FILE", secret.to_str().unwrap())]);
    desk.write("wrong", &STANDARD.encode([8; 48]));
    let bootstrap = |secret: &str| {
        let done = desk.rsconnect(&["bootstrap", "--server", &running.url, "--jwt-keypath", secret]).good();
        let said: serde_json::Value = serde_json::from_str(&done.out).unwrap();
        (said["status"].as_u64().unwrap(), said["api_key"].as_str().unwrap().to_owned())
    };
    assert_eq!(bootstrap("wrong"), (401, String::new()));
    let (status, key) = bootstrap("secret");
    assert_eq!(status, 200);
    let me = running.wire().get("/__api__/v1/user", &[("authorization", &format!("Key {key}"))]).expect(200).json();
    assert_eq!((&me["username"], &me["user_role"]), (&"admin".into(), &"administrator".into()));
    desk.rsconnect(&["add", "--name", "own", "--server", &running.url, "--api-key", &key]).good();
    assert_eq!(bootstrap("secret"), (403, String::new()));
}

#[test]
fn a_wrong_key_is_refused_in_words() {
    let desk = Desk::new();
    let server = desk.house.running.url.as_str();
    let wrong = ["add", "--name", "house", "--server", server, "--api-key", "clv_wrong"];
    desk.rsconnect(&wrong).failed("API key");
}

#[test]
fn a_site_is_deployed_and_its_next_version_stands_at_the_same_address() {
    let desk = Desk::connected();
    desk.write("site/index.html", "<p>old</p>");
    let deploy = ["deploy", "html", "--name", "house", "--title", "Walked Site", "site"];
    let done = desk.rsconnect(&deploy).good().says("Verifying deployed content").says("It is served now.");
    let first = desk.house.item("walked_site");
    assert_eq!(first.shown["title"], "Walked Site");
    assert_eq!(first.shown["app_mode"], "static");
    let done = done.says(first.shown["content_url"].as_str().unwrap());
    done.says(first.shown["dashboard_url"].as_str().unwrap());
    assert_eq!(desk.house.inside(&first, ""), (200, "<p>old</p>".to_owned()));

    desk.write("site/index.html", "<p>new</p>");
    desk.rsconnect(&["deploy", "html", "--name", "house", "site"]).good();
    let second = desk.house.item("walked_site");
    assert_eq!(second.guid, first.guid);
    assert_eq!(second.shown["title"], "Walked Site");
    assert_ne!(second.bundle, first.bundle);
    assert_eq!(desk.house.inside(&second, ""), (200, "<p>new</p>".to_owned()));
    desk.rsconnect(&["info", "site"]).good().says(&first.guid);

    // A new item of the same title gets a name of its own.
    desk.rsconnect(&["deploy", "html", "--name", "house", "--new", "--title", "Walked Site", "site"]).good();
    assert_ne!(desk.house.item("walked_site1").guid, first.guid);
}

#[test]
fn a_site_is_deployed_at_once_by_its_manifest_and_without_being_looked_at() {
    let desk = Desk::connected();
    desk.write("site/index.html", "<p>by manifest</p>");
    desk.write(
        "site/manifest.json",
        r#"{ "version": 1, "metadata": { "appmode": "static", "primary_html": "index.html" },
            "files": { "index.html": { "checksum": "" } } }"#,
    );
    let deploy = ["deploy", "manifest", "--name", "house", "--title", "by manifest", "--no-verify", "site"];
    desk.rsconnect(&deploy).good();
    assert_eq!(desk.house.inside(&desk.house.item("by_manifest"), ""), (200, "<p>by manifest</p>".to_owned()));
}

#[test]
fn a_site_in_a_repository_tells_the_commit_that_it_comes_from() {
    let desk = Desk::connected();
    desk.write("site/index.html", "<p>committed</p>");
    let git = |arguments: &[&str]| {
        let all = [&["-C", "site", "-c", "user.name=Pia", "-c", "user.email=pia@example.com"], arguments].concat();
        desk.run("git".as_ref(), &all).good().out.trim().to_owned()
    };
    git(&["init", "--quiet", "--initial-branch", "main"]);
    git(&["remote", "add", "origin", "https://git.example.com/pia/site.git"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "The site"]);
    let commit = git(&["rev-parse", "HEAD"]);
    desk.rsconnect(&["deploy", "html", "--name", "house", "--title", "committed site", "site"]).good();
    let item = desk.house.item("committed_site");
    let bundles = format!("/__api__/v1/content/{}/bundles", item.guid);
    let bundles = desk.house.get(&bundles, &desk.house.pia).expect(200).json();
    assert_eq!(bundles[0]["metadata"]["source"], "git", "{bundles}");
    assert_eq!(bundles[0]["metadata"]["source_branch"], "main");
    assert_eq!(bundles[0]["metadata"]["source_commit"], commit);
}

#[test]
fn content_is_found_described_downloaded_and_built_again() {
    let desk = Desk::connected();
    desk.write("site/index.html", "<p>found</p>");
    desk.rsconnect(&["deploy", "html", "--name", "house", "--title", "to be found", "site"]).good();
    let item = desk.house.item("to_be_found");

    let search =
        |more: &[&str]| listed(&desk.rsconnect(&[&["content", "search", "--name", "house"], more].concat()).good());
    let found = search(&["--title-contains", "be found"]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["guid"], item.guid.as_str());
    assert!(
        search(&["--published", "--content-type", "static"]).iter().any(|found| found["guid"] == item.guid.as_str())
    );
    assert!(search(&["--unpublished"]).iter().all(|found| found["guid"] != item.guid.as_str()));

    let described = desk.rsconnect(&["content", "describe", "--name", "house", "--guid", &item.guid]).good();
    assert_eq!(listed(&described), std::slice::from_ref(&item.shown));

    let download = ["content", "download-bundle", "--name", "house", "--guid", &item.guid, "--output", "got.tar.gz"];
    desk.rsconnect(&download).good();
    let names = desk.run("tar".as_ref(), &["-tzf", "got.tar.gz"]).good().out;
    assert!(names.contains("index.html") && names.contains("manifest.json"), "{names}");

    desk.rsconnect(&["content", "build", "add", "--name", "house", "--guid", &item.guid]).good();
    desk.rsconnect(&["content", "build", "run", "--name", "house"]).good();
    assert_eq!(desk.house.item("to_be_found").bundle, item.bundle);
}

#[test]
fn what_does_not_exist_is_said_to_be_missing() {
    let desk = Desk::connected();
    let guid = "00000000-0000-4000-8000-000000000000";
    desk.rsconnect(&["content", "describe", "--name", "house", "--guid", guid]).failed("does not exist");
    desk.write("site/index.html", "");
    desk.rsconnect(&["deploy", "html", "--name", "house", "--app-id", guid, "site"]).failed("does not exist");
}

#[test]
fn what_this_server_does_not_run_is_refused_with_the_reason() {
    let desk = Desk::connected();
    desk.write("dash/app.py", "app = None\n");
    desk.write("dash/requirements.txt", "");
    let deploy = ["deploy", "dash", "--name", "house", "--title", "a dash app", "dash"];
    desk.rsconnect(&deploy).failed("python-dash");
    assert_eq!(desk.house.item("a_dash_app").bundle, "");
}
