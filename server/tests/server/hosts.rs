//! Which host a request is for, and what it can reach there.

use http::Method;

use crate::support::{Answer, Client as _, TestApp};

const CONTENT: &str = "127.0.0.1:3939";

async fn at(client: &impl crate::support::Client, host: &str, path: &str) -> Answer {
    client.ask(Method::GET, path).header("host", host).send().await
}

#[tokio::test]
async fn an_unknown_host_is_told_that_it_is_none_of_ours() {
    let app = TestApp::start().await;
    let item = app.seed_content("pia", "site").access(domain::Access::All).file("index.html", "x").publish().await;
    let key = app.key_of("pia").await;
    for host in ["evil.test", "localhost", "localhost:4000", "127.0.0.1", "localhost:3939.evil.test", "", "[::1]:3939"]
    {
        for path in ["/", "/connect/", "/__login__", "/__api__/v1/user", &format!("/content/{}/", item.id)] {
            let answer = at(&key, host, path).await.expect(421);
            assert!(answer.text().contains("http://localhost:3939"), "{host} {path}");
            assert_eq!(answer.header("cache-control"), "no-store");
        }
        at(&app.anon(), host, "/__ping__").await.expect(200);
    }
    let anon = app.anon();
    let two = anon.ask(Method::GET, "/connect/").header("host", "localhost:3939").another("host", CONTENT);
    two.send().await.expect(421);
}

#[tokio::test]
async fn the_target_of_a_request_names_its_host() {
    let app = TestApp::start().await;
    let anon = app.anon();
    anon.ask(Method::GET, "http://evil.test/connect/").send().await.expect(421);
    anon.ask(Method::GET, "http://localhost:3939/__login__").header("host", "evil.test").send().await.expect(200);
}

#[tokio::test]
async fn on_the_content_origin_there_is_no_dashboard() {
    let app = TestApp::start().await;
    let (browser, key) = (app.sign_in("ada").await, app.key_of("ada").await);
    for path in ["/connect/", "/connect/keys", "/__login__", "/connect/setup", "/__open__/1", "/x"] {
        at(&browser, CONTENT, path).await.expect(404);
        let form = browser.ask(Method::POST, path).header("host", CONTENT);
        form.form(&[]).send().await.expect(404);
    }
    let front = at(&browser, CONTENT, "/").await.expect(302);
    assert_eq!(front.location(), "http://localhost:3939/");
    at(&browser, CONTENT, "/__api__/v1/user").await.expect_error(401, 24);
    at(&browser, CONTENT, "/__api__/server_settings").await.expect_error(401, 24);
    at(&key, CONTENT, "/__api__/v1/user").await.expect(200);
}

#[tokio::test]
async fn a_key_opens_content_on_either_host() {
    let app = TestApp::start().await;
    let item = app.seed_content("pia", "site").file("index.html", "x").publish().await;
    let key = app.key_of("pia").await;
    for host in ["localhost:3939", CONTENT] {
        for path in [format!("/content/{}/", item.id), format!("/content/{}/", item.guid)] {
            assert_eq!(at(&key, host, &path).await.expect(200).text(), "x");
        }
    }
}

#[tokio::test]
async fn an_item_answers_on_its_own_host_alone() {
    let app = TestApp::configured(|config| {
        config.url = Some("https://claviger.example.com".parse().unwrap());
        config.content_url = Some("https://*.content.example.com".parse().unwrap());
    });
    let app = app.await;
    app.user("pia", domain::Role::Publisher).await;
    let mut items = Vec::new();
    for name in ["one", "two"] {
        let seed = app.seed_content("pia", name).access(domain::Access::All);
        items.push(seed.file("index.html", name).publish().await);
    }
    let (own, other) = (format!("{}.content.example.com", items[0].guid), format!("/content/{}/", items[1].guid));
    let (anon, key) = (app.anon(), app.key_of("pia").await);
    assert_eq!(at(&anon, &own, &format!("/content/{}/", items[0].guid)).await.expect(200).text(), "one");
    at(&anon, &own, &other).await.expect_error(404, 4);
    at(&key, &own, &other).await.expect_error(404, 4);
    at(&key, &own, &format!("/content/{}/", items[1].id)).await.expect_error(404, 4);
    at(&anon, "content.example.com", &other).await.expect(421);
}
