//! Who is named to see or change an item

use domain::{Access, Role};

use super::{page_of_pia, path};
use crate::support::{Client as _, Cookie, Form, TestApp};

/// The form of the page that adds somebody.
async fn adding(browser: &Cookie<'_>, people: &str, kind: &str, name: &str, role: &str) -> Form {
    browser.form(people, people).await.set("kind", kind).set("person", name).set("role", role)
}

#[tokio::test]
async fn people_come_and_go_with_the_answer() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::Acl).await;
    app.user("eve", Role::Viewer).await;
    let browser = app.sign_in("pia").await;
    let (people, content) = (path(&item, "/people"), format!("/content/{}/", item.guid));
    let eve = app.key_of("eve").await;
    eve.get(&content).await.expect(404);
    let form = adding(&browser, &people, "user", " eve ", "viewer").await;
    browser.submit(form).await.expect_redirect(&people);
    eve.get(&content).await.expect(200);
    let page = browser.get(&people).await.expect_page(200, "eve was added as a viewer.");

    // The forms come by username: eve, then vic.
    let form = page.form(&path(&item, "/people/remove"));
    browser.submit(form.clone()).await.expect_redirect(&people);
    eve.get(&content).await.expect(404);
    app.key_of("vic").await.get(&content).await.expect(200);
    browser.get(&people).await.expect_page(200, "eve was removed.");
    browser.submit(form).await.expect_redirect(&people);
    browser.get(&people).await.expect_page(200, "This permission was removed already.");
}

#[tokio::test]
async fn a_group_lets_its_members_in() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::Acl).await;
    app.user("eve", Role::Viewer).await;
    let pia = app.services.console_actor("pia").await.unwrap();
    let groups = app.services.groups(&pia);
    let group = groups.create("Weather Watch", None).await.unwrap();
    let eve = app.services.users(&pia).named("eve").await.unwrap();
    groups.add_member(group.guid, eve.guid).await.unwrap();
    let (browser, people) = (app.sign_in("pia").await, path(&item, "/people"));
    let key = app.key_of("eve").await;
    let content = format!("/content/{}/", item.guid);
    key.get(&content).await.expect(404);
    let form = adding(&browser, &people, "group", "weather watch", "viewer").await;
    browser.submit(form).await.expect_redirect(&people);
    key.get(&content).await.expect(200);
    let page = browser.get(&people).await.expect_page(200, "Weather Watch was added as a viewer.");
    assert!(page.text().contains("group</span>"), "{}", page.shown());
}

#[tokio::test]
async fn a_viewer_becomes_a_collaborator_and_the_other_way_round() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::Acl).await;
    app.user("col", Role::Publisher).await;
    let (browser, people, settings) = (app.sign_in("pia").await, path(&item, "/people"), path(&item, "/settings"));
    let col = app.sign_in("col").await;
    browser.submit(adding(&browser, &people, "user", "col", "viewer").await).await.expect(303);
    col.get(&settings).await.expect(403);
    let change = path(&item, "/people/change");
    for (status, words) in [(200, "col is a collaborator now."), (403, "col is a viewer now.")] {
        let form = browser.form(&people, &change).await;
        browser.submit(form).await.expect_redirect(&people);
        browser.get(&people).await.expect_page(200, words);
        col.get(&settings).await.expect(status);
    }
    // Who may not publish is not offered that, and does not become it by a form of his own making.
    let page = browser.get(&people).await.expect(200);
    assert!(!page.text().contains("Make collaborator: vic"), "{}", page.shown());
    let form = adding(&browser, &people, "user", "vic", "owner").await;
    browser.submit(form).await.expect_page(422, "A collaborator must be a publisher or an administrator.");
}

#[tokio::test]
async fn who_gives_a_place_up_is_led_where_he_still_may_be() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::Acl).await;
    app.user("col", Role::Publisher).await;
    let (pia, people) = (app.sign_in("pia").await, path(&item, "/people"));
    pia.submit(adding(&pia, &people, "user", "col", "owner").await).await.expect(303);
    let col = app.sign_in("col").await;
    let form = col.form(&people, &path(&item, "/people/change")).await;
    col.submit(form).await.expect_redirect(&path(&item, ""));
    col.get(&path(&item, "")).await.expect_page(200, "col is a viewer now.");
    pia.submit(adding(&pia, &people, "user", "col", "owner").await).await.expect(303);
    let form = col.form(&people, &path(&item, "/people/remove")).await;
    col.submit(form).await.expect_redirect("/connect/");
    col.get("/connect/").await.expect_page(200, "col was removed.");
}

#[tokio::test]
async fn an_unknown_name_stays_in_its_field_and_says_so() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::Acl).await;
    let (browser, people) = (app.sign_in("pia").await, path(&item, "/people"));
    for (kind, words) in [("user", "There is no account named"), ("group", "There is no group named")] {
        for name in ["nobody", "not a <b>name", ""] {
            let form = adding(&browser, &people, kind, name, "owner").await;
            let page = browser.submit(form).await.expect_page(422, words);
            let form = page.form(&people);
            assert_eq!((form.get("person"), form.get("kind"), form.get("role")), (name, kind, "owner"));
            assert!(page.text().contains("<title>Error: "), "{}", page.text());
        }
    }
    let form = adding(&browser, &people, "user", "pia", "viewer").await;
    browser.submit(form).await.expect_page(422, "The owner of content may do everything with it already.");
}

#[tokio::test]
async fn names_are_kept_while_they_do_not_count_and_the_page_says_that() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::Acl).await;
    let (browser, settings, people) = (app.sign_in("pia").await, path(&item, "/settings"), path(&item, "/people"));
    let page = browser.get(&people).await.expect_page(200, "Viewers may see this content.");
    assert!(!page.text().contains("only while"), "{}", page.shown());
    let form = browser.form(&settings, &settings).await.set("access", "logged_in");
    browser.submit(form).await.expect(303);
    let page = browser.get(&people).await.expect_page(200, "only while the access is “Specific users”");
    assert!(page.text().contains("Remove vic"), "{}", page.shown());
}
