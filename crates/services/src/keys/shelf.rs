//! Where a new key waits for its one page, and where sent forms are remembered. In memory only.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use time::{Duration, OffsetDateTime};

use crate::FreshKey;

/// How long a new key waits.
const KEY_WAITS: Duration = Duration::seconds(60);
/// How long a sent form is remembered: longer than anybody sends one twice by mistake.
const MARK_LASTS: Duration = Duration::hours(1);

#[derive(Default)]
pub(crate) struct Shelf(Mutex<State>);

#[derive(Default)]
struct State {
    keys: HashMap<String, (FreshKey, OffsetDateTime)>,
    marks: HashMap<(String, String), OffsetDateTime>,
}

impl Shelf {
    pub(crate) fn put(&self, session: &str, key: FreshKey, now: OffsetDateTime) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.sweep(now);
        state.keys.insert(session.to_owned(), (key, now));
    }

    pub(crate) fn take(&self, session: &str, now: OffsetDateTime) -> Option<FreshKey> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.sweep(now);
        state.keys.remove(session).map(|(key, _)| key)
    }

    /// `false` when the mark was used before.
    pub(crate) fn use_mark(&self, session: &str, mark: &str, now: OffsetDateTime) -> bool {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.sweep(now);
        state.marks.insert((session.to_owned(), mark.to_owned()), now).is_none()
    }

    pub(crate) fn forget_mark(&self, session: &str, mark: &str) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.marks.remove(&(session.to_owned(), mark.to_owned()));
    }

    /// Wipes what nobody came for. Called now and then, so that no key waits longer than promised.
    pub(crate) fn sweep(&self, now: OffsetDateTime) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).sweep(now);
    }
}

impl State {
    fn sweep(&mut self, now: OffsetDateTime) {
        self.keys.retain(|_, (_, since)| now - *since < KEY_WAITS);
        self.marks.retain(|_, since| now - *since < MARK_LASTS);
    }
}
