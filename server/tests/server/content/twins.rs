//! Compressed twins that a publisher puts beside a file.

use domain::Access;
use http::Method;

use crate::support::{Answer, Client as _, TestApp};

async fn published(app: &TestApp) -> String {
    let seed = app.seed_content("pia", "twins").access(Access::All).file("index.html", "");
    let seed = seed.file("app.js", "plain").file("app.js.br", "brotli bytes").file("app.js.gz", "gzip bytes");
    let item = seed.file("only.css", "plain").file("only.css.gz", "gzip bytes").publish().await;
    format!("/content/{}", item.id)
}

async fn ask(app: &TestApp, method: Method, path: &str, accepts: &str) -> Answer {
    app.anon().ask(method, path).header("accept-encoding", accepts).send().await
}

#[tokio::test]
async fn the_best_twin_that_the_client_takes_is_sent() {
    let app = TestApp::start().await;
    let root = published(&app).await;
    for (accepts, coding, body) in [
        ("br", "br", "brotli bytes"),
        ("gzip, deflate, br, zstd", "br", "brotli bytes"),
        ("BR", "br", "brotli bytes"),
        ("gzip", "gzip", "gzip bytes"),
        ("br;q=0, gzip", "gzip", "gzip bytes"),
        ("br; q=0.000, gzip;q=0.5", "gzip", "gzip bytes"),
        ("br;q=0,gzip;q=0.0", "", "plain"),
        ("identity", "", "plain"),
        ("", "", "plain"),
        ("brotli, xgzip", "", "plain"),
    ] {
        let answer = ask(&app, Method::GET, &format!("{root}/app.js"), accepts).await.expect(200);
        assert_eq!((answer.header("content-encoding"), answer.text()), (coding, body), "{accepts}");
        assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8", "{accepts}");
        assert_eq!(answer.header("content-length"), body.len().to_string(), "{accepts}");
    }
}

#[tokio::test]
async fn a_missing_twin_is_passed_over() {
    let app = TestApp::start().await;
    let root = published(&app).await;
    let answer = ask(&app, Method::GET, &format!("{root}/only.css"), "br, gzip").await.expect(200);
    assert_eq!((answer.header("content-encoding"), answer.text()), ("gzip", "gzip bytes"));
    let answer = ask(&app, Method::GET, &format!("{root}/only.css"), "br").await.expect(200);
    assert_eq!((answer.header("content-encoding"), answer.text()), ("", "plain"));
}

#[tokio::test]
async fn each_form_has_a_tag_of_its_own() {
    let app = TestApp::start().await;
    let path = format!("{}/app.js", published(&app).await);
    let mut tags = Vec::new();
    for accepts in ["identity", "gzip", "br"] {
        tags.push(ask(&app, Method::GET, &path, accepts).await.expect(200).header("etag").to_owned());
    }
    for (accepts, own) in ["identity", "gzip", "br"].into_iter().zip(&tags) {
        for tag in &tags {
            let anon = app.anon();
            let ask = anon.ask(Method::GET, &path).header("accept-encoding", accepts).header("if-none-match", tag);
            ask.send().await.expect(if tag == own { 304 } else { 200 });
        }
    }
}

#[tokio::test]
async fn parts_are_parts_of_the_plain_file() {
    let app = TestApp::start().await;
    let path = format!("{}/app.js", published(&app).await);
    let anon = app.anon();
    let ask = anon.ask(Method::GET, &path).header("accept-encoding", "br").header("range", "bytes=0-1");
    let part = ask.send().await.expect(206);
    assert_eq!((part.text(), part.header("content-encoding")), ("pl", ""));
}

#[tokio::test]
async fn a_head_tells_of_the_twin_and_a_twin_has_an_address_too() {
    let app = TestApp::start().await;
    let root = published(&app).await;
    let head = ask(&app, Method::HEAD, &format!("{root}/app.js"), "br").await.expect(200);
    assert_eq!((head.header("content-encoding"), head.header("content-length")), ("br", "12"));
    let itself = ask(&app, Method::GET, &format!("{root}/app.js.gz"), "br, gzip").await.expect(200);
    assert_eq!((itself.text(), itself.header("content-encoding")), ("gzip bytes", ""));
}
