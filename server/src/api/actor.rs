//! Who calls: the extractors of the API's handlers.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use http::Method;
use http::request::Parts;
use services::{Actor, ServiceError};

use super::ApiError;
use super::signature::by_signature;
use crate::csrf::{self, Source};
use crate::state::Server;
use crate::{address, auth, session};

/// The actor of an API call: by key, by signature, or by session with the checks that a session needs.
pub(crate) struct Caller(pub(crate) Actor);

/// Who calls; `None` for nobody. A bad key is refused, and so is a forged change.
async fn caller(parts: &mut Parts, server: &Server) -> Result<Option<Caller>, ApiError> {
    let from = address::client(parts, server);
    if let Some(actor) = auth::by_key(&parts.headers, from, server).await? {
        return Ok(Some(Caller(actor)));
    }
    if let Some(actor) = by_signature(parts, server).await? {
        return Ok(Some(Caller(actor)));
    }
    let signed_in = match session::signed_in(parts, server).await {
        Err(ServiceError::SignedOut) => return Ok(None),
        signed_in => signed_in?,
    };
    if !matches!(parts.method, Method::GET | Method::HEAD) {
        let from_us = csrf::source(&parts.headers, server.url()) != Source::Foreign;
        if !from_us || !csrf::header_token_matches(&parts.headers, server.services(), &signed_in.id) {
            return Err(ApiError::xsrf());
        }
    }
    Ok(Some(Caller(signed_in.actor)))
}

impl FromRequestParts<Server> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, ApiError> {
        caller(parts, server).await?.ok_or_else(ApiError::key_needed)
    }
}

impl OptionalFromRequestParts<Server> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Option<Self>, ApiError> {
        caller(parts, server).await
    }
}
