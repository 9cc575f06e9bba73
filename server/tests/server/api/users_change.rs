//! `PUT /v1/users/{guid}`

use domain::Role;
use serde_json::json;

use crate::support::{Client as _, TestApp};

async fn address(app: &TestApp, name: &str) -> String {
    format!("/__api__/v1/users/{}", app.guid(name).await)
}

#[tokio::test]
async fn everybody_changes_his_own_names_and_address() {
    let app = TestApp::start().await;
    let key = app.key_of("vic").await;
    let path = address(&app, "vic").await;
    let body = json!({ "first_name": "Victor", "last_name": "Hugo", "email": "victor@example.com" });
    let changed = key.put(&path, body).await.expect(200).json();
    assert_eq!((&changed["first_name"], &changed["email"]), (&json!("Victor"), &json!("victor@example.com")));
    let kept = key.put(&path, json!({ "last_name": "" })).await.expect(200).json();
    assert_eq!((&kept["first_name"], &kept["last_name"]), (&json!("Victor"), &json!("")));
}

#[tokio::test]
async fn what_was_given_may_be_sent_back_but_a_new_role_or_name_needs_an_administrator() {
    let app = TestApp::start().await;
    let key = app.key_of("vic").await;
    let path = address(&app, "vic").await;
    let same = key.get(&path).await.expect(200).json();
    key.put(&path, same).await.expect(200);
    key.put(&path, json!({ "user_role": "administrator" })).await.expect_error(403, 22);
    key.put(&path, json!({ "username": "victor" })).await.expect_error(403, 22);
}

#[tokio::test]
async fn others_are_changed_by_administrators_alone() {
    let app = TestApp::start().await;
    let path = address(&app, "vic").await;
    app.key_of("pia").await.put(&path, json!({ "first_name": "X" })).await.expect_error(403, 22);
    let admin = app.key_of("ada").await;
    let changed = admin.put(&path, json!({ "username": "victor", "user_role": "publisher" })).await.expect(200).json();
    assert_eq!((&changed["username"], &changed["user_role"]), (&json!("victor"), &json!("publisher")));
    admin.put(&path, json!({ "username": "PIA" })).await.expect_error(409, 8);
    admin.put(&path, json!({ "user_role": "root" })).await.expect_error(400, 112);
    admin.put(&path, json!({ "email": "nowhere" })).await.expect_error(400, 264);
    let nobody = "/__api__/v1/users/00000000-0000-4000-8000-000000000000";
    admin.put(nobody, json!({})).await.expect_error(404, 4);
}

#[tokio::test]
async fn a_new_role_acts_on_keys_at_once() {
    let app = TestApp::start().await;
    let (admin, key) = (app.key_of("ada").await, app.key_of("pia").await);
    assert_eq!(key.get("/__api__/v1/user").await.expect(200).json()["user_role"], "publisher");
    admin.put(&address(&app, "pia").await, json!({ "user_role": "viewer" })).await.expect(200);
    assert_eq!(key.get("/__api__/v1/user").await.expect(200).json()["user_role"], "viewer");
}

#[tokio::test]
async fn the_last_administrator_stays_one() {
    let app = TestApp::start().await;
    let admin = app.key_of("ada").await;
    let path = address(&app, "ada").await;
    admin.put(&path, json!({ "user_role": "viewer" })).await.expect_error(400, 61);
    app.services.console_set_role("pia", Role::Administrator).await.unwrap();
    admin.put(&path, json!({ "user_role": "viewer" })).await.expect(200);
    admin.put(&path, json!({ "user_role": "administrator" })).await.expect_error(403, 22);
}
