//! Versions: listed, read, deleted.

use http::Method;
use serde_json::json;

use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn uploading_reading_and_listing_show_the_same_version_newest_first() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.make_item(&pia, "report").await;
    let path = format!("/__api__/v1/content/{item}/bundles");
    let archive = app.archive(&[("index.html", "hello")]);
    let first = pia.ask(Method::POST, &path).body(archive.clone()).send().await.expect(200).json();
    let second = pia.ask(Method::POST, &path).body(archive).send().await.expect(200).json();
    assert_eq!(pia.get(&path).await.expect(200).json(), json!([second, first]));
    let id = first["id"].as_str().unwrap();
    assert_eq!(pia.get(&format!("{path}/{id}")).await.expect(200).json(), first);
    assert_eq!((&first["content_guid"], &first["created_by"]), (&json!(item), &json!(pia.guid)));
    assert_eq!(first["active"], false);
}

#[tokio::test]
async fn the_version_that_is_served_is_active_and_is_not_deleted() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.make_item(&pia, "report").await;
    let (first, second) = (app.upload(&pia, &item).await, app.upload(&pia, &item).await);
    let path = format!("/__api__/v1/content/{item}/bundles");
    app.deploy(&pia, &item, json!({ "bundle_id": first })).await;
    assert_eq!(pia.get(&format!("{path}/{first}")).await.json()["active"], true);
    assert_eq!(pia.get(&format!("{path}/{second}")).await.json()["active"], false);
    pia.delete(&format!("{path}/{first}")).await.expect_error(400, 75);
    pia.delete(&format!("{path}/{second}")).await.expect(204);
    pia.get(&format!("{path}/{second}")).await.expect_error(404, 4);
    pia.delete(&format!("{path}/{second}")).await.expect_error(404, 4);
}

#[tokio::test]
async fn a_version_of_another_item_is_not_found() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let (one, other) = (app.make_item(&pia, "one").await, app.make_item(&pia, "other").await);
    let version = app.upload(&pia, &one).await;
    let path = format!("/__api__/v1/content/{other}");
    pia.get(&format!("{path}/bundles/{version}")).await.expect_error(404, 4);
    pia.get(&format!("{path}/bundles/{version}/download")).await.expect_error(404, 4);
    pia.delete(&format!("{path}/bundles/{version}")).await.expect_error(404, 4);
    pia.post(&format!("{path}/deploy"), json!({ "bundle_id": version })).await.expect_error(404, 4);
}
