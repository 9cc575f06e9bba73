//! "Create API Key" without JavaScript: `/connect/keys/new`, `/connect/keys`, `/connect/keys/created`

use domain::Role;
use time::Duration;

use super::{create, listed, shown_key};
use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn a_new_key_has_a_page_once_and_is_gone_then() {
    let app = TestApp::start().await;
    let browser = app.sign_in("pia").await;
    create(&browser, &[("name", " my tool ")]).await.expect_redirect("/connect/keys/created");
    let page = browser.get("/connect/keys/created").await.expect_page(201, "You will not see it again");
    assert_eq!(page.header("cache-control"), "no-store");
    let key = shown_key(page.text());
    for line in [
        format!("export CONNECT_API_KEY={key}"),
        format!("CONNECT_SERVER={}", app.url()),
        format!("os.environ[\"CONNECT_API_KEY\"] = \"{key}\""),
        format!("CONNECT_API_KEY = \"{key}\""),
    ] {
        assert!(page.text().contains(&line), "{line} in {}", page.shown());
    }
    app.key(&key).get("/__api__/v1/user").await.expect(200);
    browser.get("/connect/keys/created").await.expect_redirect("/connect/keys");
    for path in ["/connect/keys", &format!("/connect/keys/{}", listed(&browser).await[0]), "/connect/keys/new"] {
        assert!(!browser.get(path).await.expect(200).text().contains(&key[..16]), "{path}");
    }
}

#[tokio::test]
async fn the_new_key_waits_a_minute_for_its_session_alone() {
    let app = TestApp::start().await;
    let (browser, other) = (app.sign_in("vic").await, app.sign_in("vic").await);
    create(&browser, &[("name", "x")]).await.expect(303);
    other.get("/connect/keys/created").await.expect_redirect("/connect/keys");
    app.clock.advance(Duration::seconds(59));
    browser.get("/connect/keys/created").await.expect_page(201, "clv_");
    create(&browser, &[("name", "y")]).await.expect(303);
    app.clock.advance(Duration::seconds(60));
    browser.get("/connect/keys/created").await.expect_redirect("/connect/keys");
}

#[tokio::test]
async fn asking_for_the_headers_does_not_use_the_key_up() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    create(&browser, &[("name", "x")]).await.expect(303);
    browser.head("/connect/keys/created").await.expect(200);
    browser.get("/connect/keys/created").await.expect_page(201, "clv_");
}

#[tokio::test]
async fn the_least_role_and_an_expiry_are_chosen_already_and_others_act() {
    let app = TestApp::start().await;
    let browser = app.sign_in("pia").await;
    let form = browser.form("/connect/keys/new", "/connect/keys").await;
    assert_eq!(form.get("role"), "viewer");
    assert!(["7", "30", "60", "90"].contains(&form.get("expiry")), "{form:?}");
    let in_40_days = (app.services.now() + Duration::days(40)).date().to_string();
    for (role, expiry, date, days) in [
        ("viewer", "7", "", Some(7)),
        ("publisher", "90", "", Some(90)),
        ("viewer", "never", "", None),
        ("publisher", "date", in_40_days.as_str(), Some(41)),
    ] {
        create(&browser, &[("name", "x"), ("role", role), ("expiry", expiry), ("date", date)]).await.expect(303);
        let key = app.key(&shown_key(browser.get("/connect/keys/created").await.text()));
        assert_eq!(key.get("/__api__/v1/user").await.expect(200).json()["user_role"], role);
        let Some(days) = days else { continue };
        app.clock.advance(Duration::days(days));
        key.get("/__api__/v1/user").await.expect_error(401, 30);
        app.clock.advance(-Duration::days(days));
    }
}

#[tokio::test]
async fn only_roles_up_to_ones_own_are_offered_and_taken() {
    let app = TestApp::start().await;
    for (name, offered) in [("vic", 1), ("pia", 2), ("ada", 3)] {
        let browser = app.sign_in(name).await;
        let page = browser.get("/connect/keys/new").await.expect(200);
        assert_eq!(page.text().matches("name=\"role\"").count(), offered, "{name}");
    }
    let browser = app.sign_in("vic").await;
    for role in ["publisher", "administrator", "root"] {
        create(&browser, &[("name", "x"), ("role", role)]).await.expect_page(422, "Error: Create API Key");
    }
    assert!(listed(&browser).await.is_empty());
}

#[tokio::test]
async fn what_was_typed_stays_when_something_is_wrong() {
    let app = TestApp::start().await;
    let browser = app.sign_in("pia").await;
    let typed = "<img src=x onerror=alert(1)> \"'& é";
    for (fields, words) in [
        (
            [("name", typed), ("role", "publisher"), ("expiry", "date"), ("date", "31.12.")],
            "Give the date on which the key expires",
        ),
        (
            [("name", typed), ("role", "publisher"), ("expiry", "date"), ("date", "2020-01-01")],
            "A key must expire in the future",
        ),
        ([("name", "   "), ("role", "publisher"), ("expiry", "never"), ("date", "")], "Give the key a name"),
    ] {
        let page = create(&browser, &fields).await.expect_page(422, words);
        assert!(!page.text().contains("<img src=x"), "{}", page.shown());
        let form = page.form("/connect/keys");
        for (name, value) in fields {
            assert_eq!(form.get(name), value, "{name}");
        }
        // The corrected form is taken.
        browser.submit(form.set("name", "good").set("expiry", "30")).await.expect_redirect("/connect/keys/created");
    }
    assert_eq!(listed(&browser).await.len(), 3);
}

#[tokio::test]
async fn unfit_names_and_choices_are_told_in_words() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    let long = "x".repeat(256);
    for (name, value, words) in [
        ("name", long.as_str(), "at most 255 characters"),
        ("name", "two\nlines", "one line of text"),
        ("name", "nul\u{0}", "one line of text"),
        ("expiry", "8", "Choose when the key expires"),
        ("expiry", "-7", "Choose when the key expires"),
        ("role", "root", "Choose a role"),
    ] {
        create(&browser, &[("name", "x"), (name, value)]).await.expect_page(422, words);
    }
    assert!(listed(&browser).await.is_empty());
}

#[tokio::test]
async fn a_form_that_is_sent_twice_makes_one_key() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    let form = browser.form("/connect/keys/new", "/connect/keys").await.set("name", "once");
    let (first, second) = tokio::join!(browser.submit(form.clone()), browser.submit(form.clone()));
    first.expect_redirect("/connect/keys/created");
    second.expect_redirect("/connect/keys/created");
    browser.submit(form).await.expect_redirect("/connect/keys/created");
    browser.get("/connect/keys/created").await.expect_page(201, "clv_");
    assert_eq!(listed(&browser).await.len(), 1);
}

#[tokio::test]
async fn two_forms_with_the_same_name_make_two_keys() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    for _ in 0..2 {
        create(&browser, &[("name", "twin")]).await.expect(303);
    }
    assert_eq!(listed(&browser).await.len(), 2);
}

#[tokio::test]
async fn a_demotion_meanwhile_counts() {
    let app = TestApp::start().await;
    let browser = app.sign_in("pia").await;
    let form = browser.form("/connect/keys/new", "/connect/keys").await.set("name", "x").set("role", "publisher");
    app.services.console_set_role("pia", Role::Viewer).await.unwrap();
    browser.submit(form).await.expect_page(422, "not above your own");
    assert!(listed(&browser).await.is_empty());
}
