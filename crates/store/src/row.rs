//! Between stored values and domain types.

use std::str::FromStr;

use time::OffsetDateTime;

use crate::StoreError;

/// A time as it is stored: whole milliseconds since 1970 UTC.
pub(crate) fn to_millis(time: OffsetDateTime) -> i64 {
    time.unix_timestamp() * 1000 + i64::from(time.millisecond())
}

/// The first time that is stored and not before this one.
pub(crate) fn millis_from(time: OffsetDateTime) -> i64 {
    to_millis(time) + i64::from(!time.nanosecond().is_multiple_of(1_000_000))
}

/// The time that is stored as these milliseconds.
pub(crate) fn from_millis(millis: i64) -> Result<OffsetDateTime, StoreError> {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(millis) * 1_000_000)
        .map_err(|_| StoreError::Foreign(format!("time {millis}")))
}

/// The domain value that is stored as this text.
pub(crate) fn parse<T: FromStr>(what: &str, text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::Foreign(format!("{what} {text:?}")))
}
