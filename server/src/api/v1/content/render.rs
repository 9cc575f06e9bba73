//! Rendering: `/v1/content/{guid}/render`, and when it is done: `/v1/content/{guid}/schedule/history`. What can be published
//! here is not rendered, so the one is refused in words and the other has nothing to tell.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use services::ServiceError;
use utoipa::{IntoParams, ToSchema};

use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::api::json::{Body, Ids, id};
use crate::api::params::Params;
use crate::api::variant::variant_key;
use crate::state::Server;

/// What is to be rendered.
#[derive(Deserialize, ToSchema)]
pub(crate) struct RenderInput {
    /// The name of the variant; the default one when it is null or left out.
    #[serde(default)]
    variant_key: Option<String>,
}

/// How a variant was to be rendered by and by. There is none that was.
#[derive(Serialize, ToSchema)]
pub(crate) struct VariantScheduleHistory {
    /// The name of the variant.
    variant_key: String,
    /// How many changes of its schedule there were.
    total_count: usize,
}

/// How the variants of an item were to be rendered by and by.
#[derive(Serialize, ToSchema)]
pub(crate) struct ScheduleHistory {
    /// The variants that have, or had, a schedule.
    results: Vec<VariantScheduleHistory>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ScheduleQuery {
    /// Only this variant, by its name.
    #[serde(default)]
    variant: Option<String>,
}

/// Refused, because nothing that runs here is rendered: files are served as they were uploaded, and programs run when they
/// are asked.
///
/// Permissions: owner, collaborator, administrator.
#[utoipa::path(
    post, path = "/v1/content/{guid}/render", operation_id = "render_content", tag = "Content", security(("key" = [])),
    params(("guid" = String, Path, description = "The item's guid")),
    request_body = RenderInput,
    responses(
        (status = 400, body = ErrorBody), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 413, body = ErrorBody), (status = 500, body = ErrorBody),
        (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn render_content(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
    Body(input): Body<RenderInput>,
) -> Result<(), ApiError> {
    let managed = server.services().managed(&actor, id(&guid)?).await?;
    let known = variant_key(managed.content().guid);
    if input.variant_key.is_some_and(|key| key != known) {
        return Err(ServiceError::NotFound.into());
    }
    Err(managed.why_not_rendered().into())
}

/// How the variants of an item were to be rendered by and by: no schedules are kept here, so there is nothing to tell.
///
/// Permissions: owner, collaborator, administrator.
#[utoipa::path(
    get, path = "/v1/content/{guid}/schedule/history", operation_id = "list_schedule_history", tag = "Schedules",
    security(("key" = [])),
    params(("guid" = String, Path, description = "The item's guid"), ScheduleQuery),
    responses(
        (status = 200, body = ScheduleHistory), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 500, body = ErrorBody),
        (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn list_schedule_history(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
    Params(query): Params<ScheduleQuery>,
) -> Result<Json<ScheduleHistory>, ApiError> {
    let managed = server.services().managed(&actor, id(&guid)?).await?;
    let known = variant_key(managed.content().guid);
    if query.variant.is_some_and(|key| key != known) {
        return Err(ServiceError::NotFound.into());
    }
    Ok(Json(ScheduleHistory { results: Vec::new() }))
}
