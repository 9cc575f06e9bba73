//! `/connect/profile/password`

use time::Duration;

use crate::support::{Answer, Client as _, Cookie, PASSWORD, TestApp};

const NEW: &str = "quite another set of words";

async fn change(browser: &Cookie<'_>, current: &str, new: &str) -> Answer {
    let form = browser.form("/connect/profile", "/connect/profile/password").await;
    browser.submit(form.set("current_password", current).set("new_password", new)).await
}

async fn sign_in(app: &TestApp, password: &str) -> u16 {
    let browser = app.browser();
    let form = browser.form("/__login__", "/__login__").await.set("username", "vic").set("password", password);
    browser.submit(form).await.status.as_u16()
}

#[tokio::test]
async fn a_new_password_ends_all_other_sessions_and_not_this_one() {
    let app = TestApp::start().await;
    let (browser, other, stranger) = (app.sign_in("vic").await, app.sign_in("vic").await, app.sign_in("pia").await);
    let key = app.key_of("vic").await;
    change(&browser, PASSWORD, NEW).await.expect_redirect("/connect/profile");
    browser.get("/connect/profile").await.expect_page(200, "Your password was changed");
    other.get("/connect/profile").await.expect(303);
    stranger.get("/connect/profile").await.expect(200);
    key.get("/__api__/v1/user").await.expect(200);
    assert_eq!((sign_in(&app, PASSWORD).await, sign_in(&app, NEW).await), (401, 303));
}

#[tokio::test]
async fn who_stole_this_sessions_cookie_is_out_too() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    let thief = browser.copy();
    change(&browser, PASSWORD, NEW).await.expect_redirect("/connect/profile");
    thief.get("/connect/profile").await.expect(303);
    browser.submit(browser.form("/connect/", "/__logout__").await).await.expect_redirect("/__login__");
}

#[tokio::test]
async fn the_current_password_is_asked_for_even_of_a_young_session() {
    let app = TestApp::start().await;
    let (browser, other) = (app.sign_in("vic").await, app.sign_in("vic").await);
    for wrong in ["", "wrong", NEW] {
        let page = change(&browser, wrong, NEW).await.expect_page(422, "This is not your current password.");
        assert!(!page.text().contains(NEW));
    }
    other.get("/connect/profile").await.expect(200);
    assert_eq!((sign_in(&app, PASSWORD).await, sign_in(&app, NEW).await), (303, 401));
}

#[tokio::test]
async fn a_weak_new_password_is_refused_in_words_and_changes_nothing() {
    let app = TestApp::start().await;
    let (browser, other) = (app.sign_in("vic").await, app.sign_in("vic").await);
    let long = "ab ".repeat(400);
    for (weak, words) in [
        ("", "at least 8 characters"),
        ("short", "at least 8 characters"),
        ("password", "too easy to guess"),
        ("aaaaaaaaaaaa", "too easy to guess"),
        (long.as_str(), "at most 1024 bytes"),
    ] {
        change(&browser, PASSWORD, weak).await.expect_page(422, words);
    }
    other.get("/connect/profile").await.expect(200);
    assert_eq!(sign_in(&app, PASSWORD).await, 303);
}

#[tokio::test]
async fn an_old_session_changes_it_too_since_the_password_is_given() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    app.clock.advance(Duration::hours(2));
    change(&browser, PASSWORD, NEW).await.expect_redirect("/connect/profile");
}

#[tokio::test]
async fn guessing_the_current_password_is_slowed() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    for _ in 0..5 {
        change(&browser, "wrong", NEW).await.expect_page(422, "This is not your current password.");
    }
    change(&browser, PASSWORD, NEW).await.expect_page(422, "There were too many attempts.");
}

#[tokio::test]
async fn blanks_at_the_ends_and_any_letters_belong_to_a_password() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    let odd = "  пароль 🔑 с пробелами  ";
    change(&browser, PASSWORD, odd).await.expect(303);
    assert_eq!((sign_in(&app, odd.trim()).await, sign_in(&app, odd).await), (401, 303));
}
