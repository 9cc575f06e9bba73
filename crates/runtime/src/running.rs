//! The processes that run now, by the names of their runs.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::JobKey;

use crate::process::{Hold, LooseHold};

/// The processes that run now. It holds none of them.
#[derive(Debug, Default)]
pub(crate) struct Running(Mutex<HashMap<JobKey, LooseHold>>);

impl Running {
    pub(crate) fn add(&self, key: JobKey, hold: &Hold) {
        self.lock().insert(key, hold.loose());
    }

    pub(crate) fn remove(&self, key: JobKey) {
        self.lock().remove(&key);
    }

    /// The process of this name, unless it has ended.
    pub(crate) fn find(&self, key: JobKey) -> Option<LooseHold> {
        self.lock().get(&key).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<JobKey, LooseHold>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
