//! Parts of files (RFC 9110, section 14).

use http::Method;

use crate::support::{Answer, Client as _, TestApp};

async fn range(app: &TestApp, path: &str, headers: &[(&str, &str)]) -> Answer {
    let anon = app.anon();
    headers.iter().fold(anon.ask(Method::GET, path), |ask, (name, value)| ask.header(name, value)).send().await
}

#[tokio::test]
async fn one_part_is_206_with_its_place() {
    let app = TestApp::start().await;
    let path = format!("/content/{}/digits.txt", super::site(&app).await.id);
    for (wanted, part, place) in [
        ("bytes=0-3", "0123", "bytes 0-3/10"),
        ("bytes=0-0", "0", "bytes 0-0/10"),
        ("bytes=7-", "789", "bytes 7-9/10"),
        ("bytes=-2", "89", "bytes 8-9/10"),
        ("bytes=5-99", "56789", "bytes 5-9/10"),
        ("bytes=0-", "0123456789", "bytes 0-9/10"),
        ("bytes=0-9", "0123456789", "bytes 0-9/10"),
        ("bytes=-10", "0123456789", "bytes 0-9/10"),
    ] {
        let answer = range(&app, &path, &[("range", wanted)]).await;
        assert_eq!(
            (answer.status.as_u16(), answer.text(), answer.header("content-range")),
            (206, part, place),
            "{wanted}"
        );
        assert_eq!(answer.header("content-length"), part.len().to_string(), "{wanted}");
        assert_eq!(answer.header("accept-ranges"), "bytes", "{wanted}");
    }
}

#[tokio::test]
async fn a_part_beyond_the_end_is_416_and_says_the_length() {
    let app = TestApp::start().await;
    let path = format!("/content/{}/digits.txt", super::site(&app).await.id);
    for wanted in ["bytes=10-", "bytes=10-20", "bytes=99999999999-"] {
        let answer = range(&app, &path, &[("range", wanted)]).await.expect(416);
        assert_eq!((answer.header("content-range"), answer.body.len()), ("bytes */10", 0), "{wanted}");
    }
}

#[tokio::test]
async fn what_is_no_range_or_several_gets_the_whole_file() {
    let app = TestApp::start().await;
    let path = format!("/content/{}/digits.txt", super::site(&app).await.id);
    for wanted in [
        "",
        "lines=0-3",
        "bytes",
        "bytes=",
        "bytes=a-b",
        "bytes=0-1,3-4",
        "0-3",
        "bytes=-",
        "bytes=99999999999999999999-",
    ] {
        let answer = range(&app, &path, &[("range", wanted)]).await.expect(200);
        assert_eq!((answer.text(), answer.header("content-range")), ("0123456789", ""), "{wanted}");
    }
}

#[tokio::test]
async fn many_parts_at_once_cost_no_more_than_the_file() {
    let app = TestApp::start().await;
    let path = format!("/content/{}/digits.txt", super::site(&app).await.id);
    let many = format!("bytes={}", vec!["0-9"; 1000].join(","));
    let answer = range(&app, &path, &[("range", &many)]).await;
    assert!(answer.body.len() <= 10, "{}", answer.body.len());
}

#[tokio::test]
async fn if_range_gives_the_part_only_of_the_same_version() {
    let app = TestApp::start().await;
    let path = format!("/content/{}/digits.txt", super::site(&app).await.id);
    let etag = app.anon().get(&path).await.header("etag").to_owned();
    let same = range(&app, &path, &[("range", "bytes=0-3"), ("if-range", &etag)]).await.expect(206);
    assert_eq!(same.text(), "0123");
    for other in ["\"x\"", &format!("W/{etag}"), "Mon, 23 Nov 2026 06:00:00 GMT", "", "*"] {
        let whole = range(&app, &path, &[("range", "bytes=0-3"), ("if-range", other)]).await.expect(200);
        assert_eq!(whole.text(), "0123456789", "{other}");
    }
}

#[tokio::test]
async fn who_has_the_version_gets_304_and_no_part() {
    let app = TestApp::start().await;
    let path = format!("/content/{}/digits.txt", super::site(&app).await.id);
    let etag = app.anon().get(&path).await.header("etag").to_owned();
    range(&app, &path, &[("range", "bytes=0-3"), ("if-none-match", &etag)]).await.expect(304);
}

#[tokio::test]
async fn a_head_tells_of_the_whole_file() {
    let app = TestApp::start().await;
    let path = format!("/content/{}/digits.txt", super::site(&app).await.id);
    let answer = app.anon().ask(Method::HEAD, &path).header("range", "bytes=0-3").send().await.expect(200);
    assert_eq!((answer.header("content-length"), answer.header("content-range")), ("10", ""));
}

#[tokio::test]
async fn an_empty_file_has_no_parts() {
    let app = TestApp::start().await;
    let seed = app.seed_content("pia", "empty").access(domain::Access::All);
    let item = seed.file("index.html", "").publish().await;
    let answer = range(&app, &format!("/content/{}/", item.id), &[("range", "bytes=0-0")]).await.expect(416);
    assert_eq!(answer.header("content-range"), "bytes */0");
}
