//! Versions: listed, read, deleted.

use http::Method;
use serde_json::json;

use crate::support::{Client as _, TestApp, while_it_is_there};

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
}

#[tokio::test]
async fn a_version_of_another_item_is_not_deployed_and_whose_it_is_is_told_to_who_sees_that_item() {
    let app = TestApp::start().await;
    app.user("pax", domain::Role::Publisher).await;
    let (pia, pax) = (app.key_of("pia").await, app.key_of("pax").await);
    let (one, other) = (app.make_item(&pia, "one").await, app.make_item(&pia, "other").await);
    let hidden = app.make_item(&pax, "hidden").await;
    let (version, secret) = (app.upload(&pia, &one).await, app.upload(&pax, &hidden).await);
    for rest in ["deploy", "build"] {
        let path = format!("/__api__/v1/content/{other}/{rest}");
        pia.post(&path, json!({ "bundle_id": version })).await.expect_error(400, 82);
        for unknown in [secret.as_str(), "999"] {
            pia.post(&path, json!({ "bundle_id": unknown })).await.expect_error(404, 4);
        }
        for malformed in [json!("x"), json!("+1"), json!(true), json!(1.5), json!(-1), json!([1])] {
            pia.post(&path, json!({ "bundle_id": malformed })).await.expect_error(400, 3);
        }
        pia.post(&path, json!({})).await.expect_error(400, 28);
    }
    let older = format!("/__api__/applications/{other}/deploy");
    pia.post(&older, json!({ "bundle": version.parse::<i64>().unwrap() })).await.expect_error(400, 82);
}

#[tokio::test]
async fn while_an_item_is_deployed_no_version_is_deleted_and_not_all_the_world_waits() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.make_item(&pia, "slow").await;
    let old = app.upload(&pia, &item).await;
    let there = while_it_is_there();
    let slow = format!("while (file.exists('{}')) Sys.sleep(0.02)\n#* @get /\nfunction() 1\n", there.path().display());
    let path = format!("/__api__/v1/content/{item}");
    let archive = app.archive(&[("plumber.R", &slow)]);
    pia.ask(Method::POST, &format!("{path}/bundles")).body(archive).send().await.expect(200);
    let begun = pia.post(&format!("{path}/deploy"), json!({})).await.expect(202).json();
    let task = begun["task_id"].as_str().unwrap();
    // Its first line is said when it is its turn.
    pia.get(&format!("/__api__/v1/tasks/{task}?wait=20")).await.expect(200);
    pia.delete(&format!("{path}/bundles/{old}")).await.expect_error(400, 100);
    let mut waiting = Vec::new();
    let refused = loop {
        let more = pia.post(&format!("{path}/deploy"), json!({ "bundle_id": old })).await;
        match more.status.as_u16() {
            202 => waiting.push(more.json()["task_id"].as_str().unwrap().to_owned()),
            _ => break more,
        }
    };
    refused.expect_error(400, 100);
    assert_eq!(waiting.len(), 19);
    drop(there);
    for task in std::iter::once(task).chain(waiting.iter().map(String::as_str)) {
        assert_eq!(app.ended(&pia, task).await["code"], 0);
    }
}
