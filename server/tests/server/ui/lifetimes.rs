//! How long a session lasts: 8 idle hours, 24 hours in all.

use time::Duration;

use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn eight_idle_hours_end_it() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    app.clock.advance(Duration::hours(8) - Duration::seconds(1));
    browser.get("/connect/").await.expect(200);
    app.clock.advance(Duration::hours(8));
    browser.get("/connect/").await.expect(303);
    browser.get("/__api__/v1/user").await.expect_error(401, 24);
}

#[tokio::test]
async fn twenty_four_hours_end_it_however_much_it_is_used() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    for _ in 0..23 {
        app.clock.advance(Duration::hours(1));
        browser.get("/connect/").await.expect(200);
    }
    app.clock.advance(Duration::hours(1) - Duration::seconds(2));
    browser.get("/connect/").await.expect(200);
    app.clock.advance(Duration::seconds(2));
    browser.get("/connect/").await.expect(303);
    browser.get("/__api__/v1/user").await.expect_error(401, 24);
}

#[tokio::test]
async fn the_password_given_again_does_not_make_it_last_longer() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    for _ in 0..4 {
        app.clock.advance(Duration::hours(5));
        let fields = [("name", "x"), ("password", crate::support::PASSWORD)];
        super::create(&browser, &fields).await.expect(303);
    }
    app.clock.advance(Duration::hours(4));
    browser.get("/connect/").await.expect(303);
}

#[tokio::test]
async fn what_has_ended_is_not_listed_and_swept() {
    let app = TestApp::start().await;
    let old = app.sign_in("vic").await;
    app.clock.advance(Duration::hours(9));
    let browser = app.sign_in("vic").await;
    app.services.sweep().await.unwrap();
    let page = browser.get("/connect/profile").await.expect(200);
    assert!(!page.text().contains("action=\"/connect/profile/sessions/end\""));
    old.get("/connect/").await.expect(303);
}
