//! `POST /v1/users`

use serde_json::json;

use crate::support::{Client as _, PASSWORD, TestApp};

const USERS: &str = "/__api__/v1/users";

#[tokio::test]
async fn an_administrator_makes_an_account_that_can_sign_in() {
    let app = TestApp::start().await;
    let key = app.key_of("ada").await;
    let body = json!({
        "username": "grace", "email": "grace@example.com", "first_name": "Grace", "last_name": "Hopper",
        "user_role": "publisher", "password": PASSWORD, "user_must_set_password": false
    });
    let made = key.post(USERS, body).await.expect(200).json();
    assert_eq!((&made["username"], &made["user_role"]), (&json!("grace"), &json!("publisher")));
    assert_eq!((&made["active_time"], &made["confirmed"]), (&json!(null), &json!(true)));
    let signed_in = app.anon().post("/__login__", json!({ "username": "grace", "password": PASSWORD })).await;
    assert_eq!(signed_in.expect(200).json()["guid"], made["guid"]);
}

#[tokio::test]
async fn a_bare_name_makes_a_viewer_who_is_not_confirmed() {
    let app = TestApp::start().await;
    let made = app.key_of("ada").await.post(USERS, json!({ "username": "new" })).await.expect(200).json();
    assert_eq!((&made["user_role"], &made["confirmed"]), (&json!("viewer"), &json!(false)));
}

#[tokio::test]
async fn only_administrators_make_accounts() {
    let app = TestApp::start().await;
    for name in ["pia", "vic"] {
        app.key_of(name).await.post(USERS, json!({ "username": "new" })).await.expect_error(403, 22);
    }
    app.anon().post(USERS, json!({ "username": "new" })).await.expect_error(401, 24);
    assert_eq!(app.services.console_list_users().await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_taken_name_is_409_code_8_whatever_its_case() {
    let app = TestApp::start().await;
    let key = app.key_of("ada").await;
    for name in ["vic", "VIC", " Vic "] {
        key.post(USERS, json!({ "username": name })).await.expect_error(409, 8);
    }
}

#[tokio::test]
async fn unfit_fields_are_400_with_their_code() {
    let app = TestApp::start().await;
    let key = app.key_of("ada").await;
    let long = "x".repeat(300);
    for (field, value, code) in [
        ("username", "", 7),
        ("username", "two words", 7),
        ("username", "<b>", 7),
        ("username", "nul\u{0}", 7),
        ("username", long.as_str(), 7),
        ("email", "nowhere", 264),
        ("first_name", long.as_str(), 268),
        ("last_name", "a\nb", 269),
        ("user_role", "root", 112),
        ("password", "short", 6),
        ("password", "password1", 6),
        ("password", "new-user-new-user", 6),
    ] {
        let mut body = json!({ "username": "new-user" });
        body[field] = json!(value);
        key.post(USERS, body).await.expect_error(400, code);
    }
    assert_eq!(app.services.console_list_users().await.unwrap().len(), 3);
}
