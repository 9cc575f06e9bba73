//! `POST /v1/users/{guid}/keys`

use serde_json::json;
use time::Duration;
use time::format_description::well_known::Rfc3339;

use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn a_new_key_is_shown_whole_once_and_works() {
    let app = TestApp::start().await;
    let key = app.key_of("pia").await;
    let made = key.post(&key.keys(), json!({ "name": " my tool ", "user_role": "viewer" })).await.expect(200);
    assert_eq!(made.header("cache-control"), "no-store");
    let made = made.json();
    assert_eq!((&made["name"], &made["user_role"]), (&json!("my tool"), &json!("viewer")));
    let secret = made["key"].as_str().unwrap();
    assert!(domain::plausible_key(secret), "{secret}");
    let who = app.key(secret).get("/__api__/v1/user").await.expect(200).json();
    assert_eq!((&who["username"], &who["user_role"]), (&json!("pia"), &json!("viewer")));
}

#[tokio::test]
async fn without_a_wish_a_key_has_its_makers_role_and_lasts() {
    let app = TestApp::start().await;
    for (name, role) in [("ada", "administrator"), ("pia", "publisher"), ("vic", "viewer")] {
        let key = app.key_of(name).await;
        for body in [json!({ "name": "x" }), json!({ "name": "x", "user_role": null, "expires_at": null })] {
            let made = key.post(&key.keys(), body).await.expect(200).json();
            assert_eq!((&made["user_role"], &made["expires_at"]), (&json!(role), &json!(null)));
        }
    }
}

#[tokio::test]
async fn a_blank_or_unfit_name_is_400_code_62() {
    let app = TestApp::start().await;
    let key = app.key_of("vic").await;
    let long = "ä".repeat(256);
    for name in ["", "   ", "\t\n", "a\nb", "a\u{0}b", "\u{7f}", long.as_str()] {
        key.post(&key.keys(), json!({ "name": name })).await.expect_error(400, 62);
    }
    key.post(&key.keys(), json!({})).await.expect_error(400, 62);
    key.post(&key.keys(), json!({ "name": null })).await.expect_error(400, 62);
    assert_eq!(key.get(&key.keys()).await.json().as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn any_other_name_is_kept_as_it_is() {
    let app = TestApp::start().await;
    let key = app.key_of("vic").await;
    let long = "ä".repeat(255);
    for name in ["x", "<script>alert(1)</script>", "'; DROP TABLE api_keys; --", "鍵 🔑", "{{7*7}}", long.as_str()] {
        let made = key.post(&key.keys(), json!({ "name": name })).await.expect(200).json();
        let id = made["id"].as_str().unwrap();
        assert_eq!(key.get(&format!("{}/{id}", key.keys())).await.expect(200).json()["name"], name);
    }
}

#[tokio::test]
async fn two_keys_may_share_a_name() {
    let app = TestApp::start().await;
    let key = app.key_of("vic").await;
    let first = key.post(&key.keys(), json!({ "name": "twin" })).await.expect(200).json();
    let second = key.post(&key.keys(), json!({ "name": "twin" })).await.expect(200).json();
    assert_ne!(first["id"], second["id"]);
    assert_ne!(first["key"], second["key"]);
}

#[tokio::test]
async fn a_role_above_the_makers_or_unknown_is_400_code_234() {
    let app = TestApp::start().await;
    let viewer = app.key_of("vic").await;
    for role in ["publisher", "administrator", "root", "Viewer", ""] {
        viewer.post(&viewer.keys(), json!({ "name": "x", "user_role": role })).await.expect_error(400, 234);
    }
    let publisher = app.key_of("pia").await;
    publisher.post(&publisher.keys(), json!({ "name": "x", "user_role": "publisher" })).await.expect(200);
    publisher
        .post(&publisher.keys(), json!({ "name": "x", "user_role": "administrator" }))
        .await
        .expect_error(400, 234);
}

#[tokio::test]
async fn an_expiry_that_is_not_in_the_future_is_400_code_25() {
    let app = TestApp::start().await;
    let key = app.key_of("vic").await;
    let now = app.services.now();
    for past in [now, now - Duration::SECOND, now - Duration::days(1000)] {
        let body = json!({ "name": "x", "expires_at": past.format(&Rfc3339).unwrap() });
        key.post(&key.keys(), body).await.expect_error(400, 25);
    }
}

#[tokio::test]
async fn a_time_that_is_none_is_400_code_136() {
    let app = TestApp::start().await;
    let key = app.key_of("vic").await;
    for bad in ["", "tomorrow", "2099-01-01", "2099-13-01T00:00:00Z", "01/01/2099", "4102444800", "2099-01-01T00:00:00"]
    {
        key.post(&key.keys(), json!({ "name": "x", "expires_at": bad })).await.expect_error(400, 136);
    }
}

#[tokio::test]
async fn a_key_lasts_a_hundred_years_or_for_ever() {
    let app = TestApp::start().await;
    let key = app.key_of("vic").await;
    let at = |days| (app.services.now() + Duration::days(days)).format(&Rfc3339).unwrap();
    let made = key.post(&key.keys(), json!({ "name": "x", "expires_at": at(36_500) })).await.expect(200).json();
    assert_eq!(made["expires_at"], at(36_500));
    for far in [at(36_601), "9999-12-31T23:59:59Z".to_owned()] {
        key.post(&key.keys(), json!({ "name": "x", "expires_at": far })).await.expect_error(400, 25);
    }
    for odd in ["9999-12-31T23:59:59-12:00", "0000-01-01T00:00:00+12:00"] {
        key.post(&key.keys(), json!({ "name": "x", "expires_at": odd })).await.expect(400);
    }
    key.get(&key.keys()).await.expect(200);
}

#[tokio::test]
async fn a_session_makes_a_key_while_its_sign_in_is_young_and_is_403_code_99_afterwards() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    let keys = format!("/__api__/v1/users/{}/keys", app.guid("vic").await);
    app.clock.advance(Duration::minutes(9));
    browser.post(&keys, json!({ "name": "in time" })).await.expect(200);
    app.clock.advance(Duration::minutes(2));
    browser.post(&keys, json!({ "name": "too late" })).await.expect_error(403, 99);
    // Faults of the wish are told first, and reading and deleting go on.
    browser.post(&keys, json!({ "name": "" })).await.expect_error(400, 62);
    let list = browser.get(&keys).await.expect(200).json();
    assert_eq!(list.as_array().unwrap().len(), 1);
    let id = list[0]["id"].as_str().unwrap();
    browser.delete(&format!("{keys}/{id}")).await.expect(204);
}

#[tokio::test]
async fn signing_in_again_lifts_code_99() {
    let app = TestApp::start().await;
    let keys = format!("/__api__/v1/users/{}/keys", app.guid("vic").await);
    let old = app.sign_in("vic").await;
    app.clock.advance(Duration::minutes(11));
    old.post(&keys, json!({ "name": "x" })).await.expect_error(403, 99);
    app.sign_in("vic").await.post(&keys, json!({ "name": "x" })).await.expect(200);
}
