//! Changes made with a session: where they come from, and the token in `X-RSC-XSRF`. 403, code 92.

use http::Method;
use serde_json::json;

use crate::support::{Ask, Client as _, Cookie, TestApp, contract};

/// Operations that nobody's session stands behind: what opens them is in the request itself.
const WITHOUT_SESSION: [&str; 3] = ["__login__", "/bootstrap", "/tokens"];

/// All operations that change something by the right of a session, with a body that would do it.
async fn changes(app: &TestApp) -> Vec<(Method, String, serde_json::Value)> {
    let guid = app.guid("vic").await;
    let id = app.seed_key("vic").make().await.id;
    let operations = contract().operations.iter();
    let by_session = |template: &str| !WITHOUT_SESSION.iter().any(|end| template.ends_with(end));
    let changing = operations.filter(|operation| !operation.method.is_safe() && by_session(&operation.template));
    let filled = changing.map(|operation| {
        let path = operation.template.replace("{guid}", &guid).replace("{id}", &id.to_string());
        (operation.method.clone(), path, json!({ "name": "x", "username": "vic", "locked": true }))
    });
    filled.collect()
}

/// The request that a page of our own would send.
fn ask<'a>(browser: &'a Cookie<'a>, (method, path, body): &(Method, String, serde_json::Value)) -> Ask<'a, Cookie<'a>> {
    browser.ask(method.clone(), path).json(body)
}

#[tokio::test]
async fn a_missing_wrong_or_foreign_token_is_refused_on_every_change() {
    let app = TestApp::start().await;
    let (browser, other) = (app.sign_in("vic").await, app.sign_in("vic").await);
    let foreign = other.cookie("RSC-XSRF").unwrap();
    let own = browser.cookie("RSC-XSRF").unwrap();
    for change in changes(&app).await {
        ask(&browser, &change).without("x-rsc-xsrf").send().await.expect_error(403, 92);
        for wrong in ["", "x", "0", &"0".repeat(64), &own[..62], &format!("{own}00"), &foreign] {
            ask(&browser, &change).header("x-rsc-xsrf", wrong).send().await.expect_error(403, 92);
        }
    }
    browser.get("/__api__/v1/user").await.expect(200);
}

#[tokio::test]
async fn a_cookie_of_the_attackers_making_does_not_stand_for_the_token() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    let session = browser.cookie("claviger-session").unwrap();
    for change in changes(&app).await {
        let ask = ask(&browser, &change).header("cookie", &format!("claviger-session={session}; RSC-XSRF=chosen"));
        ask.header("x-rsc-xsrf", "chosen").send().await.expect_error(403, 92);
    }
}

#[tokio::test]
async fn a_foreign_source_is_refused_even_with_the_token() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    let port = format!("{}0", app.url());
    for change in changes(&app).await {
        for site in ["cross-site", "same-site", "none", "", "SAME-ORIGIN"] {
            ask(&browser, &change).header("sec-fetch-site", site).send().await.expect_error(403, 92);
        }
        for origin in ["null", "http://evil.test", "https://localhost:3939", "", &port] {
            let ask = ask(&browser, &change).without("sec-fetch-site").header("origin", origin);
            ask.send().await.expect_error(403, 92);
        }
    }
}

#[tokio::test]
async fn our_own_pages_and_programs_with_the_token_are_let_through() {
    let app = TestApp::start().await;
    let keys = format!("/__api__/v1/users/{}/keys", app.guid("vic").await);
    let change = (Method::POST, keys, json!({ "name": "x" }));
    let browser = app.sign_in("vic").await;
    ask(&browser, &change).send().await.expect(200);
    ask(&browser, &change).without("sec-fetch-site").header("origin", app.url()).send().await.expect(200);
    ask(&browser, &change).without("sec-fetch-site").send().await.expect(200);
}

#[tokio::test]
async fn reading_needs_no_token_and_a_foreign_page_learns_nothing_by_it() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    let answer = browser.ask(Method::GET, "/__api__/v1/user").header("sec-fetch-site", "cross-site").send().await;
    assert_eq!(answer.expect(200).header("cross-origin-resource-policy"), "same-origin");
}

#[tokio::test]
async fn a_key_needs_neither() {
    let app = TestApp::start().await;
    let key = app.key_of("vic").await;
    for (name, value) in [("origin", "http://evil.test"), ("origin", "null"), ("sec-fetch-site", "cross-site")] {
        let ask = key.ask(Method::POST, &key.keys()).json(&json!({ "name": "x" })).header(name, value);
        ask.send().await.expect(200);
    }
}

#[tokio::test]
async fn the_token_dies_with_its_session() {
    let app = TestApp::start().await;
    let keys = format!("/__api__/v1/users/{}/keys", app.guid("vic").await);
    let browser = app.sign_in("vic").await;
    let stolen = browser.copy();
    browser.submit(browser.form("/connect/", "/__logout__").await).await.expect_redirect("/__login__");
    assert_eq!(browser.cookie("RSC-XSRF"), None);
    stolen.post(&keys, json!({ "name": "x" })).await.expect_error(401, 24);
}
