//! A program that signs its requests, with a key that openssl made.

use std::io::Write as _;
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Method;
use serde_json::json;
use services::Services;
use tempfile::TempDir;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

use super::{Anon, Answer, Client, Cookie, TestApp};

/// What the signer calls itself.
const AGENT: &str = "rsconnect/0.8.29 <R>";

/// A pair of keys, and the name of the token.
pub(crate) struct Signer {
    folder: TempDir,
    pub(crate) token: String,
    pub(crate) public_key: String,
}

/// A request to be signed.
#[derive(Clone)]
pub(crate) struct Letter {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) body: Vec<u8>,
    pub(crate) date: OffsetDateTime,
}

/// The headers of a signed request.
#[derive(Clone)]
pub(crate) struct Seal {
    pub(crate) token: String,
    pub(crate) signature: String,
    pub(crate) date: String,
    pub(crate) checksum: String,
}

impl Signer {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let key = folder.path().join("key.pem");
        let key = key.to_str().expect("a path of text");
        openssl(&["genrsa", "-out", key, "2048"], b"");
        let public_key = STANDARD.encode(openssl(&["rsa", "-in", key, "-pubout", "-outform", "DER"], b""));
        let name = Services::state_of(&public_key);
        Self { token: format!("T{}", &name[..32]), public_key, folder }
    }

    /// Asks to be let in; gives the path of the page that asks whether to.
    pub(crate) async fn ask(&self, app: &TestApp) -> String {
        let body = json!({ "token": self.token, "public_key": self.public_key, "user_id": 0 });
        let anon = app.anon();
        let ask = anon.ask(Method::POST, "/__api__/tokens").header("user-agent", AGENT).json(&body);
        let asked = ask.send().await.expect(200).json();
        let url = asked["token_claim_url"].as_str().expect("an address");
        url.strip_prefix(app.url()).expect("an address of ours").to_owned()
    }

    /// Asks, and is let in by this browser.
    pub(crate) async fn let_in(&self, app: &TestApp, browser: &Cookie<'_>) {
        let page = self.ask(app).await;
        let form = browser.form(&page, &page).await;
        browser.submit(form).await.expect_redirect("/connect/profile");
    }

    /// Signs a request as the clients do.
    pub(crate) fn seal(&self, letter: &Letter) -> Seal {
        let checksum = STANDARD.encode(openssl(&["dgst", "-md5", "-binary"], &letter.body));
        let date = letter.date.format(&Rfc2822).expect("a date").replace("+0000", "GMT");
        let path = letter.path.split('?').next().expect("a path");
        let text = format!("{}\n{path}\n{date}\n{checksum}", letter.method);
        let key = self.folder.path().join("key.pem");
        let key = key.to_str().expect("a path of text");
        let signature = STANDARD.encode(openssl(&["dgst", "-sha1", "-sign", key, "-binary"], text.as_bytes()));
        Seal { token: self.token.clone(), signature, date, checksum }
    }

    /// Sends a signed request.
    pub(crate) async fn send(&self, app: &TestApp, method: Method, path: &str, body: impl Into<Vec<u8>>) -> Answer {
        let letter = Letter { method, path: path.to_owned(), body: body.into(), date: app.services.now() };
        let seal = self.seal(&letter);
        sent(&app.anon(), &letter, &seal).await
    }

    pub(crate) async fn get(&self, app: &TestApp, path: &str) -> Answer {
        self.send(app, Method::GET, path, "").await
    }
}

/// Sends a request under a seal.
pub(crate) async fn sent(by: &Anon<'_>, letter: &Letter, seal: &Seal) -> Answer {
    let ask = by.ask(letter.method.clone(), &letter.path).body(letter.body.clone());
    let ask = ask.header("x-auth-token", &seal.token).header("x-auth-signature", &seal.signature);
    ask.header("date", &seal.date).header("x-content-checksum", &seal.checksum).send().await
}

#[expect(clippy::disallowed_methods, reason = "the signatures are those of another program")]
fn openssl(arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let mut command = Command::new("openssl");
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().expect("openssl is missing; install the package openssl");
    child.stdin.take().expect("its input").write_all(input).expect("its input");
    let output = child.wait_with_output().expect("its output");
    assert!(output.status.success(), "openssl {arguments:?}");
    output.stdout
}
