//! Every route of the pages, and where the API and the assets hang. Published content is answered before it, see `content`.

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use tower_http::compression::CompressionLayer;

use crate::state::Server;
use crate::ui::{content_list, key, keys, notice, profile, setup, sign_in};
use crate::{api, assets, layers, session};

/// The pages and the API.
pub fn router(server: Server) -> Router {
    let pages = Router::new()
        .route("/", get(|| async { Redirect::to("/connect/") }))
        .route("/connect", get(|| async { Redirect::to("/connect/") }))
        .route("/connect/", get(content_list::page))
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
        .route("/__login__", get(sign_in::page).post(sign_in::sign_in))
        .route("/__logout__", post(sign_in::sign_out))
        .fallback(notice::no_such_page)
        .method_not_allowed_fallback(notice::wrong_method)
        .layer(CompressionLayer::new().br(true).gzip(true));
    Router::new()
        .merge(pages)
        .merge(api::routes())
        .layer(session::layer(&server))
        .route("/connect/assets/{name}", get(assets::asset))
        .route("/__ping__", get(|| async { axum::Json(serde_json::json!({})) }))
        .layer(middleware::from_fn_with_state(server.clone(), layers::whole_body))
        .layer(middleware::from_fn_with_state(server.clone(), layers::patience))
        .layer(middleware::from_fn_with_state(server.clone(), layers::security_headers))
        .layer(middleware::from_fn(layers::request_id))
        .route("/content/{*path}", axum::routing::any(content))
        .with_state(server)
}

/// The listener answers content without asking the router; this is for whoever has only the router.
async fn content(State(server): State<Server>, request: Request) -> Response {
    crate::content::answer(&server, request).await.into_response()
}
