//! What time it is; tests turn the hands themselves.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use time::{Duration, OffsetDateTime};

/// The clock that everything in this crate reads.
#[derive(Clone, Default)]
pub struct Clock(Option<Arc<AtomicI64>>);

impl Clock {
    /// A clock that starts now and is moved by hand.
    pub fn by_hand() -> Self {
        Self(Some(Arc::new(AtomicI64::new(millis(system_now())))))
    }

    /// The time, in whole milliseconds.
    pub fn now(&self) -> OffsetDateTime {
        let millis = match &self.0 {
            Some(hands) => hands.load(Ordering::SeqCst),
            None => millis(system_now()),
        };
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(millis) * 1_000_000).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }

    /// Moves the hands of a clock made by [`Clock::by_hand`]; the system's clock is left alone.
    pub fn advance(&self, by: Duration) {
        if let Some(hands) = &self.0 {
            hands.fetch_add(by.whole_milliseconds() as i64, Ordering::SeqCst);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place where the system's clock is read")]
fn system_now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

fn millis(time: OffsetDateTime) -> i64 {
    (time.unix_timestamp_nanos() / 1_000_000) as i64
}
