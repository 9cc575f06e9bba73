//! Content: `/v1/content`.

pub(crate) mod bundles;
pub(crate) mod deploy;
pub(crate) mod environment;
mod input;
pub(crate) mod jobs;
pub(crate) mod packages;
pub(crate) mod permissions;
pub(crate) mod render;
mod shape;
pub(crate) mod tags;
pub(crate) mod thumbnail;
pub(crate) mod vanity;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::ContentRef;
use serde::Deserialize;
use services::{ContentItem, ContentWish};
use utoipa::IntoParams;

pub(crate) use self::input::{CreateContentInput, UpdateContentInput};
pub(crate) use self::shape::{ApiContent, Include, shown, shown_all};
use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::api::json::{Body, Ids, id, id_in};
use crate::api::list::JsonList;
use crate::api::params::Params;
use crate::state::Server;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListContentQuery {
    /// Only content of exactly this name.
    #[serde(default)]
    name: Option<String>,
    /// Only content of the account with this guid.
    #[serde(default)]
    owner_guid: Option<String>,
    /// What to tell besides, with commas between: `tags`, `owner`, `vanity_url`, `bookmarked`,
    /// `schedule`.
    #[serde(default)]
    include: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct GetContentQuery {
    /// What to tell besides, with commas between: `tags`, `owner`, `vanity_url`, `bookmarked`,
    /// `schedule`.
    #[serde(default)]
    include: Option<String>,
}

/// Lists the content that the caller may view or manage, last deployed first; all of it at once.
///
/// Permissions: any; administrators see everything.
#[utoipa::path(
    get, path = "/v1/content", operation_id = "list_content", tag = "Content", security(("key" = [])),
    params(ListContentQuery),
    responses(
        (status = 200, body = [ApiContent]), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn list_content(
    State(server): State<Server>,
    Caller(actor): Caller,
    Params(query): Params<ListContentQuery>,
) -> Result<JsonList<impl Iterator<Item = ApiContent>>, ApiError> {
    let include = Include::parse(query.include.as_deref())?;
    let owner = query.owner_guid.as_deref().map(|guid| id_in("owner_guid", guid)).transpose()?;
    let wish = ContentWish { name: query.name, owner };
    let items = server.services().list_content_items(&actor, &wish).await?;
    Ok(JsonList(shown_all(items, &actor, include, &server).await?))
}

/// Makes content without a version.
///
/// Permissions: publisher.
#[utoipa::path(
    post, path = "/v1/content", operation_id = "create_content", tag = "Content", security(("key" = [])),
    request_body = CreateContentInput,
    responses(
        (status = 200, body = ApiContent), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 413, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn create_content(
    State(server): State<Server>,
    Caller(actor): Caller,
    Body(input): Body<CreateContentInput>,
) -> Result<Json<ApiContent>, ApiError> {
    let made = server.services().create_content(&actor, input.draft()?).await?;
    let item = server.services().content_item(&actor, ContentRef::Id(made.id)).await?;
    Ok(Json(shown(&item, &actor, Include::default(), &server).await?))
}

/// One item.
///
/// Permissions: who may view it, and administrators.
#[utoipa::path(
    get, path = "/v1/content/{guid}", operation_id = "get_content", tag = "Content", security(("key" = [])),
    params(("guid" = String, Path, description = "The item's guid"), GetContentQuery),
    responses(
        (status = 200, body = ApiContent), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn get_content(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
    Params(query): Params<GetContentQuery>,
) -> Result<Json<ApiContent>, ApiError> {
    let include = Include::parse(query.include.as_deref())?;
    let item = item(&server, &actor, &guid).await?;
    Ok(Json(shown(&item, &actor, include, &server).await?))
}

/// Changes an item; what is left out stays.
///
/// Permissions: owner, collaborator, administrator; administrators alone change `owner_guid`.
#[utoipa::path(
    patch, path = "/v1/content/{guid}", operation_id = "update_content", tag = "Content", security(("key" = [])),
    params(("guid" = String, Path, description = "The item's guid")),
    request_body = UpdateContentInput,
    responses(
        (status = 200, body = ApiContent), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 413, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn update_content(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
    Body(input): Body<UpdateContentInput>,
) -> Result<Json<ApiContent>, ApiError> {
    let managed = server.services().managed(&actor, id(&guid)?).await?;
    managed.amend(input.amendment()?).await?;
    let item = item(&server, &actor, &guid).await?;
    Ok(Json(shown(&item, &actor, Include::default(), &server).await?))
}

/// Deletes an item with its versions.
///
/// Permissions: owner, collaborator, administrator.
#[utoipa::path(
    delete, path = "/v1/content/{guid}", operation_id = "delete_content", tag = "Content", security(("key" = [])),
    params(("guid" = String, Path, description = "The item's guid")),
    responses(
        (status = 204), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 500, body = ErrorBody),
        (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn delete_content(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
) -> Result<StatusCode, ApiError> {
    server.services().managed(&actor, id(&guid)?).await?.delete().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The item that the address names, for those to whom it is shown.
pub(crate) async fn item(server: &Server, actor: &services::Actor, guid: &str) -> Result<ContentItem, ApiError> {
    Ok(server.services().content_item(actor, ContentRef::Guid(id(guid)?)).await?)
}
