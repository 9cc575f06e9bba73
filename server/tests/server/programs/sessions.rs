//! Visitors with a content session, and what is remembered of visits.

use domain::Content;
use http::Method;

use super::{inside, mirror};
use crate::support::{Anon, Answer, Ask, Client as _, TestApp};

const CONTENT_HOST: &str = "127.0.0.1:3939";

/// A navigation to the content origin.
fn navigate<'a>(anon: &'a Anon<'_>, path: &str, cookie: &str) -> Ask<'a, Anon<'a>>
where
    Anon<'a>: Sized,
{
    let ask = anon.ask(Method::GET, path).header("host", CONTENT_HOST).header("cookie", cookie);
    ask.header("sec-fetch-mode", "navigate").header("sec-fetch-site", "cross-site")
}

fn path_of(answer: &Answer) -> String {
    let (_, rest) = answer.location().split_once("://").unwrap();
    rest[rest.find('/').unwrap()..].to_owned()
}

fn cookie(answer: &Answer) -> String {
    let cookies = answer.cookies();
    format!("{}={}", cookies[0].name(), cookies[0].value())
}

/// The cookie with which vic sees the item.
async fn session(app: &TestApp, item: &Content) -> String {
    let (anon, browser) = (app.anon(), app.sign_in("vic").await);
    let begun = navigate(&anon, &inside(item, "/"), "").send().await.expect(307);
    let minted = browser.get(&path_of(&begun)).await.expect(307);
    cookie(&navigate(&anon, &path_of(&minted), &cookie(&begun)).send().await.expect(307))
}

#[tokio::test]
async fn a_browser_is_somebody_to_a_program_and_its_visits_are_remembered() {
    let app = TestApp::start().await;
    let item = mirror(&app).await;
    let (anon, session) = (app.anon(), session(&app, &item).await);
    let cookies = format!("theirs=1; {session}");
    let page = navigate(&anon, &inside(&item, "/page?secret=x"), &cookies).send().await.expect(200);
    assert_eq!(page.header("content-security-policy"), "frame-ancestors 'self' http://localhost:3939");
    let fetched = anon.ask(Method::POST, &inside(&item, "/fetched")).header("host", CONTENT_HOST);
    let fetched = fetched.header("cookie", &cookies).header("sec-fetch-site", "same-origin");
    let fetched = fetched.header("sec-fetch-mode", "cors").body("sent").send().await.expect(200);
    let foreign = anon.ask(Method::POST, &inside(&item, "/forged")).header("host", CONTENT_HOST);
    let foreign = foreign.header("cookie", &cookies).header("sec-fetch-site", "cross-site");
    foreign.header("sec-fetch-mode", "navigate").send().await.expect(401);
    for answer in [&page, &fetched] {
        let seen = answer.json();
        let got = |name: &str| -> Vec<String> {
            let pairs = seen["headers"].as_array().unwrap().iter().filter(|pair| pair[0] == name);
            pairs.map(|pair| pair[1].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(got("rstudio-connect-credentials"), [r#"{"groups":[],"user":"vic"}"#]);
        assert_eq!(got("cookie"), ["theirs=1"]);
        assert_eq!((got("host"), got("x-forwarded-host")), (vec![CONTENT_HOST.into()], vec![CONTENT_HOST.into()]));
        let address = format!("http://{CONTENT_HOST}{}", inside(&item, ""));
        assert_eq!(got("rstudio-connect-app-base-url"), [address]);
    }

    let key = app.key_of("vic").await;
    key.get(&inside(&item, "/by-key?secret=x")).await.expect(200);
    let failing = key.ask(Method::POST, &inside(&item, "/raw")).body("HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n");
    failing.send().await.expect(500);
    app.anon().get(&inside(&item, "/refused")).await.expect(401);
    let pia = app.services.console_actor("pia").await.unwrap();
    let managed = app.services.managed(&pia, item.guid).await.unwrap();
    let usage = managed.usage(30).await.unwrap();
    let latest: Vec<_> = usage.latest.iter().rev().collect();
    let told = |at: usize| {
        let visit = latest[at];
        (visit.who.as_ref().map(|who| who.as_str()), visit.key.as_ref().map(|key| key.as_str()), visit.path.as_str())
    };
    assert_eq!(
        (usage.visits, told(0), told(1)),
        (2, (Some("vic"), None, "/page"), (Some("vic"), Some("seeded"), "/by-key"))
    );
}
