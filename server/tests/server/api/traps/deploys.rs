//! Uploads and deploys.

use http::Method;
use serde_json::{Value, json};

use crate::process::program::Home;
use crate::programs::caller::Ask;
use crate::support::{Client as _, Key, TestApp};

async fn item(key: &Key<'_>, guid: &str) -> Value {
    key.get(&format!("/__api__/v1/content/{guid}")).await.expect(200).json()
}

/// An archive whose entries have exactly these names, as no honest library would write some of them.
fn packed(entries: &[(&str, Option<&str>)]) -> Vec<u8> {
    let gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let mut tar = tar::Builder::new(gzip);
    for (name, text) in entries {
        let mut header = tar::Header::new_gnu();
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_entry_type(if text.is_some() { tar::EntryType::Regular } else { tar::EntryType::Directory });
        header.set_mode(0o644);
        header.set_mtime(0);
        header.set_size(text.map_or(0, str::len) as u64);
        header.set_cksum();
        tar.append(&header, text.unwrap_or_default().as_bytes()).unwrap();
    }
    tar.into_inner().unwrap().finish().unwrap()
}

async fn upload(key: &Key<'_>, guid: &str, archive: Vec<u8>) -> String {
    let uploaded = key.ask(Method::POST, &format!("/__api__/v1/content/{guid}/bundles")).body(archive).send().await;
    uploaded.expect(200).json()["id"].as_str().unwrap().to_owned()
}

/// rsconnect-python does not know how long its archive is, and does not say what it is.
#[test]
fn an_archive_comes_in_chunks_and_without_a_type() {
    let home = Home::with_people();
    let running = home.serve();
    let key = format!("Key {}", home.key("pia"));
    let by = [("authorization", key.as_str())];
    let made = running.wire().ask("POST", "/__api__/v1/content", &by, "{\"name\":\"chunks\"}").expect(200).json();
    let path = format!("/__api__/v1/content/{}/bundles", made["guid"].as_str().unwrap());
    let archive = packed(&[("index.html", Some("in chunks"))]);
    let pieces: Vec<&[u8]> = archive.chunks(50).collect();
    let ask = Ask::new(running.port(), "POST", &path).header("Authorization", &key).chunks(&pieces);
    let uploaded = ask.send().expect(200).json();
    assert_eq!(uploaded["size"], archive.len());
}

/// rsconnect-python deploys a draft, looks at it, and activates it when it answers with less than 500.
#[tokio::test]
async fn a_draft_ends_well_and_is_not_served_and_its_preview_tells_whether_it_starts() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let guid = app.make_item(&pia, "drafts").await;
    let served = app.upload(&pia, &guid).await;
    app.deploy(&pia, &guid, json!({ "bundle_id": served })).await;

    let broken = upload(&pia, &guid, packed(&[("plumber.R", Some("stop('The model is missing.')\n"))])).await;
    let task = app.deploy(&pia, &guid, json!({ "bundle_id": broken, "activate": false })).await;
    assert_eq!((&task["code"], &task["error"]), (&json!(0), &json!("")), "{task}");
    assert_eq!(item(&pia, &guid).await["bundle_id"], served.as_str());
    let preview = pia.get(&format!("/content/{guid}/_bundle{broken}/")).await;
    assert!(preview.status.as_u16() >= 500, "{preview:?}");

    let good = upload(&pia, &guid, packed(&[("index.html", Some("a draft"))])).await;
    app.deploy(&pia, &guid, json!({ "bundle_id": good, "activate": false })).await;
    assert_eq!(pia.get(&format!("/content/{guid}/_bundle{good}/")).await.expect(200).text(), "a draft");
    assert_eq!(pia.get(&format!("/content/{guid}/")).await.expect(200).text(), "<p>Uploaded</p>");
    assert_eq!(item(&pia, &guid).await["bundle_id"], served.as_str());
}

/// `first` counts lines; posit-sdk sends none and wants all of them each time.
#[tokio::test]
async fn first_is_how_many_lines_of_a_task_were_seen_and_without_it_all_come() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let guid = app.make_item(&pia, "lines").await;
    app.upload(&pia, &guid).await;
    let whole = app.deploy(&pia, &guid, json!({})).await;
    let lines = whole["output"].as_array().unwrap();
    assert!(lines.len() > 1 && whole["last"] == lines.len(), "{whole}");
    for first in 0..=lines.len() {
        let path = format!("/__api__/v1/tasks/{}?first={first}&wait=1", whole["id"].as_str().unwrap());
        let rest = pia.get(&path).await.expect(200).json();
        assert_eq!(rest["output"].as_array().unwrap().as_slice(), &lines[first..]);
        assert_eq!(rest["last"], lines.len());
        let path = format!("/__api__/tasks/{}?first_status={first}", whole["id"].as_str().unwrap());
        let older = pia.get(&path).await.expect(200).json();
        assert_eq!((&older["status"], &older["last_status"]), (&rest["output"], &rest["last"]));
        assert_eq!((&older["finished"], &older["code"]), (&json!(true), &json!(0)));
    }
}

/// R writes `./` before each name; pins begins with a folder that has none; both write the year 1970.
#[tokio::test]
async fn archives_of_r_and_of_pins_are_unpacked() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let by_r = r#"{ "version": 1, "metadata": { "appmode": "static", "primary_html": "index.html" }, "files": null }"#;
    let by_pins = r#"{ "version": 1, "local": "en_US", "platform": "3.5.1", "files": ["index.html", "gone.txt"],
        "metadata": { "appmode": "static", "primary_html": "index.html", "content_category": "pin" } }"#;
    let of_r = packed(&[("./", None), ("./manifest.json", Some(by_r)), ("./index.html", Some("of R"))]);
    let of_pins = packed(&[("", None), ("manifest.json", Some(by_pins)), ("index.html", Some("of pins"))]);
    let bare = packed(&[("index.html", Some("without a manifest"))]);
    for (name, archive, text, category) in [
        ("of-r", of_r, "of R", ""),
        ("of-pins", of_pins, "of pins", "pin"),
        ("bare", bare, "without a manifest", "plot"),
    ] {
        let guid = app.make_item(&pia, name).await;
        let bundle = upload(&pia, &guid, archive).await;
        let task = app.deploy(&pia, &guid, json!({ "bundle_id": bundle })).await;
        assert_eq!(task["code"], 0, "{task}");
        assert_eq!(pia.get(&format!("/content/{guid}/")).await.expect(200).text(), text);
        assert_eq!(item(&pia, &guid).await["content_category"], category);
        let revision = format!("/content/{guid}/_rev{bundle}/index.html");
        assert_eq!(pia.get(&revision).await.expect(200).text(), text);
    }
    let pins = pia.get("/__api__/applications?filter=content_type:pin&count=1000").await.expect(200).json();
    assert_eq!((&pins["total"], &pins["applications"][0]["name"]), (&json!(1), &json!("of-pins")));
}

/// vip deploys from several workers.
#[tokio::test]
async fn two_deploys_at_once_come_one_after_the_other() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let guid = app.make_item(&pia, "at-once").await;
    let mut tasks = Vec::new();
    let mut last = String::new();
    for number in 0..4 {
        let text = format!("number {number}");
        last = upload(&pia, &guid, packed(&[("index.html", Some(&text))])).await;
        let begun = pia.post(&format!("/__api__/v1/content/{guid}/deploy"), json!({ "bundle_id": last })).await;
        tasks.push(begun.expect(202).json()["task_id"].as_str().unwrap().to_owned());
    }
    for task in tasks {
        assert_eq!(app.ended(&pia, &task).await["code"], 0);
    }
    assert_eq!(item(&pia, &guid).await["bundle_id"], last.as_str());
    assert_eq!(pia.get(&format!("/content/{guid}/")).await.expect(200).text(), "number 3");
}
