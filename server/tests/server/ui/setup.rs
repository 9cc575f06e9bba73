//! `/connect/setup`: the first administrator

use time::Duration;

use crate::support::{Client as _, PASSWORD, TestApp};

async fn link(app: &TestApp) -> String {
    let token = app.services.new_setup_link().await.unwrap().expect("a link while there is no account");
    format!("/connect/setup?token={}", token.expose())
}

#[tokio::test]
async fn the_link_makes_the_first_administrator_and_signs_in() {
    let app = TestApp::empty().await;
    let (link, browser) = (link(&app).await, app.browser());
    let form = browser.form(&link, "/connect/setup").await;
    let form = form.set("username", "ada").set("email", "ada@example.com").set("password", PASSWORD);
    browser.submit(form.clone()).await.expect_redirect("/connect/");
    browser.get("/connect/").await.expect_page(200, "you are its administrator");
    let user = browser.get("/__api__/v1/user").await.expect(200).json();
    assert_eq!((user["username"].as_str(), user["user_role"].as_str()), (Some("ada"), Some("administrator")));

    app.anon().get(&link).await.expect_page(403, "This set-up link does not work");
    let other = app.browser();
    other.get("/__login__").await;
    let again = other.form("/__login__", "/__login__").await.set("token", form.get("token"));
    let mut again = again.set("username", "eve").set("password", PASSWORD);
    again.action = "/connect/setup".to_owned();
    other.submit(again).await.expect_page(403, "This set-up link does not work");
    assert!(app.services.new_setup_link().await.unwrap().is_none());
}

#[tokio::test]
async fn mistakes_are_told_all_at_once_and_the_link_stays_good() {
    let app = TestApp::empty().await;
    let (link, browser) = (link(&app).await, app.browser());
    let form = browser.form(&link, "/connect/setup").await;
    let bad = form.set("username", "<b>x").set("email", "no\"where").set("password", "short-1");
    let page = browser.submit(bad).await.expect_page(422, "Error: Set up");
    for words in ["A username has 1 to 64 letters", "An e-mail address looks like", "at least 8 characters"] {
        assert!(page.text().contains(words), "{words}");
    }
    assert!(!page.text().contains("<b>x") && !page.text().contains("short-1"));
    let form = page.form("/connect/setup");
    assert_eq!((form.get("username"), form.get("email"), form.get("password")), ("<b>x", "no\"where", ""));
    let form = form.set("username", "ada").set("email", "").set("password", PASSWORD);
    browser.submit(form).await.expect_redirect("/connect/");
}

#[tokio::test]
async fn a_link_lasts_a_day_and_dies_with_the_next_one() {
    let app = TestApp::empty().await;
    let first = link(&app).await;
    app.clock.advance(Duration::hours(24) - Duration::seconds(1));
    app.anon().get(&first).await.expect(200);
    app.clock.advance(Duration::seconds(1));
    app.anon().get(&first).await.expect(403);
    let (second, third) = (link(&app).await, link(&app).await);
    app.anon().get(&second).await.expect(403);
    app.anon().get(&third).await.expect(200);
}

#[tokio::test]
async fn an_account_made_otherwise_closes_it() {
    let app = TestApp::empty().await;
    let (link, browser) = (link(&app).await, app.browser());
    let form = browser.form(&link, "/connect/setup").await.set("username", "eve").set("password", PASSWORD);
    app.user("ada", domain::Role::Administrator).await;
    app.anon().get(&link).await.expect(403);
    browser.submit(form).await.expect_page(403, "This set-up link does not work");
    assert_eq!(app.services.console_list_users().await.unwrap().len(), 1);
}

#[tokio::test]
async fn two_who_use_the_link_at_once_make_one_administrator() {
    let app = TestApp::empty().await;
    let (link, first, second) = (link(&app).await, app.browser(), app.browser());
    let of_first = first.form(&link, "/connect/setup").await.set("username", "ada").set("password", PASSWORD);
    let of_second = second.form(&link, "/connect/setup").await.set("username", "eve").set("password", PASSWORD);
    let (one, other) = tokio::join!(first.submit(of_first), second.submit(of_second));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 403]);
    assert_eq!(app.services.console_list_users().await.unwrap().len(), 1);
}

#[tokio::test]
async fn guessed_tokens_are_refused_alike() {
    let app = TestApp::empty().await;
    link(&app).await;
    for query in ["", "?token=", "?token=x", "?token=%FF", "?token=a&token=b", &format!("?token={}", "0".repeat(64))] {
        app.anon().get(&format!("/connect/setup{query}")).await.expect_page(403, "This set-up link does not work");
    }
}
