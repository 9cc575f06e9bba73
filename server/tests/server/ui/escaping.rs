//! What people type stays text, wherever it is shown.

use domain::Access;
use serde_json::json;

use crate::support::{Client as _, TestApp, escaped, event_handlers};

const EVIL: [&str; 6] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</title></textarea></form><svg/onload=alert(1)>",
    "&lt;script&gt;&#x3c;b&#x3e;",
    "<!-- --><iframe src=//evil.test>",
];

/// The pieces of them that must not stand in a page as they are.
const MARKS: [&str; 6] = ["<script>alert", "<img src=x", "<svg/onload", "<iframe", "</title></textarea>", "<b>"];

fn harmless(html: &str) {
    for mark in MARKS {
        assert!(!html.contains(mark), "{mark} in {html}");
    }
    assert_eq!(event_handlers(html), Vec::<String>::new(), "{html}");
}

#[tokio::test]
async fn names_of_keys_and_people_and_titles_of_content_are_escaped_on_every_page() {
    let app = TestApp::start().await;
    for (number, evil) in EVIL.into_iter().enumerate() {
        app.seed_content("pia", &format!("item{number}"))
            .access(Access::All)
            .title(evil)
            .file("a.html", "x")
            .publish()
            .await;
        let parent = app.seed_key("pia").named(evil).make().await;
        let keys = format!("/__api__/v1/users/{}/keys", app.guid("pia").await);
        app.key(&parent.secret).post(&keys, json!({ "name": format!("child of {evil}") })).await.expect(200);
        let browser = app.sign_in("pia").await;
        let form =
            browser.form("/connect/profile", "/connect/profile").await.set("first_name", evil).set("last_name", evil);
        browser.submit(form).await.expect(303);
        let own = format!("/connect/keys/{}", parent.id);
        for path in ["/connect/", "/connect/keys", "/connect/profile", &own] {
            let page = browser.get(path).await.expect(200);
            harmless(page.text());
        }
        assert!(browser.get("/connect/").await.text().contains(&escaped(evil)), "{evil} is shown");
        let form = browser.get(&own).await.form(&format!("{own}/delete"));
        browser.submit(form).await.expect(303);
        let page = browser.get("/connect/keys").await.expect(200);
        harmless(page.text());
        assert!(page.text().contains("were deleted"), "{}", page.shown());
    }
}

#[tokio::test]
async fn what_is_typed_back_is_escaped() {
    let app = TestApp::start().await;
    app.seed_key("vic").make().await;
    for evil in EVIL {
        let browser = app.browser();
        let query: String = form_urlencoded::byte_serialize(evil.as_bytes()).collect();
        harmless(browser.get(&format!("/__login__?next=/{query}")).await.expect(200).text());
        let form = browser.form("/__login__", "/__login__").await.set("username", evil).set("password", evil);
        let page = browser.submit(form.set("next", evil)).await.expect(401);
        harmless(page.text());
        assert_eq!(page.form("/__login__").get("username"), evil);
        harmless(browser.get(&format!("/connect/{query}")).await.expect(404).text());
    }
    let browser = app.sign_in("vic").await;
    for evil in EVIL {
        let query: String = form_urlencoded::byte_serialize(evil.as_bytes()).collect();
        harmless(browser.get(&format!("/connect/keys?q={query}&page={query}")).await.expect(200).text());
        let fields = [("name", evil), ("role", evil), ("expiry", evil), ("date", evil), ("once", evil)];
        let page = super::create(&browser, &fields).await.expect(422);
        harmless(page.text());
        assert_eq!(page.form("/connect/keys").get("name"), evil);
        let form =
            browser.form("/connect/profile", "/connect/profile").await.set("email", evil).set("first_name", evil);
        harmless(browser.submit(form).await.expect(422).text());
    }
}

#[tokio::test]
async fn a_new_keys_name_is_escaped_on_its_page() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    for evil in EVIL {
        super::create(&browser, &[("name", evil)]).await.expect(303);
        let page = browser.get("/connect/keys/created").await.expect(201);
        harmless(page.text());
        assert!(page.text().contains(&escaped(evil)));
    }
}

#[tokio::test]
async fn what_a_browser_calls_itself_is_not_repeated() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    app.clock.advance(time::Duration::minutes(2));
    for evil in EVIL {
        let ask = browser.ask(http::Method::GET, "/connect/profile").header("user-agent", evil);
        harmless(ask.send().await.expect(200).text());
        app.clock.advance(time::Duration::minutes(2));
        harmless(browser.get("/connect/profile").await.expect(200).text());
    }
}
