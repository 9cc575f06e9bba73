//! `POST /v1/bootstrap`

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::Method;
use serde_json::{Value, json};
use sha2::Sha256;

use crate::support::{Answer, Client as _, TestApp};

const ADDRESSES: [&str; 2] = ["/__api__/v1/bootstrap", "/__api__/v1/experimental/bootstrap"];
const SECRET: [u8; 32] = [7; 32];

async fn app() -> (TestApp, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secret");
    std::fs::write(&file, STANDARD.encode(SECRET)).unwrap();
    (TestApp::configured(|config| config.bootstrap_secret_file = Some(file)).await, folder)
}

fn claims(app: &TestApp) -> Value {
    let now = app.clock.now().unix_timestamp();
    json!({
        "iss": "rsconnect-python", "aud": "rsconnect", "scope": "bootstrap", "iat": now, "exp": now + 900
    })
}

fn token(claims: &Value) -> String {
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT"}"#);
    let signed = format!("{header}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
    let mut mac = Hmac::<Sha256>::new_from_slice(&SECRET).unwrap();
    mac.update(signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

async fn ask(app: &TestApp, address: &str, token: &str) -> Answer {
    app.anon().ask(Method::POST, address).header("authorization", &format!("Connect-Bootstrap {token}")).send().await
}

#[tokio::test]
async fn a_token_makes_the_first_administrator_once() {
    for address in ADDRESSES {
        let (app, _folder) = app().await;
        let link = app.services.new_setup_link().await.unwrap().unwrap();
        let made = ask(&app, address, &token(&claims(&app))).await.expect(200).json();
        let key = app.key(made["api_key"].as_str().unwrap());
        let user = key.get("/__api__/v1/user").await.expect(200).json();
        assert_eq!((&user["username"], &user["user_role"]), (&json!("admin"), &json!("administrator")));
        assert!(!app.services.setup_link_works(link.expose()), "the set-up link is for a server without accounts");
        for address in ADDRESSES {
            ask(&app, address, &token(&claims(&app))).await.expect_error(403, 165);
            ask(&app, address, "wrong").await.expect_error(401, 166);
        }
    }
}

#[tokio::test]
async fn a_token_that_does_not_count_makes_nobody() {
    let (app, _folder) = app().await;
    let good = token(&claims(&app));
    let mut wrong = vec![String::new(), "x".to_owned(), good[..good.len() - 2].to_owned(), format!("{good}A")];
    for (name, value) in [("aud", json!("other")), ("exp", json!(1)), ("scope", json!("all"))] {
        let mut claims = claims(&app);
        claims[name] = value;
        wrong.push(token(&claims));
    }
    for token in wrong {
        ask(&app, ADDRESSES[0], &token).await.expect_error(401, 166);
    }
    app.anon().ask(Method::POST, ADDRESSES[0]).send().await.expect_error(401, 166);
    let (anon, bearer) = (app.anon(), format!("Bearer {good}"));
    let other_scheme = anon.ask(Method::POST, ADDRESSES[0]).header("authorization", &bearer).send().await;
    other_scheme.expect_error(401, 166);
    assert!(app.services.console_list_users().await.unwrap().is_empty());
    ask(&app, ADDRESSES[0], &good).await.expect(200);
}

#[tokio::test]
async fn without_the_setting_there_is_no_bootstrap() {
    let app = TestApp::empty().await;
    for address in ADDRESSES {
        ask(&app, address, &token(&claims(&app))).await.expect_error(404, 4);
    }
}
