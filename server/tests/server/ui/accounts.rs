//! `/connect/people`: the accounts

use domain::Role;

use crate::support::{Client as _, Form, PASSWORD, TestApp};

const PEOPLE: &str = "/connect/people";

async fn at(app: &TestApp, name: &str) -> String {
    format!("{PEOPLE}/{}", app.guid(name).await)
}

#[tokio::test]
async fn everybody_sees_who_there_is_and_administrators_alone_change_it() {
    let app = TestApp::start().await;
    for (name, makes, forms) in [("ada", 200, 2), ("pia", 403, 0), ("vic", 403, 0)] {
        let browser = app.sign_in(name).await;
        let page = browser.get(PEOPLE).await.expect_page(200, "pia</a>");
        assert_eq!(page.text().contains("New account"), makes == 200, "{name}: {}", page.shown());
        assert_eq!(browser.get(&format!("{PEOPLE}/new")).await.status, makes, "{name}");
        app.user(&format!("eve-{name}"), Role::Viewer).await;
        let one = at(&app, &format!("eve-{name}")).await;
        let page = browser.get(&one).await.expect_page(200, "eve-");
        assert_eq!(page.text().matches(&format!("action=\"{one}/")).count(), forms, "{name}: {}", page.shown());
        // Addresses are nothing for viewers.
        assert_eq!(page.text().contains("@example.com"), name != "vic", "{name}: {}", page.shown());
    }
    for nothing in ["/0a1b2c3d-0000-4000-8000-000000000001", "/x"] {
        let browser = app.sign_in("ada").await;
        browser.get(&format!("{PEOPLE}{nothing}")).await.expect_page(404, "Not found");
    }
}

#[tokio::test]
async fn a_new_account_signs_in_with_the_password_that_it_was_given() {
    let app = TestApp::start().await;
    let browser = app.sign_in("ada").await;
    let form = browser.form(&format!("{PEOPLE}/new"), PEOPLE).await;
    assert_eq!(form.get("role"), "viewer");
    let form = form.set("username", "eve").set("first_name", "Eve").set("role", "publisher").set("password", PASSWORD);
    let answer = browser.submit(form).await.expect(303);
    let one = at(&app, "eve").await;
    assert_eq!(answer.header("location"), one);
    let page = browser.get(&one).await.expect_page(200, "eve was made.");
    assert!(page.text().contains("Publisher</dd>") && !page.text().contains(PASSWORD), "{}", page.shown());
    app.sign_in("eve").await.get("/connect/profile").await.expect_page(200, "with the role publisher");
}

#[tokio::test]
async fn what_is_wrong_with_a_new_account_is_told_beside_the_field() {
    let app = TestApp::start().await;
    let browser = app.sign_in("ada").await;
    let form = browser.form(&format!("{PEOPLE}/new"), PEOPLE).await.set("username", "eve").set("password", PASSWORD);
    for (field, value, words) in [
        ("username", "<b>", "A username has 1 to 64 letters"),
        ("username", "VIC", "This username is taken."),
        ("email", "nowhere", "An e-mail address looks like"),
        ("first_name", "a\nb", "A name has at most 255 characters"),
        ("role", "king", "A role is administrator, publisher or viewer."),
        ("password", "short", "problem\">"),
    ] {
        let page = browser.submit(form.clone().set(field, value)).await.expect_page(422, words);
        assert!(page.text().contains("<title>Error: New account"), "{}", page.shown());
        let shown = page.form(PEOPLE);
        assert_eq!(shown.get("password"), "", "{field}");
        if !["password", "role"].contains(&field) {
            assert_eq!(shown.get(field), value);
        }
    }
    assert_eq!(app.services.console_list_users().await.unwrap().len(), 3);
}

#[tokio::test]
async fn roles_and_locks_act_at_once() {
    let app = TestApp::start().await;
    let (ada, one) = (app.sign_in("ada").await, at(&app, "pia").await);
    let (pia, key) = (app.sign_in("pia").await, app.key_of("pia").await);
    let form = ada.form(&one, &format!("{one}/role")).await;
    assert_eq!(form.get("role"), "publisher");
    ada.submit(form.set("role", "viewer")).await.expect_redirect(&one);
    ada.get(&one).await.expect_page(200, "pia has the role viewer now.");
    pia.get("/connect/profile").await.expect_page(200, "with the role viewer");

    let lock = format!("{one}/lock");
    let form = ada.form(&one, &lock).await;
    ada.submit(form).await.expect_redirect(&one);
    let page = ada.get(&one).await.expect_page(200, "pia is locked now.");
    pia.get("/connect/profile").await.expect(303);
    key.get("/__api__/v1/user").await.expect(401);
    ada.get(PEOPLE).await.expect_page(200, "locked</span>");
    ada.submit(page.form(&lock)).await.expect_redirect(&one);
    ada.get(&one).await.expect_page(200, "pia is unlocked now.");
    key.get("/__api__/v1/user").await.expect(200);
    let nonsense = ada.form(&one, &lock).await.set("to", "x");
    ada.submit(nonsense).await.expect_page(404, "Not found");
}

#[tokio::test]
async fn the_last_administrator_stays_one() {
    let app = TestApp::start().await;
    let (ada, one) = (app.sign_in("ada").await, at(&app, "ada").await);
    let page = ada.get(&one).await.expect(200);
    assert!(!page.text().contains("Lock account"), "{}", page.shown());
    let form = page.form(&format!("{one}/role"));
    for role in ["viewer", "king"] {
        let words = if role == "king" { "A role is administrator" } else { "This is the only administrator" };
        ada.submit(form.clone().set("role", role)).await.expect_page(422, words);
    }
    let lock = Form { action: format!("{one}/lock"), ..form }.set("to", "locked");
    ada.submit(lock).await.expect_page(422, "This is the only administrator");
    ada.get(&one).await.expect_page(200, "Administrator</dd>");
}

#[tokio::test]
async fn forms_of_others_do_nothing() {
    let app = TestApp::start().await;
    let one = at(&app, "vic").await;
    for name in ["pia", "vic"] {
        let browser = app.sign_in(name).await;
        let token = browser.form("/connect/", "/__logout__").await;
        for (action, fields) in [
            (PEOPLE.to_owned(), [("username", "eve"), ("role", "administrator"), ("password", PASSWORD)]),
            (format!("{one}/role"), [("role", "administrator"), ("x", ""), ("y", "")]),
            (format!("{one}/lock"), [("to", "unlocked"), ("x", ""), ("y", "")]),
        ] {
            let form = fields.iter().fold(token.clone(), |form, (field, value)| form.set(field, value));
            browser.submit(Form { action, ..form }).await.expect_page(403, "Not allowed");
        }
    }
    let users = app.services.console_list_users().await.unwrap();
    assert_eq!(users.len(), 3);
    assert!(users.iter().any(|user| user.username.as_str() == "vic" && user.role == Role::Viewer));
}

#[tokio::test]
async fn accounts_are_filtered_by_any_of_their_names() {
    let app = TestApp::start().await;
    for number in 0..60 {
        app.user(&format!("user-{number:02}"), Role::Viewer).await;
    }
    let browser = app.sign_in("ada").await;
    let page = browser.get(&format!("{PEOPLE}?q=USER-5&page=9")).await.expect_page(200, "10 of 63 accounts");
    assert!(page.text().contains("user-59</a>") && !page.text().contains("user-49</a>"), "{}", page.shown());
    browser.get(&format!("{PEOPLE}?page=2")).await.expect_page(200, "vic</a>");
    let none = browser.get(&format!("{PEOPLE}?q=%3Cb%3E")).await.expect_page(200, "Nobody has “&lt;b&gt;” in a name.");
    assert!(!none.text().contains("<b>"), "{}", none.shown());
}
