//! The list of accounts: filtered, sorted, a page at a time.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::{Role, User};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{ApiUser, Caller, ErrorBody, role, shown};
use crate::api::ApiError;
use crate::api::paging::Page;
use crate::api::params::Params;
use crate::state::Server;

/// A page of accounts.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiUsers {
    /// The accounts on it.
    results: Vec<ApiUser>,
    /// Its number, from 1.
    current_page: usize,
    /// How many accounts match in all.
    total: usize,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListUsersQuery {
    /// Only accounts whose username, names or e-mail address begin with this, whatever the case.
    #[serde(default)]
    prefix: Option<String>,
    /// The page, from 1.
    #[serde(default)]
    page_number: Option<usize>,
    /// How many accounts a page has, 1 to 500.
    #[serde(default)]
    page_size: Option<usize>,
    /// Whether the least comes first.
    #[serde(default)]
    asc_order: Option<bool>,
    /// `first_name`, `last_name`, `username`, `active_time`, `created_time` or `user_role`.
    #[serde(default)]
    sort: Option<String>,
    /// Only accounts with one of these roles, with `|` between them.
    #[serde(default)]
    user_role: Option<String>,
    /// Only accounts that are `locked`, `licensed` (not locked) or `inactive` (never seen), with `|` between them.
    #[serde(default)]
    account_status: Option<String>,
}

/// Lists accounts, a page at a time; a page past the end is empty.
///
/// Permissions: any; viewers do not see e-mail addresses.
#[utoipa::path(
    get, path = "/v1/users", operation_id = "list_users", tag = "Users", security(("key" = [])),
    params(ListUsersQuery),
    responses(
        (status = 200, body = ApiUsers), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn list_users(
    State(server): State<Server>,
    Caller(actor): Caller,
    Params(query): Params<ListUsersQuery>,
) -> Result<Json<ApiUsers>, ApiError> {
    let page = Page::read(query.page_number, query.page_size, 20)?;
    let users = server.services().users(&actor);
    let mut found = users.list().await?;
    if let Some(prefix) = query.prefix.as_deref().map(str::to_lowercase) {
        let starts = |text: &str| text.to_lowercase().starts_with(&prefix);
        found.retain(|user| {
            starts(user.username.as_str()) || starts(&user.first_name) || starts(&user.last_name) || starts(&user.email)
        });
    }
    if let Some(roles) = &query.user_role {
        let roles: Vec<Role> = roles.split('|').map(role).collect::<Result<_, _>>()?;
        found.retain(|user| roles.contains(&user.role));
    }
    if let Some(statuses) = &query.account_status {
        let statuses: Vec<fn(&User) -> bool> = statuses.split('|').map(account_status).collect::<Result<_, _>>()?;
        found.retain(|user| statuses.iter().any(|is| is(user)));
    }
    sort(&mut found, query.sort.as_deref().unwrap_or("username"))?;
    if query.asc_order == Some(false) {
        found.reverse();
    }
    let total = found.len();
    let results = page.of(found).map(|user| shown(&user)).collect();
    Ok(Json(ApiUsers { results, current_page: page.number, total }))
}

fn account_status(text: &str) -> Result<fn(&User) -> bool, ApiError> {
    match text {
        "locked" => Ok(|user| user.locked),
        "licensed" => Ok(|user| !user.locked),
        "inactive" => Ok(|user| !user.locked && user.active_at.is_none()),
        _ => Err(ApiError::new(StatusCode::BAD_REQUEST, 115, "An account status is locked, licensed or inactive.")),
    }
}

/// Sorts accounts.
///
/// # Errors
/// 400, code 25, when they cannot be sorted by that.
pub(crate) fn sort(users: &mut [User], by: &str) -> Result<(), ApiError> {
    match by {
        "username" => users.sort_by_key(|user| user.username.folded()),
        "first_name" => users.sort_by_key(|user| user.first_name.to_lowercase()),
        "last_name" => users.sort_by_key(|user| user.last_name.to_lowercase()),
        "user_role" => users.sort_by_key(|user| user.role),
        "created_time" => users.sort_by_key(|user| user.created_at),
        "active_time" => users.sort_by_key(|user| user.active_at),
        _ => {
            return Err(ApiError::parameter(
                "sort",
                "first_name, last_name, username, active_time, created_time or user_role",
            ));
        }
    }
    Ok(())
}
