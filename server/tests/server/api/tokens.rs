//! `/__api__/tokens`, and requests that are signed.

use http::Method;
use serde_json::json;
use time::Duration;

use crate::support::{Client as _, Letter, PASSWORD, Seal, Signer, TestApp, sent};

const ME: &str = "/__api__/users/current";

#[tokio::test]
async fn a_program_that_was_let_in_acts_as_the_account() {
    let (app, signer) = (TestApp::start().await, Signer::new());
    let page = signer.ask(&app).await;
    let waiting = signer.get(&app, ME).await.expect_error(401, 24);
    assert!(waiting.text().contains("HTTP 500"), "rsconnect 0.8 waits for these words");
    let browser = app.sign_in("pia").await;
    let shown = browser.get(&page).await.expect_page(200, "rsconnect/0.8.29 &lt;R&gt;");
    assert!(shown.text().contains("all that pia can do with the role publisher"), "{}", shown.shown());
    signer.get(&app, ME).await.expect_error(401, 24);
    browser.submit(shown.form(&page)).await.expect_redirect("/connect/profile");
    assert_eq!(signer.get(&app, ME).await.expect(200).json()["username"], "pia");
    signer.get(&app, "/__api__/v1/content?name=x").await.expect(200);
    let made = json!({ "name": "from-r" }).to_string();
    let made = signer.send(&app, Method::POST, "/__api__/v1/content", made).await.expect(200).json();
    assert_eq!(made["owner_guid"], app.guid("pia").await);
    let bundles = format!("/__api__/v1/content/{}/bundles", made["guid"].as_str().unwrap());
    let archive = app.archive(&[("index.html", "signed")]);
    signer.send(&app, Method::POST, &bundles, archive).await.expect(200);
}

#[tokio::test]
async fn the_program_that_was_shown_is_let_in_and_no_other_of_its_name() {
    let (app, shown) = (TestApp::start().await, Signer::new());
    let path = shown.ask(&app).await;
    let browser = app.sign_in("pia").await;
    let form = browser.form(&path, &path).await;
    // So many ask from there that the first is forgotten, and another one takes its name.
    app.clock.advance(Duration::seconds(1));
    for number in 0..60 {
        let token = format!("T{number:032}");
        let body = json!({ "token": token, "public_key": shown.public_key, "user_id": 0 });
        app.anon().ask(Method::POST, "/__api__/tokens").json(&body).send().await.expect(200);
    }
    let mut other = Signer::new();
    other.token.clone_from(&shown.token);
    assert_eq!(other.ask(&app).await, path);
    let page = browser.submit(form).await.expect_page(422, "Another program asks by this name by now.");
    other.get(&app, ME).await.expect_error(401, 24);
    browser.submit(page.form(&path)).await.expect_redirect("/connect/profile");
    other.get(&app, ME).await.expect(200);
    shown.get(&app, ME).await.expect_error(401, 30);
}

#[tokio::test]
async fn nothing_but_what_was_signed_counts() {
    let (app, signer) = (TestApp::start().await, Signer::new());
    signer.let_in(&app, &app.sign_in("pia").await).await;
    let anon = app.anon();
    let body = json!({ "name": "first" }).to_string().into_bytes();
    let letter =
        Letter { method: Method::POST, path: "/__api__/v1/content".to_owned(), body, date: app.services.now() };
    let seal = signer.seal(&letter);
    let other = Signer::new().seal(&letter);
    let another_body = json!({ "name": "other" }).to_string().into_bytes();
    let rehashed = signer.seal(&Letter { body: another_body.clone(), ..letter.clone() }).checksum;
    for seal in [
        Seal { signature: other.signature, ..seal.clone() },
        Seal { signature: String::new(), ..seal.clone() },
        Seal { signature: "x".to_owned(), ..seal.clone() },
        Seal { token: other.token, ..seal.clone() },
        Seal { token: String::new(), ..seal.clone() },
        Seal { date: String::new(), ..seal.clone() },
        Seal { date: seal.date.replace("GMT", "+0001"), ..seal.clone() },
        Seal { checksum: String::new(), ..seal.clone() },
        Seal { checksum: rehashed, ..seal.clone() },
    ] {
        sent(&anon, &letter, &seal).await.expect_error(401, 30);
    }
    for letter in [
        Letter { body: another_body, ..letter.clone() },
        Letter { method: Method::GET, ..letter.clone() },
        Letter { path: "/__api__/applications".to_owned(), ..letter.clone() },
    ] {
        sent(&anon, &letter, &seal).await.expect_error(401, 30);
    }
    sent(&anon, &letter, &seal).await.expect(200);
}

#[tokio::test]
async fn a_change_counts_once_and_nothing_for_long() {
    let (app, signer) = (TestApp::start().await, Signer::new());
    signer.let_in(&app, &app.sign_in("pia").await).await;
    let (anon, now) = (app.anon(), app.services.now());
    let body = json!({ "name": "item" }).to_string().into_bytes();
    let change = Letter { method: Method::POST, path: "/__api__/v1/content".to_owned(), body, date: now };
    let seal = signer.seal(&change);
    sent(&anon, &change, &seal).await.expect(200);
    sent(&anon, &change, &seal).await.expect_error(401, 30);
    let look = Letter { method: Method::GET, path: ME.to_owned(), body: Vec::new(), date: now };
    let seal = signer.seal(&look);
    for _ in 0..2 {
        sent(&anon, &look, &seal).await.expect(200);
    }
    for minutes in [-6, 6] {
        let look = Letter { date: now + Duration::minutes(minutes), ..look.clone() };
        sent(&anon, &look, &signer.seal(&look)).await.expect_error(401, 30);
    }
    app.clock.advance(Duration::minutes(6));
    sent(&anon, &look, &seal).await.expect_error(401, 30);
}

#[tokio::test]
async fn an_archive_is_held_to_the_signed_checksum() {
    let (app, signer) = (TestApp::start().await, Signer::new());
    signer.let_in(&app, &app.sign_in("pia").await).await;
    let item = app.make_item(&app.key_of("pia").await, "item").await;
    let path = format!("/__api__/v1/content/{item}/bundles");
    let body = app.archive(&[("index.html", "signed")]);
    let letter = Letter { method: Method::POST, path, body, date: app.services.now() };
    let seal = signer.seal(&letter);
    let swapped = Letter { body: app.archive(&[("index.html", "swapped")]), ..letter };
    sent(&app.anon(), &swapped, &seal).await.expect_error(400, 104);
}

#[tokio::test]
async fn a_removed_token_and_a_locked_account_open_nothing() {
    let (app, signer, second) = (TestApp::start().await, Signer::new(), Signer::new());
    let browser = app.sign_in("pia").await;
    signer.let_in(&app, &browser).await;
    second.let_in(&app, &browser).await;
    app.services.console_lock("pia", true).await.unwrap();
    signer.get(&app, ME).await.expect_error(401, 30);
    app.services.console_lock("pia", false).await.unwrap();
    signer.get(&app, ME).await.expect(200);
    let browser = app.sign_in("pia").await;
    let remove = "/connect/profile/programs/remove";
    let other = app.sign_in("vic").await;
    assert!(!other.get("/connect/profile").await.text().contains(remove));
    browser.get("/connect/profile").await.expect_page(200, "Programs that you let in");
    // The newest stands first.
    let form = browser.form("/connect/profile", remove).await;
    let csrf = other.form("/connect/profile", "/connect/profile").await.get("csrf").to_owned();
    other.submit(form.clone().set("csrf", &csrf)).await.expect(303);
    second.get(&app, ME).await.expect(200);
    browser.submit(form).await.expect_redirect("/connect/profile");
    second.get(&app, ME).await.expect_error(401, 30);
    signer.get(&app, ME).await.expect(200);
}

#[tokio::test]
async fn a_token_makes_no_keys_which_would_outlive_it() {
    let (app, signer) = (TestApp::start().await, Signer::new());
    signer.let_in(&app, &app.sign_in("pia").await).await;
    let keys = format!("/__api__/v1/users/{}/keys", app.guid("pia").await);
    let body = json!({ "name": "more" }).to_string();
    signer.send(&app, Method::POST, &keys, body).await.expect_error(403, 99);
}

#[tokio::test]
async fn each_mistake_with_a_token_has_its_code() {
    let (app, signer) = (TestApp::start().await, Signer::new());
    let anon = app.anon();
    let ask =
        async |token: &str, key: &str| anon.post("/__api__/tokens", json!({ "token": token, "public_key": key })).await;
    let good = signer.public_key.as_str();
    for (token, key) in
        [("", good), ("short", good), ("T/../etc/passwd0000", good), (&signer.token, ""), (&signer.token, "AAAA")]
    {
        ask(token, key).await.expect_error(400, 86);
    }
    anon.post("/__api__/tokens", json!({})).await.expect_error(400, 86);
    ask(&signer.token, good).await.expect(200);
    ask(&signer.token, good).await.expect_error(409, 85);
    let late = Signer::new();
    late.ask(&app).await;
    app.clock.advance(Duration::hours(1));
    late.get(&app, ME).await.expect_error(401, 29);
    let browser = app.sign_in("pia").await;
    browser.get(&format!("/connect/tokens/{}", late.token)).await.expect_page(410, "older than an hour");
    let new = Signer::new();
    new.let_in(&app, &browser).await;
    ask(&new.token, good).await.expect_error(409, 84);
    browser.get(&format!("/connect/tokens/{}", new.token)).await.expect_page(410, "claimed already");
    browser.get("/connect/tokens/T000").await.expect(404);
}

#[tokio::test]
async fn no_page_in_a_browser_asks_in_the_name_of_who_looks_at_it() {
    let (app, signer) = (TestApp::start().await, Signer::new());
    let body = json!({ "token": signer.token, "public_key": signer.public_key }).to_string();
    let anon = app.anon();
    let (own, path) = (app.url().to_owned(), "/__api__/tokens");
    for (name, value) in [
        ("origin", "https://evil.test"),
        ("origin", "null"),
        ("origin", own.as_str()),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-origin"),
    ] {
        let ask = anon.ask(Method::POST, path).header(name, value).body(body.clone());
        ask.send().await.expect_error(403, 92);
    }
    anon.ask(Method::POST, path).body(body).send().await.expect(200);
}

#[tokio::test]
async fn who_signed_in_long_ago_proves_that_it_is_he_before_he_lets_a_program_in() {
    let (app, signer) = (TestApp::start().await, Signer::new());
    let browser = app.sign_in("pia").await;
    app.clock.advance(Duration::minutes(11));
    let page = signer.ask(&app).await;
    assert_eq!(app.browser().get(&page).await.location(), format!("/__login__?next={}", page.replace('/', "%2F")));
    let form = browser.form(&page, &page).await;
    for wrong in ["", "wrong password"] {
        let refused = browser.submit(form.clone().set("password", wrong)).await;
        refused.expect_page(422, "This is not your current password.");
    }
    signer.get(&app, ME).await.expect_error(401, 24);
    browser.submit(form.set("password", PASSWORD)).await.expect_redirect("/connect/profile");
    signer.get(&app, ME).await.expect(200);
}

#[tokio::test]
async fn the_word_of_r_for_no_token_is_none() {
    let app = TestApp::start().await;
    let anon = app.anon();
    let ask = anon.ask(Method::GET, "/__api__/server_settings").header("x-auth-token", "anonymous-access");
    ask.send().await.expect(200);
}
