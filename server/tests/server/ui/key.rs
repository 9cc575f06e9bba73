//! `/connect/keys/{id}`: one key, and its end

use serde_json::json;

use super::listed;
use crate::support::{Answer, Client as _, Cookie, TestApp};

async fn delete(browser: &Cookie<'_>, id: i64) -> Answer {
    let form = browser.form(&format!("/connect/keys/{id}"), &format!("/connect/keys/{id}/delete")).await;
    browser.submit(form).await
}

#[tokio::test]
async fn a_deleted_key_is_dead_before_the_answer_and_the_message_comes_once() {
    let app = TestApp::start().await;
    let key = app.seed_key("vic").named("my tool").make().await;
    let browser = app.sign_in("vic").await;
    app.key(&key.secret).get("/__api__/v1/user").await.expect(200);
    delete(&browser, key.id).await.expect_redirect("/connect/keys");
    app.key(&key.secret).get("/__api__/v1/user").await.expect_error(401, 30);
    for _ in 0..2 {
        browser.head("/connect/keys").await.expect(200);
    }
    let page = browser.get("/connect/keys").await.expect_page(200, "role=\"status\"");
    assert!(page.text().contains("my tool") && page.text().contains("was deleted."), "{}", page.shown());
    assert!(!browser.get("/connect/keys").await.expect(200).text().contains("was deleted."));
}

#[tokio::test]
async fn the_list_carries_the_same_form() {
    let app = TestApp::start().await;
    let key = app.seed_key("vic").make().await;
    let browser = app.sign_in("vic").await;
    let form = browser.form("/connect/keys", &format!("/connect/keys/{}/delete", key.id)).await;
    browser.submit(form).await.expect_redirect("/connect/keys");
    assert!(listed(&browser).await.is_empty());
}

#[tokio::test]
async fn keys_made_with_it_go_too_unless_the_box_is_unchecked() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    for together in [true, false] {
        let parent = app.key_of("vic").await;
        let child = parent.post(&parent.keys(), json!({ "name": "child" })).await.expect(200).json();
        let child = app.key(child["key"].as_str().unwrap());
        let page = browser.get(&format!("/connect/keys/{}", parent.id)).await.expect_page(200, "Keys made with it");
        let form = page.form(&format!("/connect/keys/{}/delete", parent.id));
        assert_eq!(form.get("descendants"), "yes", "checked by default");
        browser.submit(if together { form } else { form.without("descendants") }).await.expect(303);
        parent.get("/__api__/me").await.expect_error(401, 30);
        assert_eq!(child.get("/__api__/me").await.status == 200, !together);
        let page = browser.get("/connect/keys").await.expect(200);
        assert_eq!(page.text().contains("the key made with it"), together);
    }
}

#[tokio::test]
async fn anothers_key_is_404_and_lives_on() {
    let app = TestApp::start().await;
    let victim = app.seed_key("pia").named("hers").make().await;
    let own = app.seed_key("ada").make().await;
    let browser = app.sign_in("ada").await;
    let page = browser.get(&format!("/connect/keys/{}", victim.id)).await.expect_page(404, "Not found");
    assert!(!page.text().contains("hers"));
    let mut form =
        browser.form(&format!("/connect/keys/{}", own.id), &format!("/connect/keys/{}/delete", own.id)).await;
    let mut answers = Vec::new();
    for id in [victim.id, 999_999] {
        form.action = format!("/connect/keys/{id}/delete");
        let answer = browser.submit(form.clone()).await;
        let page = browser.get("/connect/keys").await.expect(200);
        assert!(!page.text().contains("hers"));
        answers.push((answer.status, answer.location().to_owned()));
    }
    assert_eq!(answers[0], answers[1], "another's key and none look alike");
    app.key(&victim.secret).get("/__api__/v1/user").await.expect(200);
}

#[tokio::test]
async fn a_second_deletion_is_no_fault() {
    let app = TestApp::start().await;
    let id = app.seed_key("vic").make().await.id;
    let browser = app.sign_in("vic").await;
    let form = browser.form(&format!("/connect/keys/{id}"), &format!("/connect/keys/{id}/delete")).await;
    browser.submit(form.clone()).await.expect_redirect("/connect/keys");
    browser.get("/connect/keys").await.expect(200);
    browser.submit(form).await.expect_redirect("/connect/keys");
    browser.get("/connect/keys").await.expect_page(200, "deleted already");
}

#[tokio::test]
async fn reloading_after_the_deletion_leads_back() {
    let app = TestApp::start().await;
    let id = app.seed_key("vic").make().await.id;
    let browser = app.sign_in("vic").await;
    browser.get(&format!("/connect/keys/{id}/delete")).await.expect_redirect(&format!("/connect/keys/{id}"));
    browser.get(&format!("/connect/keys/{id}")).await.expect(200);
}

#[tokio::test]
async fn addresses_that_are_no_number_are_404_in_words() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    for id in ["x", "0", "-1", "99999999999999999999", "%FF", "%00", "1%2F2", "..%2f"] {
        browser.get(&format!("/connect/keys/{id}")).await.expect_page(404, "ot found");
    }
}
