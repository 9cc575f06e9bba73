//! `/connect/apps/{item}`: one content item

mod address;
mod logs;
mod people;
mod rights;
mod settings;
mod tags;
mod usage;
mod variables;
pub(super) mod versions;

use domain::{Access, Content};

use crate::support::{Client as _, TestApp};

/// The address of one of an item's pages.
fn path(item: &Content, rest: &str) -> String {
    format!("/connect/apps/{}{rest}", item.guid)
}

/// A page of pia's for these, with Vic named.
async fn page_of_pia(app: &TestApp, access: Access) -> Content {
    let seed = app.seed_content("pia", "weather").title("The weather").access(access);
    let seed = if access == Access::Acl { seed.allow("vic") } else { seed };
    seed.file("index.html", "<h1>Rain</h1>").publish().await
}

#[tokio::test]
async fn a_viewer_sees_what_it_is_and_the_content_in_a_frame() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::LoggedIn).await;
    let page = app.sign_in("vic").await.get(&path(&item, "")).await.expect_page(200, "The weather</h1>");
    let target = format!("{}/content/{}/", app.url(), item.guid);
    let framed = format!("<iframe title=\"The weather\" src=\"http://127.0.0.1:3939/content/{}/\"", item.guid);
    for part in ["Plot by pia", "All users", &target, &framed, "Open Solo"] {
        assert!(page.text().contains(part), "{part} in {}", page.shown());
    }
    assert!(!page.text().contains("Settings") && !page.text().contains("<form action=\"/connect/apps"));
}

#[tokio::test]
async fn the_policy_lets_content_into_that_page_and_no_other() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::LoggedIn).await;
    let browser = app.sign_in("pia").await;
    let policy = browser.get(&path(&item, "")).await.header("content-security-policy").to_owned();
    assert!(policy.contains("; frame-src 'self' http://127.0.0.1:3939"), "{policy}");
    for rest in ["/settings", "/usage", "/delete"] {
        let page = browser.get(&path(&item, rest)).await.expect(200);
        assert!(!page.header("content-security-policy").contains("frame-src"), "{rest}");
    }
}

#[tokio::test]
async fn where_no_frame_can_carry_a_cookie_private_content_opens_alone() {
    let app = TestApp::configured(|config| {
        config.url = Some("http://claviger.example.com".parse().unwrap());
        config.content_url = Some("http://claviger-content.test".parse().unwrap());
    });
    let app = app.await;
    for (name, role) in [("pia", domain::Role::Publisher), ("vic", domain::Role::Viewer)] {
        app.user(name, role).await;
    }
    let browser = app.sign_in("vic").await;
    let private = app.seed_content("pia", "private").access(Access::LoggedIn).file("index.html", "x").publish().await;
    let page = browser.get(&path(&private, "")).await.expect_page(200, "This content opens alone");
    assert!(!page.text().contains("<iframe"), "{}", page.shown());
    let public = app.seed_content("pia", "public").access(Access::All).file("index.html", "x").publish().await;
    browser.get(&path(&public, "")).await.expect_page(200, "src=\"http://claviger-content.test/content/");
}

#[tokio::test]
async fn an_administrator_without_access_is_told_how_to_get_it_and_can_take_it() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::Acl).await;
    let browser = app.sign_in("ada").await;
    let page = browser.get(&path(&item, "")).await.expect_page(200, "You may manage this content, but not see it");
    assert!(!page.text().contains("<iframe") && !page.text().contains("Open Solo"), "{}", page.shown());
    let people = path(&item, "/people");
    let form = browser.form(&people, &people).await;
    browser.submit(form.set("person", "ada")).await.expect_redirect(&people);
    browser.get(&path(&item, "")).await.expect_page(200, "<iframe");
}

#[tokio::test]
async fn an_items_number_leads_to_its_identifier() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::Acl).await;
    let number = format!("/connect/apps/{}", item.id.0);
    app.sign_in("vic").await.get(&number).await.expect_redirect(&path(&item, ""));
    app.user("eve", domain::Role::Viewer).await;
    app.sign_in("eve").await.get(&number).await.expect_page(404, "Not found");
    app.sign_in("pia").await.get(&format!("{number}/settings")).await.expect_page(200, "Save settings");
}

#[tokio::test]
async fn whoever_is_not_signed_in_comes_back_after_the_sign_in() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::All).await;
    let next = format!("/__login__?next=%2Fconnect%2Fapps%2F{}", item.guid);
    app.anon().get(&path(&item, "")).await.expect_redirect(&next);
}

#[tokio::test]
async fn the_list_leads_to_the_items() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::LoggedIn).await;
    let link = format!("<a href=\"{}\">The weather</a>", path(&item, ""));
    app.sign_in("vic").await.get("/connect/").await.expect_page(200, &link);
}
