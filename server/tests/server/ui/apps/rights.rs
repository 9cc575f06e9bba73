//! Who may open which page of an item

use domain::{Access, Content, PermissionRole, Role, VariableValue};
use services::PrincipalName;

use super::{page_of_pia, path};
use crate::support::{Client as _, TestApp};

/// What each page answers; sites have no logs.
const PAGES: [&str; 10] =
    ["", "/settings", "/people", "/variables", "/tags", "/address", "/usage", "/delete", "/versions", "/logs"];

/// A new publisher who may manage the item.
async fn collaborator(app: &TestApp, item: &Content, name: &str) {
    app.user(name, Role::Publisher).await;
    let pia = app.services.console_actor("pia").await.unwrap();
    let managed = app.services.managed(&pia, item.guid).await.unwrap();
    managed.permit_by_name(PrincipalName::User(name), PermissionRole::Collaborator).await.unwrap();
}

#[tokio::test]
async fn pages_are_for_those_who_manage_and_the_view_for_those_who_may_look() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::Acl).await;
    app.user("eve", Role::Publisher).await;
    collaborator(&app, &item, "col").await;
    for (name, answers) in [
        ("pia", [200, 200, 200, 200, 200, 200, 200, 200, 200, 404]),
        ("ada", [200, 200, 200, 200, 200, 200, 200, 200, 200, 404]),
        ("col", [200, 200, 200, 200, 200, 200, 200, 200, 200, 404]),
        ("vic", [200, 403, 403, 403, 403, 403, 403, 403, 403, 403]),
        ("eve", [404; 10]),
    ] {
        let browser = app.sign_in(name).await;
        for (page, status) in PAGES.into_iter().zip(answers) {
            let answer = browser.get(&path(&item, page)).await;
            assert_eq!(answer.status, status, "{page} for {name}: {}", answer.shown());
        }
    }
}

#[tokio::test]
async fn an_owner_who_became_a_viewer_looks_and_changes_nothing() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::Acl).await;
    let browser = app.sign_in("pia").await;
    let form = browser.form(&path(&item, "/settings"), &path(&item, "/delete")).await;
    app.services.console_set_role("pia", Role::Viewer).await.unwrap();
    let page = browser.get(&path(&item, "")).await.expect_page(200, "<iframe");
    assert!(!page.text().contains("/settings"), "{}", page.shown());
    browser.submit(form).await.expect_page(403, "Not allowed");
    app.key_of("vic").await.get(&format!("/content/{}/", item.guid)).await.expect(200);
}

#[tokio::test]
async fn what_is_not_there_and_what_one_may_not_see_look_alike_and_keep_the_menu() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::Acl).await;
    app.user("eve", Role::Viewer).await;
    let browser = app.sign_in("eve").await;
    let hidden = browser.get(&path(&item, "")).await.expect_page(404, "Not found");
    for other in ["/connect/apps/0a1b2c3d-0000-4000-8000-000000000001", "/connect/apps/999", "/connect/apps/x"] {
        let missing = browser.get(other).await.expect_page(404, "Not found");
        assert_eq!(missing.shown(), hidden.shown(), "{other}");
        assert!(missing.text().contains("User menu for eve"), "{other}");
    }
}

#[tokio::test]
async fn forms_of_others_do_nothing() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::Acl).await;
    app.user("eve", Role::Publisher).await;
    let pia = app.services.console_actor("pia").await.unwrap();
    let managed = app.services.managed(&pia, item.guid).await.unwrap();
    let value = Some(VariableValue::new("x".to_owned()));
    managed.set_variables(vec![("GOOD".to_owned(), value)]).await.unwrap();
    managed.set_vanity("good", false).await.unwrap();
    for (name, status) in [("vic", 403), ("eve", 404)] {
        let browser = app.sign_in(name).await;
        let token = browser.form("/connect/", "/__logout__").await;
        for (action, fields) in [
            ("/settings", [("title", "Mine now"), ("access", "all")]),
            ("/people", [("person", name), ("role", "owner")]),
            ("/people/change", [("permission", "1"), ("role", "owner")]),
            ("/people/remove", [("permission", "1"), ("x", "")]),
            ("/variables", [("name", "EVIL"), ("value", "x")]),
            ("/variables/remove", [("name", "GOOD"), ("x", "")]),
            ("/tags", [("tag", "2"), ("x", "")]),
            ("/tags/remove", [("tag", "2"), ("x", "")]),
            ("/address", [("path", "evil"), ("x", "")]),
            ("/address/remove", [("x", ""), ("x", "")]),
            ("/restart", [("x", ""), ("x", "")]),
            ("/delete", [("x", ""), ("x", "")]),
        ] {
            let form = fields.iter().fold(token.clone(), |form, (field, value)| form.set(field, value));
            let form = crate::support::Form { action: path(&item, action), ..form };
            let answer = browser.submit(form).await;
            // What is deleted and what one does not know of are answered alike.
            let expected = if (action, status) == ("/delete", 404) { 303 } else { status };
            assert_eq!(answer.status, expected, "{action} for {name}: {}", answer.shown());
        }
    }
    let page = app.sign_in("pia").await.get(&path(&item, "/settings")).await.expect_page(200, "The weather</h1>");
    assert_eq!(page.form(&path(&item, "/settings")).get("access"), "acl");
    let pia = app.sign_in("pia").await;
    let page = pia.get(&path(&item, "/people")).await.expect_page(200, "Remove vic");
    assert!(!page.text().contains("Remove eve") && !page.text().contains("collaborator</span>"), "{}", page.shown());
    let page = pia.get(&path(&item, "/variables")).await.expect_page(200, "<code>GOOD</code>");
    assert!(!page.text().contains("EVIL"), "{}", page.shown());
    pia.get(&path(&item, "/address")).await.expect_page(200, "/good/</a>");
}
