//! `/connect/tags`: the tree

use crate::support::{Answer, Client as _, Cookie, Form, TestApp, escaped};

const TAGS: &str = "/connect/tags";

async fn made(browser: &Cookie<'_>, name: &str, under: &str) -> Answer {
    let form = browser.form(TAGS, TAGS).await.set("name", name).set("parent", under);
    browser.submit(form).await
}

/// The number of a tag in the tree.
async fn number(app: &TestApp, name: &str) -> String {
    let ada = app.services.console_actor("ada").await.unwrap();
    let tree = app.services.tags(&ada).tree().await.unwrap();
    tree.tags().iter().find(|tag| tag.name.as_str() == name).expect("a tag of this name").id.0.to_string()
}

#[tokio::test]
async fn the_tree_grows_moves_and_is_cut() {
    let app = TestApp::start().await;
    let browser = app.sign_in("ada").await;
    browser.get(TAGS).await.expect_page(200, "There are no tags yet.");
    made(&browser, "Place", "").await.expect_redirect(TAGS);
    let place = number(&app, "Place").await;
    made(&browser, "<b>North", &place).await.expect_redirect(TAGS);
    let north = number(&app, "<b>North").await;
    made(&browser, "Far", &north).await.expect_redirect(TAGS);
    let page = browser.get(TAGS).await.expect_page(200, "The tag Far was made.");
    assert!(page.text().contains(&escaped("Place / <b>North / Far")), "{}", page.shown());
    assert!(!page.text().contains("<b>"), "{}", page.shown());

    // A tag may stand under anything but itself and what is under it.
    let far = number(&app, "Far").await;
    let one = format!("{TAGS}/{far}");
    let page = browser.get(&format!("{TAGS}/{north}")).await.expect_page(200, "It and 1 tag under it are deleted");
    assert!(!page.text().contains(&format!("<option value=\"{far}\"")), "{}", page.shown());
    let form = browser.form(&one, &one).await;
    assert_eq!((form.get("name"), form.get("parent")), ("Far", north.as_str()));
    browser.submit(form.set("name", "Near").set("parent", &place)).await.expect_redirect(TAGS);
    let page = browser.get(TAGS).await.expect_page(200, "The tag Near was saved.");
    assert!(page.text().contains("Place / Near"), "{}", page.shown());

    let delete = format!("{TAGS}/{place}/delete");
    let form = browser.get(&delete).await.expect_page(200, "Delete the tag “Place”?").form(&delete);
    browser.submit(form.clone()).await.expect_redirect(TAGS);
    browser.get(TAGS).await.expect_page(200, "The tag Place was deleted.");
    browser.submit(form).await.expect_redirect(TAGS);
    browser.get(TAGS).await.expect_page(200, "This tag was deleted already.");
    for gone in [&one, &delete, "/connect/tags/x"] {
        browser.get(gone).await.expect_page(404, "Not found");
    }
}

#[tokio::test]
async fn what_is_wrong_is_told_beside_what_was_typed() {
    let app = TestApp::start().await;
    let browser = app.sign_in("ada").await;
    made(&browser, "Place", "").await.expect(303);
    let place = number(&app, "Place").await;
    made(&browser, "North", &place).await.expect(303);
    for (name, under, words) in [
        ("", "", "A tag needs a name."),
        ("PLACE", "", "There is a tag with this name in the same place already."),
        ("north", place.as_str(), "There is a tag with this name in the same place already."),
        ("x", "999", "There is no tag to put this one under."),
        ("x", "x", "There is no tag to put this one under."),
    ] {
        let page = made(&browser, name, under).await.expect_page(422, words);
        assert_eq!(page.form(TAGS).get("name"), name);
        assert!(page.text().contains("<title>Error: Tags"), "{}", page.shown());
    }
    let one = format!("{TAGS}/{place}");
    let form = browser.form(&one, &one).await.set("parent", &number(&app, "North").await);
    let page = browser.submit(form).await.expect_page(422, "A tag cannot stand under itself");
    assert!(page.text().contains("<title>Error: Place"), "{}", page.shown());
}

#[tokio::test]
async fn administrators_alone_change_the_tree() {
    let app = TestApp::start().await;
    made(&app.sign_in("ada").await, "Place", "").await.expect(303);
    let one = format!("{TAGS}/{}", number(&app, "Place").await);
    for name in ["pia", "vic"] {
        let browser = app.sign_in(name).await;
        let page = browser.get(TAGS).await.expect_page(200, "<li>Place");
        assert!(!page.text().contains("Make tag"), "{}", page.shown());
        for path in [one.clone(), format!("{one}/delete")] {
            browser.get(&path).await.expect_page(403, "Not allowed");
        }
        let token = browser.form("/connect/", "/__logout__").await;
        for action in [TAGS.to_owned(), one.clone(), format!("{one}/delete")] {
            let form = Form { action, ..token.clone() }.set("name", "Evil");
            browser.submit(form).await.expect_page(403, "Not allowed");
        }
    }
    number(&app, "Place").await;
}
