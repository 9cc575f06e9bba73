//! `POST /v1/users/{guid}/lock`

use domain::Role;
use serde_json::json;

use crate::support::{Client as _, TestApp};

async fn address(app: &TestApp, name: &str) -> String {
    format!("/__api__/v1/users/{}/lock", app.guid(name).await)
}

#[tokio::test]
async fn locking_stops_keys_and_sessions_at_once_and_unlocking_brings_keys_back() {
    let app = TestApp::start().await;
    let admin = app.key_of("ada").await;
    let (key, browser) = (app.key_of("vic").await, app.sign_in("vic").await);
    let path = address(&app, "vic").await;
    for body in [json!({}), json!({ "locked": null }), json!({ "locked": true })] {
        admin.post(&path, body).await.expect(200);
        key.get("/__api__/v1/user").await.expect_error(401, 30);
        browser.get("/__api__/v1/user").await.expect_error(401, 24);
        admin.post(&path, json!({ "locked": false })).await.expect(200);
        key.get("/__api__/v1/user").await.expect(200);
        browser.get("/__api__/v1/user").await.expect_error(401, 24);
    }
}

#[tokio::test]
async fn one_may_lock_oneself_and_nobody_else() {
    let app = TestApp::start().await;
    let key = app.key_of("vic").await;
    key.post(&address(&app, "pia").await, json!({})).await.expect_error(403, 22);
    key.post(&address(&app, "vic").await, json!({ "locked": false })).await.expect_error(403, 22);
    key.post(&address(&app, "vic").await, json!({})).await.expect(200);
    key.post(&address(&app, "vic").await, json!({ "locked": false })).await.expect_error(401, 30);
}

#[tokio::test]
async fn the_last_administrator_who_is_not_locked_cannot_be() {
    let app = TestApp::start().await;
    let admin = app.key_of("ada").await;
    admin.post(&address(&app, "ada").await, json!({})).await.expect_error(400, 61);
    app.services.console_set_role("pia", Role::Administrator).await.unwrap();
    admin.post(&address(&app, "pia").await, json!({})).await.expect(200);
    admin.post(&address(&app, "ada").await, json!({})).await.expect_error(400, 61);
}

#[tokio::test]
async fn a_missing_account_is_404() {
    let app = TestApp::start().await;
    let path = "/__api__/v1/users/00000000-0000-4000-8000-000000000000/lock";
    app.key_of("ada").await.post(path, json!({})).await.expect_error(404, 4);
}
