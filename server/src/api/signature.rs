//! Signed requests, as R's rsconnect sends them.

use axum::http::header::{CONTENT_TYPE, DATE};
use http::request::Parts;
use services::{Actor, SignatureRefused, SignedRequest};

use super::ApiError;
use crate::address;
use crate::layers::WholeBody;
use crate::state::Server;

/// The actor of a signed request; `None` when it is not signed.
///
/// # Errors
/// When the signature admits nobody.
pub(super) async fn by_signature(parts: &Parts, server: &Server) -> Result<Option<Actor>, ApiError> {
    let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !parts.headers.contains_key("x-auth-signature") {
        return Ok(None);
    }
    let body = parts.extensions.get::<WholeBody>().map(|body| body.0.as_ref());
    // An archive is held to the checksum when it is read; in a form it is not the whole body, which nobody checked then.
    if body.is_none() && header(CONTENT_TYPE.as_str()).to_ascii_lowercase().contains("multipart") {
        return Err(SignatureRefused::Wrong.into());
    }
    // The router took the first part away.
    let path = format!("/__api__{}", parts.uri.path());
    let request = SignedRequest {
        token: header("x-auth-token"),
        signature: header("x-auth-signature"),
        method: parts.method.as_str(),
        path: &path,
        date: header(DATE.as_str()),
        checksum: header("x-content-checksum"),
        body,
    };
    let from = address::client(parts, server);
    let checked = server.services().verify_signature(&request, from).await;
    if let Err(SignatureRefused::Wrong) = checked {
        tracing::warn!(address = from.map(tracing::field::display), "A signature was refused.");
    }
    Ok(Some(checked?))
}
