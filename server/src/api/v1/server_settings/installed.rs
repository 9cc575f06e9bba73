//! What content is run with: `/v1/server_settings/r` and its likes.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use services::Software;
use utoipa::ToSchema;

use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::state::Server;

/// One version that is installed.
#[derive(Serialize, ToSchema)]
pub(crate) struct Installation {
    /// Its number, such as `4.2.2`.
    version: String,
    /// The cluster that it is on: always this machine, `Local`.
    cluster_name: &'static str,
    /// The container image that it is in: always none, `Local`.
    image_name: &'static str,
}

/// The versions that content is run with.
#[derive(Serialize, ToSchema)]
pub(crate) struct Installations {
    /// One entry a version; none of what is not installed, or not used here.
    installations: Vec<Installation>,
}

/// The versions of Python that content is run with.
#[derive(Serialize, ToSchema)]
pub(crate) struct PythonInstallations {
    /// One entry a version.
    installations: Vec<Installation>,
    /// Whether Python APIs are run, which needs uv too.
    api_enabled: bool,
}

/// The versions of Node.js that content is run with.
#[derive(Serialize, ToSchema)]
pub(crate) struct NodeJsInstallations {
    /// One entry a version; none so far.
    installations: Vec<Installation>,
    /// Whether such content is run.
    enabled: bool,
}

async fn of(server: &Server, caller: &Caller, software: Software) -> Result<Vec<Installation>, ApiError> {
    let versions = server.services().installations(&caller.0, software).await?;
    let installation = |version| Installation { version, cluster_name: "Local", image_name: "Local" };
    Ok(versions.into_iter().map(installation).collect())
}

/// The version of R.
///
/// Permissions: publisher.
#[utoipa::path(
    get, path = "/v1/server_settings/r", operation_id = "get_r_installations", tag = "Server", security(("key" = [])),
    responses(
        (status = 200, body = Installations), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn get_r_installations(
    State(server): State<Server>,
    caller: Caller,
) -> Result<Json<Installations>, ApiError> {
    Ok(Json(Installations { installations: of(&server, &caller, Software::R).await? }))
}

/// The versions of Python, the newest first.
///
/// Permissions: publisher.
#[utoipa::path(
    get, path = "/v1/server_settings/python", operation_id = "get_python_installations", tag = "Server",
    security(("key" = [])),
    responses(
        (status = 200, body = PythonInstallations), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn get_python_installations(
    State(server): State<Server>,
    caller: Caller,
) -> Result<Json<PythonInstallations>, ApiError> {
    let installations = of(&server, &caller, Software::Python).await?;
    let api_enabled = !installations.is_empty() && server.services().uv_version().await.is_some();
    Ok(Json(PythonInstallations { installations, api_enabled }))
}

/// The versions of Quarto: none, since no content is run with it so far.
///
/// Permissions: publisher.
#[utoipa::path(
    get, path = "/v1/server_settings/quarto", operation_id = "get_quarto_installations", tag = "Server",
    security(("key" = [])),
    responses(
        (status = 200, body = Installations), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn get_quarto_installations(
    State(server): State<Server>,
    caller: Caller,
) -> Result<Json<Installations>, ApiError> {
    Ok(Json(Installations { installations: of(&server, &caller, Software::Quarto).await? }))
}

/// The versions of TensorFlow Serving: none, since no content is run with it so far.
///
/// Permissions: publisher.
#[utoipa::path(
    get, path = "/v1/server_settings/tensorflow", operation_id = "get_tensorflow_installations", tag = "Server",
    security(("key" = [])),
    responses(
        (status = 200, body = Installations), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn get_tensorflow_installations(
    State(server): State<Server>,
    caller: Caller,
) -> Result<Json<Installations>, ApiError> {
    Ok(Json(Installations { installations: of(&server, &caller, Software::TensorFlow).await? }))
}

/// The versions of Node.js: none, since no content is run with it so far.
///
/// Permissions: publisher.
#[utoipa::path(
    get, path = "/v1/server_settings/nodejs", operation_id = "get_nodejs_installations", tag = "Server",
    security(("key" = [])),
    responses(
        (status = 200, body = NodeJsInstallations), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn get_nodejs_installations(
    State(server): State<Server>,
    caller: Caller,
) -> Result<Json<NodeJsInstallations>, ApiError> {
    let installations = of(&server, &caller, Software::NodeJs).await?;
    Ok(Json(NodeJsInstallations { enabled: !installations.is_empty(), installations }))
}
