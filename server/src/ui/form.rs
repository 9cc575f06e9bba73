//! A form that was sent: its fields, after both checks against forgery.

use std::collections::HashMap;

use app::model::KeyOutcome;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts as _, Request};
use axum::http::header::ACCEPT;
use axum::response::{IntoResponse, Response};
use http::HeaderMap;
use http::request::Parts;
use services::ServiceError;

use super::{PageVisitor, notice};
use crate::csrf::{self, Source};
use crate::layers::WholeBody;
use crate::session;
use crate::state::Server;

/// No form of ours is larger.
const MOST_BYTES: usize = 64 * 1024;

/// What is shown of a form that was not taken: a whole description, and no more than a page can carry.
const LONGEST_SHOWN: usize = 16 * 1024;

/// Whoever signs in has no session yet, or one from another window that is about to be replaced.
const BEFORE_SESSIONS: [&str; 2] = ["/__login__", "/connect/setup"];

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

/// What the form's token must be bound to: the session, or the random cookie on pages that come before one.
async fn bound_to(parts: &mut Parts, server: &Server) -> Result<String, Response> {
    if BEFORE_SESSIONS.contains(&parts.uri.path()) {
        return Ok(PageVisitor::from_request_parts(parts, server).await?.id);
    }
    match session::signed_in(parts, server).await {
        Ok(signed_in) => Ok(signed_in.id),
        Err(ServiceError::SignedOut) if wants_json(&parts.headers) => Err(Json(KeyOutcome::SignedOut).into_response()),
        Err(ServiceError::SignedOut) => Err(signed_out(parts, server)),
        Err(error) => Err(notice::failed(server, error)),
    }
}

/// The answer to a form that was sent after the session had ended.
pub(super) fn signed_out(parts: &Parts, server: &Server) -> Response {
    let bytes = parts.extensions.get::<WholeBody>().map(|body| body.0.clone()).unwrap_or_default();
    notice::signed_out(server, &typed(&bytes))
}

/// What a person typed into the fields of a form, without secrets and what the form put there itself.
fn typed(bytes: &[u8]) -> Vec<(String, String)> {
    const SHOWN: [(&str, &str); 7] = [
        ("name", "Name"),
        ("title", "Title"),
        ("description", "Description"),
        ("username", "Username"),
        ("first_name", "First name"),
        ("last_name", "Last name"),
        ("email", "E-mail address"),
    ];
    let fields =
        form_urlencoded::parse(bytes).filter(|(_, value)| !value.trim().is_empty() && value.len() <= LONGEST_SHOWN);
    fields
        .filter_map(|(field, value)| {
            let (_, label) = SHOWN.iter().find(|(name, _)| *name == field)?;
            Some(((*label).to_owned(), value.into_owned()))
        })
        .take(SHOWN.len())
        .collect()
}

/// Whether whoever asks is an island, and wants the outcome as JSON.
pub(super) fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accept.contains("application/json")
}

impl FromRequest<Server> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, server: &Server) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        if csrf::source(&parts.headers, server.url()) != Source::Ours {
            tracing::warn!(path = parts.uri.path(), "A form from another place was refused.");
            return Err(notice::forged(server));
        }
        let rest = Request::from_parts(parts.clone(), body);
        let bytes = Bytes::from_request(rest, server).await.map_err(|_| notice::too_large(server))?;
        if bytes.len() > MOST_BYTES {
            return Err(notice::too_large(server));
        }
        let mut fields = HashMap::new();
        for (name, value) in form_urlencoded::parse(&bytes) {
            fields.entry(name.into_owned()).or_insert_with(|| value.into_owned());
        }
        let bound_to = bound_to(&mut parts, server).await?;
        let token = fields.remove("csrf").unwrap_or_default();
        if !server.services().form_token_matches(&bound_to, &token) {
            tracing::warn!(path = parts.uri.path(), "A form with a foreign token was refused.");
            return Err(notice::stale(server, &typed(&bytes)));
        }
        Ok(Self { fields, wants_json: wants_json(&parts.headers), parts })
    }
}
