//! Content under its vanity path.

use domain::{Access, Content};
use http::Method;
use serde_json::json;

use crate::support::{Client as _, TestApp};

async fn mount(app: &TestApp, item: &Content, path: &str) {
    let address = format!("/__api__/v1/content/{}/vanity", item.guid);
    app.key_of("ada").await.put(&address, json!({ "path": path })).await.expect(200);
}

#[tokio::test]
async fn an_item_answers_under_its_path_as_under_its_own_address() {
    let app = TestApp::start().await;
    let item = super::site(&app).await;
    mount(&app, &item, "team/Site").await;
    let (anon, key) = (app.anon(), app.key_of("vic").await);
    for inside in ["/", "/digits.txt", "/sub/", "/sub/deep/x.txt", "/nothing", "/__thumbnail__"] {
        let own = anon.get(&format!("/content/{}{inside}", item.guid)).await;
        for mounted in ["/team/Site", "/Team/site"] {
            let answer = anon.get(&format!("{mounted}{inside}")).await;
            assert_eq!(
                (answer.status, &answer.headers, &answer.body),
                (own.status, &own.headers, &own.body),
                "{inside}"
            );
        }
        let with_key = key.get(&format!("/team/site{inside}")).await;
        assert_eq!((with_key.status, &with_key.body), (own.status, &own.body), "{inside}");
    }
    for (bare, whole) in [("/team/Site?a=1", "/team/Site/?a=1"), ("/team/Site/sub", "/team/Site/sub/")] {
        assert!(anon.get(bare).await.location().ends_with(whole), "{bare}");
    }
    let revision = format!("/team/Site/_rev{}/digits.txt", item.bundle.unwrap());
    assert_eq!(anon.get(&revision).await.expect(200).text(), "0123456789");
    for elsewhere in ["/team/", "/team/Sites/", "/team"] {
        assert_eq!(anon.get(elsewhere).await.status, 404, "{elsewhere}");
    }
}

#[tokio::test]
async fn a_path_gives_no_right_to_what_it_leads_to() {
    let app = TestApp::start().await;
    let item = app.seed_content("pia", "item").allow("vic").file("index.html", "secret").publish().await;
    mount(&app, &item, "vault").await;
    app.user("mallory", domain::Role::Viewer).await;
    app.anon().get("/vault/").await.expect_error(401, 24);
    app.key("wrong").get("/vault/").await.expect_error(401, 30);
    app.key_of("mallory").await.get("/vault/").await.expect_error(404, 4);
    let seen = app.key_of("vic").await.get("/vault/").await.expect(200);
    assert_eq!((seen.text(), seen.header("cache-control")), ("secret", "private, no-cache"));
    let browser = app.sign_in("vic").await;
    let page = browser.ask(Method::GET, "/vault/").header("sec-fetch-mode", "cors").send().await;
    page.expect_error(403, 22);
}

#[tokio::test]
async fn a_browser_is_sent_to_where_the_cookie_fits() {
    let app = TestApp::start().await;
    let item = app.seed_content("pia", "item").file("index.html", "secret").publish().await;
    mount(&app, &item, "vault").await;
    let anon = app.anon();
    for host in ["localhost:3939", "127.0.0.1:3939"] {
        let ask = anon.ask(Method::GET, "/vault/sub/?a=1").header("host", host).header("sec-fetch-mode", "navigate");
        let sent = ask.send().await.expect(307);
        assert_eq!(sent.location(), format!("http://127.0.0.1:3939/content/{}/sub/?a=1", item.guid));
    }
}

#[tokio::test]
async fn a_path_that_changes_or_goes_counts_at_once() {
    let app = TestApp::start().await;
    let item = super::site(&app).await;
    let (ada, anon) = (app.key_of("ada").await, app.anon());
    let content = format!("/__api__/v1/content/{}", item.guid);
    anon.get("/one/").await.expect(404);
    mount(&app, &item, "one").await;
    anon.get("/one/").await.expect(200);
    mount(&app, &item, "two").await;
    anon.get("/one/").await.expect(404);
    anon.get("/two/").await.expect(200);
    let other = app.seed_content("pia", "other").access(Access::All).file("index.html", "other").publish().await;
    let take = json!({ "path": "two", "force": true });
    ada.put(&format!("/__api__/v1/content/{}/vanity", other.guid), take).await.expect(200);
    assert_eq!(anon.get("/two/").await.expect(200).text(), "other");
    ada.delete(&format!("/__api__/v1/content/{}", other.guid)).await.expect(204);
    anon.get("/two/").await.expect(404);
    mount(&app, &item, "two").await;
    ada.delete(&format!("{content}/vanity")).await.expect(204);
    anon.get("/two/").await.expect(404);
}

#[tokio::test]
async fn the_servers_own_addresses_stay_its_own() {
    let app = TestApp::start().await;
    mount(&app, &super::site(&app).await, "site").await;
    let anon = app.anon();
    assert_eq!(anon.get("/__api__/server_settings").await.expect(200).json()["hostname"], app.url());
    anon.get("/__ping__").await.expect(200);
    anon.get("/__login__").await.expect(200);
    anon.get("/connect/site/").await.expect(404);
}
