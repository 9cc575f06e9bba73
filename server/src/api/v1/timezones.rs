//! The time zones of the world: `/v1/timezones`.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use jiff::tz::TimeZoneDatabase;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::ApiError;
use crate::api::actor::Caller;
use crate::api::error::ErrorBody;
use crate::state::Server;

/// A time zone.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiTimeZone {
    /// Its name in the IANA database, such as `Europe/Berlin`.
    timezone: String,
    /// How far its clocks are ahead of UTC now, such as `+01:00`.
    offset: String,
}

/// Lists the time zones of the IANA database by name. The server carries it, so that all servers know the same.
///
/// Permissions: any.
#[utoipa::path(
    get, path = "/v1/timezones", operation_id = "list_timezones", tag = "Server", security(("key" = [])),
    responses(
        (status = 200, body = [ApiTimeZone]), (status = 401, body = ErrorBody), (status = 500, body = ErrorBody),
        (status = 503, body = ErrorBody)
    )
)]
pub(crate) async fn list_timezones(
    State(server): State<Server>,
    _caller: Caller,
) -> Result<Json<Vec<ApiTimeZone>>, ApiError> {
    let now = Timestamp::from_second(server.services().now().unix_timestamp()).unwrap_or(Timestamp::UNIX_EPOCH);
    let database = TimeZoneDatabase::bundled();
    let mut zones: Vec<ApiTimeZone> = database
        .available()
        .filter_map(|name| {
            let seconds = database.get(name.as_str()).ok()?.to_offset(now).seconds();
            Some(ApiTimeZone { timezone: name.to_string(), offset: written(seconds) })
        })
        .collect();
    zones.sort_by(|a, b| a.timezone.cmp(&b.timezone));
    Ok(Json(zones))
}

/// An offset in hours and minutes.
fn written(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_have_a_sign_and_minutes() {
        assert_eq!([0, 3600, 20_700, -12_600].map(written), ["+00:00", "+01:00", "+05:45", "-03:30"]);
    }
}
