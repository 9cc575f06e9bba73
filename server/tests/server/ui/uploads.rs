//! Forms with files: "New content" and "New version"

use std::fs;

use domain::Access;
use http::Method;
use serde_json::Value;

use super::apps::versions::ended;
use crate::support::{Answer, Client as _, Cookie, TestApp, multipart};

/// A file as a form sends it: the field, the name, the bytes.
type File<'a> = (&'a str, &'a str, &'a [u8]);

/// Sends the form at this address as a browser does: the token first, then what is typed, then the files.
async fn send(browser: &Cookie<'_>, path: &str, typed: &[(&str, &str)], files: &[File<'_>]) -> Answer {
    let token = browser.form("/connect/", "/__logout__").await.get("csrf").to_owned();
    send_with(browser, path, &[], &token, typed, files).await
}

async fn send_with(
    browser: &Cookie<'_>,
    path: &str,
    headers: &[(&str, &str)],
    token: &str,
    typed: &[(&str, &str)],
    files: &[File<'_>],
) -> Answer {
    let names: Vec<String> = files.iter().map(|(_, name, _)| format!("; filename=\"{name}\"")).collect();
    let mut fields = vec![("csrf", "", token.as_bytes())];
    fields.extend(typed.iter().map(|(name, value)| (*name, "", value.as_bytes())));
    fields.extend(files.iter().zip(&names).map(|((field, _, bytes), name)| (*field, name.as_str(), *bytes)));
    let (kind, body) = multipart(&fields);
    let ask = browser.ask(Method::POST, path).header("content-type", &kind).in_pieces(body);
    headers.iter().fold(ask, |ask, (name, value)| ask.header(name, value)).send().await
}

const TYPED: [(&str, &str); 2] = [("title", "The weather"), ("access", "logged_in")];
const PAGE: [File<'static>; 1] = [("files", "index.html", b"<h1>Rain</h1>")];

/// What is served of the item whose page a deploy led to.
async fn served(app: &TestApp, page: &Answer, rest: &str) -> Answer {
    let guid = page.location().rsplit('/').next().expect("a guid");
    app.key_of("pia").await.get(&format!("/content/{guid}/{rest}")).await
}

/// Fails when anything lies where uploads come in, or became an item.
async fn assert_nothing_stays(app: &TestApp) {
    let left = fs::read_dir(app.folder().join("incoming")).map_or(0, Iterator::count);
    assert_eq!(left, 0, "files in incoming");
    assert_eq!(app.key_of("pia").await.get("/__api__/v1/content").await.json(), Value::Array(Vec::new()));
}

#[tokio::test]
async fn a_page_an_archive_and_a_folder_become_content_and_the_deploy_leads_there() {
    let app = TestApp::start().await;
    let browser = app.sign_in("pia").await;
    let archive = app.archive(&[("index.html", "<h1>Rain</h1>"), ("parts/a.css", "a{}")]);
    let none: File<'_> = ("files", "", b"");
    let folder: &[File<'_>] = &[
        ("folder", "site/data.tar.gz", b"no archive, but one file of a site"),
        ("folder", "site/index.html", b"<h1>Rain</h1>"),
        ("folder", "site/parts/a.css", b"a{}"),
        ("folder", "site/parts/\u{e4} b.txt", b"x"),
        ("folder", "site/.git/config", b"secret"),
        ("folder", "site/.DS_Store", b"x"),
        none,
    ];
    for (files, parts) in [
        (&PAGE[..], false),
        (&[("folder", "", b"" as &[u8]), ("files", "bundle.tar.gz", &archive)], true),
        (folder, true),
    ] {
        let begun = send(&browser, "/connect/new", &TYPED, files).await.expect(303);
        assert!(begun.location().ends_with("?open"), "{}", begun.location());
        let page = ended(&browser, begun).await.expect(303);
        assert!(served(&app, &page, "").await.expect(200).text().contains("Rain"));
        served(&app, &page, "parts/a.css").await.expect(if parts { 200 } else { 404 });
        served(&app, &page, ".git/config").await.expect(404);
        browser.get(page.location()).await.expect_page(200, "The content is published.");
    }
    let list = browser.get("/connect/").await.expect(200);
    assert_eq!(list.text().matches(">The weather</a></th>").count(), 3, "{}", list.shown());
    assert_eq!(list.text().matches("All users").count(), 3, "{}", list.shown());
}

#[tokio::test]
async fn a_new_version_replaces_what_is_served() {
    let app = TestApp::start().await;
    let seed = app.seed_content("pia", "weather").access(Access::LoggedIn).file("index.html", "<h1>Rain</h1>");
    let item = seed.publish().await;
    let browser = app.sign_in("pia").await;
    let path = format!("/connect/apps/{}/versions/new", item.guid);
    browser.get(&path).await.expect_page(200, "enctype=\"multipart/form-data\"");
    let begun = send(&browser, &path, &[], &[("folder", "site/index.html", b"<h1>Sun</h1>")]).await;
    let page = ended(&browser, begun).await.expect_redirect(&format!("/connect/apps/{}", item.guid));
    assert!(served(&app, &page, "").await.expect(200).text().contains("Sun"));
    let versions = browser.get(&format!("/connect/apps/{}/versions", item.guid)).await.expect(200);
    assert_eq!(versions.text().matches("Version ").count(), 2, "{}", versions.shown());
}

#[tokio::test]
async fn hostile_names_are_refused_in_words_beside_the_files_and_nothing_stays() {
    let app = TestApp::start().await;
    let browser = app.sign_in("pia").await;
    let archive = app.archive(&[("index.html", "x")]);
    let long = "x".repeat(300);
    let cases: [(&[File<'_>], &str); 14] = [
        (&[("files", "../../claviger.toml", b"x")], "cannot be published"),
        (&[("folder", "site/../../x.html", b"x")], "cannot be published"),
        (&[("folder", "site//etc/passwd", b"x")], "cannot be published"),
        (&[("folder", "/etc/passwd/", b"x")], "cannot be published"),
        (&[("files", "/etc/passwd", b"x")], "cannot be published"),
        (&[("files", "a\\b.html", b"x")], "cannot be published"),
        (&[("files", ".", b"x")], "cannot be published"),
        (&[("files", &long, b"x")], "cannot be published"),
        (&[("files", "a.html", b"x"), ("files", "a.html", b"y")], "twice"),
        (&[("files", "a", b"x"), ("folder", "site/a/b", b"y")], "both as a file and as a folder"),
        (&[("files", "a.tar.gz", b"no archive")], "The archive cannot be read"),
        (&[("files", "a.tar.gz", &archive), ("files", "b.html", b"x")], "An archive stands for all files."),
        (&[("files", "a.tgz", &archive), ("folder", "site/b.html", b"x")], "An archive stands for all files."),
        (&[("files", "", b""), ("folder", "", b"")], "There is no file in this."),
    ];
    for (files, words) in cases {
        let answer = send(&browser, "/connect/new", &TYPED, files).await;
        let page = answer.expect_page(422, "<title>Error: New content");
        let (_, problem) = page.text().split_once("id=\"upload-files-problem\"").unwrap();
        let problem = problem.split("</p>").next().unwrap();
        assert!(problem.contains(words), "{words} for {files:?}: {problem}");
        assert!(page.text().contains("value=\"The weather\""), "{}", page.shown());
        assert_eq!(page.form("/connect/new").get("access"), "logged_in");
    }
    assert_nothing_stays(&app).await;
}

#[tokio::test]
async fn mistakes_stand_beside_their_fields_and_islands_get_them_as_data() {
    let app = TestApp::start().await;
    let browser = app.sign_in("pia").await;
    for (title, words) in [(" ", "Give it a title"), ("x", "3 to 1024 characters")] {
        let page = send(&browser, "/connect/new", &[("title", title), ("access", "everybody")], &PAGE).await;
        let page = page.expect_page(422, words);
        assert!(page.text().contains("Choose who may see it."), "{}", page.shown());
        let token = browser.form("/connect/", "/__logout__").await.get("csrf").to_owned();
        let json = [("accept", "application/json")];
        let answer = send_with(&browser, "/connect/new", &json, &token, &[("title", title)], &PAGE).await.expect(200);
        let outcome = answer.json();
        assert_eq!((&outcome["location"], &outcome["problems"]["files"]), (&Value::Null, &Value::Null));
        assert!(outcome["problems"]["title"].as_str().is_some_and(|text| text.contains(words)), "{outcome}");
        let answer = send_with(&browser, "/connect/new", &json, &token, &TYPED, &[]).await.expect(200).json();
        assert!(answer["problems"]["files"].as_str().is_some_and(|text| text.contains("no file")), "{answer}");
    }
    assert_nothing_stays(&app).await;
    let token = browser.form("/connect/", "/__logout__").await.get("csrf").to_owned();
    let json = [("accept", "application/json")];
    let made = send_with(&browser, "/connect/new", &json, &token, &TYPED, &PAGE).await.expect(200).json();
    let location = made["location"].as_str().expect("a location");
    assert!(location.starts_with("/connect/apps/") && location.ends_with("?open"), "{location}");
}

#[tokio::test]
async fn viewers_and_strangers_publish_nothing() {
    let app = TestApp::start().await;
    let seed = app.seed_content("pia", "weather").access(Access::All).file("index.html", "<h1>Rain</h1>");
    let version = format!("/connect/apps/{}/versions/new", seed.publish().await.guid);
    let viewer = app.sign_in("vic").await;
    viewer.get("/connect/new").await.expect_page(403, "Not allowed");
    send(&viewer, "/connect/new", &TYPED, &PAGE).await.expect_page(403, "Not allowed");
    // An administrator manages what is others' and publishes none of it.
    for browser in [&viewer, &app.sign_in("ada").await] {
        send(browser, &version, &[], &PAGE).await.expect_page(403, "Not allowed");
    }
    let (kind, body) = multipart(&[("csrf", "", b"x")]);
    for path in ["/connect/new", &version] {
        let ask = app.browser();
        let ask = ask.ask(Method::POST, path).header("content-type", &kind).body(body.clone());
        ask.send().await.expect_page(401, "Your session has ended");
    }
    let mine = app.key_of("ada").await.get("/__api__/v1/content").await.json();
    assert_eq!(mine.as_array().map(Vec::len), Some(1), "{mine}");
}

#[tokio::test]
async fn forms_with_files_are_taken_from_our_own_pages_alone_with_the_token_first() {
    let app = TestApp::start().await;
    let seed = app.seed_content("pia", "weather").file("index.html", "<h1>Rain</h1>");
    let version = format!("/connect/apps/{}/versions/new", seed.publish().await.guid);
    let browser = app.sign_in("pia").await;
    let own = browser.form("/connect/", "/__logout__").await.get("csrf").to_owned();
    let foreign = app.sign_in("ada").await.form("/connect/", "/__logout__").await.get("csrf").to_owned();
    for path in ["/connect/new", &version] {
        for source in [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("sec-fetch-site", "none")] {
            let answer = send_with(&browser, path, &[source], &own, &TYPED, &PAGE).await;
            answer.expect_page(403, "This form came from another place");
        }
        for wrong in ["", "x", &foreign, &own[..64]] {
            let answer = send_with(&browser, path, &[], wrong, &TYPED, &PAGE).await;
            answer.expect_page(403, "This form is too old");
        }
        // The token behind the files, as a file, and in a form without files.
        let file = "; filename=\"index.html\"";
        let late: &[(&str, &str, &[u8])] = &[("files", file, b"x"), ("csrf", "", own.as_bytes())];
        let as_file: &[(&str, &str, &[u8])] = &[("csrf", file, own.as_bytes()), ("files", file, b"x")];
        for fields in [late, as_file, &[]] {
            let (kind, body) = multipart(fields);
            let ask = browser.ask(Method::POST, path).header("content-type", &kind).body(body);
            ask.send().await.expect_page(403, "This form is too old");
        }
        let plain = browser.ask(Method::POST, path).form(&[("csrf".to_owned(), own.clone())]);
        plain.send().await.expect_page(403, "This form is too old");
    }
    let mine = app.key_of("pia").await.get("/__api__/v1/content").await.json();
    assert_eq!(mine.as_array().map(Vec::len), Some(1), "{mine}");
}

#[tokio::test]
async fn what_breaks_off_is_told_and_leaves_nothing() {
    let app = TestApp::start().await;
    let browser = app.sign_in("pia").await;
    let token = browser.form("/connect/", "/__logout__").await.get("csrf").to_owned();
    let file = "; filename=\"index.html\"";
    let (kind, body) = multipart(&[("csrf", "", token.as_bytes()), ("files", file, b"<h1>Rain</h1>")]);
    for length in [body.len() - 4, body.len() - 15] {
        let ask = browser.ask(Method::POST, "/connect/new").header("content-type", &kind);
        ask.body(&body[..length]).send().await.expect_page(422, "The upload broke off.");
    }
    // What has no end of a line would be kept in memory.
    let endless = [b"--limit\r\n".as_slice(), &vec![b'x'; 3 << 20]].concat();
    let ask = browser.ask(Method::POST, "/connect/new").header("content-type", &kind).in_pieces(endless);
    ask.send().await.expect_page(422, "The upload broke off.");
    assert_nothing_stays(&app).await;
}
