//! Browsers on the address of programs: a page that says to use a key, and nothing for other pages' requests.

use http::Method;

use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn a_navigation_gets_a_page_that_says_to_use_a_key() {
    let app = TestApp::start().await;
    let path = format!("/content/{}/", super::site(&app).await.id);
    let anon = app.anon();
    for headers in [
        &[("sec-fetch-mode", "navigate"), ("sec-fetch-site", "none")][..],
        &[("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe")][..],
        &[("accept", "text/html,application/xhtml+xml,*/*;q=0.8")][..],
    ] {
        for method in [Method::GET, Method::HEAD] {
            let ask = anon.ask(method.clone(), &path);
            let ask = headers.iter().fold(ask, |ask, (name, value)| ask.header(name, value));
            let page = ask.send().await.expect(401);
            assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
            assert_eq!(page.header("www-authenticate"), "Key");
            assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"));
            if method == Method::GET {
                assert!(page.text().contains("Use an API key for this address"));
                assert!(!page.text().contains("<h1>Site</h1>"));
            }
        }
    }
}

#[tokio::test]
async fn the_page_is_the_same_for_who_is_signed_in() {
    let app = TestApp::start().await;
    let path = format!("/content/{}/", super::site(&app).await.id);
    let browser = app.sign_in("pia").await;
    let page = browser.ask(Method::GET, &path).header("sec-fetch-mode", "navigate").send().await;
    page.expect_page(401, "Use an API key for this address");
}

#[tokio::test]
async fn the_page_repeats_no_address_that_a_shell_would_take_apart() {
    let app = TestApp::start().await;
    let anon = app.anon();
    for evil in ["$(id)", "%60id%60", "\";id;\"", "<script>alert(1)</script>", "'x'", "${IFS}", "a;b", "a&b"] {
        let evil =
            evil.replace('<', "%3C").replace('>', "%3E").replace('"', "%22").replace('{', "%7B").replace('}', "%7D");
        let ask = anon.ask(Method::GET, &format!("/content/1/{evil}")).header("sec-fetch-mode", "navigate");
        let page = ask.send().await.expect(401);
        for part in ["$(id)", "`id`", ";id;", "<script>alert", "${IFS}", "a;b", "a&b", "a&amp;b"] {
            assert!(!page.text().contains(part), "{part} in {}", page.text());
        }
    }
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
