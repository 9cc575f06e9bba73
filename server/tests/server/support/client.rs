//! The three kinds of clients: nobody, a browser with its cookies, and a program with its key.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Mutex;

use axum::body::Body;
use axum::extract::ConnectInfo;
use http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::Value;

use super::html::Form;
use super::{Answer, TestApp, contract};

/// Somebody who asks.
pub(crate) trait Client: Sized {
    fn app(&self) -> &TestApp;

    /// Adds what this client sends by itself.
    fn dress(&self, method: &Method, path: &str, headers: &mut HeaderMap);

    /// Keeps what this client remembers of an answer.
    fn keep(&self, _answer: &Answer) {}

    fn ask(&self, method: Method, path: &str) -> Ask<'_, Self> {
        let mut headers = HeaderMap::new();
        self.dress(&method, path, &mut headers);
        Ask {
            client: self,
            method,
            path: path.to_owned(),
            headers,
            body: Vec::new(),
            pieces: false,
            from: Ipv4Addr::LOCALHOST.into(),
        }
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path).send().await
    }

    async fn head(&self, path: &str) -> Answer {
        self.ask(Method::HEAD, path).send().await
    }

    async fn delete(&self, path: &str) -> Answer {
        self.ask(Method::DELETE, path).send().await
    }

    async fn post(&self, path: &str, body: Value) -> Answer {
        self.ask(Method::POST, path).json(&body).send().await
    }

    async fn patch(&self, path: &str, body: Value) -> Answer {
        self.ask(Method::PATCH, path).json(&body).send().await
    }

    async fn put(&self, path: &str, body: Value) -> Answer {
        self.ask(Method::PUT, path).json(&body).send().await
    }
}

/// A request in the making.
#[must_use]
pub(crate) struct Ask<'a, C> {
    client: &'a C,
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Vec<u8>,
    pieces: bool,
    from: IpAddr,
}

impl<C: Client> Ask<'_, C> {
    pub(crate) fn header(self, name: &str, value: &str) -> Self {
        self.header_bytes(name, value.as_bytes())
    }

    pub(crate) fn header_bytes(mut self, name: &str, value: &[u8]) -> Self {
        let name: HeaderName = name.parse().expect("a header name");
        self.headers.insert(name, HeaderValue::from_bytes(value).expect("a header value"));
        self
    }

    /// A second line of the same header.
    pub(crate) fn another(mut self, name: &'static str, value: &str) -> Self {
        self.headers.append(name, value.parse().expect("a header value"));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.header(CONTENT_TYPE.as_str(), "application/json").body(body.to_string())
    }

    pub(crate) fn form(self, fields: &[(String, String)]) -> Self {
        let text = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.header(CONTENT_TYPE.as_str(), "application/x-www-form-urlencoded").body(text)
    }

    pub(crate) fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// A body that comes piece by piece, and does not say how much it is.
    pub(crate) fn in_pieces(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.pieces = true;
        self.body(body)
    }

    /// The address that it comes from; this machine's otherwise.
    pub(crate) fn from(mut self, address: &str) -> Self {
        self.from = address.parse().expect("an address");
        self
    }

    pub(crate) async fn send(self) -> Answer {
        let mut request = Request::new(if self.pieces { in_pieces(&self.body) } else { Body::from(self.body) });
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.path.parse().expect("a path");
        *request.headers_mut() = self.headers;
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(self.from, 40_000)));
        let path = request.uri().path().to_owned();
        let host = self.client.app().url().split_once("://").expect("an address").1;
        request.headers_mut().entry(HOST).or_insert(host.parse().expect("a host"));
        let response = self.client.app().answer(request).await;
        let (head, body) = response.into_parts();
        // On the wire, hyper leaves the body of an answer to HEAD out.
        let body = if self.method == Method::HEAD { Body::empty() } else { body };
        let body = body.collect().await.expect("a whole body").to_bytes();
        let answer = Answer { status: head.status, headers: head.headers, body };
        // A foreign host does not get as far as the API.
        let reached = answer.status != StatusCode::MISDIRECTED_REQUEST;
        if reached && path.starts_with("/__api__/") && path != "/__api__/openapi.json" {
            contract().check(&self.method, &path, &answer);
        }
        self.client.keep(&answer);
        answer
    }
}

fn in_pieces(body: &[u8]) -> Body {
    let pieces: Vec<_> = body.chunks(1000).map(|piece| Ok::<_, Infallible>(piece.to_vec())).collect();
    Body::from_stream(futures_util::stream::iter(pieces))
}

/// Nobody.
pub(crate) struct Anon<'a>(pub(super) &'a TestApp);

impl Client for Anon<'_> {
    fn app(&self) -> &TestApp {
        self.0
    }

    fn dress(&self, _method: &Method, _path: &str, _headers: &mut HeaderMap) {}
}

/// A program with a key.
pub(crate) struct Key<'a> {
    pub(super) app: &'a TestApp,
    pub(crate) secret: String,
    pub(crate) id: i64,
    /// The guid of its owner.
    pub(crate) guid: String,
}

impl Key<'_> {
    /// The address of its owner's keys.
    pub(crate) fn keys(&self) -> String {
        format!("/__api__/v1/users/{}/keys", self.guid)
    }

    /// The address of its own record.
    pub(crate) fn me(&self) -> String {
        format!("{}/{}", self.keys(), self.id)
    }
}

impl Client for Key<'_> {
    fn app(&self) -> &TestApp {
        self.app
    }

    fn dress(&self, _method: &Method, _path: &str, headers: &mut HeaderMap) {
        headers.insert(AUTHORIZATION, format!("Key {}", self.secret).parse().expect("a header value"));
    }
}

/// A browser: keeps cookies, and says where its requests come from.
pub(crate) struct Cookie<'a> {
    app: &'a TestApp,
    /// Value and path, by name.
    jar: Mutex<BTreeMap<String, (String, String)>>,
}

impl<'a> Cookie<'a> {
    pub(super) fn new(app: &'a TestApp) -> Self {
        Self { app, jar: Mutex::default() }
    }

    /// The value of a cookie that the browser has.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.jar.lock().unwrap().get(name).map(|(value, _)| value.clone())
    }

    /// Another browser with the same cookies, as a thief of them would have.
    pub(crate) fn copy(&self) -> Self {
        Self { app: self.app, jar: Mutex::new(self.jar.lock().unwrap().clone()) }
    }

    /// Sends a form as a browser does.
    pub(crate) async fn submit(&self, form: Form) -> Answer {
        self.ask(Method::POST, &form.action).form(&form.fields).send().await
    }

    /// The form for this action on this page.
    pub(crate) async fn form(&self, page: &str, action: &str) -> Form {
        self.get(page).await.expect(200).form(action)
    }
}

impl Client for Cookie<'_> {
    fn app(&self) -> &TestApp {
        self.app
    }

    fn dress(&self, method: &Method, path: &str, headers: &mut HeaderMap) {
        let jar = self.jar.lock().unwrap();
        let sent: Vec<String> = jar
            .iter()
            .filter(|(_, (_, scope))| path.starts_with(scope.as_str()))
            .map(|(name, (value, _))| format!("{name}={value}"))
            .collect();
        if !sent.is_empty() {
            headers.insert(COOKIE, sent.join("; ").parse().expect("a header value"));
        }
        headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
        if let (false, true, Some((token, _))) = (method.is_safe(), path.starts_with("/__api__/"), jar.get("RSC-XSRF"))
        {
            headers.insert("x-rsc-xsrf", token.parse().expect("a header value"));
        }
    }

    fn keep(&self, answer: &Answer) {
        let mut jar = self.jar.lock().unwrap();
        for cookie in answer.cookies() {
            if cookie.max_age().is_some_and(|age| age.is_zero()) {
                jar.remove(cookie.name());
            } else {
                let scope = cookie.path().expect("a path");
                jar.insert(cookie.name().to_owned(), (cookie.value().to_owned(), scope.to_owned()));
            }
        }
    }
}
