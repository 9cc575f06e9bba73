//! A form that was sent: its fields, after both checks against forgery.

use std::collections::HashMap;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts as _, Request};
use axum::http::header::ACCEPT;
use axum::response::Response;
use http::request::Parts;
use services::ServiceError;

use super::{PageVisitor, notice};
use crate::csrf::{self, Source};
use crate::session;
use crate::state::Server;

/// The fields of a form; one that is missing is empty, and of one that is sent twice the first counts.
pub(crate) struct Sent {
    fields: HashMap<String, String>,
    /// An island sent it and wants the outcome as JSON.
    pub(crate) wants_json: bool,
    /// The head of the request.
    pub(crate) parts: Parts,
}

impl Sent {
    /// The field as it was typed.
    pub(crate) fn text(&self, name: &str) -> String {
        self.fields.get(name).cloned().unwrap_or_default()
    }
}

impl FromRequest<Server> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, server: &Server) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        if csrf::source(&parts.headers, server.url()) != Source::Ours {
            return Err(notice::forged(server));
        }
        let rest = Request::from_parts(parts.clone(), body);
        let bytes = Bytes::from_request(rest, server).await.map_err(|_| notice::too_large(server))?;
        let mut fields = HashMap::new();
        for (name, value) in form_urlencoded::parse(&bytes) {
            fields.entry(name.into_owned()).or_insert_with(|| value.into_owned());
        }
        let bound_to = match session::signed_in(&mut parts, server).await {
            Ok(signed_in) => signed_in.id,
            Err(ServiceError::SignedOut) => PageVisitor::from_request_parts(&mut parts, server).await?.id,
            Err(error) => return Err(notice::failed(server, error)),
        };
        let token = fields.remove("csrf").unwrap_or_default();
        if !server.services().form_token_matches(&bound_to, &token) {
            return Err(notice::stale(server));
        }
        let accept = parts.headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let wants_json = accept.contains("application/json");
        Ok(Self { fields, wants_json, parts })
    }
}
