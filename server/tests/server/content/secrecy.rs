//! Whether a private item exists is nobody's business who may not see it.

use domain::Access;
use http::{HeaderMap, Method};

use crate::support::{Answer, Client as _, TestApp};

/// What somebody can see of an answer, without what differs from one address to the next.
fn seen(answer: &Answer, path: &str) -> (u16, HeaderMap, String) {
    let mut headers = answer.headers.clone();
    headers.remove("content-length");
    (answer.status.as_u16(), headers, answer.text().replace(path, "THE_ADDRESS"))
}

async fn addresses(app: &TestApp) -> Vec<String> {
    let item = app.seed_content("pia", "private").access(Access::LoggedIn).file("index.html", "x");
    let item = item.file("sub/index.html", "x").publish().await;
    let mut addresses = Vec::new();
    for known in [item.id.to_string(), item.guid.to_string()] {
        for inside in ["", "/", "/index.html", "/missing.html", "/sub", "/sub/", "/..%2f", "/%ff"] {
            addresses.push(format!("/content/{known}{inside}"));
        }
    }
    for missing in ["999", "00000000-0000-4000-8000-000000000000", "x", "0", "-1", "%ff"] {
        for inside in ["", "/", "/index.html", "/sub/"] {
            addresses.push(format!("/content/{missing}{inside}"));
        }
    }
    addresses
}

#[tokio::test]
async fn nobody_can_tell_a_private_item_from_none() {
    let app = TestApp::start().await;
    let anon = app.anon();
    let addresses = addresses(&app).await;
    for header in [None, Some(("accept", "*/*")), Some(("sec-fetch-mode", "cors"))] {
        for method in [Method::GET, Method::HEAD] {
            let mut first = None;
            for path in &addresses {
                let ask = anon.ask(method.clone(), path);
                let ask = header.into_iter().fold(ask, |ask, (name, value)| ask.header(name, value));
                let seen = seen(&ask.send().await, path);
                assert_eq!(&seen, first.get_or_insert(seen.clone()), "{method} {path} {header:?}");
            }
        }
    }
}

#[tokio::test]
async fn an_account_cannot_tell_what_is_not_for_it_from_what_is_not_there() {
    let app = TestApp::start().await;
    let item = app.seed_content("pia", "private").file("index.html", "x").publish().await;
    for name in ["vic", "ada"] {
        let key = app.key_of(name).await;
        let mut first = None;
        for path in [
            format!("/content/{}", item.id),
            format!("/content/{}/", item.id),
            format!("/content/{}/index.html", item.guid),
            "/content/999/".to_owned(),
            "/content/x".to_owned(),
        ] {
            let seen = seen(&key.get(&path).await.expect_error(404, 4), &path);
            assert_eq!(&seen, first.get_or_insert(seen.clone()), "{path}");
        }
    }
}

#[tokio::test]
async fn a_session_makes_no_difference() {
    let app = TestApp::start().await;
    let browser = app.sign_in("pia").await;
    let addresses = addresses(&app).await;
    let cookie = format!("claviger-session={}", browser.cookie("claviger-session").unwrap());
    for path in &addresses {
        let anon = app.anon();
        let with = anon.ask(Method::GET, path).header("cookie", &cookie).send().await;
        let without = anon.get(path).await;
        assert_eq!(seen(&with, path), seen(&without, path), "{path}");
    }
}

/// What a browser sees that goes to an item on this host, and what the dashboard then says to it.
async fn journey(app: &TestApp, host: &str, item: &str, inside: &str) -> Vec<String> {
    let anon = app.anon();
    let ask = anon.ask(Method::GET, &format!("/content/{item}{inside}")).header("host", host);
    let first = ask.header("sec-fetch-mode", "navigate").send().await;
    let mut steps = vec![format!("{} {}", first.status, first.location()), first.text().to_owned()];
    if let Some(open) = first.location().strip_prefix("http://localhost:3939") {
        let second = anon.get(open).await;
        steps.extend([format!("{} {}", second.status, second.location()), second.text().to_owned()]);
    }
    // The state is new each time.
    let without_state = |step: &String| step.replace(item, "THE_ITEM").split("state").next().map(str::to_owned);
    steps.iter().filter_map(without_state).collect()
}

#[tokio::test]
async fn a_browser_cannot_tell_a_private_item_from_none_either() {
    let app = TestApp::start().await;
    let item = app.seed_content("pia", "private").file("index.html", "x").publish().await;
    for (known, missing) in [
        (item.id.to_string(), "999".to_owned()),
        (item.guid.to_string(), "00000000-0000-4000-8000-000000000000".to_owned()),
    ] {
        for host in ["localhost:3939", "127.0.0.1:3939"] {
            for inside in ["", "/", "/index.html?a=b", "/missing"] {
                let known = journey(&app, host, &known, inside).await;
                assert_eq!(known, journey(&app, host, &missing, inside).await, "{host} {inside}");
                assert!(known[0].starts_with("307"), "{known:?}");
            }
        }
    }
}
