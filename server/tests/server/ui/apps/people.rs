//! Who is named to see an item

use domain::{Access, Role};

use super::{page_of_pia, path};
use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn people_come_and_go_with_the_answer() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::Acl).await;
    app.user("eve", Role::Viewer).await;
    let browser = app.sign_in("pia").await;
    let (settings, content) = (path(&item, "/settings"), format!("/content/{}/", item.guid));
    let eve = app.key_of("eve").await;
    eve.get(&content).await.expect(404);
    let form = browser.form(&settings, &path(&item, "/people")).await.set("username", " eve ");
    browser.submit(form).await.expect_redirect(&settings);
    eve.get(&content).await.expect(200);
    let page = browser.get(&settings).await.expect_page(200, "eve was added.");

    // The forms come by username: eve, then vic.
    let form = page.form(&path(&item, "/people/remove"));
    browser.submit(form.clone()).await.expect_redirect(&settings);
    eve.get(&content).await.expect(404);
    app.key_of("vic").await.get(&content).await.expect(200);
    browser.get(&settings).await.expect_page(200, "eve was removed.");
    browser.submit(form).await.expect_redirect(&settings);
    browser.get(&settings).await.expect_page(200, "This person was removed already.");
}

#[tokio::test]
async fn an_unknown_name_stays_in_its_field_and_says_so() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::Acl).await;
    let browser = app.sign_in("pia").await;
    let (settings, people) = (path(&item, "/settings"), path(&item, "/people"));
    for name in ["nobody", "not a <b>name", ""] {
        let form = browser.form(&settings, &people).await.set("username", name);
        let page = browser.submit(form).await.expect_page(422, "There is no account named");
        assert_eq!(page.form(&people).get("username"), name);
        assert!(page.text().contains("<title>Error: "), "{}", page.text());
    }
}

#[tokio::test]
async fn names_are_kept_while_they_do_not_count_and_the_page_says_that() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::Acl).await;
    let (browser, settings) = (app.sign_in("pia").await, path(&item, "/settings"));
    browser.get(&settings).await.expect_page(200, "Besides the owner, these people may see this content.");
    let form = browser.form(&settings, &settings).await.set("access", "logged_in");
    browser.submit(form).await.expect(303);
    let page = browser.get(&settings).await.expect_page(200, "only while the access is “Specific users”");
    assert!(page.text().contains("Remove vic"), "{}", page.shown());
}
