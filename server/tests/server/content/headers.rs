//! The headers that every answer carries.

use domain::Access;
use http::Method;

use crate::support::{Answer, Client as _, TestApp};

/// One answer of each kind.
async fn kinds(app: &TestApp) -> Vec<(u16, Answer)> {
    let item = super::site(app).await;
    let (root, key) = (format!("/content/{}", item.id), app.key_of("vic").await);
    let file = format!("{root}/digits.txt");
    let etag = key.get(&file).await.header("etag").to_owned();
    let anon = app.anon();
    vec![
        (200, key.get(&file).await),
        (200, anon.get(&file).await),
        (206, key.ask(Method::GET, &file).header("range", "bytes=1-2").send().await),
        (304, key.ask(Method::GET, &file).header("if-none-match", &etag).send().await),
        (308, key.get(&root).await),
        (401, anon.get("/content/999/").await),
        (401, app.key("wrong").get(&file).await),
        (307, anon.ask(Method::GET, &file).header("sec-fetch-mode", "navigate").send().await),
        (401, anon.ask(Method::GET, "/content/x/").header("sec-fetch-mode", "navigate").send().await),
        (403, anon.ask(Method::GET, &file).header("sec-fetch-mode", "cors").send().await),
        (404, key.get(&format!("{root}/missing")).await),
        (405, key.post(&file, serde_json::json!({})).await),
        (416, key.ask(Method::GET, &file).header("range", "bytes=10-").send().await),
    ]
}

#[tokio::test]
async fn every_answer_is_fenced_in() {
    let app = TestApp::start().await;
    for (status, answer) in kinds(&app).await {
        assert_eq!(answer.status, status, "{answer:?}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{answer:?}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{answer:?}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{answer:?}");
        assert_eq!(answer.header("server"), "Claviger", "{answer:?}");
        let policies = answer.headers.get_all("content-security-policy");
        assert!(policies.iter().any(|policy| policy == "sandbox"), "{answer:?}");
        assert!(answer.cookies().is_empty(), "{answer:?}");
        assert!(!answer.headers.contains_key("strict-transport-security"), "{answer:?}");
    }
}

#[tokio::test]
async fn vary_names_all_that_was_looked_at() {
    let app = TestApp::start().await;
    for (_, answer) in kinds(&app).await {
        let vary = answer.header("vary").to_lowercase();
        let vary: Vec<&str> = vary.split(", ").collect();
        for name in [
            "authorization",
            "x-rsc-authorization",
            "sec-fetch-mode",
            "sec-fetch-site",
            "sec-fetch-dest",
            "accept",
            "accept-encoding",
        ] {
            assert!(vary.contains(&name), "{name} in {answer:?}");
        }
    }
}

#[tokio::test]
async fn what_is_not_for_everybody_is_private() {
    let app = TestApp::start().await;
    for (access, expected) in
        [(Access::All, "no-cache"), (Access::LoggedIn, "private, no-cache"), (Access::Acl, "private, no-cache")]
    {
        let seed = app.seed_content("pia", &format!("item-{access}")).access(access);
        let item = seed.file("index.html", "x").file("sub/index.html", "x").publish().await;
        let key = app.key_of("pia").await;
        let path = format!("/content/{}/", item.id);
        let etag = key.get(&path).await.header("etag").to_owned();
        for answer in [
            key.get(&path).await.expect(200),
            key.head(&path).await.expect(200),
            key.get(&format!("{path}sub")).await.expect(308),
            key.ask(Method::GET, &path).header("if-none-match", &etag).send().await.expect(304),
            key.ask(Method::GET, &path).header("range", "bytes=9-").send().await.expect(416),
        ] {
            assert_eq!(answer.header("cache-control"), expected, "{access} {answer:?}");
        }
    }
}

#[tokio::test]
async fn behind_https_browsers_are_told_to_stay_there() {
    let app = TestApp::configured(|config| config.url = Some("https://keys.example.com".parse().unwrap())).await;
    let answer = app.anon().get("/content/1/").await.expect(401);
    assert_eq!(answer.header("strict-transport-security"), "max-age=31536000");
}
