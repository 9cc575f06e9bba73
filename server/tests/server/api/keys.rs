//! `GET /v1/users/{guid}/keys` and `GET .../{id}`

use domain::Role;
use serde_json::json;
use time::Duration;

use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn the_list_shows_ones_own_keys_newest_first_and_masked() {
    let app = TestApp::start().await;
    let old = app.seed_key("pia").named("old").role(Role::Viewer).make().await;
    app.seed_key("ada").named("not hers").make().await;
    let key = app.key_of("pia").await;
    let list = key.get(&key.keys()).await.expect(200).json();
    let list = list.as_array().unwrap();
    let names: Vec<&str> = list.iter().map(|key| key["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["seeded", "old"]);
    assert_eq!(list[1]["id"], old.id.to_string());
    assert_eq!(list[1]["user_role"], "viewer");
    assert_eq!(list[1]["key"], old.secret[old.secret.len() - 4..]);
    assert_eq!(list[1]["expires_at"], json!(null));
    assert_eq!(list[1]["active_time"], list[1]["created_time"], "never used");
}

#[tokio::test]
async fn neither_list_nor_key_hold_the_key_itself() {
    let app = TestApp::start().await;
    let key = app.key_of("pia").await;
    for path in [key.keys(), key.me()] {
        let shown = key.get(&path).await.expect(200);
        assert!(!shown.text().contains(&key.secret) && !shown.text().contains(&key.secret[..20]), "{}", shown.text());
        assert_eq!(shown.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn one_key_looks_as_in_the_list() {
    let app = TestApp::start().await;
    let key = app.key_of("vic").await;
    let list = key.get(&key.keys()).await.expect(200).json();
    assert_eq!(key.get(&key.me()).await.expect(200).json(), list[0]);
}

#[tokio::test]
async fn a_use_shows_at_once() {
    let app = TestApp::start().await;
    let key = app.key_of("vic").await;
    let before = key.get(&key.me()).await.expect(200).json();
    app.clock.advance(Duration::minutes(5));
    let after = key.get(&key.me()).await.expect(200).json();
    assert_ne!(before["active_time"], after["active_time"]);
    assert_eq!(before["created_time"], after["created_time"]);
}

#[tokio::test]
async fn times_are_rfc_3339_in_utc() {
    let app = TestApp::start().await;
    let key = app.key_of("vic").await;
    let made = key.post(&key.keys(), json!({ "name": "x", "expires_at": "2099-06-30T12:00:00+02:00" })).await;
    let made = made.expect(200).json();
    assert_eq!(made["expires_at"], "2099-06-30T10:00:00Z");
    assert!(made["created_time"].as_str().unwrap().ends_with('Z'));
}

#[tokio::test]
async fn a_missing_key_is_404_code_4() {
    let app = TestApp::start().await;
    let key = app.key_of("vic").await;
    for id in ["0", "999999"] {
        key.get(&format!("{}/{id}", key.keys())).await.expect_error(404, 4);
        key.delete(&format!("{}/{id}", key.keys())).await.expect_error(404, 4);
    }
}

#[tokio::test]
async fn another_accounts_keys_are_403_for_everybody_and_whether_it_exists_or_not() {
    let app = TestApp::start().await;
    let victim = app.key_of("vic").await;
    for name in ["ada", "pia"] {
        let key = app.key_of(name).await;
        for guid in [victim.guid.as_str(), "00000000-0000-4000-8000-000000000000"] {
            let keys = format!("/__api__/v1/users/{guid}/keys");
            key.get(&keys).await.expect_error(403, 22);
            key.post(&keys, json!({ "name": "x" })).await.expect_error(403, 22);
            key.get(&format!("{keys}/{}", victim.id)).await.expect_error(403, 22);
            key.delete(&format!("{keys}/{}", victim.id)).await.expect_error(403, 22);
        }
    }
    victim.get(&victim.me()).await.expect(200);
}

#[tokio::test]
async fn another_accounts_key_under_ones_own_address_is_404_and_lives_on() {
    let app = TestApp::start().await;
    let victim = app.key_of("vic").await;
    let key = app.key_of("ada").await;
    let path = format!("{}/{}", key.keys(), victim.id);
    key.get(&path).await.expect_error(404, 4);
    key.delete(&path).await.expect_error(404, 4);
    key.delete(&format!("{path}?descendants=true")).await.expect_error(404, 4);
    victim.get(&victim.me()).await.expect(200);
}

#[tokio::test]
async fn a_session_reads_its_keys_too() {
    let app = TestApp::start().await;
    app.seed_key("vic").named("tool").make().await;
    let browser = app.sign_in("vic").await;
    let keys = format!("/__api__/v1/users/{}/keys", app.guid("vic").await);
    assert_eq!(browser.get(&keys).await.expect(200).json()[0]["name"], "tool");
}
