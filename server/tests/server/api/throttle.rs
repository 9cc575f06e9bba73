//! Guessing passwords is slow: 429, code 277, with Retry-After.

use http::Method;
use serde_json::{Value, json};
use time::Duration;

use crate::support::{Answer, Client as _, PASSWORD, TestApp};

async fn try_from(app: &TestApp, address: &str, name: &str, password: &str) -> Answer {
    let body: Value = json!({ "username": name, "password": password });
    app.anon().ask(Method::POST, "/__api__/__login__").json(&body).from(address).send().await
}

#[tokio::test]
async fn from_the_fifth_failure_on_one_waits_even_with_the_right_password() {
    let app = TestApp::start().await;
    for _ in 0..5 {
        try_from(&app, "192.0.2.1", "vic", "wrong").await.expect_error(401, 30);
    }
    let slowed = try_from(&app, "192.0.2.1", "vic", PASSWORD).await.expect_error(429, 277);
    assert_eq!(slowed.header("retry-after"), "1");
    app.clock.advance(Duration::seconds(1));
    try_from(&app, "192.0.2.1", "vic", PASSWORD).await.expect(200);
    try_from(&app, "192.0.2.1", "vic", "wrong").await.expect_error(401, 30);
}

#[tokio::test]
async fn the_wait_doubles_to_half_a_minute() {
    let app = TestApp::start().await;
    for _ in 0..5 {
        try_from(&app, "192.0.2.1", "vic", "wrong").await.expect_error(401, 30);
    }
    for wait in [1, 2, 4, 8, 16, 30, 30] {
        let slowed = try_from(&app, "192.0.2.1", "vic", "wrong").await.expect_error(429, 277);
        assert_eq!(slowed.header("retry-after"), wait.to_string());
        app.clock.advance(Duration::seconds(wait));
        try_from(&app, "192.0.2.1", "vic", "wrong").await.expect_error(401, 30);
    }
}

#[tokio::test]
async fn nobody_can_keep_another_one_out() {
    let app = TestApp::start().await;
    for _ in 0..6 {
        try_from(&app, "192.0.2.1", "vic", "wrong").await;
    }
    try_from(&app, "192.0.2.2", "vic", PASSWORD).await.expect(200);
    try_from(&app, "192.0.2.1", "pia", PASSWORD).await.expect(200);
}

#[tokio::test]
async fn accounts_that_do_not_exist_are_slowed_alike() {
    let app = TestApp::start().await;
    for _ in 0..5 {
        try_from(&app, "192.0.2.1", "nobody", "wrong").await.expect_error(401, 30);
    }
    try_from(&app, "192.0.2.1", "NOBODY", "wrong").await.expect_error(429, 277);
}

#[tokio::test]
async fn an_address_has_fifty_tries_in_ten_minutes() {
    let app = TestApp::start().await;
    for number in 0..50 {
        try_from(&app, "192.0.2.1", &format!("user{number}"), "wrong").await.expect_error(401, 30);
    }
    let slowed = try_from(&app, "192.0.2.1", "vic", PASSWORD).await.expect_error(429, 277);
    assert!(slowed.header("retry-after").parse::<u64>().unwrap() > 500);
    app.clock.advance(Duration::minutes(10));
    try_from(&app, "192.0.2.1", "vic", PASSWORD).await.expect(200);
}

#[tokio::test]
async fn a_forwarded_address_counts_only_from_a_trusted_proxy() {
    for trusted in [false, true] {
        let app = TestApp::configured(|config| {
            config.trusted_proxies = if trusted { vec!["10.0.0.1".parse().unwrap()] } else { Vec::new() };
        })
        .await;
        app.user("vic", domain::Role::Viewer).await;
        let body = json!({ "username": "vic", "password": "wrong" });
        for client in 0..6 {
            let anon = app.anon();
            let ask = anon.ask(Method::POST, "/__api__/__login__").json(&body).from("10.0.0.1");
            let answer = ask.header("x-forwarded-for", &format!("10.9.9.9, 192.0.2.{client}")).send().await;
            assert_eq!(answer.status == 429, !trusted && client == 5, "{client} {trusted}");
        }
    }
}
