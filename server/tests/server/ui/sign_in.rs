//! `/__login__`, by form

use http::Method;
use time::Duration;

use crate::support::{Client as _, Cookie, Form, PASSWORD, TestApp};

async fn form(browser: &Cookie<'_>, name: &str, password: &str) -> Form {
    browser.form("/__login__", "/__login__").await.set("username", name).set("password", password)
}

#[tokio::test]
async fn the_page_has_the_fields_and_the_button_that_programs_look_for() {
    let app = TestApp::start().await;
    let page = app.anon().get("/__login__").await.expect_page(200, "<h1>Sign in</h1>");
    for part in ["name=\"username\"", "name=\"password\"", "data-automation=\"login-panel-submit\""] {
        assert!(page.text().contains(part), "{part}");
    }
}

#[tokio::test]
async fn the_right_password_leads_to_the_dashboard() {
    let app = TestApp::start().await;
    let browser = app.browser();
    browser.submit(form(&browser, "Vic ", PASSWORD).await).await.expect_redirect("/connect/");
    browser.get("/connect/").await.expect_page(200, "vic");
    browser.get("/__login__").await.expect_redirect("/connect/");
}

#[tokio::test]
async fn the_session_cookie_is_for_http_alone_and_for_our_site() {
    let app = TestApp::start().await;
    let browser = app.browser();
    let answer = browser.submit(form(&browser, "vic", PASSWORD).await).await;
    let cookies = answer.cookies();
    let session = cookies.iter().find(|cookie| cookie.name() == "claviger-session").unwrap();
    assert_eq!((session.http_only(), session.secure()), (Some(true), None));
    assert_eq!(session.same_site(), Some(tower_sessions::cookie::SameSite::Lax));
    assert!(session.value().len() >= 22, "{}", session.value());
}

#[tokio::test]
async fn wrong_ones_are_401_with_the_name_kept_and_the_password_not() {
    let app = TestApp::start().await;
    app.services.console_lock("pia", true).await.unwrap();
    let mut pages = Vec::new();
    for (name, password) in [("vic", "wrong-password"), ("nobody", "wrong-password"), ("pia", PASSWORD), ("vic", "")] {
        let browser = app.browser();
        let page = browser.submit(form(&browser, name, password).await).await;
        let page = page.expect_page(401, "The username or the password is not right, or the account is locked.");
        assert_eq!(page.form("/__login__").get("username"), name);
        assert_eq!(page.form("/__login__").get("password"), "");
        assert!(page.text().contains("<title>Error: Sign in"));
        assert!(browser.cookie("claviger-session").is_none());
        pages.push(page.text().replace(&format!("value=\"{name}\""), "").len());
    }
    assert!(pages.windows(2).all(|pair| pair[0] == pair[1]), "{pages:?}");
}

#[tokio::test]
async fn guessing_is_slowed_with_a_page_that_says_how_long() {
    let app = TestApp::start().await;
    let browser = app.browser();
    for _ in 0..5 {
        browser.submit(form(&browser, "vic", "wrong").await).await.expect(401);
    }
    let page = browser.submit(form(&browser, "vic", PASSWORD).await).await;
    page.expect_page(429, "There were too many attempts. Try again in 1 second");
    app.clock.advance(Duration::seconds(1));
    browser.submit(form(&browser, "vic", PASSWORD).await).await.expect(303);
}

#[tokio::test]
async fn one_goes_on_to_where_one_came_from() {
    let app = TestApp::start().await;
    let browser = app.browser();
    let answer = browser.get("/connect/keys?q=a%20b&page=2").await;
    let answer = answer.expect_redirect("/__login__?next=%2Fconnect%2Fkeys%3Fq%3Da%2520b%26page%3D2");
    let form = browser.form(answer.location(), "/__login__").await.set("username", "vic");
    let refused = browser.submit(form.set("password", "wrong")).await.expect(401);
    let form = refused.form("/__login__").set("password", PASSWORD);
    browser.submit(form).await.expect_redirect("/connect/keys?q=a%20b&page=2");
}

#[tokio::test]
async fn one_never_goes_on_to_another_site() {
    let app = TestApp::start().await;
    for evil in [
        "//evil.test",
        "https://evil.test",
        "http:evil.test",
        "/\\evil.test",
        "\\\\evil.test",
        "/%09/evil.test\t",
        "javascript:alert(1)",
        "/\t/evil.test",
        "/\r\nSet-Cookie: a=b",
        "evil.test",
        " //evil.test",
        "/ /evil.test",
        "///evil.test",
    ] {
        let browser = app.browser();
        let query: String = form_urlencoded::byte_serialize(evil.as_bytes()).collect();
        let page = browser.get(&format!("/__login__?next={query}")).await.expect(200);
        assert_eq!(page.form("/__login__").get("next"), "/connect/", "{evil:?}");
        // The field is sent by the browser, so it is checked again.
        let form = form(&browser, "vic", PASSWORD).await.set("next", evil);
        browser.submit(form).await.expect_redirect("/connect/");
        // And for who is signed in already.
        browser.get(&format!("/__login__?next={query}")).await.expect_redirect("/connect/");
    }
}

#[tokio::test]
async fn signing_in_gives_a_session_of_ones_own() {
    let app = TestApp::start().await;
    let planted = "AAAAAAAAAAAAAAAAAAAAAA";
    let browser = app.browser();
    let form = form(&browser, "vic", PASSWORD).await;
    let visitor = format!("claviger-visitor={}", browser.cookie("claviger-visitor").unwrap());
    let ask = browser.ask(Method::POST, "/__login__").form(&form.fields);
    ask.header("cookie", &format!("{visitor}; claviger-session={planted}")).send().await.expect_redirect("/connect/");
    assert_ne!(browser.cookie("claviger-session").unwrap(), planted);
    let anon = app.anon();
    let ask = anon.ask(Method::GET, "/connect/keys").header("cookie", &format!("claviger-session={planted}"));
    ask.send().await.expect(303);
}

#[tokio::test]
async fn planted_session_cookies_change_nothing() {
    let app = TestApp::start().await;
    let (vic, mallory) = (app.sign_in("vic").await, app.sign_in("pia").await);
    let own = format!("claviger-session={}", vic.cookie("claviger-session").unwrap());
    let planted = "claviger-session=AAAAAAAAAAAAAAAAAAAAAA; other=1; claviger-session=";
    let anon = app.anon();
    let look = |cookies: String| anon.ask(Method::GET, "/connect/profile").header("cookie", &cookies).send();
    for cookies in [format!("{planted}; {own}"), format!("{own}; {planted}"), format!("{own}; {own}")] {
        let page = look(cookies.clone()).await.expect(200);
        assert!(page.text().contains("User menu for vic"), "{cookies}: {}", page.shown());
    }
    // With two live ones nobody knows whose the browser is.
    let theirs = format!("claviger-session={}", mallory.cookie("claviger-session").unwrap());
    for cookies in [format!("{own}; {theirs}"), format!("{theirs}; {own}")] {
        look(cookies).await.expect(303);
    }
}

#[tokio::test]
async fn signing_in_anew_ends_the_session_before() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    let before = browser.copy();
    // The page sends on who is signed in, so the form comes from another window.
    let window = app.browser();
    let form = form(&window, "ada", PASSWORD).await;
    let visitor = window.cookie("claviger-visitor").unwrap();
    let session = browser.cookie("claviger-session").unwrap();
    let ask = browser.ask(Method::POST, "/__login__").form(&form.fields);
    let ask = ask.header("cookie", &format!("claviger-visitor={visitor}; claviger-session={session}"));
    ask.send().await.expect_redirect("/connect/");
    assert_ne!(browser.cookie("claviger-session").unwrap(), session);
    before.get("/connect/keys").await.expect(303);
    browser.get("/connect/").await.expect_page(200, "User menu for ada");
}

#[tokio::test]
async fn odd_queries_and_fields_do_no_harm() {
    let app = TestApp::start().await;
    for query in ["next=a&next=b", "next=%FF", "x=%00", "&&&=", "next"] {
        app.anon().get(&format!("/__login__?{query}")).await.expect_page(200, "<h1>Sign in</h1>");
    }
    let browser = app.browser();
    let long = "x".repeat(50_000);
    for name in ["", "\u{0}", "a\r\nb", long.as_str()] {
        browser.submit(form(&browser, name, "x").await).await.expect_page(401, "<h1>Sign in</h1>");
    }
}
