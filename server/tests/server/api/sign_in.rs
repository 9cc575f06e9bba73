//! `POST /__login__` and `POST /__api__/__login__` with a JSON body

use http::Method;
use serde_json::json;

use crate::support::{Client as _, PASSWORD, TestApp};

const ADDRESSES: [&str; 2] = ["/__login__", "/__api__/__login__"];

fn right(name: &str) -> serde_json::Value {
    json!({ "username": name, "password": PASSWORD })
}

#[tokio::test]
async fn a_program_signs_in_and_acts_with_its_cookies() {
    let app = TestApp::start().await;
    for address in ADDRESSES {
        let browser = app.browser();
        let answer = browser.post(address, right("vic")).await.expect(200);
        assert_eq!(answer.json()["username"], "vic");
        let cookies = answer.cookies();
        let session = cookies.iter().find(|cookie| cookie.name() == "claviger-session").unwrap();
        assert_eq!((session.http_only(), session.path()), (Some(true), Some("/")));
        let token = cookies.iter().find(|cookie| cookie.name() == "RSC-XSRF").unwrap();
        assert_eq!((token.http_only(), token.path()), (None, Some("/__api__/")));
        browser.get("/__api__/v1/user").await.expect(200);
        let keys = format!("/__api__/v1/users/{}/keys", app.guid("vic").await);
        browser.post(&keys, json!({ "name": "x" })).await.expect(200);
    }
}

#[tokio::test]
async fn usernames_are_taken_without_case() {
    let app = TestApp::start().await;
    let answer = app.anon().post("/__login__", right(" VIC ")).await.expect(200);
    assert_eq!(answer.json()["username"], "vic");
}

#[tokio::test]
async fn wrong_passwords_unknown_names_and_locked_accounts_are_refused_in_the_same_words() {
    let app = TestApp::start().await;
    app.services.console_lock("pia", true).await.unwrap();
    for address in ADDRESSES {
        let mut bodies = Vec::new();
        let tries = [
            json!({ "username": "vic", "password": "wrong" }),
            json!({ "username": "vic", "password": "" }),
            json!({ "username": "vic", "password": "x".repeat(100_000) }),
            json!({ "username": "nobody", "password": PASSWORD }),
            json!({ "username": "no such\u{0}name", "password": PASSWORD }),
            json!({ "username": "x".repeat(100_000), "password": PASSWORD }),
            right("pia"),
        ];
        for (number, body) in tries.iter().enumerate() {
            let anon = app.anon();
            let ask = anon.ask(Method::POST, address).json(body).from(&format!("192.0.2.{number}"));
            let refused = ask.send().await.expect_error(401, 30);
            assert!(refused.cookies().is_empty(), "{:?}", refused.cookies());
            bodies.push(refused.body);
        }
        assert!(bodies.windows(2).all(|pair| pair[0] == pair[1]));
    }
}

#[tokio::test]
async fn a_body_without_the_two_fields_is_400_code_87() {
    let app = TestApp::start().await;
    for address in ADDRESSES {
        for body in [json!({}), json!({ "username": "vic" }), json!({ "username": "vic", "password": null })] {
            app.anon().post(address, body).await.expect_error(400, 87);
        }
    }
}

#[tokio::test]
async fn an_account_without_a_password_cannot_sign_in() {
    let app = TestApp::start().await;
    app.key_of("ada").await.post("/__api__/v1/users", json!({ "username": "new" })).await.expect(200);
    for password in ["", "new", PASSWORD] {
        let body = json!({ "username": "new", "password": password });
        app.anon().post("/__login__", body).await.expect_error(401, 30);
    }
}

#[tokio::test]
async fn foreign_pages_do_not_sign_anybody_in() {
    let app = TestApp::start().await;
    for address in ADDRESSES {
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "null"),
            ("origin", "http://evil.test"),
        ] {
            let ask = app.anon();
            let refused = ask.ask(Method::POST, address).json(&right("vic")).header(name, value).send().await;
            assert!(refused.expect_error(403, 92).cookies().is_empty());
        }
        app.anon().ask(Method::POST, address).json(&right("vic")).header("origin", app.url()).send().await.expect(200);
    }
}

#[tokio::test]
async fn a_key_beside_the_password_is_refused() {
    let app = TestApp::start().await;
    let good = app.seed_key("vic").make().await.secret;
    for address in ADDRESSES {
        for (name, value) in [("authorization", format!("Key {good}")), ("x-rsc-authorization", "wrong".to_owned())] {
            let anon = app.anon();
            let refused = anon.ask(Method::POST, address).json(&right("vic")).header(name, &value).send().await;
            assert!(refused.expect_error(403, 95).cookies().is_empty());
        }
    }
}

#[tokio::test]
async fn signing_in_gives_a_new_session_and_ends_the_old_one() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    let before = browser.copy();
    browser.post("/__api__/__login__", right("vic")).await.expect(200);
    assert_ne!(browser.cookie("claviger-session"), before.cookie("claviger-session"));
    browser.get("/__api__/v1/user").await.expect(200);
    before.get("/__api__/v1/user").await.expect_error(401, 24);
}

#[tokio::test]
async fn a_session_that_nobody_gave_is_not_taken_over() {
    let app = TestApp::start().await;
    let made_up = "AAAAAAAAAAAAAAAAAAAAAA";
    let anon = app.anon();
    let ask = anon.ask(Method::POST, "/__login__").json(&right("vic"));
    let answer = ask.header("cookie", &format!("claviger-session={made_up}")).send().await.expect(200);
    let given = answer.cookies().into_iter().find(|cookie| cookie.name() == "claviger-session").unwrap();
    assert_ne!(given.value(), made_up);
    let ask = anon.ask(Method::GET, "/__api__/v1/user").header("cookie", &format!("claviger-session={made_up}"));
    ask.send().await.expect_error(401, 24);
}
