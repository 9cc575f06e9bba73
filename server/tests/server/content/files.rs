//! Files as they were published: their bytes, types and names.

use domain::Access;

use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn types_follow_the_names_and_texts_say_their_encoding() {
    let app = TestApp::start().await;
    let expected = [
        ("index.html", "text/html; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.mjs", "application/javascript; charset=utf-8"),
        ("a.json", "application/json; charset=utf-8"),
        ("a.csv", "text/csv; charset=utf-8"),
        ("a.txt", "text/plain; charset=utf-8"),
        ("a.svg", "image/svg+xml; charset=utf-8"),
        ("a.PNG", "image/png"),
        ("a.pdf", "application/pdf"),
        ("a.wasm", "application/wasm"),
        ("a.woff2", "font/woff2"),
        ("a.unknown-kind", "application/octet-stream"),
        ("LICENSE", "application/octet-stream"),
    ];
    let seed = app.seed_content("pia", "types").access(Access::All);
    let item = expected.iter().fold(seed, |seed, (name, _)| seed.file(name, *name)).publish().await;
    for (name, kind) in expected {
        let answer = app.anon().get(&format!("/content/{}/{name}", item.id)).await.expect(200);
        assert_eq!((answer.header("content-type"), answer.text()), (kind, name));
        assert_eq!(answer.header("content-length"), name.len().to_string());
    }
}

#[tokio::test]
async fn names_with_spaces_unicode_and_signs_are_found_by_their_encoded_address() {
    let app = TestApp::start().await;
    let names = [
        ("a b.txt", "a%20b.txt"),
        ("ü/ñ.html", "%C3%BC/%C3%B1.html"),
        ("日本/語 1.txt", "%E6%97%A5%E6%9C%AC/%E8%AA%9E%201.txt"),
        ("100%.txt", "100%25.txt"),
        ("a+b.txt", "a+b.txt"),
        ("a;b=c&d.txt", "a;b=c&d.txt"),
        ("what?.txt", "what%3F.txt"),
        ("#1.txt", "%231.txt"),
        ("it's.txt", "it's.txt"),
        ("%2e%2e.txt", "%252e%252e.txt"),
        ("...", "..."),
        (".well-known/x", ".well-known/x"),
        ("👩‍🔬.txt", "%F0%9F%91%A9%E2%80%8D%F0%9F%94%AC.txt"),
    ];
    let seed = app.seed_content("pia", "names").access(Access::All).file("index.html", "");
    let item = names.iter().fold(seed, |seed, (name, _)| seed.file(name, *name)).publish().await;
    for (name, address) in names {
        let answer = app.anon().get(&format!("/content/{}/{address}", item.guid)).await.expect(200);
        assert_eq!(answer.text(), name);
    }
}

#[tokio::test]
async fn an_empty_file_is_answered_empty() {
    let app = TestApp::start().await;
    let item = app.seed_content("pia", "empty").access(Access::All).file("index.html", "").publish().await;
    let answer = app.anon().get(&format!("/content/{}/", item.id)).await.expect(200);
    assert_eq!((answer.body.len(), answer.header("content-length")), (0, "0"));
}

#[tokio::test]
async fn bytes_that_are_no_text_come_back_as_they_were() {
    let app = TestApp::start().await;
    let bytes: Vec<u8> = (0..=255).cycle().take(10_000).collect();
    let item = app.seed_content("pia", "bytes").access(Access::All).file("plot.png", bytes.clone()).publish().await;
    let answer = app.anon().get(&format!("/content/{}/plot.png", item.id)).await.expect(200);
    assert_eq!(answer.body, bytes);
}

#[tokio::test]
async fn a_head_says_what_a_get_would_and_sends_nothing() {
    let app = TestApp::start().await;
    let root = format!("/content/{}", super::site(&app).await.id);
    for path in ["", "/", "/digits.txt", "/sub", "/sub/", "/missing"] {
        let (get, head) =
            (app.anon().get(&format!("{root}{path}")).await, app.anon().head(&format!("{root}{path}")).await);
        assert!(head.body.is_empty(), "{path}");
        assert_eq!((head.status, head.headers), (get.status, get.headers), "{path}");
    }
}
