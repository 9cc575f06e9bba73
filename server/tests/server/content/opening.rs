//! How a browser gets to see content: nonce, ticket, cookie, and how each of them ends.

use domain::{Access, Content};
use http::Method;
use time::Duration;

use crate::support::{Anon, Answer, Client as _, Cookie, TestApp};

const CONTENT: &str = "127.0.0.1:3939";

/// A navigation to the content origin with these cookies.
async fn visit(anon: &Anon<'_>, path: &str, cookies: &str) -> Answer {
    let ask = anon.ask(Method::GET, path).header("host", CONTENT).header("cookie", cookies);
    ask.header("sec-fetch-mode", "navigate").header("sec-fetch-site", "cross-site").send().await
}

fn path_of(address: &str, origin: &str) -> String {
    address.strip_prefix(origin).unwrap_or_else(|| panic!("{address} is not at {origin}")).to_owned()
}

fn cookie(answer: &Answer, name: &str) -> String {
    let cookies = answer.cookies();
    let found = cookies.iter().find(|cookie| cookie.name() == name).unwrap_or_else(|| panic!("{name} in {answer:?}"));
    format!("{name}={}", found.value())
}

/// Everything that a browser does from the content origin to the ticket: the nonce's cookie, and where the ticket leads.
async fn ticket(app: &TestApp, browser: &Cookie<'_>, item: &Content, inside: &str) -> (String, String) {
    let begun = visit(&app.anon(), &format!("/content/{}/{inside}", item.guid), "").await.expect(307);
    let open = path_of(begun.location(), "http://localhost:3939");
    assert!(open.starts_with(&format!("/__open__/{}?path=", item.guid)), "{open}");
    let minted = browser.get(&open).await.expect(307);
    assert_eq!((minted.header("cache-control"), minted.header("referrer-policy")), ("no-store", "no-referrer"));
    (cookie(&begun, "claviger-open"), path_of(minted.location(), "http://127.0.0.1:3939"))
}

/// The cookie of a content session.
async fn session(app: &TestApp, browser: &Cookie<'_>, item: &Content) -> String {
    let (nonce, arrival) = ticket(app, browser, item, "").await;
    cookie(&visit(&app.anon(), &arrival, &nonce).await.expect(307), "claviger-content")
}

async fn private(app: &TestApp) -> Content {
    app.seed_content("pia", "private").allow("vic").file("index.html", "secret").file("a b.txt", "deep").publish().await
}

#[tokio::test]
async fn a_browser_with_a_session_gets_to_where_it_wanted() {
    let app = TestApp::start().await;
    let item = private(&app).await;
    let (nonce, arrival) = ticket(&app, &app.sign_in("vic").await, &item, "a%20b.txt?x=1&y=%2F").await;
    let arrived = visit(&app.anon(), &arrival, &nonce).await.expect(307);
    assert_eq!(arrived.location(), format!("http://127.0.0.1:3939/content/{}/a%20b.txt?x=1&y=%2F", item.guid));
    let cookies = arrived.cookies();
    let cookie = cookies.iter().find(|cookie| cookie.name() == "claviger-content").unwrap();
    assert_eq!(cookie.path(), Some(format!("/content/{}/", item.guid).as_str()));
    assert_eq!((cookie.http_only(), cookie.secure(), cookie.domain()), (Some(true), Some(true), None));
    let cookie = format!("claviger-content={}", cookie.value());
    let path = path_of(arrived.location(), "http://127.0.0.1:3939");
    let shown = visit(&app.anon(), &path, &cookie).await.expect(200);
    assert_eq!((shown.text(), shown.header("cache-control")), ("deep", "private, no-cache"));
    assert_eq!(shown.header("content-security-policy"), "frame-ancestors 'self' http://localhost:3939");
    let inside = app.anon();
    let inside = inside.ask(Method::GET, &path).header("host", CONTENT).header("cookie", &cookie);
    let inside = inside.header("sec-fetch-site", "same-origin").header("sec-fetch-mode", "cors").send().await;
    assert_eq!(inside.expect(200).text(), "deep");
}

#[tokio::test]
async fn without_a_session_one_signs_in_first() {
    let app = TestApp::start().await;
    let item = private(&app).await;
    let begun = visit(&app.anon(), &format!("/content/{}/", item.guid), "").await.expect(307);
    let open = path_of(begun.location(), "http://localhost:3939");
    let browser = app.browser();
    let sign_in = browser.get(&open).await.expect(303);
    let form = browser.get(sign_in.location()).await.expect(200).form("/__login__");
    let form = form.set("username", "vic").set("password", crate::support::PASSWORD);
    let back = browser.submit(form).await.expect_redirect(&open);
    let minted = browser.get(back.location()).await.expect(307);
    let arrival = path_of(minted.location(), "http://127.0.0.1:3939");
    visit(&app.anon(), &arrival, &cookie(&begun, "claviger-open")).await.expect(307);
}

#[tokio::test]
async fn a_ticket_works_once_soon_and_where_it_was_asked_for() {
    let app = TestApp::start().await;
    let (item, browser) = (private(&app).await, app.sign_in("vic").await);
    let other = app.seed_content("pia", "other").allow("vic").file("index.html", "x").publish().await;
    let used = |answer: Answer| answer.expect_page(403, "This link has been used");

    let (nonce, arrival) = ticket(&app, &browser, &item, "").await;
    visit(&app.anon(), &arrival, &nonce).await.expect(307);
    used(visit(&app.anon(), &arrival, &nonce).await);

    let (_, arrival) = ticket(&app, &browser, &item, "").await;
    used(visit(&app.anon(), &arrival, &nonce).await);

    let (nonce, arrival) = ticket(&app, &browser, &item, "").await;
    let elsewhere = arrival.replace(&item.guid.to_string(), &other.guid.to_string());
    used(visit(&app.anon(), &elsewhere, &nonce).await);

    let (nonce, arrival) = ticket(&app, &browser, &item, "").await;
    app.clock.advance(Duration::seconds(31));
    used(visit(&app.anon(), &arrival, &nonce).await);

    let (nonce, arrival) = ticket(&app, &browser, &item, "").await;
    for cookies in ["", "claviger-open="] {
        visit(&app.anon(), &arrival, cookies).await.expect_page(403, "Your browser keeps no cookies here");
    }
    // Who shares the item's origin could read it in the address of that page.
    used(visit(&app.anon(), &arrival, &nonce).await);
}

#[tokio::test]
async fn a_ticket_for_no_nonce_is_for_nobody() {
    let app = TestApp::start().await;
    let item = private(&app).await;
    // The SHA-256 of nothing.
    let state = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let minted = app.sign_in("vic").await.get(&format!("/__open__/{}?path=&state={state}", item.guid)).await;
    let arrival = path_of(minted.expect(307).location(), "http://127.0.0.1:3939");
    visit(&app.anon(), &arrival, "").await.expect_page(403, "Your browser keeps no cookies here");
}

#[tokio::test]
async fn planted_cookies_lock_nobody_out() {
    let app = TestApp::start().await;
    let (item, browser) = (private(&app).await, app.sign_in("vic").await);
    let other = app.seed_content("pia", "other").allow("vic").file("index.html", "x").publish().await;
    let (own, others) = (session(&app, &browser, &item).await, session(&app, &browser, &other).await);
    let path = format!("/content/{}/", item.guid);
    let planted = "claviger-content=planted";
    for cookies in [format!("{planted}; {own}"), format!("{own}; {planted}"), format!("{others}; {own}")] {
        assert_eq!(visit(&app.anon(), &path, &cookies).await.expect(200).text(), "secret", "{cookies}");
    }
    visit(&app.anon(), &path, &format!("{planted}; {others}")).await.expect(307);
}

#[tokio::test]
async fn tickets_are_for_who_has_access_and_navigates() {
    let app = TestApp::start().await;
    let item = private(&app).await;
    let begun = visit(&app.anon(), &format!("/content/{}/", item.guid), "").await.expect(307);
    let open = path_of(begun.location(), "http://localhost:3939");
    // An administrator manages everything and views nothing by that.
    app.sign_in("ada").await.get(&open).await.expect_page(404, "Not found");
    let missing = open.replace(&item.guid.to_string(), "0a1b2c3d-0000-4000-8000-000000000001");
    let browser = app.sign_in("vic").await;
    browser.get(&missing).await.expect_page(404, "Not found");
    for mode in ["cors", "no-cors", "same-origin", "websocket"] {
        browser.ask(Method::GET, &open).header("sec-fetch-mode", mode).send().await.expect(403);
    }
    let key = app.key_of("vic").await;
    key.get(&open).await.expect_page(403, "Pages are for people");
}

#[tokio::test]
async fn no_path_leads_out_of_the_item() {
    let app = TestApp::start().await;
    let (item, browser) = (private(&app).await, app.sign_in("vic").await);
    let home = format!("http://127.0.0.1:3939/content/{}/", item.guid);
    for path in
        ["../../connect/", "%2e%2e/%2e%2e/x", "..\\..\\x", "//evil.test/", "https://evil.test/", "\t/x", "@evil.test"]
    {
        let (nonce, arrival) = ticket(&app, &browser, &item, "").await;
        let encoded: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
        let arrived =
            visit(&app.anon(), &arrival.replace("path=", &format!("path={encoded}")), &nonce).await.expect(307);
        assert!(arrived.location().starts_with(&home), "{path}: {}", arrived.location());
        let direct = browser.get(&format!("/__open__/{}?path={encoded}", item.guid)).await.expect(307);
        assert!(direct.location().starts_with(&home), "{path}: {}", direct.location());
    }
}

#[tokio::test]
async fn a_content_session_ends_with_what_it_stands_on() {
    let app = TestApp::start().await;
    let item = private(&app).await;
    let path = format!("/content/{}/", item.guid);
    let gone = |answer: Answer| assert!(answer.expect(307).location().contains("/__open__/"));

    let browser = app.sign_in("vic").await;
    let cookie = session(&app, &browser, &item).await;
    assert_eq!(visit(&app.anon(), &path, &cookie).await.expect(200).text(), "secret");
    let form = browser.form("/connect/keys", "/__logout__").await;
    browser.submit(form).await.expect(303);
    gone(visit(&app.anon(), &path, &cookie).await);

    let cookie = session(&app, &app.sign_in("vic").await, &item).await;
    app.services.console_lock("vic", true).await.unwrap();
    gone(visit(&app.anon(), &path, &cookie).await);
    app.services.console_lock("vic", false).await.unwrap();

    let cookie = session(&app, &app.sign_in("vic").await, &item).await;
    app.seed_content("pia", "private").access(Access::LoggedIn).file("index.html", "secret").publish().await;
    visit(&app.anon(), &path, &cookie).await.expect(200);
    let pia = app.services.console_actor("pia").await.unwrap();
    let managed = app.services.managed(&pia, item.guid).await.unwrap();
    let vics = managed.permissions().await.unwrap().remove(0);
    managed.withdraw(vics.id).await.unwrap();
    app.seed_content("pia", "private").access(Access::Acl).file("index.html", "secret").publish().await;
    visit(&app.anon(), &path, &cookie).await.expect_page(404, "Not found");
}

#[tokio::test]
async fn a_cookie_is_for_one_item_and_its_own_pages() {
    let app = TestApp::start().await;
    let (item, browser) = (private(&app).await, app.sign_in("vic").await);
    let other = app.seed_content("pia", "other").allow("vic").file("index.html", "x").publish().await;
    let cookie = session(&app, &browser, &item).await;
    let begun = visit(&app.anon(), &format!("/content/{}/", other.guid), &cookie).await.expect(307);
    assert!(begun.location().contains("/__open__/"));
    let anon = app.anon();
    for (method, headers) in [
        (Method::GET, &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")][..]),
        (Method::GET, &[("sec-fetch-site", "same-site"), ("sec-fetch-mode", "cors")][..]),
        (Method::POST, &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")][..]),
        (Method::POST, &[("origin", "http://evil.test")][..]),
        (Method::POST, &[][..]),
    ] {
        let ask =
            anon.ask(method, &format!("/content/{}/", item.guid)).header("host", CONTENT).header("cookie", &cookie);
        let answer = headers.iter().fold(ask, |ask, (name, value)| ask.header(name, value)).send().await;
        assert_eq!(answer.status, 401, "{headers:?} {answer:?}");
    }
}

#[tokio::test]
async fn service_workers_and_foreign_web_sockets_are_refused_where_items_share_an_origin() {
    let app = TestApp::start().await;
    let item = super::site(&app).await;
    let anon = app.anon();
    let path = format!("/content/{}/digits.txt", item.guid);
    let worker = anon.ask(Method::GET, &path).header("host", CONTENT).header("service-worker", "script");
    worker.header("sec-fetch-site", "same-origin").send().await.expect_error(403, 22);
    for origin in ["http://evil.test", "http://localhost:3939", "null"] {
        let socket = anon.ask(Method::GET, &path).header("host", CONTENT).header("upgrade", "websocket");
        socket.header("connection", "upgrade").header("origin", origin).send().await.expect_error(403, 22);
    }
}

#[tokio::test]
async fn a_number_instead_of_the_guid_opens_no_back_door() {
    let app = TestApp::start().await;
    let item = super::site(&app).await;
    let anon = app.anon();
    let path = format!("/content/{}/digits.txt", item.id);
    let worker = anon.ask(Method::GET, &path).header("host", CONTENT).header("service-worker", "script");
    worker.header("sec-fetch-site", "same-origin").send().await.expect_error(403, 22);
    for origin in ["http://evil.test", "http://127.0.0.1:3939"] {
        let socket = anon.ask(Method::GET, &path).header("host", CONTENT).header("upgrade", "websocket");
        socket.header("connection", "upgrade").header("origin", origin).send().await.expect_error(403, 22);
    }
}

#[tokio::test]
async fn a_cookie_that_is_no_text_shuts_nobody_out() {
    let app = TestApp::start().await;
    let item = private(&app).await;
    let browser = app.sign_in("vic").await;
    let content = session(&app, &browser, &item).await;
    let dashboard = format!("claviger-session={}", browser.cookie("claviger-session").unwrap());
    for (host, path, cookie) in
        [("localhost:3939", "/connect/".to_owned(), dashboard), (CONTENT, format!("/content/{}/", item.guid), content)]
    {
        let anon = app.anon();
        let ask = anon.ask(Method::GET, &path).header("host", host).header("sec-fetch-mode", "navigate");
        let line = [cookie.as_bytes(), b"; x=\xfc"].concat();
        ask.header("sec-fetch-site", "none").header_bytes("cookie", &line).send().await.expect(200);
    }
}

#[tokio::test]
async fn what_is_for_everybody_needs_no_detour() {
    let app = TestApp::start().await;
    let item = super::site(&app).await;
    let shown = visit(&app.anon(), &format!("/content/{}/", item.guid), "").await.expect(200);
    assert_eq!(shown.text(), "<h1>Site</h1>");
    let numbered = visit(&app.anon(), &format!("/content/{}/sub/", item.id), "").await.expect(307);
    let open = path_of(numbered.location(), "http://localhost:3939");
    let sent = app.anon().get(&open).await.expect(307);
    assert_eq!(sent.location(), format!("http://127.0.0.1:3939/content/{}/sub/", item.guid));
}
