//! `/__logout__`

use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    let stolen = browser.copy();
    let answer = browser.submit(browser.form("/connect/", "/__logout__").await).await.expect_redirect("/__login__");
    assert!(browser.cookie("claviger-session").is_none(), "{:?}", answer.headers);
    assert!(browser.cookie("RSC-XSRF").is_none(), "{:?}", answer.headers);
    stolen.get("/connect/keys").await.expect(303);
    stolen.get("/__api__/v1/user").await.expect_error(401, 24);
}

#[tokio::test]
async fn other_sessions_go_on() {
    let app = TestApp::start().await;
    let (browser, other) = (app.sign_in("vic").await, app.sign_in("vic").await);
    browser.submit(browser.form("/connect/", "/__logout__").await).await.expect(303);
    other.get("/connect/keys").await.expect(200);
}

#[tokio::test]
async fn signing_out_twice_or_by_address_does_no_harm() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    browser.get("/__logout__").await.expect_page(405, "This does not work here");
    browser.get("/connect/keys").await.expect(200);
    let form = browser.form("/connect/", "/__logout__").await;
    browser.submit(form.clone()).await.expect_redirect("/__login__");
    browser.submit(form).await.expect_page(401, "Your session has ended");
}
