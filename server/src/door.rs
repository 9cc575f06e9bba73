//! The front door: the host that a request is for decides what it can reach.
//!
//! Published content is answered before the router: it is the hot path, and shares nothing with pages and API. On the
//! content origin the dashboard does not exist.

use std::convert::Infallible;

use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use domain::PresentedKey;
use http::header::{CONTENT_TYPE, HOST, LOCATION};
use http::{HeaderName, StatusCode};
use tower::ServiceExt as _;

use crate::api::ApiError;
use crate::auth;
use crate::origins::Host;
use crate::state::Server;
use crate::{content, cookies};

/// Answers one request.
pub async fn answer(router: Router, server: Server, request: Request) -> Response {
    let path = request.uri().path();
    if path == "/__ping__" {
        return routed(router, request).await;
    }
    let Some(host) = asked_for(&request).and_then(|host| server.origins().host(host)) else {
        return misdirected(&server);
    };
    if path.starts_with("/content/") {
        return content::answer(&server, host, request, None).await;
    }
    match server.services().mounted(path).await {
        Ok(None) => {}
        Ok(Some(at)) => return content::answer(&server, host, request, Some(at)).await,
        Err(error) => return content::failed(&server, host, &request, error),
    }
    match host {
        Host::Dashboard => routed(router, request).await,
        Host::SharedContent | Host::ContentOf(_) => beside_content(router, &server, request).await,
    }
}

async fn routed(router: Router, mut request: Request) -> Response {
    cookies::keep_text(request.headers_mut());
    let answered: Result<Response, Infallible> = router.oneshot(request).await;
    answered.unwrap_or_else(|never| match never {})
}

/// The host of a request: that of its target where it has one, else the header (RFC 9112, section 3.2.2).
fn asked_for(request: &Request) -> Option<&str> {
    if let Some(authority) = request.uri().authority() {
        return Some(authority.as_str());
    }
    let mut lines = request.headers().get_all(HOST).iter();
    match (lines.next(), lines.next()) {
        (Some(host), None) => host.to_str().ok(),
        _ => None,
    }
}

/// What the content origin has besides content: the API for keys, and the way to the dashboard.
async fn beside_content(router: Router, server: &Server, request: Request) -> Response {
    let path = request.uri().path();
    let api = path == "/__api__" || path.starts_with("/__api__/");
    match path {
        "/" => plain(server, StatusCode::FOUND, LOCATION, &format!("{}/", server.url()), ""),
        _ if api && auth::presented(request.headers()) != PresentedKey::Nothing => routed(router, request).await,
        _ if api => fenced(server, ApiError::key_needed().into_response()),
        _ => {
            let words = "There is nothing at this address.\n";
            plain(server, StatusCode::NOT_FOUND, CONTENT_TYPE, "text/plain; charset=utf-8", words)
        }
    }
}

/// A name that is none of ours: a proxy that does not pass `Host`, a stale bookmark, or DNS rebinding (RFC 9110, 15.5.20).
fn misdirected(server: &Server) -> Response {
    let words = format!(
        "This server does not answer under this host name. It is at {}.\n\
         A proxy in front of it must pass the Host header on.\n",
        server.url()
    );
    plain(server, StatusCode::MISDIRECTED_REQUEST, CONTENT_TYPE, "text/plain; charset=utf-8", &words)
}

fn plain(server: &Server, status: StatusCode, name: HeaderName, value: &str, words: &str) -> Response {
    fenced(server, (status, [(name, value.to_owned())], words.to_owned()).into_response())
}

fn fenced(server: &Server, response: Response) -> Response {
    let mut response = content::unkept(response);
    content::fence(response.headers_mut(), server);
    response
}
