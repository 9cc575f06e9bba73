//! What comes in: JSON bodies, ids in addresses, times.

use std::str::FromStr;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use http::StatusCode;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

use super::ApiError;
use crate::state::Server;

/// A JSON body. Fields that we do not know are passed over, since clients are older and newer than we.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<Server> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, server: &Server) -> Result<Self, ApiError> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        // Some clients send no type, but browsers can be made to do so too: the checks of a session hold for both.
        let json = kind.is_empty()
            || kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"));
        if !json {
            return Err(bad_body("The body must be JSON, with the header \"Content-Type: application/json\"."));
        }
        let bytes = Bytes::from_request(request, server).await.map_err(|rejection| {
            let status = rejection.status();
            ApiError::new(status, 87, "The body is too large or broke off.")
        })?;
        let value: Value = serde_json::from_slice(&bytes).map_err(|error| {
            ApiError::new(StatusCode::BAD_REQUEST, 121, format!("The body is not valid JSON: {}.", place(&error)))
        })?;
        serde_json::from_value(value).map(Self).map_err(|_| bad_body("The body has a field of the wrong type."))
    }
}

fn bad_body(text: &str) -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, 87, text)
}

/// Where the fault is. The parser's own words could repeat what was sent, a password for instance.
fn place(error: &serde_json::Error) -> String {
    format!("line {}, column {}", error.line(), error.column())
}

/// An id in an address.
///
/// # Errors
/// 400, code 3.
pub(crate) fn id<T: FromStr>(text: &str) -> Result<T, ApiError> {
    text.parse().map_err(|_| ApiError::bad_id())
}

/// An id in the field or parameter of this name.
///
/// # Errors
/// 400, code 3.
pub(crate) fn id_in<T: FromStr>(name: &str, text: &str) -> Result<T, ApiError> {
    text.parse().map_err(|_| bad_id_in(name))
}

/// The number of something as clients send it: a number, text, null, or the empty list that R makes of nothing.
///
/// # Errors
/// 400, code 3.
pub(crate) fn number_in<T: FromStr>(name: &str, value: Option<&Value>) -> Result<Option<T>, ApiError> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Array(none)) if none.is_empty() => Ok(None),
        Some(Value::String(text)) if text.is_empty() => Ok(None),
        Some(Value::String(text)) => id_in(name, text).map(Some),
        Some(Value::Number(number)) => id_in(name, &number.to_string()).map(Some),
        Some(_) => Err(bad_id_in(name)),
    }
}

fn bad_id_in(name: &str) -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, 3, format!("The id {name} is malformed."))
}

/// Tells what was given, be it null, from what was left out.
pub(crate) fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(value: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(value).map(Some)
}

/// The ids in an address; text that is not UTF-8 is as malformed as any other.
pub(crate) struct Ids<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<Server> for Ids<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, ApiError> {
        let Path(ids) = Path::from_request_parts(parts, server).await.map_err(|_| ApiError::bad_id())?;
        Ok(Self(ids))
    }
}

/// A time in a body.
///
/// # Errors
/// 400, code 136.
pub(crate) fn instant(text: &str) -> Result<OffsetDateTime, ApiError> {
    // In UTC, as it is stored: another offset can lead out of the years that can be written.
    let time = OffsetDateTime::parse(text, &Rfc3339).ok().and_then(|time| time.checked_to_offset(UtcOffset::UTC));
    time.ok_or_else(|| {
        ApiError::new(StatusCode::BAD_REQUEST, 136, "A time is written as in RFC 3339, such as 2026-12-31T23:59:59Z.")
    })
}

/// A time as the API writes it.
pub(crate) fn written(time: OffsetDateTime) -> String {
    // The format fits every time that the database can hold.
    time.format(&Rfc3339).unwrap_or_default()
}
