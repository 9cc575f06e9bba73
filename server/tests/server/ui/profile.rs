//! `/connect/profile`: name and e-mail address

use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn what_is_saved_stands_there_and_is_told_once() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    let form = browser.form("/connect/profile", "/connect/profile").await;
    assert_eq!(form.get("email"), "vic@example.com");
    let form = form.set("first_name", " Victor ").set("last_name", "Hugo").set("email", "");
    browser.submit(form).await.expect_redirect("/connect/profile");
    let page = browser.get("/connect/profile").await.expect_page(200, "Your profile was saved.");
    let form = page.form("/connect/profile");
    assert_eq!((form.get("first_name"), form.get("last_name"), form.get("email")), ("Victor", "Hugo", ""));
    assert!(page.text().contains(">VH<"), "the picture's letters");
    assert!(!browser.get("/connect/profile").await.text().contains("Your profile was saved."));
}

#[tokio::test]
async fn mistakes_are_told_beside_their_field_and_keep_what_was_typed() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    let long = "x".repeat(256);
    for (field, value, words) in [
        ("email", "no <where>", "An e-mail address looks like name@example.com."),
        ("first_name", long.as_str(), "A name has at most 255 characters"),
        ("last_name", "two\nlines", "A name has at most 255 characters"),
    ] {
        let form =
            browser.form("/connect/profile", "/connect/profile").await.set("last_name", "Typed").set(field, value);
        let page = browser.submit(form).await.expect_page(422, words);
        assert!(page.text().contains("<title>Error: Profile"));
        let form = page.form("/connect/profile");
        assert_eq!(form.get(field), value);
        assert!(field == "last_name" || form.get("last_name") == "Typed");
    }
    let saved = browser.form("/connect/profile", "/connect/profile").await;
    assert_eq!((saved.get("last_name"), saved.get("email")), ("", "vic@example.com"));
}

#[tokio::test]
async fn fields_that_the_form_does_not_have_change_nothing() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    let form = browser.form("/connect/profile", "/connect/profile").await;
    let form = form.set("username", "ada2").set("role", "administrator").set("user_role", "administrator");
    browser.submit(form.set("locked", "true").set("guid", &app.guid("ada").await)).await.expect(303);
    let user = browser.get("/__api__/v1/user").await.expect(200).json();
    assert_eq!((user["username"].as_str(), user["user_role"].as_str()), (Some("vic"), Some("viewer")));
}
