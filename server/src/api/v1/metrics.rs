//! How busy the server is: `/v1/metrics`.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::state::Server;

/// How many accounts were active in some days.
#[derive(Serialize, ToSchema)]
pub(crate) struct ActiveUsersCounts {
    /// All.
    total: usize,
    /// Administrators.
    admin: usize,
    /// Publishers.
    publisher: usize,
    /// Viewers.
    viewer: usize,
}

/// How many accounts were active.
#[derive(Serialize, ToSchema)]
pub(crate) struct ActiveUsers {
    /// In the last so many days: `1d`, `7d`, `30d` and `365d`.
    windows: BTreeMap<String, ActiveUsersCounts>,
}

/// How many accounts signed in or used a key in the last day, week, month and year.
///
/// Permissions: administrator.
#[utoipa::path(
    get, path = "/v1/metrics/users/active", operation_id = "count_active_users", tag = "Metrics", security(("key" = [])),
    responses(
        (status = 200, body = ActiveUsers), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn count_active_users(
    State(server): State<Server>,
    Caller(actor): Caller,
) -> Result<Json<ActiveUsers>, ApiError> {
    let windows = server.services().active_accounts(&actor).await?.into_iter().map(|active| {
        let (admin, publisher, viewer) = (active.administrators, active.publishers, active.viewers);
        (format!("{}d", active.days), ActiveUsersCounts { total: admin + publisher + viewer, admin, publisher, viewer })
    });
    Ok(Json(ActiveUsers { windows: windows.collect() }))
}
