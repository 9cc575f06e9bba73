//! `GET /v1/user`, its older names, and `server_settings`

use domain::Role;
use serde_json::json;

use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn the_caller_is_told_who_he_is_under_all_three_names() {
    let app = TestApp::start().await;
    let key = app.key_of("vic").await;
    let user = key.get("/__api__/v1/user").await.expect(200).json();
    assert_eq!((&user["username"], &user["email"]), (&json!("vic"), &json!("vic@example.com")));
    assert_eq!((&user["guid"], &user["user_role"]), (&json!(key.guid), &json!("viewer")));
    assert_eq!((&user["locked"], &user["confirmed"]), (&json!(false), &json!(true)));
    for path in ["/__api__/me", "/__api__/users/current"] {
        let mut older = key.get(path).await.expect(200).json();
        assert!(older.as_object_mut().unwrap().remove("id").is_some_and(|id| id.is_i64()));
        assert_eq!(older, user, "{path}");
    }
}

#[tokio::test]
async fn a_key_shows_the_role_that_it_acts_with() {
    let app = TestApp::start().await;
    let key = app.seed_key("ada").role(Role::Viewer).make().await;
    let shown = app.key(&key.secret).get("/__api__/v1/user").await.expect(200).json();
    assert_eq!(shown["user_role"], "viewer");
}

#[tokio::test]
async fn a_session_is_told_too() {
    let app = TestApp::start().await;
    let browser = app.sign_in("pia").await;
    assert_eq!(browser.get("/__api__/v1/user").await.expect(200).json()["username"], "pia");
}

#[tokio::test]
async fn the_settings_are_for_anybody_but_a_bad_key() {
    let app = TestApp::start().await;
    let settings = app.anon().get("/__api__/server_settings").await.expect(200).json();
    assert_eq!(settings["version"], "2026.07.0");
    assert_eq!(settings["hostname"], app.url());
    app.key_of("vic").await.get("/__api__/server_settings").await.expect(200);
    app.key("wrong").get("/__api__/server_settings").await.expect_error(401, 30);
}

#[tokio::test]
async fn the_ping_needs_nobody() {
    let app = TestApp::empty().await;
    assert_eq!(app.anon().get("/__ping__").await.expect(200).json(), json!({}));
    app.key("wrong").get("/__ping__").await.expect(200);
}

#[tokio::test]
async fn heads_are_answered_like_gets_without_a_body() {
    let app = TestApp::start().await;
    let key = app.key_of("vic").await;
    for path in ["/__api__/v1/user", "/__api__/v1/users", "/__api__/server_settings", &key.keys(), &key.me()] {
        assert!(key.head(path).await.expect(200).body.is_empty(), "{path}");
    }
}
