//! The tree of tags: `/v1/tags`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::{Tag, TagId, TagTree};
use serde::{Deserialize, Serialize};
use services::{Mistake, ServiceError, TagAmendment};
use utoipa::{IntoParams, ToSchema};

use super::content::{self, ApiContent, Include};
use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::api::json::{Body, Ids, given, written};
use crate::api::list::JsonList;
use crate::api::params::Params;
use crate::state::Server;

/// A tag. Official clients take its fields by their order, and none more.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct ApiTag {
    /// Its number.
    id: String,
    /// What it is called.
    name: String,
    /// The number of the tag that it stands under; null for a category.
    parent_id: Option<String>,
    /// When it was made.
    #[schema(format = DateTime)]
    created_time: String,
    /// When it last changed.
    #[schema(format = DateTime)]
    updated_time: String,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListTagsQuery {
    /// Only tags of exactly this name.
    #[serde(default)]
    name: Option<String>,
    /// Only tags that stand directly under the one of this number.
    #[serde(default)]
    parent_id: Option<String>,
}

/// A tag to be made or changed; in a change, what is left out stays.
#[derive(Deserialize, ToSchema)]
pub(crate) struct TagInput {
    /// What to call it, at most 255 characters.
    #[serde(default)]
    name: Option<String>,
    /// The number of the tag to put it under; null for a category.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    parent_id: Option<Option<String>>,
}

impl TagInput {
    fn parent(&self) -> Result<Option<Option<TagId>>, ServiceError> {
        let read = |text: &String| text.parse::<TagId>().map_err(|_| Mistake::NoSuchParentTag);
        Ok(self.parent_id.as_ref().map(|parent| parent.as_ref().map(read).transpose()).transpose()?)
    }
}

/// Lists tags in the order in which they were made; all at once.
///
/// Permissions: any.
#[utoipa::path(
    get, path = "/v1/tags", operation_id = "list_tags", tag = "Tags", security(("key" = [])),
    params(ListTagsQuery),
    responses(
        (status = 200, body = [ApiTag]), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn list_tags(
    State(server): State<Server>,
    Caller(actor): Caller,
    Params(query): Params<ListTagsQuery>,
) -> Result<Json<Vec<ApiTag>>, ApiError> {
    let number = |text: &str| text.parse().map_err(|_| ApiError::parameter("parent_id", "the number of a tag"));
    let parent: Option<TagId> = query.parent_id.as_deref().filter(|text| !text.is_empty()).map(number).transpose()?;
    let mut tags = server.services().tags(&actor).tree().await?.into_tags();
    tags.retain(|tag| query.name.as_deref().is_none_or(|name| tag.name.as_str() == name));
    tags.retain(|tag| parent.is_none() || tag.parent == parent);
    Ok(Json(tags.iter().map(shown).collect()))
}

/// Makes a tag; without a parent, a category.
///
/// Permissions: administrator.
#[utoipa::path(
    post, path = "/v1/tags", operation_id = "create_tag", tag = "Tags", security(("key" = [])),
    request_body = TagInput,
    responses(
        (status = 200, body = ApiTag), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 413, body = ErrorBody), (status = 500, body = ErrorBody),
        (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn create_tag(
    State(server): State<Server>,
    Caller(actor): Caller,
    Body(input): Body<TagInput>,
) -> Result<Json<ApiTag>, ApiError> {
    let parent = input.parent()?.flatten();
    let tag = server.services().tags(&actor).create(input.name.as_deref().unwrap_or_default(), parent).await?;
    Ok(Json(shown(&tag)))
}

/// One tag: by its number, or by the names that lead to it from its category, with commas between.
///
/// Permissions: any.
#[utoipa::path(
    get, path = "/v1/tags/{id}", operation_id = "get_tag", tag = "Tags", security(("key" = [])),
    params(("id" = String, Path, description = "The tag's number, or the names that lead to it")),
    responses(
        (status = 200, body = ApiTag), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn get_tag(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(text): Ids<String>,
) -> Result<Json<ApiTag>, ApiError> {
    let tree = server.services().tags(&actor).tree().await?;
    Ok(Json(shown(named(&tree, &text)?)))
}

/// Changes a tag.
///
/// Permissions: administrator.
#[utoipa::path(
    patch, path = "/v1/tags/{id}", operation_id = "update_tag", tag = "Tags", security(("key" = [])),
    params(("id" = String, Path, description = "The tag's number, or the names that lead to it")),
    request_body = TagInput,
    responses(
        (status = 200, body = ApiTag), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 413, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn update_tag(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(text): Ids<String>,
    Body(input): Body<TagInput>,
) -> Result<Json<ApiTag>, ApiError> {
    let tags = server.services().tags(&actor);
    let id = named(&tags.tree().await?, &text)?.id;
    let amendment = TagAmendment { parent: input.parent()?, name: input.name };
    Ok(Json(shown(&tags.update(id, amendment).await?)))
}

/// Deletes a tag and all that stand under it, from content too.
///
/// Permissions: administrator.
#[utoipa::path(
    delete, path = "/v1/tags/{id}", operation_id = "delete_tag", tag = "Tags", security(("key" = [])),
    params(("id" = String, Path, description = "The tag's number, or the names that lead to it")),
    responses(
        (status = 204), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 500, body = ErrorBody),
        (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn delete_tag(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(text): Ids<String>,
) -> Result<StatusCode, ApiError> {
    let tags = server.services().tags(&actor);
    let id = named(&tags.tree().await?, &text)?.id;
    tags.delete(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The content with a tag, or with one under it, that the caller may view or manage; all at once.
///
/// Permissions: any.
#[utoipa::path(
    get, path = "/v1/tags/{id}/content", operation_id = "list_tag_content", tag = "Tags", security(("key" = [])),
    params(("id" = String, Path, description = "The tag's number, or the names that lead to it")),
    responses(
        (status = 200, body = [ApiContent]), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn list_tag_content(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(text): Ids<String>,
) -> Result<JsonList<impl Iterator<Item = ApiContent>>, ApiError> {
    let tags = server.services().tags(&actor);
    let id = named(&tags.tree().await?, &text)?.id;
    let items = tags.content(id).await?;
    Ok(JsonList(content::shown_all(items, &actor, Include::default(), &server).await?))
}

/// A tag as the API shows it.
pub(crate) fn shown(tag: &Tag) -> ApiTag {
    ApiTag {
        id: tag.id.to_string(),
        name: tag.name.to_string(),
        parent_id: tag.parent.map(|parent| parent.to_string()),
        created_time: written(tag.created_at),
        updated_time: written(tag.updated_at),
    }
}

/// The tag of this number, or at this path of names.
///
/// # Errors
/// [`ServiceError::NotFound`].
pub(crate) fn named<'a>(tree: &'a TagTree, text: &str) -> Result<&'a Tag, ServiceError> {
    let numbered = text.parse().ok().and_then(|id| tree.get(id));
    numbered.or_else(|| tree.at(text.split(',').map(str::trim))).ok_or(ServiceError::NotFound)
}
