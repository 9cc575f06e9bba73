//! What the server is: `/server_settings`, and below `/v1/server_settings`.

pub(in crate::api) mod installed;
pub(in crate::api) mod public;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::state::Server;

/// The level of the Connect Server API that clients may count on.
const COMPATIBLE_WITH: &str = "2026.07.0";

/// The settings that clients look at.
#[derive(Serialize, ToSchema)]
pub(crate) struct ServerSettings {
    /// The level of the Connect Server API that this server is compatible with.
    version: &'static str,
    /// The version of Claviger itself.
    claviger_version: &'static str,
    /// The address of the dashboard.
    hostname: String,
    /// How people sign in.
    authentication: Authentication,
}

/// How people sign in.
#[derive(Serialize, ToSchema)]
struct Authentication {
    /// The kind of accounts.
    name: &'static str,
    /// Whether the sign-in page asks for username and password.
    handles_credentials: bool,
}

impl Authentication {
    /// By username and password, which is the only way.
    const PASSWORD: Self = Self { name: "Password", handles_credentials: true };
}

/// The server's settings. Anybody may ask; a bad key is refused all the same, since clients test keys here.
///
/// Permissions: none.
#[utoipa::path(
    get, path = "/server_settings", operation_id = "get_server_settings", tag = "Server",
    responses((status = 200, body = ServerSettings), (status = 401, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody))
)]
pub(crate) async fn get_server_settings(
    State(server): State<Server>,
    _caller: Option<Caller>,
) -> Result<Json<ServerSettings>, ApiError> {
    Ok(Json(ServerSettings {
        version: COMPATIBLE_WITH,
        claviger_version: env!("CARGO_PKG_VERSION"),
        hostname: server.url().to_owned(),
        authentication: Authentication::PASSWORD,
    }))
}
