//! Browsers on the address of programs: they are sent to where content is shown, and other pages' requests get nothing.

use http::Method;

use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn a_navigation_is_sent_to_the_content_origin() {
    let app = TestApp::start().await;
    let item = super::site(&app).await;
    let anon = app.anon();
    for headers in [
        &[("sec-fetch-mode", "navigate"), ("sec-fetch-site", "none")][..],
        &[("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe")][..],
        &[("accept", "text/html,application/xhtml+xml,*/*;q=0.8")][..],
    ] {
        for method in [Method::GET, Method::HEAD] {
            let ask = anon.ask(method.clone(), &format!("/content/{}/sub/?a=1&b=2", item.guid));
            let ask = headers.iter().fold(ask, |ask, (name, value)| ask.header(name, value));
            let sent = ask.send().await.expect(307);
            assert_eq!(sent.location(), format!("http://127.0.0.1:3939/content/{}/sub/?a=1&b=2", item.guid));
            assert_eq!((sent.header("cache-control"), sent.header("referrer-policy")), ("no-store", "no-referrer"));
        }
    }
}

#[tokio::test]
async fn nobody_learns_from_a_number_whether_an_item_exists() {
    let app = TestApp::start().await;
    let secret = app.seed_content("pia", "secret").file("index.html", "x").publish().await;
    let anon = app.anon();
    for id in [secret.id.0, 999] {
        let ask = anon.ask(Method::GET, &format!("/content/{id}/a?b=1")).header("sec-fetch-mode", "navigate");
        let first = ask.send().await.expect(307);
        assert_eq!(first.location(), format!("http://localhost:3939/__open__/{id}?path=a%3Fb%3D1"));
        let next = anon.ask(Method::GET, &format!("/__open__/{id}?path=a%3Fb%3D1")).send().await;
        next.expect_redirect(&format!("/__login__?next=%2F__open__%2F{id}%3Fpath%3Da%253Fb%253D1"));
    }
}

#[tokio::test]
async fn a_session_is_not_looked_at_and_not_told_apart() {
    let app = TestApp::start().await;
    let path = format!("/content/{}/", super::site(&app).await.guid);
    let (browser, anon) = (app.sign_in("pia").await, app.anon());
    let known = browser.ask(Method::GET, &path).header("sec-fetch-mode", "navigate").send().await.expect(307);
    let unknown = anon.ask(Method::GET, &path).header("sec-fetch-mode", "navigate").send().await.expect(307);
    assert_eq!(known.headers, unknown.headers);
}

#[tokio::test]
async fn what_a_page_loads_is_refused_even_when_it_is_public() {
    let app = TestApp::start().await;
    let path = format!("/content/{}/digits.txt", super::site(&app).await.id);
    let anon = app.anon();
    for (name, value) in [
        ("sec-fetch-mode", "cors"),
        ("sec-fetch-mode", "no-cors"),
        ("sec-fetch-mode", "websocket"),
        ("sec-fetch-site", "same-origin"),
        ("sec-fetch-dest", "script"),
    ] {
        let refused = anon.ask(Method::GET, &path).header(name, value).send().await.expect_error(403, 22);
        assert!(!refused.text().contains("0123456789"));
    }
}

#[tokio::test]
async fn a_key_is_answered_in_place_whatever_sends_it() {
    let app = TestApp::start().await;
    let path = format!("/content/{}/digits.txt", super::site(&app).await.id);
    let key = app.key_of("vic").await;
    for (name, value) in [("sec-fetch-mode", "navigate"), ("sec-fetch-mode", "cors"), ("accept", "text/html")] {
        let answer = key.ask(Method::GET, &path).header(name, value).send().await.expect(200);
        assert_eq!(answer.text(), "0123456789");
    }
}
