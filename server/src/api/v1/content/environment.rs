//! What an item's processes find in their environment: `/v1/content/{guid}/environment`.
//!
//! # Security
//! Values come in and never out: every answer has the names alone.

use axum::Json;
use axum::extract::State;
use domain::VariableValue;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::api::json::{Body, Ids, id};
use crate::state::Server;

/// An environment variable to be set or removed.
#[derive(Deserialize, ToSchema)]
pub(crate) struct EnvironmentVariable {
    /// At most 255 bytes without `=`.
    name: String,
    /// At most 65536 bytes; null removes the variable.
    #[serde(default)]
    value: Option<String>,
}

fn read(variables: Vec<EnvironmentVariable>) -> Vec<(String, Option<VariableValue>)> {
    variables.into_iter().map(|variable| (variable.name, variable.value.map(VariableValue::new))).collect()
}

/// The names of an item's environment variables, in their order; nobody gets their values.
///
/// Permissions: owner, collaborator, administrator.
#[utoipa::path(
    get, path = "/v1/content/{guid}/environment", operation_id = "list_environment_variables", tag = "Content",
    security(("key" = [])),
    params(("guid" = String, Path, description = "The item's guid")),
    responses(
        (status = 200, body = [String]), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 500, body = ErrorBody),
        (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn list_variables(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
) -> Result<Json<Vec<String>>, ApiError> {
    Ok(Json(server.services().managed(&actor, id(&guid)?).await?.variables().await?))
}

/// Sets environment variables, and removes those whose value is null; the others stay. All or none.
///
/// A process that runs finishes what it does; the next visit starts one with the new values.
///
/// Permissions: owner, collaborator, administrator.
#[utoipa::path(
    patch, path = "/v1/content/{guid}/environment", operation_id = "update_environment_variables", tag = "Content",
    security(("key" = [])),
    params(("guid" = String, Path, description = "The item's guid")),
    request_body = [EnvironmentVariable],
    responses(
        (status = 200, body = [String]), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 413, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn change_variables(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
    Body(input): Body<Vec<EnvironmentVariable>>,
) -> Result<Json<Vec<String>>, ApiError> {
    let managed = server.services().managed(&actor, id(&guid)?).await?;
    Ok(Json(managed.set_variables(read(input)).await?))
}

/// Sets environment variables, and removes all others: an empty list removes all.
///
/// Permissions: owner, collaborator, administrator.
#[utoipa::path(
    put, path = "/v1/content/{guid}/environment", operation_id = "set_environment_variables", tag = "Content",
    security(("key" = [])),
    params(("guid" = String, Path, description = "The item's guid")),
    request_body = [EnvironmentVariable],
    responses(
        (status = 200, body = [String]), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 413, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn replace_variables(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
    Body(input): Body<Vec<EnvironmentVariable>>,
) -> Result<Json<Vec<String>>, ApiError> {
    let managed = server.services().managed(&actor, id(&guid)?).await?;
    Ok(Json(managed.replace_variables(read(input)).await?))
}
