//! `/connect/keys`: the list

use domain::Role;
use http::Method;
use time::Duration;

use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn the_empty_page_explains_what_a_key_is_for() {
    let app = TestApp::start().await;
    let page = app.sign_in("vic").await.get("/connect/keys").await.expect_page(200, "You have no API keys");
    assert!(page.text().contains(&format!("curl -H \"Authorization: Key ${{CONNECT_API_KEY}}\" {}", app.url())));
    assert!(page.text().contains("New API Key") && page.text().contains("Create API Key"));
}

#[tokio::test]
async fn the_list_shows_what_is_known_of_ones_own_keys_and_no_key() {
    let app = TestApp::start().await;
    let key = app.seed_key("pia").named("plots").role(Role::Viewer).lasting(Duration::days(30)).make().await;
    app.seed_key("ada").named("of another").make().await;
    let anon = app.anon();
    let ask = anon.ask(Method::GET, "/__api__/v1/user").header("authorization", &format!("Key {}", key.secret));
    ask.from("192.0.2.77").send().await.expect(200);
    let page = app.sign_in("pia").await.get("/connect/keys").await.expect(200);
    let tail = &key.secret[key.secret.len() - 4..];
    for part in ["plots", "Viewer", &format!("clv_…{tail}"), "192.0.2.77", "in 30 days", "Delete key plots", "just now"]
    {
        assert!(page.text().contains(part), "{part} in {}", page.shown());
    }
    assert!(!page.text().contains("of another") && !page.text().contains(&key.secret[..16]));
}

#[tokio::test]
async fn an_expired_key_disappears_from_the_page() {
    let app = TestApp::start().await;
    app.seed_key("vic").named("short-lived").lasting(Duration::hours(1)).make().await;
    let browser = app.sign_in("vic").await;
    browser.get("/connect/keys").await.expect_page(200, "short-lived");
    app.clock.advance(Duration::hours(1));
    assert!(!browser.get("/connect/keys").await.expect(200).text().contains("short-lived"));
}

#[tokio::test]
async fn many_keys_come_in_pages_and_can_be_filtered() {
    let app = TestApp::start().await;
    for number in 0..120 {
        app.seed_key("vic")
            .named(&format!("tool {number} {}", if number % 40 == 0 { "Rare" } else { "" }))
            .make()
            .await;
    }
    let browser = app.sign_in("vic").await;
    assert_eq!(super::listed(&browser).await.len(), 50);
    let last = browser.get("/connect/keys?page=3").await.expect(200);
    assert!(last.text().contains(">tool 0 Rare</a>") && last.text().contains("aria-current=\"page\""));
    let found = browser.get("/connect/keys?q=rARE").await.expect(200);
    assert_eq!(found.text().matches(" Rare</a>").count(), 3);
    assert!(found.text().contains("3 of 120 keys"));
    browser.get("/connect/keys?q=nothing").await.expect_page(200, "No key has “nothing” in its name.");
}

#[tokio::test]
async fn odd_queries_show_the_list_all_the_same() {
    let app = TestApp::start().await;
    app.seed_key("vic").named("tool").make().await;
    let browser = app.sign_in("vic").await;
    for query in [
        "page=0",
        "page=-1",
        "page=99999999999999999999",
        "page=x",
        "page=1&page=2",
        "q=%FF",
        "q=",
        "%00=%00",
        "q=a&q=b",
    ] {
        let page = browser.get(&format!("/connect/keys?{query}")).await.expect(200);
        assert!(page.text().contains("API Keys"), "{query}");
    }
}
