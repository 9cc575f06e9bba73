//! Every route of the pages, and where the API and the assets hang. Published content is answered before it, see `door`.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::response::Redirect;
use axum::routing::{get, post};
use tower_http::compression::CompressionLayer;

use crate::state::Server;
use crate::ui::{
    apps, claim, content_list, key, keys, new_content, notice, open, people, profile, setup, sign_in, tags,
};
use crate::{api, assets, layers, session};

/// The pages and the API.
pub fn router(server: Server) -> Router {
    let pages = Router::new()
        .route("/", get(|| async { Redirect::to("/connect/") }))
        .route("/connect", get(|| async { Redirect::to("/connect/") }))
        .route("/connect/", get(content_list::page))
        .route("/connect/new", get(new_content::page).post(new_content::publish))
        .route("/connect/apps/{item}", get(apps::page))
        .route("/connect/apps/{item}/settings", get(apps::settings_page).post(apps::change))
        .route("/connect/apps/{item}/people", get(apps::people_page).post(apps::add_person))
        .route("/connect/apps/{item}/people/change", get(apps::people_page).post(apps::change_person))
        .route("/connect/apps/{item}/people/remove", get(apps::people_page).post(apps::remove_person))
        .route("/connect/apps/{item}/variables", get(apps::variables_page).post(apps::set_variable))
        .route("/connect/apps/{item}/variables/remove", get(apps::variable_page).post(apps::remove_variable))
        .route("/connect/apps/{item}/tags", get(apps::tags_page).post(apps::put_tag_on))
        .route("/connect/apps/{item}/tags/remove", get(apps::tags_page).post(apps::take_tag_off))
        .route("/connect/apps/{item}/address", get(apps::address_page).post(apps::set_address))
        .route("/connect/apps/{item}/address/remove", get(apps::address_page).post(apps::remove_address))
        .route("/connect/apps/{item}/delete", get(apps::delete_page).post(apps::delete))
        .route("/connect/apps/{item}/versions", get(apps::versions_page))
        .route("/connect/apps/{item}/versions/new", get(apps::new_version_page).post(apps::upload_version))
        .route("/connect/apps/{item}/versions/{version}/activate", post(apps::activate))
        .route("/connect/apps/{item}/versions/{version}/delete", get(apps::version_page).post(apps::delete_version))
        .route("/connect/apps/{item}/draft/{version}", get(apps::draft))
        .route("/connect/apps/{item}/deploys/{task}", get(apps::deploy_page))
        .route("/connect/apps/{item}/usage", get(apps::usage_page))
        .route("/connect/apps/{item}/logs", get(apps::logs_page))
        .route("/connect/apps/{item}/restart", get(apps::page).post(apps::restart))
        .route("/connect/people", get(people::page).post(people::make_account))
        .route("/connect/people/new", get(people::new_account_page))
        .route("/connect/people/{guid}", get(people::account_page))
        .route("/connect/people/{guid}/role", get(people::account_page).post(people::set_role))
        .route("/connect/people/{guid}/lock", get(people::account_page).post(people::lock_account))
        .route("/connect/groups", get(people::groups_page).post(people::make_group))
        .route("/connect/groups/{guid}", get(people::group_page).post(people::rename_group))
        .route("/connect/groups/{guid}/members", get(people::group_page).post(people::add_member))
        .route("/connect/groups/{guid}/members/remove", get(people::group_page).post(people::remove_member))
        .route("/connect/groups/{guid}/delete", get(people::delete_group_page).post(people::delete_group))
        .route("/connect/tags", get(tags::page).post(tags::make))
        .route("/connect/tags/{id}", get(tags::tag_page).post(tags::change))
        .route("/connect/tags/{id}/delete", get(tags::delete_page).post(tags::delete))
        .route("/connect/setup", get(setup::page).post(setup::set_up))
        .route("/connect/keys", get(keys::page).post(keys::create))
        .route("/connect/keys/new", get(keys::new_page))
        .route("/connect/keys/created", get(keys::created_page))
        .route("/connect/keys/{id}", get(key::page))
        .route("/connect/keys/{id}/delete", get(key::delete_page).post(key::delete))
        .route("/connect/profile", get(profile::page).post(profile::update))
        .route("/connect/profile/password", post(profile::change_password))
        .route("/connect/profile/sessions/end", post(profile::end_session))
        .route("/connect/profile/sessions/end-all", post(profile::end_all_sessions))
        .route("/connect/profile/programs/remove", post(profile::remove_program))
        .route("/connect/tokens/{token}", get(claim::page).post(claim::claim))
        .route("/__open__/{item}", get(open::open))
        .route("/__login__", get(sign_in::page).post(sign_in::sign_in))
        .route("/__logout__", post(sign_in::sign_out))
        .fallback(notice::no_such_page)
        .method_not_allowed_fallback(notice::wrong_method)
        .layer(CompressionLayer::new().br(true).gzip(true));
    Router::new()
        .merge(pages)
        .merge(api::routes())
        .layer(session::layer(&server))
        .layer(middleware::from_fn_with_state(server.clone(), session::weed))
        .route("/connect/assets/{name}", get(assets::asset))
        .route("/__ping__", get(|| async { axum::Json(serde_json::json!({})) }))
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(server.clone(), layers::whole_body))
        .layer(middleware::from_fn_with_state(server.clone(), layers::patience))
        .layer(middleware::from_fn_with_state(server.clone(), layers::security_headers))
        .layer(middleware::from_fn(layers::request_id))
        .with_state(server)
}
