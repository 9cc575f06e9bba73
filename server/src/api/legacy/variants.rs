//! Variants: `/applications/{guid}/variants` and `/variants/{id}`. An item has one, itself: nothing is rendered with parameters so far.

use axum::Json;
use axum::extract::State;
use domain::ContentRef;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::api::json::{Ids, id, written};
use crate::api::variant::variant_key;
use crate::state::Server;

/// A variant of an item.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiVariant {
    /// Its number.
    id: i64,
    /// The item's number.
    app_id: i64,
    /// Its name in addresses.
    key: String,
    /// The number of the version that is served.
    bundle_id: Option<i64>,
    /// Whether it is what the item's own address shows.
    is_default: bool,
    /// Its name.
    name: &'static str,
    /// Nobody is sent anything.
    email_collaborators: bool,
    /// Nobody is sent anything.
    email_viewers: bool,
    /// When it was made.
    #[schema(format = DateTime)]
    created_time: String,
    /// Nothing was rendered.
    rendering_id: Option<i64>,
    /// Nothing was rendered.
    render_time: Option<String>,
    /// Nothing was rendered.
    render_duration: Option<i64>,
    /// As the item's access says.
    visibility: &'static str,
    /// The number of the item's owner.
    owner_id: i64,
}

/// The variants of an item: itself, once it was deployed.
///
/// Permissions: who may view it, and administrators.
#[utoipa::path(
    get, path = "/applications/{id}/variants", operation_id = "list_variants", tag = "Older clients",
    security(("key" = [])),
    params(("id" = String, Path, description = "The item's number or guid")),
    responses(
        (status = 200, body = [ApiVariant]), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn list_variants(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(address): Ids<String>,
) -> Result<Json<Vec<ApiVariant>>, ApiError> {
    let address: ContentRef = id(&address)?;
    let content = server.services().content_item(&actor, address).await?.content;
    let Some(bundle) = content.bundle else { return Ok(Json(Vec::new())) };
    Ok(Json(vec![ApiVariant {
        // There is one an item, so the item's number will do.
        id: content.id.0,
        app_id: content.id.0,
        key: variant_key(content.guid),
        bundle_id: Some(bundle.0),
        is_default: true,
        name: "default",
        email_collaborators: false,
        email_viewers: false,
        created_time: written(content.created_at),
        rendering_id: None,
        render_time: None,
        render_duration: None,
        visibility: content.access.as_str(),
        owner_id: content.owner_id.0,
    }]))
}

/// Refused, because nothing that runs here is rendered.
///
/// Permissions: owner, collaborator, administrator.
#[utoipa::path(
    post, path = "/variants/{id}/render", operation_id = "render_variant", tag = "Older clients",
    security(("key" = [])),
    params(("id" = String, Path, description = "The variant's number")),
    responses(
        (status = 400, body = ErrorBody), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn render_variant(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(variant): Ids<String>,
) -> Result<(), ApiError> {
    // There is one an item, and it has the item's number.
    let managed = server.services().managed_at(&actor, ContentRef::Id(id(&variant)?)).await?;
    Err(managed.why_not_rendered().into())
}
