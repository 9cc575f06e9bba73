//! curl, in the part of a browser and of a program.

use std::path::PathBuf;

use url::Url;

use super::super::program::{Home, PASSWORD};
use super::nginx::Nginx;
use super::tool::Tool;

pub(super) const DASHBOARD: &str = "https://claviger.example.com";

const CURL: Tool = Tool { program: "curl", package: "curl" };
/// Where the client seems to be.
pub(super) const CLIENT: &str = "127.0.0.77";

/// A client behind the proxy, which keeps cookies.
pub(super) struct Client<'a> {
    folder: PathBuf,
    nginx: &'a Nginx,
    /// Name and password for the proxy's own check.
    pub(super) credentials: Option<String>,
}

/// An answer: the last one, where redirects were followed.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) url: String,
    /// `WWW-Authenticate`
    pub(super) challenge: String,
    pub(super) body: String,
}

impl<'a> Client<'a> {
    pub(super) fn new(home: &Home, nginx: &'a Nginx) -> Self {
        Self { folder: home.beside(""), nginx, credentials: None }
    }

    /// Asks for an address, with more arguments for curl.
    pub(super) fn get(&self, url: &str, more: &[&str]) -> Answer {
        let certificate = self.nginx.certificate();
        let certificate = certificate.to_str().expect("UTF-8");
        let way = format!("::{}", self.nginx.address);
        let mut arguments = vec!["--silent", "--show-error", "--path-as-is", "--interface", CLIENT];
        arguments.extend(["--cacert", certificate, "--connect-to", &way, "--cookie", "jar", "--cookie-jar", "jar"]);
        arguments.extend(["--write-out", "\n%{http_code}\n%{url_effective}\n%header{www-authenticate}"]);
        if let Some(credentials) = &self.credentials {
            arguments.extend(["--user", credentials]);
        }
        arguments.extend(more);
        arguments.push(url);
        let done = CURL.run(CURL.command(&self.folder, &arguments));
        assert!(done.status.success(), "{url}: {}", done.err);
        let mut parts = done.out.rsplitn(4, '\n').map(str::to_owned);
        let mut part = || parts.next().expect("what curl writes out");
        let (challenge, url, status, body) = (part(), part(), part(), part());
        Answer { status: status.parse().expect("a status"), url: without_credentials(&url), challenge, body }
    }

    /// Asks with this header.
    pub(super) fn with(&self, url: &str, header: &str) -> Answer {
        self.get(url, &["--header", header])
    }

    /// Goes to an address as a browser does, wherever it leads.
    pub(super) fn go(&self, url: &str) -> Answer {
        self.get(url, &["--location-trusted", "--header", "Accept: text/html"])
    }

    /// Signs in to the dashboard by its form.
    pub(super) fn sign_in(&self, name: &str) {
        let page = self.go(&format!("{DASHBOARD}/__login__")).expect(200).body;
        let (_, rest) = page.split_once("name=\"csrf\" value=\"").expect("a token");
        let csrf = rest.split('"').next().expect("its end");
        let mut form = form_urlencoded::Serializer::new(String::new());
        let form = form.append_pair("csrf", csrf).append_pair("username", name).append_pair("password", PASSWORD);
        let more = ["--data-raw", &form.finish(), "--header", "Sec-Fetch-Site: same-origin"];
        self.get(&format!("{DASHBOARD}/__login__"), &more).expect(303);
    }
}

/// curl shows the credentials that it was given as part of the address.
fn without_credentials(url: &str) -> String {
    let mut url = Url::parse(url).expect("a URL");
    url.set_username("").and_then(|()| url.set_password(None)).expect("a URL with a host");
    url.into()
}

impl Answer {
    #[track_caller]
    pub(super) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self:?}");
        self
    }

    /// Ends the test unless it is the refusal of a key by Claviger.
    #[track_caller]
    pub(super) fn expect_wrong_key(self) {
        let answer = self.expect(401);
        assert!(answer.challenge == "Key" && answer.body.starts_with("{\"code\":30,"), "{answer:?}");
    }

    /// Ends the test unless it is the proxy's own check.
    #[track_caller]
    pub(super) fn expect_check(self) {
        let answer = self.expect(401);
        assert!(answer.challenge.starts_with("Basic "), "{answer:?}");
    }
}
