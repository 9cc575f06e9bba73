//! Signing in by JSON, for programs that act as a browser.

use axum::Json;
use axum::extract::{FromRequest, Request, State};
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use domain::{PlainPassword, PresentedKey};
use http::StatusCode;
use serde::Deserialize;
use services::{ServiceError, SignInRefused};
use tower_sessions::Session;
use utoipa::ToSchema;

use super::error::ErrorBody;
use super::json::Body;
use super::users::ApiUser;
use super::{ApiError, users};
use crate::auth;
use crate::csrf::{self, Source};
use crate::state::Server;
use crate::{address, session};

/// Who signs in.
#[derive(Deserialize, ToSchema)]
struct Credentials {
    /// The name to sign in with.
    username: String,
    /// The password.
    password: String,
}

/// `POST /__login__` and `POST /__api__/__login__` with a JSON body: sets the session's cookie and `RSC-XSRF`.
///
/// # Security
/// A browser that says where it comes from must come from us; that is all that keeps a foreign page from signing its
/// visitor in. A key beside the credentials is refused, since a proxy in front may have let the request pass for it.
#[utoipa::path(
    post, path = "/__login__", operation_id = "sign_in", tag = "Session",
    request_body = Credentials,
    responses(
        (status = 200, body = ApiUser), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 413, body = ErrorBody), (status = 429, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn sign_in(
    State(server): State<Server>,
    session: Session,
    request: Request,
) -> Result<Response, ApiError> {
    if csrf::source(request.headers(), server.url()) == Source::Foreign {
        return Err(ApiError::xsrf());
    }
    if auth::presented(request.headers()) != PresentedKey::Nothing {
        return Err(ApiError::new(
            StatusCode::FORBIDDEN,
            95,
            "Sign in with username and password, and without an API key.",
        ));
    }
    let (parts, body) = request.into_parts();
    let head = parts.clone();
    let Body(Credentials { username, password }) =
        Body::from_request(Request::from_parts(parts, body), &server).await?;
    let from = address::client(&head, &server);
    let signed_in = server.services().sign_in(&username, PlainPassword::new(password), from).await;
    let proof = signed_in.map_err(|refused| match refused {
        SignInRefused::Wrong => ApiError::new(StatusCode::UNAUTHORIZED, 30, refused.to_string()),
        SignInRefused::TryLater(wait) => ServiceError::TryLater(wait).into(),
        SignInRefused::Failed(error) => error.into(),
    })?;
    let id = session::begin(&session, &proof, &head, &server).await?;
    let actor = server.services().resume(&proof).await?;
    Ok(([(SET_COOKIE, csrf::cookie(&server, &id))], Json(users::shown(actor.user()))).into_response())
}
