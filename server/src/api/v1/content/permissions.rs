//! Who besides its owner may view or manage an item: `/v1/content/{guid}/permissions`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::{Content, Permission, PermissionId, PermissionRole, Principal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::item;
use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::api::json::{Body, Ids, id};
use crate::state::Server;

/// A permission on one item.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiPermission {
    /// Its number.
    id: String,
    /// The item's guid.
    content_guid: String,
    /// The guid of the account or group.
    principal_guid: String,
    /// `user` or `group`.
    principal_type: &'static str,
    /// `viewer`, or `owner` for who manages it as its owner does.
    role: &'static str,
}

/// A permission to be given or changed.
#[derive(Deserialize, ToSchema)]
pub(crate) struct PermissionInput {
    /// The guid of the account or group.
    principal_guid: String,
    /// `user` or `group`.
    principal_type: String,
    /// `viewer`, or `owner` for who manages it as its owner does.
    role: String,
}

fn shown(permission: &Permission, content: &Content) -> ApiPermission {
    ApiPermission {
        id: permission.id.to_string(),
        content_guid: content.guid.to_string(),
        principal_guid: permission.principal.guid().to_string(),
        principal_type: permission.principal.type_name(),
        role: permission.role.as_str(),
    }
}

impl PermissionInput {
    fn read(&self) -> Result<(Principal, PermissionRole), ApiError> {
        let bad = |code, words: &str| ApiError::new(StatusCode::BAD_REQUEST, code, words);
        let guid = self.principal_guid.parse();
        let principal = match self.principal_type.as_str() {
            "user" => Principal::User(guid.map_err(|_| bad(261, "The guid of the user is malformed."))?),
            "group" => Principal::Group(guid.map_err(|_| bad(262, "The guid of the group is malformed."))?),
            _ => return Err(bad(152, "The principal type is user or group.")),
        };
        let role = self.role.parse().map_err(|()| bad(25, "The role of a permission is viewer or owner."))?;
        Ok((principal, role))
    }
}

/// The permissions of an item; its owner is not among them.
///
/// Permissions: who may view it, and administrators.
#[utoipa::path(
    get, path = "/v1/content/{guid}/permissions", operation_id = "list_content_permissions", tag = "Permissions",
    security(("key" = [])),
    params(("guid" = String, Path, description = "The item's guid")),
    responses(
        (status = 200, body = [ApiPermission]), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn list_permissions(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
) -> Result<Json<Vec<ApiPermission>>, ApiError> {
    let item = item(&server, &actor, &guid).await?;
    let permissions = server.services().permissions_of(&item).await?;
    Ok(Json(permissions.iter().map(|permission| shown(permission, &item.content)).collect()))
}

/// One permission of an item.
///
/// Permissions: who may view it, and administrators.
#[utoipa::path(
    get, path = "/v1/content/{guid}/permissions/{id}", operation_id = "get_content_permission", tag = "Permissions",
    security(("key" = [])),
    params(
        ("guid" = String, Path, description = "The item's guid"),
        ("id" = String, Path, description = "The permission's number")
    ),
    responses(
        (status = 200, body = ApiPermission), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn get_permission(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids((guid, number)): Ids<(String, String)>,
) -> Result<Json<ApiPermission>, ApiError> {
    let number: PermissionId = id(&number)?;
    let item = item(&server, &actor, &guid).await?;
    let found = server.services().permissions_of(&item).await?.into_iter().find(|permission| permission.id == number);
    let permission = found.ok_or(services::ServiceError::NotFound)?;
    Ok(Json(shown(&permission, &item.content)))
}

/// Gives a permission, or changes the one that the account or group has: 201 for a new one.
///
/// Permissions: owner, collaborator, administrator.
#[utoipa::path(
    post, path = "/v1/content/{guid}/permissions", operation_id = "add_content_permission", tag = "Permissions",
    security(("key" = [])),
    params(("guid" = String, Path, description = "The item's guid")),
    request_body = PermissionInput,
    responses(
        (status = 200, body = ApiPermission), (status = 201, body = ApiPermission), (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 413, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn add_permission(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
    Body(input): Body<PermissionInput>,
) -> Result<(StatusCode, Json<ApiPermission>), ApiError> {
    let managed = server.services().managed(&actor, id(&guid)?).await?;
    let (principal, role) = input.read()?;
    let (permission, new) = managed.permit(principal, role).await?;
    let status = if new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(shown(&permission, managed.content()))))
}

/// Changes a permission.
///
/// Permissions: owner, collaborator, administrator.
#[utoipa::path(
    put, path = "/v1/content/{guid}/permissions/{id}", operation_id = "update_content_permission", tag = "Permissions",
    security(("key" = [])),
    params(
        ("guid" = String, Path, description = "The item's guid"),
        ("id" = String, Path, description = "The permission's number")
    ),
    request_body = PermissionInput,
    responses(
        (status = 200, body = ApiPermission), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 413, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn update_permission(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids((guid, number)): Ids<(String, String)>,
    Body(input): Body<PermissionInput>,
) -> Result<Json<ApiPermission>, ApiError> {
    let number: PermissionId = id(&number)?;
    let managed = server.services().managed(&actor, id(&guid)?).await?;
    let (principal, role) = input.read()?;
    let permission = managed.change_permission(number, principal, role).await?;
    Ok(Json(shown(&permission, managed.content())))
}

/// Takes a permission away; what it gave is gone at once.
///
/// Permissions: owner, collaborator, administrator.
#[utoipa::path(
    delete, path = "/v1/content/{guid}/permissions/{id}", operation_id = "delete_content_permission",
    tag = "Permissions", security(("key" = [])),
    params(
        ("guid" = String, Path, description = "The item's guid"),
        ("id" = String, Path, description = "The permission's number")
    ),
    responses(
        (status = 204), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 500, body = ErrorBody),
        (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn delete_permission(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids((guid, number)): Ids<(String, String)>,
) -> Result<StatusCode, ApiError> {
    let number = id(&number)?;
    server.services().managed(&actor, id(&guid)?).await?.withdraw(number).await?;
    Ok(StatusCode::NO_CONTENT)
}
