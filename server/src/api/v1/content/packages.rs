//! The packages that content runs with: `/v1/content/{guid}/packages`, `/v1/content/{guid}/lockfile` and `/v1/packages`.

use axum::Json;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::UsedPackage;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::api::json::{Ids, id};
use crate::api::params::Params;
use crate::state::Server;

/// The header that says what a lockfile is for; clients look for `python=` in it.
const GENERATED_BY: HeaderName = HeaderName::from_static("generated-by");

/// A package, and the content that runs with it.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiPackage {
    /// `python` or `r`.
    language: &'static str,
    /// The version of the language that the content runs with.
    language_version: String,
    /// Its name.
    name: String,
    /// Its version.
    version: String,
    /// Always null: packages are known by name and version.
    hash: Option<String>,
    /// The number of the version of the content.
    bundle_id: String,
    /// The number of the content.
    app_id: String,
    /// The guid of the content.
    app_guid: String,
    /// The number of the content.
    content_id: String,
    /// The guid of the content.
    content_guid: String,
}

/// A page of packages.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiPackages {
    /// The packages on it.
    results: Vec<ApiPackage>,
    /// Its number, from 1.
    current_page: u64,
    /// How many there are in all.
    total: u64,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListPackagesQuery {
    /// Only packages of exactly this name.
    #[serde(default)]
    name: Option<String>,
    /// The page, from 1.
    #[serde(default)]
    page_number: Option<u64>,
    /// How many packages a page has, at least 1.
    #[serde(default)]
    page_size: Option<u64>,
    /// Whether the names go from A to Z, as they do when this is left out.
    #[serde(default)]
    asc_order: Option<bool>,
}

fn shown(used: UsedPackage) -> ApiPackage {
    let (id, guid) = (used.content.to_string(), used.guid.to_string());
    ApiPackage {
        language: used.package.language.as_str(),
        language_version: used.language_version.unwrap_or_default(),
        name: used.package.name,
        version: used.package.version,
        hash: None,
        bundle_id: used.bundle.to_string(),
        app_id: id.clone(),
        app_guid: guid.clone(),
        content_id: id,
        content_guid: guid,
    }
}

/// The packages that the served version of an item runs with, by name; 204 while nothing is served.
///
/// Permissions: owner, collaborator, administrator.
#[utoipa::path(
    get, path = "/v1/content/{guid}/packages", operation_id = "get_content_packages", tag = "Packages",
    security(("key" = [])),
    params(("guid" = String, Path, description = "The item's guid")),
    responses(
        (status = 200, body = [ApiPackage]), (status = 204), (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn get_content_packages(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
) -> Result<Response, ApiError> {
    let managed = server.services().managed(&actor, id(&guid)?).await?;
    if managed.content().bundle.is_none() {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let packages: Vec<ApiPackage> = managed.packages().await?.into_iter().map(shown).collect();
    Ok(Json(packages).into_response())
}

/// What installs exactly the packages of Python that the served version of an item runs with; 404 for other content.
///
/// Permissions: owner, collaborator, administrator.
#[utoipa::path(
    get, path = "/v1/content/{guid}/lockfile", operation_id = "get_content_lockfile", tag = "Packages",
    security(("key" = [])),
    params(("guid" = String, Path, description = "The item's guid")),
    responses(
        (status = 200, body = String, content_type = "text/plain", headers(("Generated-By" = String))),
        (status = 400, body = ErrorBody), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn get_content_lockfile(
    State(server): State<Server>,
    Caller(actor): Caller,
    Ids(guid): Ids<String>,
) -> Result<Response, ApiError> {
    let managed = server.services().managed(&actor, id(&guid)?).await?;
    let lockfile = managed.lockfile().await?;
    let python = managed.content().py_version.clone().unwrap_or_default();
    let mut response = lockfile.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    let generated_by = format!("claviger={}; python={python}", env!("CARGO_PKG_VERSION"));
    if let Ok(generated_by) = HeaderValue::try_from(generated_by) {
        headers.insert(GENERATED_BY, generated_by);
    }
    Ok(response)
}

/// The packages of all content that is served, by name, a page at a time; a page past the end is empty.
///
/// Permissions: administrator.
#[utoipa::path(
    get, path = "/v1/packages", operation_id = "list_packages", tag = "Packages", security(("key" = [])),
    params(ListPackagesQuery),
    responses(
        (status = 200, body = ApiPackages), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn list_packages(
    State(server): State<Server>,
    Caller(actor): Caller,
    Params(query): Params<ListPackagesQuery>,
) -> Result<Json<ApiPackages>, ApiError> {
    const WHAT: (&str, &str) = ("page_number or page_size", "a number of at least 1");
    let wrong = || ApiError::parameter(WHAT.0, WHAT.1);
    // Clients ask for a million at once, so that there is no largest page here.
    let (page, size) = (query.page_number.unwrap_or(1), query.page_size.unwrap_or(20));
    if page == 0 || size == 0 {
        return Err(wrong());
    }
    let ascending = query.asc_order.unwrap_or(true);
    let (packages, total) = server
        .services()
        .list_packages(&actor, query.name.as_deref(), ascending, (page - 1).saturating_mul(size), size)
        .await?;
    Ok(Json(ApiPackages { results: packages.into_iter().map(shown).collect(), current_page: page, total }))
}
