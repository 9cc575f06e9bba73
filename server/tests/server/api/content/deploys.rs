//! Deploys and builds, and the tasks that tell of them.

use http::Method;
use serde_json::{Value, json};

use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn a_deployed_version_is_served_and_the_task_says_so_in_lines() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.make_item(&pia, "report").await;
    let version = app.upload(&pia, &item).await;
    let task = app.deploy(&pia, &item, json!({ "bundle_id": version })).await;
    assert_eq!((&task["code"], &task["error"], &task["result"]), (&json!(0), &json!(""), &Value::Null));
    let lines = task["output"].as_array().unwrap();
    assert!(!lines.is_empty() && task["last"] == lines.len(), "{task}");
    let item_shown = pia.get(&format!("/__api__/v1/content/{item}")).await.json();
    assert_eq!((&item_shown["app_mode"], &item_shown["bundle_id"]), (&json!("static"), &json!(version)));
    assert_eq!(pia.get(&format!("/content/{item}/")).await.expect(200).text(), "<p>Uploaded</p>");
}

#[tokio::test]
async fn no_number_and_nothing_in_its_place_mean_the_newest_version() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.make_item(&pia, "report").await;
    for body in [json!({}), json!({ "bundle_id": null }), json!({ "bundle_id": [] }), json!({ "bundle_id": "" })] {
        let version = app.upload(&pia, &item).await;
        app.deploy(&pia, &item, body).await;
        let shown = pia.get(&format!("/__api__/v1/content/{item}")).await.json();
        assert_eq!(shown["bundle_id"], version);
    }
}

#[tokio::test]
async fn a_draft_is_shown_by_itself_and_served_to_nobody() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.seed_content("pia", "report").file("index.html", "before").publish().await.guid.to_string();
    let version = app.upload(&pia, &item).await;
    let task = app.deploy(&pia, &item, json!({ "bundle_id": version, "activate": false })).await;
    assert_eq!(task["code"], 0, "{task}");
    let shown = pia.get(&format!("/__api__/v1/content/{item}/bundles/{version}")).await.json();
    assert_eq!(shown["active"], false);
    assert_eq!(pia.get(&format!("/content/{item}/")).await.expect(200).text(), "before");
    assert_eq!(pia.get(&format!("/content/{item}/_bundle{version}/")).await.expect(200).text(), "<p>Uploaded</p>");
}

#[tokio::test]
async fn a_build_serves_nothing_else_than_before() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.seed_content("pia", "report").file("index.html", "before").publish().await;
    let path = format!("/__api__/v1/content/{}", item.guid);
    let before = pia.get(&path).await.json();
    let version = app.upload(&pia, &item.guid.to_string()).await;
    let begun = pia.post(&format!("{path}/build"), json!({ "bundle_id": version })).await.expect(200).json();
    let task = app.ended(&pia, begun["task_id"].as_str().unwrap()).await;
    assert_eq!(task["code"], 0, "{task}");
    assert_eq!(pia.get(&path).await.json(), before);
}

#[tokio::test]
async fn there_must_be_a_version_and_it_must_be_named_by_its_number() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let path = format!("/__api__/v1/content/{}/deploy", app.make_item(&pia, "report").await);
    pia.post(&path, json!({})).await.expect_error(400, 28);
    pia.post(&path, json!({ "bundle_id": "99" })).await.expect_error(404, 4);
    for wrong in [json!("newest"), json!([1]), json!({}), json!(true)] {
        pia.post(&path, json!({ "bundle_id": wrong })).await.expect_error(400, 3);
    }
}

#[tokio::test]
async fn what_cannot_be_deployed_fails_the_task_with_a_sentence_and_serves_what_was() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.seed_content("pia", "report").file("index.html", "before").publish().await.guid.to_string();
    let manifest = r#"{"version":1,"metadata":{"appmode":"tensorflow-saved-model"}}"#;
    let archive = app.archive(&[("manifest.json", manifest), ("saved_model.pb", "x")]);
    let path = format!("/__api__/v1/content/{item}/bundles");
    pia.ask(Method::POST, &path).body(archive).send().await.expect(200);
    let task = app.deploy(&pia, &item, json!({})).await;
    assert_ne!(task["code"], 0, "{task}");
    assert!(task["error"].as_str().unwrap().ends_with('.'), "{task}");
    assert_eq!(pia.get(&format!("/content/{item}/")).await.expect(200).text(), "before");
}

#[tokio::test]
async fn two_deploys_at_once_come_one_after_the_other() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.make_item(&pia, "report").await;
    let (first, second) = (app.upload(&pia, &item).await, app.upload(&pia, &item).await);
    let deploy = |version: &str| app.deploy(&pia, &item, json!({ "bundle_id": version.to_owned() }));
    let (one, other) = tokio::join!(deploy(&first), deploy(&second));
    assert_eq!((&one["code"], &other["code"]), (&json!(0), &json!(0)));
    let served = pia.get(&format!("/__api__/v1/content/{item}")).await.json()["bundle_id"].clone();
    assert!(served == first || served == second, "{served}");
}

#[tokio::test]
async fn a_task_gives_the_lines_that_were_not_read_yet_and_all_without_a_number() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.make_item(&pia, "report").await;
    app.upload(&pia, &item).await;
    let task = app.deploy(&pia, &item, json!({})).await;
    let (id, last) = (task["id"].as_str().unwrap(), task["last"].as_u64().unwrap());
    let path = format!("/__api__/v1/tasks/{id}");
    let rest = pia.get(&format!("{path}?first={}", last - 1)).await.expect(200).json();
    assert_eq!(rest["output"].as_array().unwrap().len(), 1);
    assert_eq!(rest["last"], last);
    // It has ended, so that nobody waits.
    let none = pia.get(&format!("{path}?first={last}&wait=20")).await.expect(200).json();
    assert_eq!(none["output"], json!([]));
    assert_eq!(pia.get(&format!("{path}?wait=1")).await.expect(200).json(), task);
}

#[tokio::test]
async fn a_task_is_for_who_began_it_and_for_administrators() {
    let app = TestApp::start().await;
    let (pia, ada) = (app.key_of("pia").await, app.key_of("ada").await);
    let item = app.make_item(&pia, "report").await;
    app.upload(&pia, &item).await;
    let task = app.deploy(&pia, &item, json!({})).await;
    let path = format!("/__api__/v1/tasks/{}", task["id"].as_str().unwrap());
    assert_eq!(ada.get(&path).await.expect(200).json(), task);
    app.user("pax", domain::Role::Publisher).await;
    app.key_of("pax").await.get(&path).await.expect_error(404, 141);
    pia.get("/__api__/v1/tasks/nothing").await.expect_error(404, 141);
    pia.get(&format!("{path}?first=x")).await.expect_error(400, 25);
}
