//! Uploads that are refused, and what is left of them: nothing.

use std::fs;

use http::Method;
use serde_json::json;

use super::uploads::form;
use crate::support::{Answer, Client as _, Key, TestApp};

struct Item<'a> {
    app: &'a TestApp,
    pia: Key<'a>,
    path: String,
}

impl<'a> Item<'a> {
    async fn new(app: &'a TestApp) -> Self {
        let pia = app.key_of("pia").await;
        let path = format!("/__api__/v1/content/{}", app.make_item(&pia, "report").await);
        Self { app, pia, path }
    }

    async fn send(&self, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let mut ask = self.pia.ask(Method::POST, &format!("{}/bundles", self.path)).body(body);
        for (name, value) in headers {
            ask = ask.header(name, value);
        }
        ask.send().await
    }

    async fn assert_untouched(&self) {
        assert_eq!(self.pia.get(&format!("{}/bundles", self.path)).await.expect(200).json(), json!([]));
        for folder in ["incoming", "bundles"] {
            let left = fs::read_dir(self.app.folder().join(folder)).map_or(0, Iterator::count);
            assert_eq!(left, 0, "files in {folder}");
        }
    }
}

#[tokio::test]
async fn an_empty_upload_is_code_125() {
    let app = TestApp::start().await;
    let item = Item::new(&app).await;
    item.send(&[], Vec::new()).await.expect_error(400, 125);
    let (kind, body) = form(&[("metadata", "", b"{}")]);
    item.send(&[("content-type", &kind)], body).await.expect_error(400, 125);
    item.assert_untouched().await;
}

#[tokio::test]
async fn a_checksum_that_differs_is_code_104_and_one_that_is_right_is_taken() {
    let app = TestApp::start().await;
    let item = Item::new(&app).await;
    let archive = app.archive(&[("index.html", "hello")]);
    // MD5 of nothing, and what is no MD5.
    for wrong in ["1B2M2Y8AsgTpgAmY7PhCfg==", "x", "aGVsbG8="] {
        item.send(&[("x-content-checksum", wrong)], archive.clone()).await.expect_error(400, 104);
    }
    item.assert_untouched().await;
    let uploaded = item.send(&[], archive.clone()).await.expect(200).json();
    let md5 = base64_of_hex(uploaded["metadata"]["archive_md5"].as_str().unwrap());
    item.send(&[("x-content-checksum", &md5)], archive).await.expect(200);
}

fn base64_of_hex(hex: &str) -> String {
    use base64::Engine as _;
    let bytes: Vec<u8> =
        (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect();
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

#[tokio::test]
async fn what_is_no_archive_is_code_38() {
    let app = TestApp::start().await;
    let item = Item::new(&app).await;
    let mut cut = app.archive(&[("index.html", &"hello ".repeat(5_000))]);
    cut.truncate(cut.len() / 2);
    for bytes in [b"hello".to_vec(), vec![0x1f, 0x8b, 8, 0], cut] {
        item.send(&[], bytes).await.expect_error(400, 38);
    }
    item.assert_untouched().await;
}

#[tokio::test]
async fn metadata_that_is_no_object_of_texts_is_code_121() {
    let app = TestApp::start().await;
    let item = Item::new(&app).await;
    let archive = app.archive(&[("index.html", "hello")]);
    for said in ["{", "[]", "{\"source\": {\"a\": 1}}"] {
        let (kind, body) = form(&[("archive", "", &archive), ("metadata", "", said.as_bytes())]);
        item.send(&[("content-type", &kind)], body).await.expect_error(400, 121);
    }
    item.assert_untouched().await;
}

#[tokio::test]
async fn a_form_with_other_fields_is_refused() {
    let app = TestApp::start().await;
    let item = Item::new(&app).await;
    let archive = app.archive(&[("index.html", "hello")]);
    let (kind, body) = form(&[("archive", "", &archive), ("extra", "", b"x")]);
    item.send(&[("content-type", &kind)], body).await.expect_error(400, 87);
    let (kind, body) = form(&[("archive", "", &archive), ("archive", "", &archive)]);
    item.send(&[("content-type", &kind)], body).await.expect_error(400, 87);
    let (kind, mut body) = form(&[("archive", "", &archive)]);
    body.truncate(body.len() - 20);
    item.send(&[("content-type", &kind)], body).await.expect_error(400, 126);
    item.assert_untouched().await;
}

#[tokio::test]
async fn locked_content_takes_no_version_and_is_not_deployed() {
    let app = TestApp::start().await;
    let item = Item::new(&app).await;
    let archive = app.archive(&[("index.html", "hello")]);
    let uploaded = item.send(&[], archive.clone()).await.expect(200).json();
    item.pia.patch(&item.path, json!({ "locked": true })).await.expect(200);
    item.send(&[], archive.clone()).await.expect_error(400, 222);
    for rest in ["deploy", "build"] {
        item.pia.post(&format!("{}/{rest}", item.path), json!({})).await.expect_error(400, 222);
    }
    // What is there may be fetched all the same.
    let id = uploaded["id"].as_str().unwrap();
    let download = item.pia.get(&format!("{}/bundles/{id}/download", item.path)).await.expect(200);
    assert!(download.body == archive, "the bytes differ");
}

#[tokio::test]
async fn an_administrator_who_is_no_collaborator_uploads_nothing() {
    let app = TestApp::start().await;
    let item = Item::new(&app).await;
    let ada = app.key_of("ada").await;
    let archive = app.archive(&[("index.html", "hello")]);
    let path = format!("{}/bundles", item.path);
    ada.ask(Method::POST, &path).body(archive).send().await.expect_error(403, 22);
    item.assert_untouched().await;
}
