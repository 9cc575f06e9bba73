//! `/connect/apps/{item}/settings`, and the end of an item

use domain::Access;

use super::{page_of_pia, path};
use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn settings_are_saved_and_the_message_comes_once() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::Acl).await;
    let (browser, settings) = (app.sign_in("pia").await, path(&item, "/settings"));
    let form = browser.form(&settings, &settings).await;
    assert_eq!((form.get("title"), form.get("access")), ("The weather", "acl"));
    let form = form.set("title", "Tomorrow").set("description", "One <b>.\r\n\r\nTwo.").set("access", "logged_in");
    browser.submit(form).await.expect_redirect(&settings);
    let page = browser.get(&settings).await.expect_page(200, "The settings were saved.");
    let form = page.form(&settings);
    assert_eq!((form.get("title"), form.get("access")), ("Tomorrow", "logged_in"));
    assert!(page.text().contains(">\nOne &lt;b>.\n\nTwo.</textarea>"), "{}", page.shown());
    assert!(!browser.get(&settings).await.text().contains("were saved"));
    browser.get(&path(&item, "")).await.expect_page(200, "One &lt;b&gt;.\n\nTwo.</p>");
}

#[tokio::test]
async fn access_that_is_taken_away_is_gone_with_the_answer() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::All).await;
    let (browser, settings) = (app.sign_in("pia").await, path(&item, "/settings"));
    let content = format!("/content/{}/", item.guid);
    let (vic, anon) = (app.key_of("vic").await, app.anon());
    for (access, known, unknown) in [("all", 200, 200), ("logged_in", 200, 401), ("acl", 404, 401)] {
        let form = browser.form(&settings, &settings).await.set("access", access);
        browser.submit(form).await.expect(303);
        assert_eq!(vic.get(&content).await.status, known, "{access}");
        assert_eq!(anon.get(&content).await.status, unknown, "{access}");
    }
}

#[tokio::test]
async fn all_that_is_wrong_is_said_beside_what_was_typed() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::Acl).await;
    let (browser, settings) = (app.sign_in("pia").await, path(&item, "/settings"));
    let form = browser.form(&settings, &settings).await.set("title", "x").set("access", "all");
    let form = form.set("description", &"long ".repeat(1000));
    let page = browser.submit(form).await.expect_page(422, "A title has 3 to 1024 characters on one line.");
    assert!(page.text().contains("A description has at most 4096 characters."), "{}", page.shown());
    assert!(page.text().contains("long long long"), "{}", page.shown());
    let form = page.form(&settings);
    assert_eq!((form.get("title"), form.get("access")), ("x", "all"));
    assert_eq!(browser.form(&settings, &settings).await.get("title"), "The weather", "nothing was changed");
}

#[tokio::test]
async fn an_unknown_access_is_refused_and_changes_nothing() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::Acl).await;
    let (browser, settings) = (app.sign_in("pia").await, path(&item, "/settings"));
    for access in ["", "everybody"] {
        let form = browser.form(&settings, &settings).await.set("title", "Changed").set("access", access);
        browser.submit(form).await.expect_page(422, "Choose who may see it.");
    }
    assert_eq!(browser.form(&settings, &settings).await.get("title"), "The weather");
}

#[tokio::test]
async fn information_says_what_the_item_is() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::Acl).await;
    let page = app.sign_in("pia").await.get(&path(&item, "/settings")).await.expect(200);
    let guid = item.guid.to_string();
    let target = format!("{}/content/{guid}/", app.url());
    for part in ["Plot</dd>", "weather</dd>", "pia</dd>", &guid, &format!("{}</dd>", item.id.0), &target] {
        assert!(page.text().contains(part), "{part} in {}", page.shown());
    }
}

#[tokio::test]
async fn a_deleted_item_is_gone_before_the_answer() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::All).await;
    let browser = app.sign_in("pia").await;
    let delete = path(&item, "/delete");
    let page = browser.get(&delete).await.expect_page(200, "Delete “The weather”?");
    let form = browser.form(&path(&item, "/settings"), &delete).await;
    let key = app.key_of("vic").await;
    browser.submit(page.form(&delete)).await.expect_redirect("/connect/");
    key.get(&format!("/content/{}/", item.guid)).await.expect(404);
    let page = browser.get("/connect/").await.expect_page(200, "The content \"The weather\" was deleted.");
    assert!(!page.text().contains(&path(&item, "")), "{}", page.shown());
    browser.submit(form).await.expect_redirect("/connect/");
    browser.get("/connect/").await.expect_page(200, "This content was deleted already.");
}
