//! "Where you are signed in"

use http::Method;

use crate::support::{Client as _, Cookie, Form, PASSWORD, TestApp};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

async fn from_elsewhere<'a>(app: &'a TestApp, name: &str, agent: &str, address: &str) -> Cookie<'a> {
    let browser = app.browser();
    let form = browser.form("/__login__", "/__login__").await.set("username", name).set("password", PASSWORD);
    let ask = browser.ask(Method::POST, "/__login__").form(&form.fields).header("user-agent", agent).from(address);
    ask.send().await.expect(303);
    browser
}

async fn end(browser: &Cookie<'_>) -> Form {
    browser.form("/connect/profile", "/connect/profile/sessions/end").await
}

#[tokio::test]
async fn the_page_lists_ones_own_sessions_with_browser_and_address() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    from_elsewhere(&app, "vic", FIREFOX, "192.0.2.50").await;
    from_elsewhere(&app, "pia", FIREFOX, "192.0.2.60").await;
    let page = browser.get("/connect/profile").await.expect(200);
    for part in ["Firefox on Linux", "192.0.2.50", "this session"] {
        assert!(page.text().contains(part), "{part} in {}", page.shown());
    }
    assert!(!page.text().contains("192.0.2.60"));
    assert_eq!(page.text().matches("action=\"/connect/profile/sessions/end\"").count(), 1);
    let session = browser.cookie("claviger-session").unwrap();
    assert!(!page.text().contains(&session), "a session's id is a secret");
}

#[tokio::test]
async fn one_session_is_ended_and_the_others_go_on() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    let doomed = from_elsewhere(&app, "vic", FIREFOX, "192.0.2.50").await;
    let form = end(&browser).await;
    browser.submit(form.clone()).await.expect_redirect("/connect/profile");
    browser.get("/connect/profile").await.expect_page(200, "The session was signed out.");
    doomed.get("/connect/keys").await.expect(303);
    browser.submit(form).await.expect_redirect("/connect/profile");
    browser.get("/connect/profile").await.expect_page(200, "The session had ended already.");
}

#[tokio::test]
async fn anothers_session_is_not_ended() {
    let app = TestApp::start().await;
    let (browser, _) = (app.sign_in("ada").await, app.sign_in("ada").await);
    let (victim, _) = (app.sign_in("vic").await, app.sign_in("vic").await);
    let of_victim = end(&victim).await.get("handle").to_owned();
    browser.submit(end(&browser).await.set("handle", &of_victim)).await.expect(303);
    let page = victim.get("/connect/profile").await.expect(200);
    assert_eq!(page.text().matches("action=\"/connect/profile/sessions/end\"").count(), 1);
}

#[tokio::test]
async fn handles_that_are_none_are_404_in_words() {
    let app = TestApp::start().await;
    let (browser, _) = (app.sign_in("vic").await, app.sign_in("vic").await);
    for handle in ["", "x", &"g".repeat(64), &"é".repeat(32), &"0".repeat(63)] {
        browser.submit(end(&browser).await.set("handle", handle)).await.expect_page(404, "Not found");
    }
    browser.submit(end(&browser).await.set("handle", &"0".repeat(64))).await.expect(303);
    browser.get("/connect/profile").await.expect(200);
}

#[tokio::test]
async fn signing_out_everywhere_ends_all_and_leaves_keys_alone() {
    let app = TestApp::start().await;
    let (browser, other, stranger) = (app.sign_in("vic").await, app.sign_in("vic").await, app.sign_in("pia").await);
    let key = app.key_of("vic").await;
    let form = browser.form("/connect/profile", "/connect/profile/sessions/end-all").await;
    let stolen = browser.copy();
    browser.submit(form).await.expect_redirect("/__login__");
    assert!(browser.cookie("claviger-session").is_none() && browser.cookie("RSC-XSRF").is_none());
    for dead in [&stolen, &other] {
        dead.get("/connect/profile").await.expect(303);
        dead.get("/__api__/v1/user").await.expect_error(401, 24);
    }
    stranger.get("/connect/profile").await.expect(200);
    key.get("/__api__/v1/user").await.expect(200);
}
