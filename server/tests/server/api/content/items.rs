//! Items: made, read, changed and deleted.

use http::Method;
use serde_json::json;

use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn making_reading_listing_and_changing_show_the_same_object() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let made = pia.post("/__api__/v1/content", json!({ "name": "report" })).await.expect(200).json();
    let path = format!("/__api__/v1/content/{}", made["guid"].as_str().unwrap());
    assert_eq!(pia.get(&path).await.expect(200).json(), made);
    assert_eq!(pia.get("/__api__/v1/content").await.expect(200).json(), json!([made]));
    assert_eq!(pia.patch(&path, json!({})).await.expect(200).json(), made);
    let changed = pia.patch(&path, json!({ "title": "Sales" })).await.expect(200).json();
    assert_eq!(changed["title"], "Sales");
    assert_eq!(pia.get(&path).await.expect(200).json(), changed);
}

#[tokio::test]
async fn an_item_without_a_version_is_of_no_kind_and_says_null_where_nothing_is_set() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let made = pia.post("/__api__/v1/content", json!({ "name": "report" })).await.expect(200).json();
    assert_eq!(made["app_mode"], "unknown");
    assert_eq!(made["access_type"], "acl");
    assert_eq!(made["app_role"], "owner");
    assert_eq!(made["owner_guid"], app.guid("pia").await);
    assert_eq!(made["last_deployed_time"], made["created_time"]);
    for field in ["title", "bundle_id", "init_timeout", "r_version", "py_version", "run_as", "cluster_name"] {
        assert!(made[field].is_null() && made.get(field).is_some(), "{field}: {made}");
    }
    for field in ["owner", "tags", "vanity_url"] {
        assert!(made.get(field).is_none(), "{field}: {made}");
    }
}

#[tokio::test]
async fn numbers_of_objects_are_text_and_addresses_are_whole() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.make_item(&pia, "report").await;
    let bundle = app.upload(&pia, &item).await;
    app.deploy(&pia, &item, json!({ "bundle_id": bundle })).await;
    let shown = pia.get(&format!("/__api__/v1/content/{item}")).await.expect(200).json();
    assert!(shown["id"].as_str().unwrap().parse::<u64>().is_ok(), "{shown}");
    assert_eq!(shown["bundle_id"], bundle);
    assert_eq!(shown["content_url"], format!("{}/content/{item}/", app.url()));
    assert_eq!(shown["dashboard_url"], format!("{}/connect/apps/{item}", app.url()));
}

#[tokio::test]
async fn all_that_may_be_changed_is_changed_and_the_rest_stays() {
    let app = TestApp::start().await;
    let (pia, ada) = (app.key_of("pia").await, app.key_of("ada").await);
    let item = app.make_item(&pia, "report").await;
    let path = format!("/__api__/v1/content/{item}");
    let change = json!({
        "name": "other", "title": "Sales", "description": "Of last year", "access_type": "logged_in", "locked": true,
        "locked_message": "Away", "init_timeout": 30, "load_factor": 0.25, "content_category": "mcp"
    });
    let changed = pia.patch(&path, change.clone()).await.expect(200).json();
    for (field, value) in change.as_object().unwrap() {
        assert_eq!(&changed[field], value, "{field}");
    }
    let back = json!({ "title": null, "init_timeout": null, "locked": false, "content_category": "" });
    let changed = pia.patch(&path, back).await.expect(200).json();
    assert!(changed["title"].is_null() && changed["init_timeout"].is_null(), "{changed}");
    assert_eq!((&changed["load_factor"], &changed["description"]), (&json!(0.25), &json!("Of last year")));
    let given = ada.patch(&path, json!({ "owner_guid": app.guid("ada").await })).await.expect(200).json();
    assert_eq!(given["app_role"], "owner");
}

#[tokio::test]
async fn locking_does_not_count_as_a_deploy() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.make_item(&pia, "report").await;
    let path = format!("/__api__/v1/content/{item}");
    let before = pia.get(&path).await.json();
    app.clock.advance(time::Duration::HOUR);
    let locked = pia.patch(&path, json!({ "locked": true })).await.expect(200).json();
    assert_eq!(locked["last_deployed_time"], before["last_deployed_time"]);
    assert_eq!(locked["created_time"], before["created_time"]);
}

#[tokio::test]
async fn a_deleted_item_is_gone_and_the_answer_is_empty() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.make_item(&pia, "report").await;
    let path = format!("/__api__/v1/content/{item}");
    let deleted = pia.delete(&path).await.expect(204);
    assert_eq!((deleted.text(), deleted.header("content-type")), ("", ""));
    pia.get(&path).await.expect_error(404, 4);
    pia.delete(&path).await.expect_error(404, 4);
    assert_eq!(pia.get("/__api__/v1/content").await.json(), json!([]));
}

#[tokio::test]
async fn fields_that_nobody_knows_are_passed_over() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let body = json!({ "name": "report", "memory_limit": 12, "run_as": "nobody", "from_the_future": { "a": 1 } });
    let made = pia.post("/__api__/v1/content", body).await.expect(200).json();
    assert!(made["memory_limit"].is_null() && made["run_as"].is_null(), "{made}");
}

#[tokio::test]
async fn an_item_without_a_name_is_given_one() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let made = pia.post("/__api__/v1/content", json!({ "title": "Sales" })).await.expect(200).json();
    assert!(made["name"].as_str().is_some_and(|name| !name.is_empty()), "{made}");
}

#[tokio::test]
async fn an_administrator_sees_what_he_may_not_view_and_is_said_to_be_nothing_to_it() {
    let app = TestApp::start().await;
    let (pia, ada) = (app.key_of("pia").await, app.key_of("ada").await);
    let item = app.make_item(&pia, "report").await;
    let shown = ada.get(&format!("/__api__/v1/content/{item}")).await.expect(200).json();
    assert_eq!(shown["app_role"], "none");
    app.key_of("vic").await.get(&format!("/__api__/v1/content/{item}")).await.expect_error(404, 4);
}

#[tokio::test]
async fn versions_of_interpreters_are_not_told_to_viewers() {
    let app = TestApp::start().await;
    let (pia, vic) = (app.key_of("pia").await, app.key_of("vic").await);
    let item = app.make_item(&pia, "report").await;
    let upload = app.archive(&[
        ("index.html", "hello"),
        (
            "manifest.json",
            r#"{"version":1,"platform":"4.2.2","metadata":{"appmode":"static","primary_html":"index.html"}}"#,
        ),
    ]);
    let path = format!("/__api__/v1/content/{item}");
    let uploaded = pia.ask(Method::POST, &format!("{path}/bundles")).body(upload).send().await.expect(200).json();
    assert_eq!(uploaded["r_version"], "4.2.2");
    app.deploy(&pia, &item, json!({ "bundle_id": uploaded["id"] })).await;
    pia.patch(&path, json!({ "access_type": "all" })).await.expect(200);
    let seen = vic.get(&path).await.expect(200).json();
    assert!(seen["r_version"].is_null() && seen["py_version"].is_null(), "{seen}");
    assert_eq!(seen["app_role"], "viewer");
}
