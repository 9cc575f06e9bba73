//! Keys that make keys: never more right, never a longer life.

use domain::Role;
use serde_json::json;
use time::Duration;
use time::format_description::well_known::Rfc3339;

use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn a_child_expires_with_its_parent_at_the_latest() {
    let app = TestApp::start().await;
    let parent = app.seed_key("vic").lasting(Duration::days(7)).make().await;
    let keys = format!("/__api__/v1/users/{}/keys", app.guid("vic").await);
    let parent = app.key(&parent.secret);
    let at = |after: Duration| (app.services.now() + after).format(&Rfc3339).unwrap();

    let silent = parent.post(&keys, json!({ "name": "x" })).await.expect(200).json();
    assert_eq!(silent["expires_at"], at(Duration::days(7)));
    let shorter = parent.post(&keys, json!({ "name": "x", "expires_at": at(Duration::days(1)) })).await;
    assert_eq!(shorter.expect(200).json()["expires_at"], at(Duration::days(1)));
    parent.post(&keys, json!({ "name": "x", "expires_at": at(Duration::days(7)) })).await.expect(200);
    for later in ["9999-12-31T23:59:59Z", &at(Duration::days(7) + Duration::SECOND)] {
        parent.post(&keys, json!({ "name": "x", "expires_at": later })).await.expect_error(400, 25);
    }
}

#[tokio::test]
async fn a_child_has_no_more_role_than_its_parent() {
    let app = TestApp::start().await;
    let parent = app.seed_key("ada").role(Role::Viewer).make().await;
    let parent = app.key(&parent.secret);
    let keys = format!("/__api__/v1/users/{}/keys", app.guid("ada").await);
    assert_eq!(parent.post(&keys, json!({ "name": "x" })).await.expect(200).json()["user_role"], "viewer");
    for role in ["publisher", "administrator"] {
        parent.post(&keys, json!({ "name": "x", "user_role": role })).await.expect_error(400, 234);
    }
}

#[tokio::test]
async fn a_demoted_accounts_keys_act_with_the_lower_role_and_show_their_own() {
    let app = TestApp::start().await;
    let key = app.key_of("pia").await;
    app.services.console_set_role("pia", Role::Viewer).await.unwrap();
    assert_eq!(key.get("/__api__/v1/user").await.expect(200).json()["user_role"], "viewer");
    assert_eq!(key.get(&key.me()).await.expect(200).json()["user_role"], "publisher");
    key.post(&key.keys(), json!({ "name": "x", "user_role": "publisher" })).await.expect_error(400, 234);
}

#[tokio::test]
async fn a_lower_keys_deeds_are_those_of_its_role() {
    let app = TestApp::start().await;
    let key = app.seed_key("ada").role(Role::Publisher).make().await;
    let key = app.key(&key.secret);
    assert_eq!(key.get("/__api__/v1/user").await.expect(200).json()["user_role"], "publisher");
    key.post("/__api__/v1/users", json!({ "username": "new" })).await.expect_error(403, 22);
    let other = app.guid("vic").await;
    key.post(&format!("/__api__/v1/users/{other}/lock"), json!({})).await.expect_error(403, 22);
}

#[tokio::test]
async fn a_lower_key_takes_no_care_of_its_account_nor_of_its_higher_keys() {
    let app = TestApp::start().await;
    let strong = app.key_of("ada").await;
    let weak = app.seed_key("ada").role(Role::Publisher).make().await;
    let (weak, account) = (app.key(&weak.secret), format!("/__api__/v1/users/{}", strong.guid));
    weak.delete(&strong.me()).await.expect_error(403, 22);
    weak.delete(&format!("{}?descendants=true", strong.me())).await.expect_error(403, 22);
    weak.put(&account, json!({ "email": "evil@example.com" })).await.expect_error(403, 22);
    weak.post(&format!("{account}/lock"), json!({})).await.expect_error(403, 22);
    strong.get(&strong.me()).await.expect(200);
}

#[tokio::test]
async fn a_lower_key_deletes_keys_of_its_own_role() {
    let app = TestApp::start().await;
    let keys = format!("/__api__/v1/users/{}/keys", app.guid("ada").await);
    let weak = app.seed_key("ada").role(Role::Viewer).make().await;
    let other = app.seed_key("ada").role(Role::Viewer).make().await;
    app.key(&weak.secret).delete(&format!("{keys}/{}", other.id)).await.expect(204);
}
