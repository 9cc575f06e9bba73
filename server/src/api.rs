//! The API, below `/__api__`: shapes, statuses and codes of the Connect Server API.
//!
//! An unknown path is a 404 in plain text before anybody is asked who he is: official clients tell an unknown endpoint
//! from a missing object by that.

mod actor;
mod error;
mod json;
mod keyset;
mod legacy;
mod list;
mod paging;
mod params;
mod role;
mod sign_in;
mod signature;
mod v1;
mod variant;

use axum::Json;
use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use http::StatusCode;
use utoipa::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) use self::error::ApiError;
use self::legacy::{applications, variants};
pub(crate) use self::sign_in::sign_in as sign_in_by_json;
use self::v1::content::{bundles, deploy, environment, jobs, permissions, render, tags as content_tags};
use self::v1::groups::members;
use self::v1::users;
use self::v1::{
    audit, bootstrap, caches, content, groups, instrumentation, keys, metrics, server_settings, tags, tasks, timezones,
};
use crate::state::Server;

#[derive(OpenApi)]
#[openapi(
    info(title = "Claviger", description = "The Connect Server API, as far as this version speaks it."),
    modifiers(&Security),
    components(schemas(error::ErrorBody))
)]
struct Document;

struct Security;

impl utoipa::Modify for Security {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let key = SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::with_description(
            "Authorization",
            "`Key ` and an API key; or the same in `X-RSC-Authorization`.",
        )));
        document.components.get_or_insert_default().add_security_scheme("key", key);
    }
}

fn documented() -> OpenApiRouter<Server> {
    let api = OpenApiRouter::new()
        .routes(routes!(sign_in::sign_in))
        .routes(routes!(server_settings::get_server_settings))
        .routes(routes!(users::get_current_user))
        .routes(routes!(users::get_me))
        .routes(routes!(users::get_users_current))
        .routes(routes!(users::list::list_users, users::create_user))
        .routes(routes!(users::get_user, users::update_user))
        .routes(routes!(users::lock_user))
        .routes(routes!(keys::list_keys, keys::create_key))
        .routes(routes!(keys::get_key, keys::delete_key))
        .routes(routes!(content::list_content, content::create_content))
        .routes(routes!(content::get_content, content::update_content, content::delete_content))
        .routes(routes!(bundles::list_bundles, bundles::upload_bundle))
        .routes(routes!(bundles::get_bundle, bundles::delete_bundle))
        .routes(routes!(bundles::download_bundle))
        .routes(routes!(deploy::deploy_content))
        .routes(routes!(deploy::build_content))
        .routes(routes!(permissions::list_permissions, permissions::add_permission))
        .routes(routes!(permissions::get_permission, permissions::update_permission, permissions::delete_permission))
        .routes(routes!(v1::search::search_content))
        .routes(routes!(content::thumbnail::put_thumbnail, content::thumbnail::delete_thumbnail))
        .routes(routes!(environment::list_variables, environment::change_variables, environment::replace_variables))
        .routes(routes!(tasks::get_task))
        .routes(routes!(applications::list_applications, applications::create_application))
        .routes(routes!(applications::get_application))
        .routes(routes!(applications::get_application_config))
        .routes(routes!(applications::upload_application))
        .routes(routes!(applications::deploy_application))
        .routes(routes!(variants::list_variants))
        .routes(routes!(legacy::tasks::get_legacy_task))
        .routes(routes!(legacy::tokens::ask_for_token));
    let api = api.merge(order()).merge(record()).merge(about());
    OpenApiRouter::with_openapi(Document::openapi()).nest("/__api__", api)
}

/// What brings order to accounts and content: groups, tags, and the first account of all.
fn order() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(groups::list_groups, groups::create_group))
        .routes(routes!(groups::get_group, groups::patch_group, groups::update_group, groups::delete_group))
        .routes(routes!(members::list_members, members::add_member))
        .routes(routes!(members::remove_member))
        .routes(routes!(tags::list_tags, tags::create_tag))
        .routes(routes!(tags::get_tag, tags::update_tag, tags::delete_tag))
        .routes(routes!(tags::list_tag_content))
        .routes(routes!(content_tags::list_content_tags, content_tags::add_content_tag))
        .routes(routes!(content_tags::remove_content_tag))
        .routes(routes!(content::vanity::get_vanity, content::vanity::set_vanity, content::vanity::delete_vanity))
        .routes(routes!(content::vanity::list_vanities))
        .routes(routes!(content::packages::get_content_packages))
        .routes(routes!(content::packages::get_content_lockfile))
        .routes(routes!(content::packages::list_packages))
        .routes(routes!(caches::list_runtime_caches, caches::delete_runtime_cache))
        .routes(routes!(bootstrap::bootstrap))
        .routes(routes!(bootstrap::bootstrap_experimental))
}

/// What is remembered of what happened.
fn record() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(instrumentation::list_hits))
        .routes(routes!(instrumentation::list_visits))
        .routes(routes!(instrumentation::list_shiny_usage))
        .routes(routes!(metrics::count_active_users))
        .routes(routes!(audit::list_audit_actions))
        .routes(routes!(audit::list_audit_logs))
        .routes(routes!(audit::search_audit_logs))
        .routes(routes!(render::render_content))
        .routes(routes!(render::list_schedule_history))
        .routes(routes!(variants::render_variant))
        .routes(routes!(jobs::list_jobs))
        .routes(routes!(jobs::get_job, jobs::end_job))
        .routes(routes!(jobs::log::get_job_log))
        .routes(routes!(jobs::log::tail_job_log))
        .routes(routes!(jobs::log::download_job_log))
        .routes(routes!(jobs::log::get_job_error))
}

/// What the server says of itself.
fn about() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(server_settings::public::get_public_settings))
        .routes(routes!(server_settings::installed::get_r_installations))
        .routes(routes!(server_settings::installed::get_python_installations))
        .routes(routes!(server_settings::installed::get_quarto_installations))
        .routes(routes!(server_settings::installed::get_tensorflow_installations))
        .routes(routes!(server_settings::installed::get_nodejs_installations))
        .routes(routes!(timezones::list_timezones))
}

/// The OpenAPI document, made from the handlers.
pub fn openapi() -> utoipa::openapi::OpenApi {
    documented().to_openapi()
}

/// Everything below `/__api__`.
pub(crate) fn routes() -> Router<Server> {
    let (router, document) = documented().split_for_parts();
    router
        .route("/__api__/openapi.json", get(|| async move { Json(document) }))
        .route("/__api__", any(unknown))
        .route("/__api__/", any(unknown))
        .route("/__api__/{*path}", any(unknown))
        .method_not_allowed_fallback(wrong_method)
}

async fn unknown() -> Response {
    (StatusCode::NOT_FOUND, [(CONTENT_TYPE, "text/plain; charset=utf-8")], "404 page not found").into_response()
}

async fn wrong_method() -> ApiError {
    ApiError::method()
}
