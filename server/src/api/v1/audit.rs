//! The audit log: `/v1/audit_logs`, `/v1/audit/actions` and `/v1/search/auditlogs`.

use axum::Json;
use axum::extract::{RawQuery, State};
use serde::{Deserialize, Serialize};
use services::AuditEntry;
use utoipa::{IntoParams, ToSchema};

use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::api::json::written;
use crate::api::keyset::{self, Paging};
use crate::api::paging::Page;
use crate::api::params::Params;
use crate::state::Server;

/// A word for what is written down.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiAuditAction {
    /// The word.
    action: &'static str,
    /// What it stands for.
    description: &'static str,
}

/// Something that was done.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiAuditEntry {
    /// Its number; a later one is greater.
    id: String,
    /// When.
    #[schema(format = DateTime)]
    time: String,
    /// The number of the account that did it; 0 for the server itself, and for who was not known.
    user_id: String,
    /// The guid of the account; it may be gone since.
    user_guid: Option<String>,
    /// Who that was.
    user_description: String,
    /// The word for what was done.
    action: String,
    /// What was done.
    event_description: String,
    /// The number of the API key that it was done with.
    key_id: Option<String>,
    /// What that key was called.
    key_name: Option<String>,
    /// The address that it was done from.
    address: Option<String>,
}

/// A page of the audit log.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiAuditLog {
    /// The entries on it.
    results: Vec<ApiAuditEntry>,
    /// Where the others are.
    paging: Paging,
}

/// A page of what was found in the audit log.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiAuditFound {
    /// How many entries were found in all.
    total: u64,
    /// The entries on it.
    results: Vec<ApiAuditEntry>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AuditQuery {
    /// How many entries a page has, 1 to 500.
    #[serde(default)]
    limit: Option<u64>,
    /// The cursor that the page ends before.
    #[serde(default)]
    previous: Option<String>,
    /// The cursor that the page begins behind.
    #[serde(default)]
    next: Option<String>,
    /// Whether the oldest comes first.
    #[serde(default, rename = "ascOrder")]
    asc_order: Option<bool>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AuditSearchQuery {
    /// Words that have to be in who, what, or the word for that; and filters: `action:`, `user_guid:`, `user_id:`,
    /// `key_id:`, `from:`, `to:`.
    #[serde(default)]
    q: Option<String>,
    /// The page, from 1.
    #[serde(default)]
    page_number: Option<usize>,
    /// How many entries a page has, 1 to 500.
    #[serde(default)]
    page_size: Option<usize>,
    /// `asc` for the oldest first, or `desc`.
    #[serde(default)]
    order: Option<String>,
}

fn shown(entry: AuditEntry) -> ApiAuditEntry {
    let (key_id, key_name) = entry.key.map(|(id, name)| (id.to_string(), name)).unzip();
    ApiAuditEntry {
        id: entry.id.to_string(),
        time: written(entry.at),
        user_id: entry.user_id.to_string(),
        user_guid: entry.user_guid.map(|guid| guid.to_string()),
        user_description: entry.user_description,
        action: entry.action,
        event_description: entry.event,
        key_id,
        key_name,
        address: entry.address,
    }
}

/// All words for what the audit log tells.
///
/// Permissions: administrator.
#[utoipa::path(
    get, path = "/v1/audit/actions", operation_id = "list_audit_actions", tag = "Audit logs", security(("key" = [])),
    responses(
        (status = 200, body = [ApiAuditAction]), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn list_audit_actions(
    State(server): State<Server>,
    Caller(actor): Caller,
) -> Result<Json<Vec<ApiAuditAction>>, ApiError> {
    let actions = server.services().audit_actions(&actor)?.iter();
    let shown = actions.map(|action| ApiAuditAction { action: action.as_str(), description: action.description() });
    Ok(Json(shown.collect()))
}

/// The audit log, a page at a time.
///
/// Permissions: administrator.
#[utoipa::path(
    get, path = "/v1/audit_logs", operation_id = "list_audit_logs", tag = "Audit logs", security(("key" = [])),
    params(AuditQuery),
    responses(
        (status = 200, body = ApiAuditLog), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn list_audit_logs(
    State(server): State<Server>,
    Caller(actor): Caller,
    RawQuery(asked): RawQuery,
    Params(query): Params<AuditQuery>,
) -> Result<Json<ApiAuditLog>, ApiError> {
    let wish = keyset::wish(query.limit, query.previous.as_deref(), query.next.as_deref(), query.asc_order)?;
    let page = server.services().page_audit(&actor, &wish).await?;
    let paging = Paging::of(&page, |entry| entry.id, ("/__api__/v1/audit_logs", asked.as_deref()), &server);
    Ok(Json(ApiAuditLog { results: page.rows.into_iter().map(shown).collect(), paging }))
}

/// Searches the audit log; a page past the end is empty.
///
/// Permissions: administrator.
#[utoipa::path(
    get, path = "/v1/search/auditlogs", operation_id = "search_audit_logs", tag = "Audit logs", security(("key" = [])),
    params(AuditSearchQuery),
    responses(
        (status = 200, body = ApiAuditFound), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn search_audit_logs(
    State(server): State<Server>,
    Caller(actor): Caller,
    Params(query): Params<AuditSearchQuery>,
) -> Result<Json<ApiAuditFound>, ApiError> {
    let (skip, most) = Page::read(query.page_number, query.page_size, 20)?.span();
    let ascending = match query.order.as_deref() {
        None | Some("asc") => true,
        Some("desc") => false,
        Some(_) => return Err(ApiError::parameter("order", "asc or desc")),
    };
    let asked = query.q.unwrap_or_default();
    let (total, found) = server.services().search_audit(&actor, &asked, ascending, skip, most).await?;
    Ok(Json(ApiAuditFound { total, results: found.into_iter().map(shown).collect() }))
}
