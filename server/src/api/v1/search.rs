//! Searching content: `/v1/search/content`.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use services::ContentItem;
use utoipa::{IntoParams, ToSchema};

use super::content::{ApiContent, Include, shown_all};
use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::api::paging::Page;
use crate::api::params::Params;
use crate::state::Server;

/// A page of what was found.
#[derive(Serialize, ToSchema)]
pub(crate) struct ContentResults {
    /// The items on it.
    results: Vec<ApiContent>,
    /// Its number, from 1.
    current_page: usize,
    /// How many items were found in all.
    total: usize,
    /// What of the search was not understood.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SearchQuery {
    /// Words that all have to occur, and filters such as `owner:ada`, `type:api`, `-is:locked`, `title:"two words"`; at
    /// most 1000 characters.
    #[serde(default)]
    q: Option<String>,
    /// What to tell besides, with commas between: `tags`, `owner`, `vanity_url`, `bookmarked`,
    /// `schedule`.
    #[serde(default)]
    include: Option<String>,
    /// The page, from 1.
    #[serde(default)]
    page_number: Option<usize>,
    /// How many items a page has, 1 to 500.
    #[serde(default)]
    page_size: Option<usize>,
    /// `name`, `title`, `created_time` or `last_deployed_time`.
    #[serde(default)]
    sort: Option<String>,
    /// `asc` or `desc`.
    #[serde(default)]
    order: Option<String>,
}

/// Searches the content that the caller may view or manage; a page past the end is empty.
///
/// Permissions: any.
#[utoipa::path(
    get, path = "/v1/search/content", operation_id = "search_content", tag = "Content", security(("key" = [])),
    params(SearchQuery),
    responses(
        (status = 200, body = ContentResults), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn search_content(
    State(server): State<Server>,
    Caller(actor): Caller,
    Params(query): Params<SearchQuery>,
) -> Result<Json<ContentResults>, ApiError> {
    let page = Page::read(query.page_number, query.page_size, 20)?;
    let include = Include::parse(query.include.as_deref())?;
    let mut found = server.services().search_content(&actor, query.q.as_deref().unwrap_or_default()).await?;
    sort(&mut found.items, query.sort.as_deref())?;
    match query.order.as_deref() {
        None | Some("asc") => {}
        Some("desc") => found.items.reverse(),
        Some(_) => return Err(ApiError::parameter("order", "asc or desc")),
    }
    let total = found.items.len();
    let on_page = page.of(found.items).collect();
    let results = shown_all(on_page, &actor, include, &server).await?.collect();
    Ok(Json(ContentResults { results, current_page: page.number, total, warnings: found.warnings }))
}

fn sort(items: &mut [ContentItem], by: Option<&str>) -> Result<(), ApiError> {
    match by {
        // As they come: last deployed first.
        None => {}
        Some("name") => items.sort_by_key(|item| item.content.name.as_str().to_lowercase()),
        Some("title") => items.sort_by_key(|item| item.content.display_title().to_lowercase()),
        Some("created_time" | "created") => items.sort_by_key(|item| item.content.created_at),
        Some("last_deployed_time") => items.sort_by_key(|item| item.content.deployed_at),
        Some(_) => return Err(ApiError::parameter("sort", "name, title, created_time or last_deployed_time")),
    }
    Ok(())
}
