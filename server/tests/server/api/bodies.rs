//! Bodies that are not what they should be: a clear 4xx with the contract's code, and nothing done.

use http::Method;
use serde_json::json;

use crate::support::{Ask, Client as _, Key, TestApp};

/// A request with this key, or without one where none is taken.
fn ask<'a>(key: &'a Key<'a>, method: &Method, path: &str) -> Ask<'a, Key<'a>> {
    let ask = key.ask(method.clone(), path);
    if path.ends_with("__login__") { ask.without("authorization") } else { ask }
}

/// Every endpoint with a body.
fn endpoints(key: &Key<'_>) -> Vec<(Method, String)> {
    let user = format!("/__api__/v1/users/{}", key.guid);
    vec![
        (Method::POST, key.keys()),
        (Method::POST, "/__api__/v1/users".to_owned()),
        (Method::PUT, user.clone()),
        (Method::POST, format!("{user}/lock")),
        (Method::POST, "/__api__/__login__".to_owned()),
    ]
}

#[tokio::test]
async fn malformed_json_is_400_code_121_and_says_where() {
    let app = TestApp::start().await;
    let key = app.key_of("ada").await;
    for (method, path) in endpoints(&key) {
        for bad in ["", "{", "{\"name\": }", "[1,", "nul", "{\"a\":1}x", "\u{feff}{}"] {
            let request = ask(&key, &method, &path).header("content-type", "application/json").body(bad);
            let refused = request.send().await.expect_error(400, 121);
            assert!(refused.text().contains("line 1"), "{bad:?}: {}", refused.text());
        }
    }
}

#[tokio::test]
async fn what_was_sent_is_not_repeated() {
    let app = TestApp::start().await;
    let key = app.key_of("ada").await;
    for (method, path) in endpoints(&key) {
        for body in [
            "{\"password\": \"hunter2 hunter2\"",
            "{\"password\": [\"hunter2 hunter2\"], \"username\": {}, \"name\": 1, \"email\": 2, \"locked\": \"hunter2\"}",
        ] {
            let refused = ask(&key, &method, &path).body(body).send().await.expect(400);
            assert!(!refused.text().contains("hunter2"), "{}", refused.text());
        }
    }
}

#[tokio::test]
async fn bytes_that_are_not_utf_8_are_400_code_121() {
    let app = TestApp::start().await;
    let key = app.key_of("ada").await;
    for (method, path) in endpoints(&key) {
        let request = ask(&key, &method, &path).body(b"{\"name\": \"\xff\xfe\"}".to_vec());
        request.send().await.expect_error(400, 121);
    }
}

#[tokio::test]
async fn json_that_is_no_object_or_has_a_field_of_the_wrong_type_is_400_code_87() {
    let app = TestApp::start().await;
    let key = app.key_of("ada").await;
    for (method, path) in endpoints(&key) {
        let wrong = json!({ "name": 1, "username": 1, "first_name": 1, "locked": "yes", "password": 1 });
        for body in [json!("text"), json!(7), json!(null), json!(true), wrong] {
            ask(&key, &method, &path).json(&body).send().await.expect_error(400, 87);
        }
    }
}

#[tokio::test]
async fn forms_and_other_kinds_of_bodies_are_400_code_87() {
    let app = TestApp::start().await;
    let key = app.key_of("ada").await;
    for (method, path) in endpoints(&key) {
        for kind in ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "text/json"]
        {
            let request = ask(&key, &method, &path).header("content-type", kind).body("{\"name\":\"x\"}");
            request.send().await.expect_error(400, 87);
        }
    }
    assert_eq!(key.get(&key.keys()).await.expect(200).json().as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_body_without_a_type_or_with_a_charset_is_taken_as_json() {
    let app = TestApp::start().await;
    let key = app.key_of("vic").await;
    for kind in ["application/json; charset=utf-8", "APPLICATION/JSON"] {
        let ask = key.ask(Method::POST, &key.keys()).header("content-type", kind).body("{\"name\":\"x\"}");
        ask.send().await.expect(200);
    }
    key.ask(Method::POST, &key.keys()).body("{\"name\":\"x\"}").send().await.expect(200);
}

#[tokio::test]
async fn a_huge_body_is_413() {
    let app = TestApp::start().await;
    let key = app.key_of("ada").await;
    for (method, path) in endpoints(&key) {
        let body = format!("{{\"name\":\"{}\"}}", "x".repeat(1024 * 1024));
        ask(&key, &method, &path).body(body).send().await.expect_error(413, 87);
    }
}

#[tokio::test]
async fn deeply_nested_json_is_refused_and_not_followed() {
    let app = TestApp::start().await;
    let key = app.key_of("vic").await;
    let body = "[".repeat(100_000);
    key.ask(Method::POST, &key.keys()).body(body).send().await.expect_error(400, 121);
}

#[tokio::test]
async fn fields_that_nobody_knows_are_passed_over() {
    let app = TestApp::start().await;
    let key = app.key_of("vic").await;
    let body = json!({ "name": "x", "scope": ["everything"], "key": "mine", "id": "1", "user_id": 1 });
    let made = key.post(&key.keys(), body).await.expect(200).json();
    assert_ne!(made["key"], "mine");
}

#[tokio::test]
async fn ids_that_are_none_are_400_code_3() {
    let app = TestApp::start().await;
    let key = app.key_of("ada").await;
    let keys = key.keys();
    for bad in ["x", "1x", "0x1", "-1", "+1", "1.5", "99999999999999999999", "%20", "%FF", "%2e%2e", "' OR 1=1"] {
        let bad = bad.replace(' ', "%20");
        key.get(&format!("{keys}/{bad}")).await.expect_error(400, 3);
        key.delete(&format!("{keys}/{bad}")).await.expect_error(400, 3);
    }
    for bad in ["x", "1", "%FF", "%00", "ada", "00000000000000000000000000000000"] {
        key.get(&format!("/__api__/v1/users/{bad}")).await.expect_error(400, 3);
        key.get(&format!("/__api__/v1/users/{bad}/keys")).await.expect_error(400, 3);
        key.post(&format!("/__api__/v1/users/{bad}/lock"), json!({})).await.expect_error(400, 3);
    }
}
