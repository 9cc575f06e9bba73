//! The picture that stands for an item, at `__thumbnail__` below its address.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode};
use services::Served;

use super::refusal::Refusal;
use crate::state::Server;

/// Where it is, below the address of the item.
pub(super) const PLACE: &str = "/__thumbnail__";
/// A picture may be a document with scripts in it, which nobody runs.
const HARMLESS: HeaderValue = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox");

/// Answers with the picture, or with nothing.
pub(super) async fn answer(server: &Server, served: &Served, parts: &Parts) -> Result<Response, Refusal> {
    if !matches!(parts.method, Method::GET | Method::HEAD) {
        return Err(Refusal::Method("GET, HEAD"));
    }
    let found = server.services().thumbnail(served).await.map_err(Refusal::Failed)?;
    let Some((kind, bytes)) = found else { return Ok(StatusCode::NO_CONTENT.into_response()) };
    let mut response = Body::from(bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind.media_type()));
    headers.insert(CONTENT_SECURITY_POLICY, HARMLESS);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}
