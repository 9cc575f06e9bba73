//! Making a key with a sign-in that is older than ten minutes: the password again, in the same form.

use time::Duration;

use super::{create, listed, shown_key};
use crate::support::{Client as _, PASSWORD, TestApp};

#[tokio::test]
async fn the_password_is_asked_for_and_nothing_typed_is_lost() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    assert!(!browser.get("/connect/keys/new").await.text().contains("id=\"key-password\""));
    app.clock.advance(Duration::minutes(11));
    browser.get("/connect/keys/new").await.expect_page(200, "id=\"key-password\"");
    browser.get("/connect/keys").await.expect(200);

    let page = create(&browser, &[("name", "my tool"), ("expiry", "never")]).await;
    let page = page.expect_page(422, "Type your password to confirm that it is you.");
    let form = page.form("/connect/keys");
    assert_eq!((form.get("name"), form.get("expiry"), form.get("password")), ("my tool", "never", ""));

    let page = browser.submit(form.set("password", "wrong password")).await;
    let page = page.expect_page(422, "This is not your current password.");
    assert!(!page.text().contains("wrong password"));
    let form = page.form("/connect/keys");
    assert_eq!((form.get("name"), form.get("expiry")), ("my tool", "never"));
    assert!(listed(&browser).await.is_empty());

    browser.submit(form.set("password", PASSWORD)).await.expect_redirect("/connect/keys/created");
    let key = shown_key(browser.get("/connect/keys/created").await.expect(201).text());
    app.key(&key).get("/__api__/v1/user").await.expect(200);
    assert_eq!(listed(&browser).await.len(), 1);
}

#[tokio::test]
async fn the_right_password_lasts_another_ten_minutes() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    app.clock.advance(Duration::minutes(11));
    create(&browser, &[("name", "x"), ("password", PASSWORD)]).await.expect(303);
    app.clock.advance(Duration::minutes(9));
    create(&browser, &[("name", "y")]).await.expect(303);
    app.clock.advance(Duration::minutes(2));
    create(&browser, &[("name", "z")]).await.expect(422);
}

#[tokio::test]
async fn the_session_goes_on_under_a_new_id_and_who_knew_the_old_one_is_out() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    app.clock.advance(Duration::minutes(11));
    let thief = browser.copy();
    create(&browser, &[("name", "x"), ("password", PASSWORD)]).await.expect(303);
    assert_ne!(browser.cookie("claviger-session"), thief.cookie("claviger-session"));
    thief.get("/connect/").await.expect(303);
    thief.get("/connect/keys/created").await.expect(303);
    thief.get("/__api__/v1/user").await.expect_error(401, 24);
    browser.get("/connect/keys/created").await.expect_page(201, "clv_");
    let keys = format!("/__api__/v1/users/{}/keys", app.guid("vic").await);
    browser.post(&keys, serde_json::json!({ "name": "by API, with the new token" })).await.expect(200);
}

#[tokio::test]
async fn a_form_opened_in_time_and_sent_too_late_is_asked_for_the_password() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    let form = browser.form("/connect/keys/new", "/connect/keys").await.set("name", "slow typist");
    app.clock.advance(Duration::minutes(11));
    let page = browser.submit(form).await.expect_page(422, "id=\"key-password\"");
    let form = page.form("/connect/keys").set("password", PASSWORD);
    assert_eq!(form.get("name"), "slow typist");
    browser.submit(form).await.expect_redirect("/connect/keys/created");
}

#[tokio::test]
async fn guessing_here_is_slowed_too() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    app.clock.advance(Duration::minutes(11));
    for _ in 0..5 {
        let page = create(&browser, &[("name", "x"), ("password", "wrong")]).await;
        page.expect_page(422, "This is not your current password.");
    }
    let page = create(&browser, &[("name", "x"), ("password", PASSWORD)]).await;
    page.expect_page(422, "There were too many attempts.");
    app.clock.advance(Duration::seconds(1));
    create(&browser, &[("name", "x"), ("password", PASSWORD)]).await.expect(303);
}

#[tokio::test]
async fn deleting_needs_no_password() {
    let app = TestApp::start().await;
    let id = app.seed_key("vic").make().await.id;
    let browser = app.sign_in("vic").await;
    app.clock.advance(Duration::minutes(11));
    let form = browser.form(&format!("/connect/keys/{id}"), &format!("/connect/keys/{id}/delete")).await;
    browser.submit(form).await.expect_redirect("/connect/keys");
}
