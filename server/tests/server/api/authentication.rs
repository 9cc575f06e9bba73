//! How a key is presented, and who decides when several things are.

use serde_json::json;

use crate::support::{Anon, Answer, Ask, Client as _, TestApp};
use http::Method;

const ME: &str = "/__api__/v1/user";

fn ask<'a>(anon: &'a Anon<'a>) -> Ask<'a, Anon<'a>> {
    anon.ask(Method::GET, ME)
}

async fn with(app: &TestApp, name: &str, value: &str) -> Answer {
    ask(&app.anon()).header(name, value).send().await
}

#[tokio::test]
async fn no_key_is_401_code_24_and_says_how_to_send_one() {
    let app = TestApp::start().await;
    let answer = app.anon().get(ME).await.expect_error(401, 24);
    assert_eq!(answer.header("www-authenticate"), "Key");
    assert!(answer.text().contains("Authorization: Key"), "{}", answer.text());
}

#[tokio::test]
async fn unknown_malformed_and_deleted_keys_are_refused_in_the_same_words() {
    let app = TestApp::start().await;
    let deleted = app.key_of("vic").await;
    app.key_of("vic").await.delete(&deleted.me()).await.expect(204);
    let unknown = format!("clv_{}", "0".repeat(49));
    let reference = app.key(&unknown).get(ME).await.expect_error(401, 30);
    assert_eq!(reference.header("www-authenticate"), "Key");
    let long = "x".repeat(10_000);
    for wrong in ["x", "clv_", "null", "undefined", "' OR 1=1 --", "../../x", "%00", long.as_str(), &deleted.secret] {
        let refused = app.key(wrong).get(ME).await.expect_error(401, 30);
        assert_eq!(refused.body, reference.body, "{wrong:?}");
    }
}

#[tokio::test]
async fn the_scheme_is_read_in_any_case() {
    let app = TestApp::start().await;
    let key = app.seed_key("vic").make().await.secret;
    for scheme in ["Key", "key", "KEY", "kEy"] {
        let answer = with(&app, "authorization", &format!("{scheme} {key}")).await.expect(200);
        assert_eq!(answer.json()["username"], "vic");
    }
}

#[tokio::test]
async fn the_alternate_header_takes_the_key_bare_and_with_its_scheme() {
    let app = TestApp::start().await;
    let key = app.seed_key("vic").make().await.secret;
    for value in [key.clone(), format!("Key {key}"), format!("key {key}")] {
        with(&app, "x-rsc-authorization", &value).await.expect(200);
    }
    with(&app, "x-rsc-authorization", "wrong").await.expect_error(401, 30);
}

#[tokio::test]
async fn a_proxys_own_authorization_leaves_the_alternate_header_alone() {
    let app = TestApp::start().await;
    let key = app.seed_key("vic").make().await.secret;
    for other in ["Basic dmljOnZpYw==", "Bearer abc"] {
        let anon = app.anon();
        ask(&anon).header("authorization", other).header("x-rsc-authorization", &key).send().await.expect(200);
        ask(&anon).header("authorization", other).send().await.expect_error(401, 24);
    }
}

#[tokio::test]
async fn an_empty_key_is_a_wrong_key_and_two_keys_are_none() {
    let app = TestApp::start().await;
    let key = app.seed_key("vic").make().await.secret;
    with(&app, "authorization", "Key").await.expect_error(401, 30);
    with(&app, "authorization", "Key ").await.expect_error(401, 30);
    let anon = app.anon();
    let line = format!("Key {key}");
    let two = ask(&anon).header("authorization", &line).another("authorization", &line);
    two.send().await.expect_error(401, 30);
    ask(&anon).header_bytes("authorization", b"Key \xff\xfe").send().await.expect_error(401, 30);
}

#[tokio::test]
async fn a_key_is_not_looked_for_in_address_form_or_cookie() {
    let app = TestApp::start().await;
    let key = app.seed_key("vic").make().await.secret;
    let anon = app.anon();
    for name in ["key", "api_key", "token", "Authorization"] {
        anon.get(&format!("{ME}?{name}={key}")).await.expect_error(401, 24);
    }
    ask(&anon).header("cookie", &format!("key={key}; claviger-session={key}")).send().await.expect_error(401, 24);
}

#[tokio::test]
async fn a_good_key_decides_beside_the_session_of_somebody_else() {
    let app = TestApp::start().await;
    let key = app.seed_key("vic").make().await.secret;
    let browser = app.sign_in("ada").await;
    let both = browser.ask(Method::GET, ME).header("authorization", &format!("Key {key}"));
    assert_eq!(both.send().await.expect(200).json()["username"], "vic");
}

#[tokio::test]
async fn a_bad_key_is_refused_beside_a_live_session() {
    let app = TestApp::start().await;
    let browser = app.sign_in("ada").await;
    browser.get(ME).await.expect(200);
    for (name, value) in [("authorization", "Key wrong"), ("x-rsc-authorization", "wrong"), ("authorization", "Key")] {
        browser.ask(Method::GET, ME).header(name, value).send().await.expect_error(401, 30);
        let settings = browser.ask(Method::GET, "/__api__/server_settings").header(name, value);
        settings.send().await.expect_error(401, 30);
    }
}

#[tokio::test]
async fn a_key_beside_a_session_needs_no_token_and_cannot_borrow_the_sessions_right() {
    let app = TestApp::start().await;
    let viewer = app.seed_key("vic").make().await.secret;
    let browser = app.sign_in("ada").await;
    let post = browser.ask(Method::POST, "/__api__/v1/users").json(&json!({ "username": "new" }));
    let post = post.without("x-rsc-xsrf").header("authorization", &format!("Key {viewer}"));
    post.send().await.expect_error(403, 22);
}

#[tokio::test]
async fn a_locked_accounts_key_is_refused_like_a_wrong_one_and_works_again_after_unlocking() {
    let app = TestApp::start().await;
    let key = app.key_of("vic").await;
    key.get(ME).await.expect(200);
    app.services.console_lock("vic", true).await.unwrap();
    key.get(ME).await.expect_error(401, 30);
    app.services.console_lock("vic", false).await.unwrap();
    key.get(ME).await.expect(200);
}

#[tokio::test]
async fn the_request_id_is_kept_when_it_is_plain_and_else_replaced() {
    let app = TestApp::empty().await;
    let anon = app.anon();
    let given = ask(&anon).header("x-correlation-id", "client-7.a_b").send().await;
    assert_eq!(given.header("x-correlation-id"), "client-7.a_b");
    for strange in ["a b", "<script>", &"x".repeat(129)] {
        let answer = ask(&anon).header("x-correlation-id", strange).send().await;
        assert_eq!(answer.header("x-correlation-id").len(), 36, "{strange:?}");
    }
}
