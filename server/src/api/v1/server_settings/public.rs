//! What a sign-in page needs to know: `/v1/server_settings/public`.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use super::Authentication;
use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;

/// What everybody may know of the server.
#[derive(Serialize, ToSchema)]
pub(crate) struct PublicSettings {
    /// How people sign in.
    authentication: Authentication,
    /// Whether people make accounts for themselves.
    self_registration: bool,
    /// What the server calls itself.
    system_display_name: &'static str,
    /// What the sign-in page warns of; nothing.
    public_warning: &'static str,
    /// Whether the page that comes before the sign-in was replaced.
    customized_landing: bool,
    /// Whether the server sends mail.
    mail_configured: bool,
    /// Usernames that nobody gets, though they are well-formed.
    prohibited_usernames: [String; 0],
    /// The rule for usernames.
    username_validator: &'static str,
}

/// What a sign-in page needs to know. Anybody may ask; a bad key is refused all the same.
///
/// Permissions: none.
#[utoipa::path(
    get, path = "/v1/server_settings/public", operation_id = "get_public_settings", tag = "Server",
    responses(
        (status = 200, body = PublicSettings), (status = 401, body = ErrorBody), (status = 500, body = ErrorBody),
        (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn get_public_settings(_caller: Option<Caller>) -> Result<Json<PublicSettings>, ApiError> {
    Ok(Json(PublicSettings {
        authentication: Authentication::PASSWORD,
        self_registration: false,
        system_display_name: "Claviger",
        public_warning: "",
        customized_landing: false,
        mail_configured: false,
        prohibited_usernames: [],
        username_validator: "default",
    }))
}
