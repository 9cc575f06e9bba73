//! Who calls: the extractors of the API's handlers.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use http::Method;
use http::request::Parts;
use services::{Actor, ServiceError};

use super::ApiError;
use crate::csrf::{self, Source};
use crate::state::Server;
use crate::{address, auth, session};

/// The actor of an API call: by key, or by session with the checks that a session needs.
pub(crate) struct Caller(pub(crate) Actor);

impl FromRequestParts<Server> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, ApiError> {
        let from = address::client(parts, server);
        if let Some(actor) = auth::by_key(&parts.headers, from, server).await? {
            return Ok(Self(actor));
        }
        let signed_in = session::signed_in(parts, server).await?;
        let safe = matches!(parts.method, Method::GET | Method::HEAD);
        if !safe {
            let from_us = csrf::source(&parts.headers, server.url()) != Source::Foreign;
            let token = csrf::header_token_matches(&parts.headers, server.services(), &signed_in.id);
            if !from_us || !token {
                return Err(ApiError::xsrf());
            }
        }
        Ok(Self(signed_in.actor))
    }
}

impl OptionalFromRequestParts<Server> for Caller {
    type Rejection = ApiError;

    /// `None` for nobody; a bad key is refused all the same.
    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Option<Self>, ApiError> {
        let from = address::client(parts, server);
        if let Some(actor) = auth::by_key(&parts.headers, from, server).await? {
            return Ok(Some(Self(actor)));
        }
        match session::signed_in(parts, server).await {
            Ok(signed_in) => Ok(Some(Self(signed_in.actor))),
            Err(ServiceError::SignedOut) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}
