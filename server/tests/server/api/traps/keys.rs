//! Keys and cookies, as clients send them.

use serde_json::json;

use crate::support::{Client as _, TestApp};

/// vip sends its key in this header alone; rsconnect-python leaves the word before it away for some hosts.
#[tokio::test]
async fn a_key_in_the_other_header_alone_opens_the_api_and_content() {
    let app = TestApp::start().await;
    let vic = app.key_of("vic").await;
    let item = app.seed_content("pia", "for-vic").allow("vic").file("index.html", "seen").publish().await;
    for value in [format!("Key {}", vic.secret), format!("key {}", vic.secret), vic.secret.clone()] {
        let ask = app.anon();
        let api = ask.ask(http::Method::GET, "/__api__/v1/user").header("x-rsc-authorization", &value).send().await;
        assert_eq!(api.expect(200).json()["username"], "vic");
        let path = format!("/content/{}/", item.guid);
        let seen = ask.ask(http::Method::GET, &path).header("x-rsc-authorization", &value).send().await;
        assert_eq!(seen.expect(200).text(), "seen");
    }
}

/// connectapi asks for the settings to learn whether its key is right; others ask before they have one.
#[tokio::test]
async fn the_settings_are_for_everybody_but_not_with_a_bad_key() {
    let app = TestApp::start().await;
    let settings = app.anon().get("/__api__/server_settings").await.expect(200).json();
    assert!(settings["version"].as_str().is_some_and(|version| version >= "2026.07"), "{settings}");
    app.key("clv_wrong").get("/__api__/server_settings").await.expect_error(401, 30);
    app.key_of("vic").await.get("/__api__/server_settings").await.expect(200);
}

/// Clients send back every cookie that they were given, beside their key.
#[tokio::test]
async fn a_key_beside_cookies_of_a_session_needs_no_token_against_forgery() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    let cookies: Vec<_> = ["__Host-claviger", "claviger", "RSC-XSRF", "rsconnect"]
        .iter()
        .filter_map(|name| browser.cookie(name).map(|value| format!("{name}={value}")))
        .chain(["AWSALB=sticky".to_owned()])
        .collect();
    let pia = app.key_of("pia").await;
    let new = json!({ "name": "with-cookies" });
    let made = pia.ask(http::Method::POST, "/__api__/v1/content").header("cookie", &cookies.join("; ")).json(&new);
    let made = made.send().await.expect(200).json();
    assert_eq!(made["owner_guid"], app.guid("pia").await.as_str(), "the key says who asks");
}
