//! The pages: load, decide on status and redirect, render. What they look like is the business of `app`.
//!
//! Every form is answered by a redirect (303) or by the same form with what was typed, so that all of it works without
//! JavaScript, and nothing typed is lost. Islands send the same forms and ask for JSON.

pub(crate) mod apps;
pub(crate) mod claim;
pub(crate) mod content_list;
mod form;
mod frame;
pub(crate) mod key;
pub(crate) mod keys;
pub(crate) mod new_content;
pub(crate) mod notice;
pub(crate) mod open;
pub(crate) mod people;
pub(crate) mod profile;
pub(crate) mod setup;
pub(crate) mod sign_in;
pub(crate) mod tags;
mod upload;
mod visitor;

use std::str::FromStr;

use axum::extract::{FromRequestParts, Path};
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use http::request::Parts;

use self::form::Sent;
use self::frame::Framer;
use self::visitor::{PageVisitor, SignedInPage};
use crate::state::Server;

/// What the address names: an item, an account, a key. What can name none names no page.
pub(crate) struct InPath<T>(T);

impl<T: FromStr + Send> FromRequestParts<Server> for InPath<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Response> {
        let name = Path::<String>::from_request_parts(parts, server).await;
        match name.ok().and_then(|Path(name)| name.parse().ok()) {
            Some(named) => Ok(Self(named)),
            None => Err(notice::not_found(parts, server).await),
        }
    }
}

/// Sends the browser on to a path of ours, by GET.
fn see_other(path: &str) -> Response {
    // Our own paths fit a header; anything else goes to the front page.
    let location = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/connect/"));
    (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response()
}
