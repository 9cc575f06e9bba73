//! Pages are for sessions: a key on a page is refused, good or bad.

use http::Method;

use crate::support::{Client as _, TestApp};

const PAGES: [&str; 5] =
    ["/connect/", "/connect/keys", "/connect/keys/new", "/connect/keys/created", "/connect/profile"];

#[tokio::test]
async fn a_key_opens_no_page() {
    let app = TestApp::start().await;
    let good = app.seed_key("ada").make().await.secret;
    let anon = app.anon();
    for path in PAGES {
        for (name, value) in [
            ("authorization", format!("Key {good}")),
            ("authorization", "Key wrong".to_owned()),
            ("x-rsc-authorization", good.clone()),
        ] {
            anon.ask(Method::GET, path).header(name, &value).send().await.expect_page(403, "Pages are for people");
        }
    }
}

#[tokio::test]
async fn a_key_beside_a_session_is_refused_too() {
    let app = TestApp::start().await;
    let browser = app.sign_in("ada").await;
    let form = browser.form("/connect/keys/new", "/connect/keys").await.set("name", "x");
    for key in ["wrong".to_owned(), app.seed_key("ada").make().await.secret] {
        let line = format!("Key {key}");
        for path in PAGES {
            let ask = browser.ask(Method::GET, path).header("authorization", &line);
            ask.send().await.expect_page(403, "Pages are for people");
        }
        let ask = browser.ask(Method::POST, "/connect/keys").form(&form.fields).header("authorization", &line);
        ask.send().await.expect_page(403, "Pages are for people");
    }
    assert_eq!(super::listed(&browser).await.len(), 1);
}

#[tokio::test]
async fn who_is_not_signed_in_is_sent_to_sign_in() {
    let app = TestApp::start().await;
    for path in PAGES {
        let answer = app.anon().get(path).await.expect(303);
        assert!(answer.location().starts_with("/__login__"), "{path} {}", answer.location());
    }
    for cookie in
        ["claviger-session=", "claviger-session=x", "claviger-session=AAAAAAAAAAAAAAAAAAAAAA", "=;;;=", "\u{1}"]
    {
        let anon = app.anon();
        let Ok(_) = http::HeaderValue::from_bytes(cookie.as_bytes()) else { continue };
        anon.ask(Method::GET, "/connect/keys").header("cookie", cookie).send().await.expect(303);
    }
    let anon = app.anon();
    anon.ask(Method::GET, "/connect/keys").header_bytes("cookie", b"claviger-session=\xff").send().await.expect(303);
}
