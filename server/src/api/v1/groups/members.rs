//! Who is in a group: `/v1/groups/{guid}/members`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::user_guid;
use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::api::json::{Body, Ids, id};
use crate::api::paging::Page;
use crate::api::params::Params;
use crate::api::v1::users::{self, ApiUser};
use crate::state::Server;

/// A page of members.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiGroupMembers {
    /// The accounts on it.
    results: Vec<ApiUser>,
    /// Its number, from 1.
    current_page: usize,
    /// How many members there are in all.
    total: usize,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListMembersQuery {
    /// The page, from 1.
    #[serde(default)]
    page_number: Option<usize>,
    /// How many members a page has, 1 to 500; 10 when left out.
    #[serde(default)]
    page_size: Option<usize>,
    /// `first_name`, `last_name`, `username`, `active_time`, `created_time` or `user_role`.
    #[serde(default)]
    sort: Option<String>,
    /// Whether the least comes first.
    #[serde(default)]
    asc_order: Option<bool>,
}

/// An account to be taken into a group.
#[derive(Deserialize, ToSchema)]
pub(crate) struct GroupMemberAddInput {
    /// The account's guid.
    #[serde(default)]
    user_guid: Option<String>,
}

/// The members of a group, a page at a time; a page past the end is empty.
///
/// Permissions: any; viewers do not see e-mail addresses.
#[utoipa::path(
    get, path = "/v1/groups/{guid}/members", operation_id = "list_group_members", tag = "Groups",
    security(("key" = [])),
    params(("guid" = String, Path, description = "The group's guid"), ListMembersQuery),
    responses(
        (status = 200, body = ApiGroupMembers), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn list_members(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
    Params(query): Params<ListMembersQuery>,
) -> Result<Json<ApiGroupMembers>, ApiError> {
    let page = Page::read(query.page_number, query.page_size, 10)?;
    let mut members = server.services().groups(&actor).members(id(&guid)?).await?;
    users::list::sort(&mut members, query.sort.as_deref().unwrap_or("username"))?;
    if query.asc_order == Some(false) {
        members.reverse();
    }
    let total = members.len();
    let results = page.of(members).map(|user| users::shown(&user)).collect();
    Ok(Json(ApiGroupMembers { results, current_page: page.number, total }))
}

/// Takes an account into a group; what the group is permitted to acts at once.
///
/// Permissions: the group's owner, administrator.
#[utoipa::path(
    post, path = "/v1/groups/{guid}/members", operation_id = "add_group_member", tag = "Groups",
    security(("key" = [])),
    params(("guid" = String, Path, description = "The group's guid")),
    request_body = GroupMemberAddInput,
    responses(
        (status = 204), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody),
        (status = 413, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn add_member(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
    Body(input): Body<GroupMemberAddInput>,
) -> Result<StatusCode, ApiError> {
    let account = user_guid(&input.user_guid.unwrap_or_default())?;
    server.services().groups(&actor).add_member(id(&guid)?, account).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes an account out of a group; what it saw by the group is gone at once.
///
/// Permissions: the account itself, the group's owner, administrator.
#[utoipa::path(
    delete, path = "/v1/groups/{guid}/members/{user_guid}", operation_id = "remove_group_member", tag = "Groups",
    security(("key" = [])),
    params(
        ("guid" = String, Path, description = "The group's guid"),
        ("user_guid" = String, Path, description = "The account's guid")
    ),
    responses(
        (status = 204), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 500, body = ErrorBody),
        (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn remove_member(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids((guid, account)): Ids<(String, String)>,
) -> Result<StatusCode, ApiError> {
    server.services().groups(&actor).remove_member(id(&guid)?, id(&account)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
