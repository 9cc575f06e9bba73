//! The tags of an item

use domain::Access;

use super::{page_of_pia, path};
use crate::support::{Client as _, TestApp, escaped};

#[tokio::test]
async fn tags_are_put_on_with_those_above_and_taken_off_with_those_below() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::LoggedIn).await;
    let ada = app.services.console_actor("ada").await.unwrap();
    let tree = app.services.tags(&ada);
    let place = tree.create("Place", None).await.unwrap().id;
    let north = tree.create("<b>North", Some(place)).await.unwrap().id;
    let far = tree.create("Far north", Some(north)).await.unwrap().id;
    tree.create("South", Some(place)).await.unwrap();
    let (browser, tags) = (app.sign_in("pia").await, path(&item, "/tags"));

    let page = browser.get(&tags).await.expect_page(200, "This content has no tags.");
    let offer = format!("<optgroup label=\"Place\"><option value=\"{}\">{}</option>", north.0, escaped("<b>North"));
    assert!(page.text().contains(&offer), "{}", page.shown());
    assert!(!page.text().contains("/connect/tags\""), "{}", page.shown());
    let form = browser.form(&tags, &tags).await.set("tag", &far.0.to_string());
    browser.submit(form).await.expect_redirect(&tags);
    let page = browser.get(&tags).await.expect_page(200, "The tag Far north was put on.");
    for path in ["Place / <b>North", "Place / <b>North / Far north"] {
        assert!(page.text().contains(&format!("<p>{}</p>", escaped(path))), "{path} in {}", page.shown());
    }
    assert!(!page.text().contains("<b>") && page.text().contains(">South</option>"), "{}", page.shown());

    let form = page.form(&format!("{tags}/remove"));
    assert_eq!(form.get("tag"), north.0.to_string());
    browser.submit(form).await.expect_redirect(&tags);
    let page = browser.get(&tags).await.expect_page(200, "was taken off.");
    assert!(page.text().contains("This content has no tags."), "{}", page.shown());
}

#[tokio::test]
async fn what_is_no_tag_is_told() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::LoggedIn).await;
    let ada = app.services.console_actor("ada").await.unwrap();
    let tree = app.services.tags(&ada);
    let place = tree.create("Place", None).await.unwrap().id;
    tree.create("North", Some(place)).await.unwrap();
    let (browser, tags) = (app.sign_in("pia").await, path(&item, "/tags"));
    for (tag, words) in [("", "There is no such tag."), ("999", "There is no such tag."), ("1", "This is a category.")]
    {
        let form = browser.form(&tags, &tags).await.set("tag", tag);
        browser.submit(form).await.expect_page(422, words);
    }
    let form = browser.form(&tags, &tags).await;
    for tag in ["", "999"] {
        let form = crate::support::Form { action: format!("{tags}/remove"), ..form.clone() }.set("tag", tag);
        browser.submit(form).await.expect_redirect(&tags);
        browser.get(&tags).await.expect_page(200, "There is no such tag any more.");
    }
}

#[tokio::test]
async fn without_any_an_administrator_is_led_to_them_and_others_are_told_who_makes_them() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::LoggedIn).await;
    app.sign_in("pia").await.get(&path(&item, "/tags")).await.expect_page(200, "An administrator makes them.");
    app.sign_in("ada").await.get(&path(&item, "/tags")).await.expect_page(200, "href=\"/connect/tags\"");
}
