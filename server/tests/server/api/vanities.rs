//! `/__api__/v1/content/{guid}/vanity` and `/__api__/v1/vanities`.

use serde_json::json;

use crate::support::{Client as _, TestApp};

const ALL: &str = "/__api__/v1/vanities";

/// The address of the vanity of a new item.
async fn item(app: &TestApp, owner: &str, name: &str) -> String {
    let item = app.seed_content(owner, name).file("index.html", name).publish().await;
    format!("/__api__/v1/content/{}/vanity", item.guid)
}

#[tokio::test]
async fn a_path_is_set_shown_listed_and_taken_away() {
    let app = TestApp::start().await;
    let (pia, ada, at) = (app.key_of("pia").await, app.key_of("ada").await, item(&app, "pia", "plot").await);
    let content = at.trim_end_matches("/vanity");
    pia.get(&at).await.expect_error(404, 4);
    assert_eq!(ada.get(ALL).await.expect(200).json(), json!([]));
    let put = pia.put(&at, json!({ "path": "finance/Budget" })).await.expect(200).json();
    assert_eq!(put["path"], "/finance/Budget/");
    assert!(content.ends_with(put["content_guid"].as_str().unwrap()) && put["created_time"].is_string());
    assert_eq!(put.as_object().unwrap().len(), 3);
    assert_eq!(pia.get(&at).await.expect(200).json(), put);
    assert_eq!(ada.get(ALL).await.expect(200).json(), json!([put]));

    let shown = pia.get(&format!("{content}?include=owner,tags,vanity_url")).await.expect(200).json();
    assert_eq!(shown["vanity_url"], format!("{}/finance/Budget/", app.url()));
    let listed = pia.get("/__api__/v1/content?include=vanity_url").await.expect(200).json();
    assert_eq!(listed[0]["vanity_url"], shown["vanity_url"]);
    assert!(pia.get(content).await.expect(200).json().get("vanity_url").is_none());

    assert!(pia.delete(&at).await.expect(204).body.is_empty());
    pia.delete(&at).await.expect_error(404, 4);
    let shown = pia.get(&format!("{content}?include=vanity_url")).await.expect(200).json();
    assert!(shown.get("vanity_url").is_none());
}

#[tokio::test]
async fn unfit_paths_are_refused_with_their_code() {
    let app = TestApp::start().await;
    let (pia, at) = (app.key_of("pia").await, item(&app, "pia", "plot").await);
    for reserved in ["/__api__/x/", "connect", "/Content/1/", "/login", "/", "/favicon.ico"] {
        pia.put(&at, json!({ "path": reserved })).await.expect_error(400, 52);
    }
    for body in [json!({ "path": "a b" }), json!({ "path": "a/../b" }), json!({ "path": "a\u{0}" }), json!({})] {
        pia.put(&at, body).await.expect_error(400, 25);
    }
    pia.put(&at, json!({ "path": 1 })).await.expect_error(400, 87);
}

#[tokio::test]
async fn a_path_above_below_or_of_other_content_is_refused() {
    let app = TestApp::start().await;
    let (pia, one, two) = (app.key_of("pia").await, item(&app, "pia", "one").await, item(&app, "pia", "two").await);
    pia.put(&one, json!({ "path": "/a/b/" })).await.expect(200);
    for taken in ["a/b", "A/B", "a", "a/b/c"] {
        pia.put(&two, json!({ "path": taken })).await.expect_error(409, 51);
    }
    pia.put(&two, json!({ "path": "a/c" })).await.expect(200);
    pia.put(&one, json!({ "path": "a/b/d" })).await.expect(200);
}

#[tokio::test]
async fn a_path_is_taken_over_by_force_from_what_one_manages() {
    let app = TestApp::start().await;
    let (pia, ada) = (app.key_of("pia").await, app.key_of("ada").await);
    let (hers, mine) = (item(&app, "ada", "hers").await, item(&app, "pia", "mine").await);
    let other = item(&app, "pia", "other").await;
    ada.put(&hers, json!({ "path": "shared" })).await.expect(200);
    pia.put(&mine, json!({ "path": "shared", "force": true })).await.expect_error(409, 51);
    ada.put(&mine, json!({ "path": "shared", "force": true })).await.expect(200);
    ada.get(&hers).await.expect_error(404, 4);
    pia.put(&other, json!({ "path": "shared", "force": true })).await.expect(200);
    pia.get(&mine).await.expect_error(404, 4);
}
