//! "Create API Key" as the dialog sends it: the same form, with the outcome as JSON.

use http::Method;
use serde_json::{Value, json};
use time::Duration;

use super::listed;
use crate::support::{Answer, Client as _, Cookie, Form, PASSWORD, TestApp};

async fn send(browser: &Cookie<'_>, form: &Form) -> Answer {
    browser.ask(Method::POST, &form.action).form(&form.fields).header("accept", "application/json").send().await
}

async fn outcome(browser: &Cookie<'_>, form: &Form) -> Value {
    let answer = send(browser, form).await.expect(200);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "no-store");
    answer.json()
}

async fn form(browser: &Cookie<'_>) -> Form {
    browser.form("/connect/keys/new", "/connect/keys").await.set("name", "tool")
}

#[tokio::test]
async fn the_outcome_holds_the_key_and_no_page_shows_it_afterwards() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    let made = outcome(&browser, &form(&browser).await).await;
    assert_eq!(made["outcome"], "made");
    assert_eq!(made["key"]["name"], "tool");
    let key = made["key"]["key"].as_str().unwrap();
    app.key(key).get("/__api__/v1/user").await.expect(200);
    let labels: Vec<&str> =
        made["key"]["snippets"].as_array().unwrap().iter().map(|s| s["label"].as_str().unwrap()).collect();
    assert_eq!(labels, ["curl", "R", "Python", ".Renviron"]);
    browser.get("/connect/keys/created").await.expect_redirect("/connect/keys");
}

#[tokio::test]
async fn what_is_wrong_is_told_field_by_field() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    for (name, value, field) in [("name", " ", "name"), ("role", "administrator", "role"), ("expiry", "x", "expiry")] {
        let invalid = outcome(&browser, &form(&browser).await.set(name, value)).await;
        assert_eq!((&invalid["outcome"], &invalid["password_needed"]), (&json!("invalid"), &json!(false)));
        for (known, problem) in invalid["problems"].as_object().unwrap() {
            assert_eq!(problem.is_string(), known == field, "{invalid}");
        }
    }
}

#[tokio::test]
async fn an_old_sign_in_is_told_and_the_same_form_with_the_password_is_taken() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    let form = form(&browser).await;
    app.clock.advance(Duration::minutes(11));
    let asked = outcome(&browser, &form).await;
    assert_eq!((&asked["outcome"], &asked["password_needed"]), (&json!("invalid"), &json!(true)));
    let wrong = outcome(&browser, &form.clone().set("password", "wrong")).await;
    assert_eq!(wrong["problems"]["password"], "This is not your current password.");
    assert_eq!(outcome(&browser, &form.set("password", PASSWORD)).await["outcome"], "made");
    assert_eq!(listed(&browser).await.len(), 1);
}

#[tokio::test]
async fn the_same_form_again_makes_nothing_and_says_so() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    let form = form(&browser).await;
    assert_eq!(outcome(&browser, &form).await["outcome"], "made");
    let again = outcome(&browser, &form).await;
    assert!(again["problems"]["form"].as_str().unwrap().contains("already sent"), "{again}");
    assert!(!again.to_string().contains("clv_"));
    assert_eq!(listed(&browser).await.len(), 1);
}

#[tokio::test]
async fn a_session_that_ended_is_told() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    let form = form(&browser).await;
    app.services.console_lock("vic", true).await.unwrap();
    assert_eq!(outcome(&browser, &form).await, json!({ "outcome": "signed_out" }));
}

#[tokio::test]
async fn a_forged_form_is_refused_here_too() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    send(&browser, &form(&browser).await.set("csrf", "")).await.expect(403);
    assert!(listed(&browser).await.is_empty());
}
