//! The vanity address of an item

use domain::Access;

use super::{page_of_pia, path};
use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn an_address_is_set_changed_and_removed_with_the_answer() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::LoggedIn).await;
    let (browser, address) = (app.sign_in("pia").await, path(&item, "/address"));
    let vic = app.key_of("vic").await;
    let page = browser.get(&address).await.expect_page(200, "Set address");
    assert!(!page.text().contains("Remove address"), "{}", page.shown());
    let form = page.form(&address).set("path", "weather/today");
    browser.submit(form).await.expect_redirect(&address);
    let page = browser.get(&address).await.expect_page(200, "This content is at /weather/today/ now.");
    assert!(page.text().contains(&format!("href=\"{}/weather/today/\"", app.url())), "{}", page.shown());
    assert_eq!(page.form(&address).get("path"), "/weather/today/");
    vic.get("/weather/today/").await.expect(200);

    let form = page.form(&address).set("path", "/rain/");
    browser.submit(form).await.expect_redirect(&address);
    vic.get("/rain/").await.expect(200);
    vic.get("/weather/today/").await.expect(404);

    let form = browser.form(&address, &format!("{address}/remove")).await;
    browser.submit(form.clone()).await.expect_redirect(&address);
    browser.get(&address).await.expect_page(200, "The address was removed.");
    vic.get("/rain/").await.expect(404);
    browser.submit(form).await.expect_redirect(&address);
    browser.get(&address).await.expect_page(200, "The address was removed already.");
}

#[tokio::test]
async fn what_is_refused_is_told_beside_what_was_typed() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::LoggedIn).await;
    let other = app.seed_content("ada", "other").file("index.html", "x").publish().await;
    let ada = app.services.console_actor("ada").await.unwrap();
    app.services.managed(&ada, other.guid).await.unwrap().set_vanity("taken/path", false).await.unwrap();
    let (browser, address) = (app.sign_in("pia").await, path(&item, "/address"));
    for (typed, words) in [
        ("connect/x", "This path belongs to the server itself."),
        ("", "This path belongs to the server itself."),
        ("<b>", "A vanity path has letters, digits, hyphens"),
        ("Taken", "belongs to other content"),
        ("taken/path/below", "belongs to other content"),
    ] {
        let form = browser.form(&address, &address).await.set("path", typed);
        let page = browser.submit(form).await.expect_page(422, words);
        assert_eq!(page.form(&address).get("path"), typed);
        assert!(page.text().contains("<title>Error: ") && !page.text().contains("<b>"), "{}", page.shown());
    }
}
