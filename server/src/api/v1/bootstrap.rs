//! The first administrator, made by a program: `/v1/bootstrap`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use serde::Serialize;
use services::BootstrapRefused;
use utoipa::ToSchema;

use crate::address;
use crate::api::ApiError;
use crate::api::error::ErrorBody;
use crate::state::Server;

/// What a bootstrap gives.
#[derive(Serialize, ToSchema)]
pub(crate) struct BootstrapSuccess {
    /// A key of the first administrator, shown now and never again.
    api_key: String,
}

/// Makes the first administrator, `admin`, and gives a key of it. Works once, while there is no account.
///
/// Permissions: the header `Authorization: Connect-Bootstrap` with a JWT (HS256) that is signed with the secret of the
/// setting `bootstrap.secret_key_file`. Without that setting there is nothing here.
#[utoipa::path(
    post, path = "/v1/bootstrap", operation_id = "bootstrap", tag = "Bootstrap",
    responses(
        (status = 200, body = BootstrapSuccess), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 413, body = ErrorBody), (status = 500, body = ErrorBody),
        (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn bootstrap(State(server): State<Server>, parts: Parts) -> Result<Json<BootstrapSuccess>, ApiError> {
    let words = "Bootstrap is not set up on this server. See the setting bootstrap.secret_key_file.";
    let secret = server.bootstrap_secret().ok_or_else(|| ApiError::new(StatusCode::NOT_FOUND, 4, words))?;
    let token = presented(&parts).unwrap_or_default();
    let made = server.services().bootstrap(secret, token, address::client(&parts, &server)).await;
    let key = made.map_err(|refused| match refused {
        BootstrapRefused::Token => {
            let words = "The bootstrap token is not valid. It may be too old, or signed with another secret.";
            ApiError::new(StatusCode::UNAUTHORIZED, 166, words)
        }
        BootstrapRefused::Done => {
            let words = "There are accounts already. Bootstrap makes the first one only.";
            ApiError::new(StatusCode::FORBIDDEN, 165, words)
        }
        BootstrapRefused::Failed(error) => error.into(),
    })?;
    Ok(Json(BootstrapSuccess { api_key: key.plain.expose().to_owned() }))
}

/// The same, at the address that official clients still call.
#[utoipa::path(
    post, path = "/v1/experimental/bootstrap", operation_id = "bootstrap_experimental", tag = "Bootstrap",
    responses(
        (status = 200, body = BootstrapSuccess), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 413, body = ErrorBody), (status = 500, body = ErrorBody),
        (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn bootstrap_experimental(
    server: State<Server>,
    parts: Parts,
) -> Result<Json<BootstrapSuccess>, ApiError> {
    bootstrap(server, parts).await
}

fn presented(parts: &Parts) -> Option<&str> {
    let text = parts.headers.get(AUTHORIZATION)?.to_str().ok()?.trim();
    let (scheme, token) = text.split_once(' ')?;
    scheme.eq_ignore_ascii_case("connect-bootstrap").then(|| token.trim())
}
