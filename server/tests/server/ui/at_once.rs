//! Locking and demoting act at once on a session.

use domain::{PlainPassword, Role};

use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn a_locked_account_is_signed_out_with_the_next_click_and_for_good() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    let form = browser.form("/connect/keys/new", "/connect/keys").await.set("name", "x");
    app.services.console_lock("vic", true).await.unwrap();
    browser.get("/connect/keys").await.expect(303);
    browser.submit(form).await.expect_page(401, "Your session has ended");
    app.services.console_lock("vic", false).await.unwrap();
    browser.get("/connect/keys").await.expect(303);
    assert!(super::listed(&app.sign_in("vic").await).await.is_empty());
}

#[tokio::test]
async fn a_demoted_account_has_the_lower_role_with_the_next_click() {
    let app = TestApp::start().await;
    let browser = app.sign_in("pia").await;
    let offered = async || browser.get("/connect/keys/new").await.expect(200).text().matches("name=\"role\"").count();
    assert_eq!(offered().await, 2);
    app.services.console_set_role("pia", Role::Viewer).await.unwrap();
    assert_eq!(offered().await, 1);
    let users = browser.post("/__api__/v1/users", serde_json::json!({ "username": "new" })).await;
    users.expect_error(403, 22);
}

#[tokio::test]
async fn a_password_set_by_command_ends_all_sessions() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    let new = PlainPassword::new("set by the owner of the server".to_owned());
    app.services.console_set_password("vic", new).await.unwrap();
    browser.get("/connect/keys").await.expect(303);
}
