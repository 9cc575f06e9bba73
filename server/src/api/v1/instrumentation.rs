//! Who visited what: `/v1/instrumentation`.

use axum::Json;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use domain::Guid;
use futures_util::stream::unfold;
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use serde::{Deserialize, Serialize};
use services::{PageWish, ToldVisit, VisitPlace, VisitWish};
use utoipa::{IntoParams, ToSchema};

use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::api::json::{instant, written};
use crate::api::keyset::{self, Paging};
use crate::api::params::Params;
use crate::api::variant::variant_key;
use crate::state::Server;

/// What visits are recorded as, in the counting of the Connect product: as it has done since 2019.
const DATA_VERSION: i32 = 3;

/// A visit, as it is told in a list of all.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiHit {
    /// Its number.
    id: String,
    /// The guid of the account that came; null for who was not known, or is gone.
    user_guid: Option<String>,
    /// The guid of the item.
    content_guid: String,
    /// When.
    #[schema(format = DateTime)]
    timestamp: String,
    /// What else is known.
    data: ApiHitData,
}

/// What else is known of a visit.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiHitData {
    /// Where inside the item.
    path: String,
    /// Nothing: queries are not recorded, they may hold secrets.
    query: Option<String>,
    /// Nothing: browsers are not recorded.
    user_agent: Option<String>,
    /// Nothing: it is not recorded.
    sec_fetch_dest: Option<String>,
    /// Nothing: it is not recorded.
    sec_fetch_site: Option<String>,
}

/// A visit, as it is told on a page.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiVisit {
    /// The guid of the item.
    content_guid: String,
    /// The guid of the account that came; null for who was not known, or is gone.
    user_guid: Option<String>,
    /// The name of the item's only variant.
    variant_key: Option<String>,
    /// When.
    #[schema(format = DateTime)]
    time: String,
    /// Nothing was rendered.
    rendering_id: Option<String>,
    /// Nothing: the version is not recorded.
    bundle_id: Option<String>,
    /// Where inside the item.
    path: Option<String>,
    /// 3.
    data_version: i32,
    /// Nothing: browsers are not recorded.
    user_agent: Option<String>,
}

/// A page of visits.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiVisits {
    /// The visits on it.
    results: Vec<ApiVisit>,
    /// Where the others are.
    paging: Paging,
}

/// A session of a Shiny application. There is none, because none runs here.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiShinySession {
    /// The guid of the item.
    content_guid: String,
    /// The guid of the account that came.
    user_guid: Option<String>,
    /// When it began.
    started: String,
    /// When it ended.
    ended: Option<String>,
    /// 1.
    data_version: i32,
}

/// A page of sessions.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiShinyUsage {
    /// The sessions on it.
    results: Vec<ApiShinySession>,
    /// Where the others are.
    paging: Paging,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct HitsQuery {
    /// Only visits of the items with these guids, with `|` between them.
    #[serde(default)]
    content_guid: Option<String>,
    /// Only visits at this time or later.
    #[serde(default)]
    from: Option<String>,
    /// Only visits at this time or earlier.
    #[serde(default)]
    to: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct VisitsQuery {
    /// Only visits of the items with these guids, with `|` between them.
    #[serde(default)]
    content_guid: Option<String>,
    /// Only visits that were recorded so or in a newer way; all are of version 3.
    #[serde(default)]
    min_data_version: Option<i32>,
    /// Only visits with this browser; as none is recorded, there are none with any.
    #[serde(default)]
    user_agent: Option<String>,
    /// Only visits at this time or later.
    #[serde(default)]
    from: Option<String>,
    /// Only visits at this time or earlier.
    #[serde(default)]
    to: Option<String>,
    /// How many visits a page has, 1 to 500.
    #[serde(default)]
    limit: Option<u64>,
    /// The cursor that the page ends before.
    #[serde(default)]
    previous: Option<String>,
    /// The cursor that the page begins behind.
    #[serde(default)]
    next: Option<String>,
    /// Whether the oldest comes first.
    #[serde(default)]
    asc_order: Option<bool>,
}

impl VisitsQuery {
    fn wish(&self) -> Result<VisitWish, ApiError> {
        wish(self.content_guid.as_deref(), self.from.as_deref(), self.to.as_deref())
    }

    fn page(&self) -> Result<PageWish<VisitPlace>, ApiError> {
        keyset::wish(self.limit, self.previous.as_deref(), self.next.as_deref(), self.asc_order)
    }
}

fn wish(content: Option<&str>, from: Option<&str>, to: Option<&str>) -> Result<VisitWish, ApiError> {
    let guids = |text: &str| text.split('|').map(str::parse).collect::<Result<Vec<Guid>, _>>();
    let content = content.map(guids).transpose();
    Ok(VisitWish {
        content: content.map_err(|_| ApiError::parameter("content_guid", "guids, with | between them"))?,
        from: from.map(instant).transpose()?,
        to: to.map(instant).transpose()?,
    })
}

/// All visits, the oldest first.
///
/// Permissions: publisher, of the items that it manages; administrator.
#[utoipa::path(
    get, path = "/v1/instrumentation/content/hits", operation_id = "list_hits", tag = "Instrumentation",
    security(("key" = [])),
    params(HitsQuery),
    responses(
        (status = 200, body = [ApiHit]), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn list_hits(
    State(server): State<Server>,
    Caller(actor): Caller,
    Params(query): Params<HitsQuery>,
) -> Result<Response, ApiError> {
    let wish = wish(query.content_guid.as_deref(), query.from.as_deref(), query.to.as_deref())?;
    let mut list = server.services().list_visits(&actor, wish).await?;
    // What can fail fails before the answer begins. It may be long, so it is sent as it is read.
    let first = list.next().await?;
    let pieces = unfold(Some((list, first, "[")), |state| async {
        let (mut list, visits, mark) = state?;
        if visits.is_empty() {
            return Some((Ok(if mark == "[" { "[]" } else { "]" }.to_owned()), None));
        }
        // Text, numbers and null always become JSON.
        let hits: Vec<String> =
            visits.into_iter().map(|visit| serde_json::to_string(&hit(visit)).unwrap_or_default()).collect();
        let piece = format!("{mark}{}", hits.join(","));
        match list.next().await {
            Ok(more) => Some((Ok(piece), Some((list, more, ",")))),
            Err(error) => {
                tracing::error!(?error, "A list of visits broke off.");
                Some((Err(error), None))
            }
        }
    });
    let kind = HeaderValue::from_static("application/json");
    Ok(([(CONTENT_TYPE, kind)], Body::from_stream(pieces)).into_response())
}

fn hit(visit: ToldVisit) -> ApiHit {
    ApiHit {
        id: visit.id.to_string(),
        user_guid: visit.user.map(|guid| guid.to_string()),
        content_guid: visit.content.to_string(),
        timestamp: written(visit.at),
        data: ApiHitData {
            path: visit.path,
            query: None,
            user_agent: None,
            sec_fetch_dest: None,
            sec_fetch_site: None,
        },
    }
}

/// Visits, a page at a time.
///
/// Permissions: publisher, of the items that it manages; administrator.
#[utoipa::path(
    get, path = "/v1/instrumentation/content/visits", operation_id = "list_visits", tag = "Instrumentation",
    security(("key" = [])),
    params(VisitsQuery),
    responses(
        (status = 200, body = ApiVisits), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn list_visits(
    State(server): State<Server>,
    Caller(actor): Caller,
    RawQuery(asked): RawQuery,
    Params(query): Params<VisitsQuery>,
) -> Result<Json<ApiVisits>, ApiError> {
    let (mut wish, page) = (query.wish()?, query.page()?);
    if query.min_data_version.is_some_and(|least| least > DATA_VERSION) || query.user_agent.is_some() {
        wish.content = Some(Vec::new());
    }
    let page = server.services().page_visits(&actor, wish, &page).await?;
    let path = "/__api__/v1/instrumentation/content/visits";
    let paging = Paging::of(&page, ToldVisit::place, (path, asked.as_deref()), &server);
    Ok(Json(ApiVisits { results: page.rows.into_iter().map(shown).collect(), paging }))
}

fn shown(visit: ToldVisit) -> ApiVisit {
    ApiVisit {
        content_guid: visit.content.to_string(),
        user_guid: visit.user.map(|guid| guid.to_string()),
        variant_key: Some(variant_key(visit.content)),
        time: written(visit.at),
        rendering_id: None,
        bundle_id: None,
        path: Some(visit.path),
        data_version: DATA_VERSION,
        user_agent: None,
    }
}

/// Sessions of Shiny applications. None runs here, so there are none.
///
/// Permissions: publisher, administrator.
#[utoipa::path(
    get, path = "/v1/instrumentation/shiny/usage", operation_id = "list_shiny_usage", tag = "Instrumentation",
    security(("key" = [])),
    params(VisitsQuery),
    responses(
        (status = 200, body = ApiShinyUsage), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn list_shiny_usage(
    State(server): State<Server>,
    Caller(actor): Caller,
    Params(query): Params<VisitsQuery>,
) -> Result<Json<ApiShinyUsage>, ApiError> {
    query.wish()?;
    query.page()?;
    server.services().require_usage_reader(&actor)?;
    Ok(Json(ApiShinyUsage { results: Vec::new(), paging: Paging::of_nothing() }))
}
