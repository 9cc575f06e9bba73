//! What goes around every page and API answer: request id, headers that browsers obey, patience.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use services::ServiceError;
use tracing::Instrument as _;
use uuid::Uuid;

use crate::api::ApiError;
use crate::state::Server;
use crate::ui::notice;
use crate::uploads::is_upload;

/// No page or API call takes longer, its body included; published content has limits of its own.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);
/// No form or API body so far is larger.
const MOST_BODY_BYTES: usize = 1024 * 1024;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-correlation-id");
const LONGEST_REQUEST_ID: usize = 128;

/// Names the request, so that an answer can be found in the log: the client's own name for it, or a new one.
pub(crate) async fn request_id(request: Request, next: Next) -> Response {
    let given = request.headers().get(REQUEST_ID).and_then(|value| value.to_str().ok()).filter(|id| plain(id));
    let id = given.map_or_else(|| Uuid::new_v4().to_string(), str::to_owned);
    // The path only: a query string may hold what nobody should read.
    let span = tracing::info_span!("request", id, method = %request.method(), path = request.uri().path());
    let mut response = next.run(request).instrument(span).await;
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

fn plain(id: &str) -> bool {
    id.len() <= LONGEST_REQUEST_ID && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

/// Who is answered: programs in JSON, people in a page.
#[derive(Clone, Copy)]
enum Door {
    Api,
    Pages,
}

impl Door {
    fn of(request: &Request) -> Self {
        if request.uri().path().starts_with("/__api__") { Self::Api } else { Self::Pages }
    }
}

/// Gives up on what takes too long.
pub(crate) async fn patience(State(server): State<Server>, request: Request, next: Next) -> Response {
    if is_upload(request.method(), request.uri().path()) {
        return next.run(request).await;
    }
    let door = Door::of(&request);
    let Ok(response) = tokio::time::timeout(ANSWER_WITHIN, next.run(request)).await else {
        let error = ServiceError::Unavailable("This took too long. Try again in a moment.");
        return match door {
            Door::Api => ApiError::from(error).into_response(),
            Door::Pages => notice::failed(&server, error),
        };
    };
    response
}

/// Reads the body before anybody is asked who he is: else a request could be held open with one byte missing, and be
/// done later with rights that are gone by then.
pub(crate) async fn whole_body(State(server): State<Server>, request: Request, next: Next) -> Response {
    if is_upload(request.method(), request.uri().path()) {
        return next.run(request).await;
    }
    let door = Door::of(&request);
    let (mut parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, MOST_BODY_BYTES).await else {
        let words = "The body is too large, or broke off.";
        return match door {
            Door::Api => ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, 87, words).into_response(),
            Door::Pages => notice::too_large(&server),
        };
    };
    parts.extensions.insert(WholeBody(bytes.clone()));
    next.run(Request::from_parts(parts, Body::from(bytes))).await
}

/// The body of a request, for extractors that come before the one that takes it.
#[derive(Clone)]
pub(crate) struct WholeBody(pub(crate) Bytes);

/// Headers for pages and API alike (ASVS 5.0 3.4). The policy for a page's own contents is set with the page.
pub(crate) async fn security_headers(State(server): State<Server>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    set(headers, "server", "Claviger");
    set(headers, "x-content-type-options", "nosniff");
    set(headers, "x-frame-options", "DENY");
    set(headers, "referrer-policy", "same-origin");
    set(headers, "cross-origin-opener-policy", "same-origin");
    set(headers, "cross-origin-resource-policy", "same-origin");
    set(headers, "content-security-policy", "default-src 'none'; frame-ancestors 'none'");
    set(headers, "cache-control", "no-store");
    if server.https() {
        set(headers, "strict-transport-security", "max-age=31536000");
    }
    response
}

fn set(headers: &mut HeaderMap, name: &'static str, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}
