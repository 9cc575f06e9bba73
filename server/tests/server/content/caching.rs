//! Tags, and answers without a body for who has the bytes already.

use http::Method;

use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn who_has_the_version_gets_304_without_a_body() {
    let app = TestApp::start().await;
    let path = format!("/content/{}/digits.txt", super::site(&app).await.id);
    let anon = app.anon();
    let etag = anon.get(&path).await.expect(200).header("etag").to_owned();
    assert!(etag.starts_with('"') && etag.ends_with('"') && etag.len() > 2, "{etag}");
    for tags in [etag.clone(), format!("W/{etag}"), format!("\"x\", {etag}"), format!("\"x\",W/{etag}"), "*".to_owned()]
    {
        for method in [Method::GET, Method::HEAD] {
            let answer = anon.ask(method, &path).header("if-none-match", &tags).send().await.expect(304);
            assert!(answer.body.is_empty());
            assert_eq!(answer.header("etag"), etag);
            assert_eq!(answer.header("content-type"), "");
        }
    }
}

#[tokio::test]
async fn another_tag_gets_the_file() {
    let app = TestApp::start().await;
    let path = format!("/content/{}/digits.txt", super::site(&app).await.id);
    let anon = app.anon();
    for tags in ["\"x\"", "", "x", "\"", "W/\"x\", \"y\""] {
        anon.ask(Method::GET, &path).header("if-none-match", tags).send().await.expect(200);
    }
    anon.ask(Method::GET, &path).header_bytes("if-none-match", b"\xff").send().await.expect(200);
}

#[tokio::test]
async fn a_tag_admits_nobody() {
    let app = TestApp::start().await;
    let item = app.seed_content("pia", "private").file("index.html", "x").publish().await;
    let path = format!("/content/{}/", item.id);
    let etag = app.key_of("pia").await.get(&path).await.expect(200).header("etag").to_owned();
    app.anon().ask(Method::GET, &path).header("if-none-match", &etag).send().await.expect_error(401, 24);
    let other = app.key_of("vic").await;
    other.ask(Method::GET, &path).header("if-none-match", "*").send().await.expect_error(404, 4);
}

#[tokio::test]
async fn what_is_not_there_has_no_tag() {
    let app = TestApp::start().await;
    let root = format!("/content/{}", super::site(&app).await.id);
    let key = app.key_of("vic").await;
    let missing = key.ask(Method::GET, &format!("{root}/missing")).header("if-none-match", "*").send().await;
    assert_eq!(missing.expect_error(404, 4).header("etag"), "");
}
