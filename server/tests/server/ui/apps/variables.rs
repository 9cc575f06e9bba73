//! The environment variables of an item

use domain::{Access, Content};

use super::path;
use crate::support::{Client as _, TestApp, escaped};

const SECRET: &str = "postgres://ada:s3cret@db/";

async fn api_of_pia(app: &TestApp) -> Content {
    let source = "#* @get /value\n#* @serializer text\nfunction() Sys.getenv('DATABASE_URL')\n";
    app.seed_content("pia", "the-api").access(Access::LoggedIn).file("plumber.R", source).publish().await
}

#[tokio::test]
async fn a_value_goes_to_the_program_and_never_into_a_page() {
    let app = TestApp::start().await;
    let item = api_of_pia(&app).await;
    let (browser, variables) = (app.sign_in("pia").await, path(&item, "/variables"));
    browser.get(&variables).await.expect_page(200, "None is set.");
    let form = browser.form(&variables, &variables).await.set("name", " DATABASE_URL ");
    let answer = browser.submit(form.set("value", &format!("{SECRET}\r\nsecond line"))).await;
    answer.expect_redirect(&variables);
    let page = browser.get(&variables).await.expect_page(200, "The variable DATABASE_URL was set.");
    assert!(page.text().contains("<code>DATABASE_URL</code>"), "{}", page.shown());
    assert!(!page.text().contains("s3cret"), "{}", page.shown());
    let said = app.key_of("vic").await.get(&format!("/content/{}/value", item.guid)).await.expect(200);
    assert_eq!(said.text(), format!("{SECRET}\nsecond line"));

    let remove = format!("{variables}/remove");
    let question = browser.get(&format!("{remove}?name=DATABASE_URL")).await;
    let form = question.expect_page(200, "Remove the variable “DATABASE_URL”?").form(&remove);
    browser.submit(form.clone()).await.expect_redirect(&variables);
    browser.get(&variables).await.expect_page(200, "The variable DATABASE_URL was removed.");
    browser.submit(form).await.expect_redirect(&variables);
    browser.get(&variables).await.expect_page(200, "This variable was removed already.");
    browser.get(&format!("{remove}?name=DATABASE_URL")).await.expect_page(404, "Not found");
    for query in ["", "?name=%ff", "?x=1"] {
        browser.get(&format!("{remove}{query}")).await.expect_page(404, "Not found");
    }
}

#[tokio::test]
async fn what_is_refused_keeps_the_name_and_drops_the_value() {
    let app = TestApp::start().await;
    let item = api_of_pia(&app).await;
    let (browser, variables) = (app.sign_in("pia").await, path(&item, "/variables"));
    for (name, value, words) in [
        ("LD_PRELOAD", SECRET, "It cannot be set."),
        ("A=<b>", SECRET, "has no `=` and no control characters"),
        ("", SECRET, "An environment variable needs a name."),
        ("GOOD", "s3cret\0", "cannot hold the character NUL"),
    ] {
        let form = browser.form(&variables, &variables).await.set("name", name).set("value", value);
        let page = browser.submit(form).await.expect_page(422, &escaped(words));
        assert_eq!(page.form(&variables).get("name"), name);
        assert!(page.text().contains("<title>Error: ") && !page.text().contains("s3cret"), "{}", page.shown());
    }
    // Nor does a page that shows what was typed into a form that comes too late.
    let form = browser.form(&variables, &variables).await.set("name", "X").set("value", SECRET).set("csrf", "x");
    let page = browser.submit(form).await.expect_page(403, "This form is too old");
    assert!(!page.text().contains("s3cret"), "{}", page.shown());
    browser.get(&variables).await.expect_page(200, "None is set.");
}

#[tokio::test]
async fn files_read_none_and_the_page_says_so() {
    let app = TestApp::start().await;
    let item = super::page_of_pia(&app, Access::Acl).await;
    let page = app.sign_in("pia").await.get(&path(&item, "/variables")).await;
    page.expect_page(200, "This content is files, which read no variables.");
}
