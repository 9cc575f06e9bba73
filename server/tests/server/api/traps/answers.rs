//! Statuses, types and bodies of answers.

use http::Method;
use serde_json::json;
use time::Duration;

use crate::support::{Client as _, TestApp};

/// vip asks for what only other versions have before it has a key, and must not be told to sign in for it.
#[tokio::test]
async fn an_unknown_path_is_unknown_to_everybody_while_a_known_one_asks_who_is_there() {
    let app = TestApp::start().await;
    let anon = app.anon();
    anon.get("/__api__/v1/no-such-thing").await.expect(404);
    anon.post("/__api__/v1/no-such-thing", json!({})).await.expect(404);
    for known in ["v1/user", "v1/content", "v1/users", "users/current", "me", "applications", "v1/tasks/x", "tasks/x"] {
        anon.get(&format!("/__api__/{known}")).await.expect_error(401, 24);
    }
}

/// connectapi takes a 404 with a code for a missing object, and one without for a missing endpoint, in whose place it
/// tries an older one.
#[tokio::test]
async fn a_failure_has_a_code_and_words_and_an_unknown_endpoint_is_plain_text() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let nowhere = "00000000-0000-4000-8000-000000000000";
    for missing in ["", "/bundles", "/bundles/1", "/permissions"] {
        pia.get(&format!("/__api__/v1/content/{nowhere}{missing}")).await.expect_error(404, 4);
    }
    pia.get("/__api__/v1/content/not-a-guid").await.expect_error(400, 3);
    pia.get("/__api__/applications/999").await.expect_error(404, 4);
    pia.get(&format!("/__api__/v1/users/{nowhere}")).await.expect_error(404, 4);
    for task in ["v1/tasks", "tasks"] {
        pia.get(&format!("/__api__/{task}/nosuchtask")).await.expect_error(404, 141);
    }
    for unknown in [format!("v1/content/{nowhere}/nothing-of-this-name"), "v2/content".to_owned()] {
        let answer = pia.get(&format!("/__api__/{unknown}")).await.expect(404);
        assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
        assert_eq!(answer.text(), "404 page not found");
    }
}

/// pins reads any JSON as an answer to look at, and a deletion has none.
#[tokio::test]
async fn what_is_deleted_leaves_an_empty_answer_without_a_type() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.make_item(&pia, "going").await;
    let path = format!("/__api__/v1/content/{item}");
    let bundle = app.upload(&pia, &item).await;
    let vic = json!({ "principal_guid": app.guid("vic").await, "principal_type": "user", "role": "viewer" });
    let named = pia.post(&format!("{path}/permissions"), vic).await.json();
    let key = pia.post(&pia.keys(), json!({ "name": "going" })).await.expect(200).json();
    pia.put(&format!("{path}/vanity"), json!({ "path": "going" })).await.expect(200);
    let group = pia.post("/__api__/v1/groups", json!({ "name": "Going" })).await.expect(200).json();
    let group = format!("/__api__/v1/groups/{}", group["guid"].as_str().unwrap());
    pia.post(&format!("{group}/members"), json!({ "user_guid": pia.guid })).await.expect(204);
    for path in [
        format!("{path}/vanity"),
        format!("{path}/thumbnail"),
        format!("{group}/members/{}", pia.guid),
        group,
        format!("{path}/bundles/{bundle}"),
        format!("{path}/permissions/{}", named["id"].as_str().unwrap()),
        format!("{}/{}", pia.keys(), key["id"].as_str().unwrap()),
        path,
    ] {
        let answer = pia.delete(&path).await.expect(204);
        assert!(answer.body.is_empty(), "{path}");
        assert_eq!(answer.header("content-type"), "", "{path}");
    }
}

/// rsconnect-python reads the answer to a change of variables, and ends with a stack trace at an empty one.
#[tokio::test]
async fn a_change_of_variables_is_answered_with_the_list_of_their_names() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let path = format!("/__api__/v1/content/{}/environment", app.make_item(&pia, "varied").await);
    let set = json!([{ "name": "TOKEN", "value": "hush" }, { "name": "NEVER", "value": null }]);
    assert_eq!(pia.patch(&path, set).await.expect(200).json(), json!(["TOKEN"]));
    assert_eq!(pia.patch(&path, json!([])).await.expect(200).json(), json!(["TOKEN"]));
    assert_eq!(pia.put(&path, json!([])).await.expect(200).json(), json!([]));
}

/// posit-sdk's own tests hold that a lock is no change of the account.
#[tokio::test]
async fn locking_an_account_keeps_the_time_of_its_last_change() {
    let app = TestApp::start().await;
    let ada = app.key_of("ada").await;
    let vic = format!("/__api__/v1/users/{}", app.guid("vic").await);
    let before = ada.get(&vic).await.expect(200).json();
    app.clock.advance(Duration::HOUR);
    ada.post(&format!("{vic}/lock"), json!({ "locked": true })).await.expect(200);
    let after = ada.get(&vic).await.expect(200).json();
    assert_eq!(after["locked"], true);
    assert_eq!(after["updated_time"], before["updated_time"]);
    ada.ask(Method::PUT, &vic).json(&json!({ "first_name": "Victor" })).send().await.expect(200);
    assert_ne!(ada.get(&vic).await.json()["updated_time"], before["updated_time"]);
}
