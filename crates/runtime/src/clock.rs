//! The time of day, for people to read: nothing is decided by it.

use time::OffsetDateTime;

/// Now.
#[expect(clippy::disallowed_methods, reason = "a time stamp for people; what time decides asks tokio's clock")]
pub(crate) fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}
