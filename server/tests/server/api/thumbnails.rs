//! The pictures that stand for content.

use domain::Access;
use http::Method;

use crate::support::{Client as _, TestApp};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

#[tokio::test]
async fn a_picture_is_seen_by_those_who_see_the_item() {
    let app = TestApp::start().await;
    let (pia, vic) = (app.key_of("pia").await, app.key_of("vic").await);
    let item = app.seed_content("pia", "plot").file("index.html", "x").publish().await.guid;
    let (picture, place) = (format!("/content/{item}/__thumbnail__"), format!("/__api__/v1/content/{item}/thumbnail"));
    assert_eq!(pia.get(&picture).await.expect(204).body.len(), 0, "there is none");
    pia.ask(Method::PUT, &place).body(PNG).send().await.expect(204);
    let shown = pia.get(&picture).await.expect(200);
    assert_eq!((shown.header("content-type"), shown.body.as_ref()), ("image/png", PNG));
    vic.get(&picture).await.expect(404);
    app.anon().get(&picture).await.expect(401);
    // Larger than any other body.
    let large = [PNG, &vec![0; 2 * 1024 * 1024]].concat();
    pia.ask(Method::PUT, &place).body(large.clone()).send().await.expect(204);
    assert_eq!(pia.get(&picture).await.body.len(), large.len());
    pia.delete(&place).await.expect(204);
    pia.delete(&place).await.expect(204);
    pia.get(&picture).await.expect(204);
}

#[tokio::test]
async fn a_picture_is_held_to_its_checksum_and_to_its_size_and_not_read_from_strangers() {
    let app = TestApp::start().await;
    let (pia, vic) = (app.key_of("pia").await, app.key_of("vic").await);
    let item = app.seed_content("pia", "plot").file("index.html", "x").publish().await.guid;
    let place = format!("/__api__/v1/content/{item}/thumbnail");
    let put = async |md5: &str| pia.ask(Method::PUT, &place).header("x-content-checksum", md5).body(PNG).send().await;
    // MD5 of nothing, and what is no MD5.
    for wrong in ["1B2M2Y8AsgTpgAmY7PhCfg==", "x"] {
        put(wrong).await.expect_error(400, 104);
    }
    pia.get(&format!("/content/{item}/__thumbnail__")).await.expect(204);
    let huge = [PNG, &vec![0; 10 * 1024 * 1024]].concat();
    pia.ask(Method::PUT, &place).body(huge.clone()).send().await.expect_error(413, 87);
    app.anon().ask(Method::PUT, &place).body(huge.clone()).send().await.expect_error(401, 24);
    vic.ask(Method::PUT, &place).body(huge).send().await.expect_error(404, 4);
}

#[tokio::test]
async fn what_is_no_picture_is_refused_and_scripts_in_one_are_not_run() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.seed_content("pia", "plot").access(Access::All).file("index.html", "x").publish().await.guid;
    let place = format!("/__api__/v1/content/{item}/thumbnail");
    for bad in [&b""[..], b"<html></html>", b"BM"] {
        let refused = pia.ask(Method::PUT, &place).header("content-type", "image/png").body(bad).send().await;
        assert_eq!(refused.expect(400).json()["code"], 25);
    }
    pia.ask(Method::PUT, &place).body(b"<svg><script/></svg>".to_vec()).send().await.expect(204);
    let shown = app.anon().get(&format!("/content/{item}/__thumbnail__")).await.expect(200);
    assert_eq!(shown.header("content-type"), "image/svg+xml");
    let policy = shown.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("sandbox"), "{policy}");
}
