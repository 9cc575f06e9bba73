//! What browsers are told to forbid.

use http::Method;

use crate::support::{Answer, Client as _, TestApp};

/// A page of each kind.
async fn pages(app: &TestApp) -> Vec<(u16, Answer)> {
    let (anon, browser) = (app.anon(), app.sign_in("ada").await);
    let id = app.seed_key("ada").make().await.id;
    let stale = browser.form("/connect/", "/__logout__").await.set("csrf", "");
    super::create(&browser, &[("name", "x")]).await;
    let item = app.seed_content("ada", "api").file("plumber.R", "#* @get /\nfunction() 1\n").publish().await.guid;
    let of_item = |rest: &str| format!("/connect/apps/{item}{rest}");
    vec![
        (200, anon.get("/__login__").await),
        (403, anon.get("/connect/setup?token=x").await),
        (201, browser.get("/connect/keys/created").await),
        (200, browser.get("/connect/").await),
        (200, browser.get(&of_item("")).await),
        (200, browser.get(&of_item("/settings")).await),
        (200, browser.get(&of_item("/delete")).await),
        (200, browser.get(&of_item("/usage")).await),
        (200, browser.get(&of_item("/logs")).await),
        (200, browser.get(&of_item("/versions")).await),
        (200, browser.get(&of_item("/versions/new")).await),
        (200, browser.get("/connect/new").await),
        (200, browser.get("/connect/keys").await),
        (200, browser.get("/connect/keys/new").await),
        (200, browser.get(&format!("/connect/keys/{id}")).await),
        (200, browser.get("/connect/profile").await),
        (404, browser.get("/connect/keys/999999").await),
        (404, anon.get("/connect/nothing").await),
        (405, anon.delete("/connect/keys").await),
        (403, browser.submit(stale).await),
        (422, super::create(&browser, &[("name", "")]).await),
    ]
}

#[tokio::test]
async fn every_page_has_a_strict_policy_with_a_nonce_of_its_own() {
    let app = TestApp::start().await;
    let mut nonces = Vec::new();
    for (status, page) in pages(&app).await {
        assert_eq!(page.status, status, "{page:?}");
        let policy = page.header("content-security-policy");
        let nonce = policy.split_once("'nonce-").and_then(|(_, rest)| rest.split_once('\'')).expect("a nonce").0;
        // Who signs in may end at content, and one page has content in a frame; nothing else reaches the other origin.
        let content = "http://127.0.0.1:3939";
        let signs_in = page.text().contains("action=\"/__login__\"");
        let form_targets = if signs_in { format!(" {content}") } else { String::new() };
        let framed = page.text().contains("<iframe");
        let frames = if framed { format!("; frame-src 'self' {content}") } else { String::new() };
        assert_eq!(
            policy,
            format!(
                "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
                 img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'{form_targets}; base-uri 'none'; \
                 frame-ancestors 'none'{frames}"
            )
        );
        let scripts = page.text().matches("<script").count();
        assert_eq!(page.text().matches(&format!("nonce=\"{nonce}\"")).count(), scripts, "{}", page.shown());
        assert!(!page.text().contains(" style=\"") && !page.text().contains(" onclick="));
        nonces.push(nonce.to_owned());
    }
    let all = nonces.len();
    nonces.sort();
    nonces.dedup();
    assert_eq!(nonces.len(), all);
}

#[tokio::test]
async fn every_page_is_fenced_in_and_kept_nowhere() {
    let app = TestApp::start().await;
    for (_, page) in pages(&app).await {
        for (name, value) in [
            ("content-type", "text/html; charset=utf-8"),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("server", "Claviger"),
        ] {
            assert_eq!(page.header(name), value, "{page:?}");
        }
        assert_eq!(page.header("x-correlation-id").len(), 36);
        assert!(!page.headers.contains_key("strict-transport-security"));
    }
}

#[tokio::test]
async fn redirects_and_the_api_are_fenced_in_too() {
    let app = TestApp::start().await;
    let key = app.key_of("vic").await;
    for answer in [
        app.anon().get("/").await.expect(303),
        app.anon().get("/connect/keys").await.expect(303),
        key.get("/__api__/v1/user").await.expect(200),
        app.anon().get("/__api__/nope").await.expect(404),
        app.anon().get("/__ping__").await.expect(200),
    ] {
        assert_eq!(answer.header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
}

#[tokio::test]
async fn behind_https_cookies_are_kept_to_it_and_to_the_host() {
    let app = TestApp::configured(|config| config.url = Some("https://keys.example.com".parse().unwrap())).await;
    app.user("vic", domain::Role::Viewer).await;
    let browser = app.browser();
    let page = browser.get("/__login__").await.expect(200);
    assert_eq!(page.header("strict-transport-security"), "max-age=31536000");
    let form = page.form("/__login__").set("username", "vic").set("password", crate::support::PASSWORD);
    let answer = browser.submit(form).await.expect(303);
    let cookies = [page.cookies(), answer.cookies()].concat();
    let mut names: Vec<&str> = cookies.iter().map(|cookie| cookie.name()).collect();
    names.sort_unstable();
    assert_eq!(names, ["RSC-XSRF", "__Host-claviger-session", "__Host-claviger-visitor"]);
    for cookie in &cookies {
        assert_eq!((cookie.secure(), cookie.domain()), (Some(true), None), "{cookie:?}");
    }
    browser.get("/connect/").await.expect(200);
}

#[tokio::test]
async fn pages_are_compressed_for_who_takes_it() {
    let app = TestApp::start().await;
    for coding in ["br", "gzip"] {
        let anon = app.anon();
        let page = anon.ask(Method::GET, "/__login__").header("accept-encoding", coding).send().await.expect(200);
        assert_eq!(page.header("content-encoding"), coding);
        assert!(page.header("vary").to_lowercase().contains("accept-encoding"));
    }
}

#[tokio::test]
async fn a_host_header_never_becomes_an_address() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    for (name, value) in [
        ("host", "evil.test"),
        ("x-forwarded-host", "evil.test"),
        ("forwarded", "host=evil.test"),
        ("x-rsc-request", "http://evil.test/"),
    ] {
        for path in ["/connect/", "/connect/keys", "/__api__/server_settings", "/"] {
            let answer = browser.ask(Method::GET, path).header(name, value).send().await;
            assert!(!answer.text().contains("evil.test") && !answer.location().contains("evil.test"), "{answer:?}");
        }
    }
}
