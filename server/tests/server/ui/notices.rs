//! Pages that say what went wrong

use http::Method;

use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn unknown_pages_are_404_in_words_for_everybody() {
    let app = TestApp::start().await;
    let (anon, mut browser) = (app.anon(), app.sign_in("vic").await);
    for path in [
        "/nothing",
        "/connect/nothing",
        "/connect/keys/1/2/3",
        "/connect//",
        "/__login__/x",
        "/content",
        "/favicon.ico",
    ] {
        let page = anon.get(path).await.expect_page(404, "There is no page at this address.");
        assert!(!page.text().contains("User menu"), "{path}");
        let page = browser.get(path).await.expect_page(404, "There is no page at this address.");
        assert!(page.text().contains("User menu for vic"), "{path}");
        // The menu works there too.
        browser.submit(page.form("/__logout__")).await.expect_redirect("/__login__");
        browser = app.sign_in("vic").await;
    }
}

#[tokio::test]
async fn wrong_methods_are_405_in_words() {
    let app = TestApp::start().await;
    let anon = app.anon();
    for (method, path) in [
        (Method::DELETE, "/connect/keys"),
        (Method::PUT, "/__login__"),
        (Method::PATCH, "/connect/profile"),
        (Method::POST, "/connect/"),
        (Method::GET, "/__logout__"),
        (Method::GET, "/connect/profile/password"),
    ] {
        let page = anon.ask(method, path).send().await.expect_page(405, "This does not work here");
        assert_ne!(page.header("allow"), "", "{path}");
    }
}

#[tokio::test]
async fn a_form_that_is_too_large_is_413_in_words_and_changes_nothing() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    let long = "x".repeat(64 * 1024 + 1);
    super::create(&browser, &[("name", &long)]).await.expect_page(413, "This form is too large");
    let huge = "x".repeat(1024 * 1024 + 1);
    super::create(&browser, &[("name", &huge)]).await.expect(413);
    assert!(super::listed(&browser).await.is_empty());
}

#[tokio::test]
async fn a_form_sent_after_the_session_shows_what_was_typed_but_no_secret() {
    let app = TestApp::start().await;
    let item = app.seed_content("pia", "plot").file("index.html", "x").publish().await;
    let settings = format!("/connect/apps/{}/settings", item.guid);
    for (user, page, action) in [
        ("pia", settings.as_str(), settings.as_str()),
        ("vic", "/connect/keys/new", "/connect/keys"),
        ("vic", "/connect/profile", "/connect/profile"),
        ("vic", "/connect/profile", "/connect/profile/password"),
    ] {
        let browser = app.sign_in(user).await;
        let form = browser.form(page, action).await.set("name", "typed <b>name").set("last_name", "typed last name");
        let form = form
            .set("description", "typed\r\nlines")
            .set("password", "a secret")
            .set("current_password", "a secret")
            .set("new_password", "a secret");
        app.clock.advance(time::Duration::hours(24));
        for form in [form.clone(), form.set("csrf", "")] {
            let page = browser.submit(form).await.expect_page(401, "Your session has ended");
            for typed in ["typed last name", "typed &lt;b&gt;name", "typed\r\nlines"] {
                assert!(page.text().contains(typed), "{typed} in {}", page.shown());
            }
            assert!(!page.text().contains("a secret"), "{}", page.shown());
        }
    }
}

#[tokio::test]
async fn forms_of_odd_bytes_are_answered_in_words() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    let token = browser.form("/connect/keys/new", "/connect/keys").await.get("csrf").to_owned();
    for odd in [&b"name=%FF%FE"[..], b"name=\xff\xfe", b"name", b"name=&name=b", b"=&=&&&", b"name=%", b"name=%00"] {
        let body = [format!("csrf={token}&").as_bytes(), odd].concat();
        let ask = browser.ask(Method::POST, "/connect/keys").body(body);
        let answer = ask.header("content-type", "application/x-www-form-urlencoded").send().await;
        assert!([303, 422].contains(&answer.status.as_u16()), "{odd:?}: {answer:?}");
    }
}
