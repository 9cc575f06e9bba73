//! Groups of accounts: `/v1/groups`.

pub(crate) mod members;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::{Group, Guid};
use serde::{Deserialize, Serialize};
use services::GroupAmendment;
use utoipa::{IntoParams, ToSchema};

use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::api::json::{Body, Ids, id};
use crate::api::paging::Page;
use crate::api::params::Params;
use crate::state::Server;

/// A group. Official clients take no field more.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiGroup {
    /// Its public identifier.
    guid: String,
    /// What it is called.
    name: String,
    /// The guid of the account that takes care of it.
    owner_guid: Option<String>,
    /// Its number in the operating system.
    gid: Option<i64>,
}

/// A page of groups.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiGroups {
    /// The groups on it.
    results: Vec<ApiGroup>,
    /// Its number, from 1.
    current_page: usize,
    /// How many groups match in all.
    total: usize,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListGroupsQuery {
    /// Only groups whose name begins with this, whatever the case.
    #[serde(default)]
    prefix: Option<String>,
    /// The page, from 1.
    #[serde(default)]
    page_number: Option<usize>,
    /// How many groups a page has, 1 to 500.
    #[serde(default)]
    page_size: Option<usize>,
    /// Whether the least comes first.
    #[serde(default)]
    asc_order: Option<bool>,
}

/// A group to be made.
#[derive(Deserialize, ToSchema)]
pub(crate) struct GroupCreateInput {
    /// What to call it.
    #[serde(default)]
    name: Option<String>,
    /// Its number in the operating system; administrators only.
    #[serde(default)]
    gid: Option<i64>,
}

/// What is to change of a group; what is left out stays.
#[derive(Deserialize, ToSchema)]
pub(crate) struct GroupPatchInput {
    /// What to call it.
    #[serde(default)]
    name: Option<String>,
    /// The guid of the account that is to take care of it.
    #[serde(default)]
    owner_guid: Option<String>,
    /// Its number in the operating system; administrators only.
    #[serde(default)]
    gid: Option<i64>,
}

impl GroupPatchInput {
    fn amendment(self) -> Result<GroupAmendment, ApiError> {
        let owner = self.owner_guid.as_deref().map(user_guid).transpose()?;
        Ok(GroupAmendment { name: self.name, owner, gid: gid(self.gid)? })
    }
}

/// Lists groups by name, a page at a time; a page past the end is empty.
///
/// Permissions: any.
#[utoipa::path(
    get, path = "/v1/groups", operation_id = "list_groups", tag = "Groups", security(("key" = [])),
    params(ListGroupsQuery),
    responses(
        (status = 200, body = ApiGroups), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn list_groups(
    State(server): State<Server>,
    Caller(actor): Caller,
    Params(query): Params<ListGroupsQuery>,
) -> Result<Json<ApiGroups>, ApiError> {
    let page = Page::read(query.page_number, query.page_size, 20)?;
    let mut groups = server.services().groups(&actor).list().await?;
    if let Some(prefix) = query.prefix.as_deref().map(str::to_lowercase) {
        groups.retain(|group| group.name.folded().starts_with(&prefix));
    }
    if query.asc_order == Some(false) {
        groups.reverse();
    }
    let total = groups.len();
    Ok(Json(ApiGroups {
        results: page.of(groups).map(|group| shown(&group)).collect(),
        current_page: page.number,
        total,
    }))
}

/// Makes a group without members, which the caller owns.
///
/// Permissions: publisher; administrators alone give a number.
#[utoipa::path(
    post, path = "/v1/groups", operation_id = "create_group", tag = "Groups", security(("key" = [])),
    request_body = GroupCreateInput,
    responses(
        (status = 200, body = ApiGroup), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 409, body = ErrorBody), (status = 413, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn create_group(
    State(server): State<Server>,
    Caller(actor): Caller,
    Body(input): Body<GroupCreateInput>,
) -> Result<Json<ApiGroup>, ApiError> {
    let name = input.name.unwrap_or_default();
    let group = server.services().groups(&actor).create(&name, gid(input.gid)?).await?;
    Ok(Json(shown(&group)))
}

/// One group. Permissions: any.
#[utoipa::path(
    get, path = "/v1/groups/{guid}", operation_id = "get_group", tag = "Groups", security(("key" = [])),
    params(("guid" = String, Path, description = "The group's guid")),
    responses(
        (status = 200, body = ApiGroup), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn get_group(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
) -> Result<Json<ApiGroup>, ApiError> {
    Ok(Json(shown(&server.services().groups(&actor).get(id(&guid)?).await?)))
}

/// Changes a group.
///
/// Permissions: the group's owner, administrator; administrators alone give a number.
#[utoipa::path(
    patch, path = "/v1/groups/{guid}", operation_id = "patch_group", tag = "Groups", security(("key" = [])),
    params(("guid" = String, Path, description = "The group's guid")),
    request_body = GroupPatchInput,
    responses(
        (status = 200, body = ApiGroup), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody),
        (status = 413, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn patch_group(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
    Body(input): Body<GroupPatchInput>,
) -> Result<Json<ApiGroup>, ApiError> {
    let groups = server.services().groups(&actor);
    Ok(Json(shown(&groups.update(id(&guid)?, input.amendment()?).await?)))
}

/// Changes a group, in the older way.
///
/// Permissions: the group's owner, administrator; administrators alone give a number.
#[utoipa::path(
    post, path = "/v1/groups/{guid}", operation_id = "update_group", tag = "Groups", security(("key" = [])),
    params(("guid" = String, Path, description = "The group's guid")),
    request_body = GroupPatchInput,
    responses(
        (status = 200, body = ApiGroup), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody),
        (status = 413, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn update_group(
    server: State<Server>,
    caller: Caller,
    guid: Ids<String>,
    input: Body<GroupPatchInput>,
) -> Result<Json<ApiGroup>, ApiError> {
    patch_group(server, caller, guid, input).await
}

/// Deletes a group; what it was permitted to is gone at once.
///
/// Permissions: the group's owner, administrator.
#[utoipa::path(
    delete, path = "/v1/groups/{guid}", operation_id = "delete_group", tag = "Groups", security(("key" = [])),
    params(("guid" = String, Path, description = "The group's guid")),
    responses(
        (status = 204), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 500, body = ErrorBody),
        (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn delete_group(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
) -> Result<StatusCode, ApiError> {
    server.services().groups(&actor).delete(id(&guid)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn shown(group: &Group) -> ApiGroup {
    ApiGroup {
        guid: group.guid.to_string(),
        name: group.name.to_string(),
        owner_guid: group.owner.map(|owner| owner.to_string()),
        gid: group.gid,
    }
}

/// The guid of an account in a body.
fn user_guid(text: &str) -> Result<Guid, ApiError> {
    text.parse().map_err(|_| ApiError::new(StatusCode::BAD_REQUEST, 261, "The guid of the user is malformed."))
}

/// Numbers of groups are those of the operating system.
fn gid(gid: Option<i64>) -> Result<Option<i64>, ApiError> {
    match gid {
        Some(gid) if !(0..=i64::from(u32::MAX)).contains(&gid) => {
            Err(ApiError::parameter("gid", "the number of a group in the operating system"))
        }
        gid => Ok(gid),
    }
}
