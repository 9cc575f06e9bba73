//! Uploads: in every way that clients send them.

use http::Method;
use serde_json::{Value, json};

use crate::support::{Client as _, TestApp};

pub(super) use crate::support::multipart as form;

#[tokio::test]
async fn the_archive_comes_with_any_type_or_none_and_goes_out_as_it_came() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let path = format!("/__api__/v1/content/{}/bundles", app.make_item(&pia, "report").await);
    let archive = app.archive(&[("index.html", "hello")]);
    for kind in ["", "application/gzip", "application/x-gzip", "application/octet-stream", "application/x-tar"] {
        let mut ask = pia.ask(Method::POST, &path).body(archive.clone());
        if !kind.is_empty() {
            ask = ask.header("content-type", kind);
        }
        let id = ask.send().await.expect(200).json()["id"].as_str().unwrap().to_owned();
        let download = pia.get(&format!("{path}/{id}/download")).await.expect(200);
        assert_eq!(download.header("content-type"), "application/gzip");
        assert_eq!(download.header("content-length"), archive.len().to_string());
        assert!(download.body == archive, "the bytes of {kind:?} differ");
    }
}

#[tokio::test]
async fn an_upload_in_pieces_of_unknown_number_is_whole() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let path = format!("/__api__/v1/content/{}/bundles", app.make_item(&pia, "report").await);
    let archive = app.archive(&[("index.html", &"hello ".repeat(50_000))]);
    let uploaded = pia.ask(Method::POST, &path).in_pieces(archive.clone()).send().await.expect(200).json();
    let download = pia.get(&format!("{path}/{}/download", uploaded["id"].as_str().unwrap())).await.expect(200);
    assert!(download.body == archive, "the bytes differ");
    assert_eq!(uploaded["size"], archive.len());
}

#[tokio::test]
async fn a_form_brings_the_archive_and_where_it_comes_from() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let path = format!("/__api__/v1/content/{}/bundles", app.make_item(&pia, "report").await);
    let archive = app.archive(&[("index.html", "hello")]);
    let said = json!({ "source": "git", "source_repo": "https://example.com/r.git", "source_commit": "abc" });
    let rest = "; filename=\"bundle.tar.gz\"\r\nContent-Type: application/x-tar";
    let (kind, body) = form(&[("archive", rest, &archive), ("metadata", "", said.to_string().as_bytes())]);
    let ask = pia.ask(Method::POST, &path).header("content-type", &kind).body(body);
    let uploaded = ask.send().await.expect(200).json();
    assert_eq!(uploaded["metadata"]["source"], "git");
    assert_eq!(uploaded["metadata"]["source_repo"], "https://example.com/r.git");
    assert_eq!(uploaded["metadata"]["source_branch"], Value::Null);
    assert_eq!(uploaded["metadata"]["archive_md5"].as_str().map(str::len), Some(32));
    let download = pia.get(&format!("{path}/{}/download", uploaded["id"].as_str().unwrap())).await.expect(200);
    assert!(download.body == archive, "the bytes differ");
}

#[tokio::test]
async fn an_upload_changes_nothing_that_is_served() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.seed_content("pia", "report").file("index.html", "before").publish().await;
    let path = format!("/__api__/v1/content/{}", item.guid);
    let before = pia.get(&path).await.json();
    let uploaded = app.upload(&pia, &item.guid.to_string()).await;
    assert_eq!(pia.get(&path).await.json(), before);
    assert_ne!(before["bundle_id"], uploaded);
    assert_eq!(pia.get(&format!("/content/{}/", item.guid)).await.expect(200).text(), "before");
}

#[tokio::test]
async fn numbers_of_versions_grow() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.make_item(&pia, "report").await;
    let first: u64 = app.upload(&pia, &item).await.parse().unwrap();
    let path = format!("/__api__/v1/content/{item}/bundles");
    pia.delete(&format!("{path}/{first}")).await.expect(204);
    let second: u64 = app.upload(&pia, &item).await.parse().unwrap();
    assert!(second > first, "{second} after {first}");
}
