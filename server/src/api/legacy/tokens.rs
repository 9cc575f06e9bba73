//! How R's rsconnect asks to be let in: `/tokens`.

use axum::Json;
use axum::extract::State;
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::address;
use crate::api::ApiError;
use crate::api::error::ErrorBody;
use crate::api::json::Body;
use crate::csrf::{self, Source};
use crate::state::Server;

/// A program that asks to be let in. What it says of the account is not believed.
#[derive(Deserialize, ToSchema)]
pub(crate) struct TokenInput {
    /// The name of the token: 16 to 64 letters and digits.
    #[serde(default)]
    token: Option<String>,
    /// The program's RSA public key: the base64 of a DER (`SubjectPublicKeyInfo`).
    #[serde(default)]
    public_key: Option<String>,
}

/// Where somebody lets the program in.
#[derive(Serialize, ToSchema)]
pub(crate) struct TokenClaim {
    /// The address of a page, to be opened in a browser within an hour.
    token_claim_url: String,
}

/// Asks to be let in. Once somebody did so in the browser, requests count that are signed: with the headers
/// `X-Auth-Token`, `Date`, `X-Content-Checksum` (base64 of the body's MD5) and `X-Auth-Signature`, the base64 of an RSA
/// signature with SHA-1 over method, path, date and checksum, each on a line of its own.
///
/// # Security
/// Not for browsers: another site's page would ask from the address of whoever looks at it, and the page on which he lets
/// it in names that address as the program's.
///
/// Permissions: none.
#[utoipa::path(
    post, path = "/tokens", operation_id = "ask_for_token", tag = "Tokens", request_body = TokenInput,
    responses(
        (status = 200, body = TokenClaim), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 409, body = ErrorBody),
        (status = 413, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn ask_for_token(
    State(server): State<Server>,
    parts: Parts,
    Body(input): Body<TokenInput>,
) -> Result<Json<TokenClaim>, ApiError> {
    if csrf::source(&parts.headers, server.url()) != Source::Unsaid {
        return Err(ApiError::xsrf());
    }
    let token = input.token.unwrap_or_default();
    let agent = parts.headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let (key, from) = (input.public_key.unwrap_or_default(), address::client(&parts, &server));
    server.services().ask_for_token(&token, &key, agent, from).await?;
    Ok(Json(TokenClaim { token_claim_url: format!("{}/connect/tokens/{token}", server.url()) }))
}
