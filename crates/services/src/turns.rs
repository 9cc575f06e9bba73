//! Turns: work on one item, or for one account, comes one after the other, in the order in which it was asked for.

use std::collections::HashMap;
use std::future::{poll_fn, ready};
use std::hash::Hash;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;

use tokio::sync::OwnedMutexGuard;
use tokio::task::unconstrained;

/// One lock for each item that is being worked on, or each account that is worked for.
pub(crate) struct Turns<K>(Mutex<HashMap<K, Arc<tokio::sync::Mutex<()>>>>);

impl<K> Default for Turns<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

/// A place in a queue, which ends with the turn.
pub(crate) type Turn = Pin<Box<dyn Future<Output = OwnedMutexGuard<()>> + Send>>;

impl<K: Copy + Eq + Hash> Turns<K> {
    /// Takes a place in the queue for this one; it is taken until the guard is dropped.
    pub(crate) async fn queue(&self, item: K) -> Turn {
        let mut place: Turn = Box::pin(unconstrained(self.of(item).lock_owned()));
        // The lock goes to who asked for it first, so it is asked for now, whenever it is waited for.
        match poll_fn(|context| Poll::Ready(place.as_mut().poll(context))).await {
            Poll::Ready(guard) => Box::pin(ready(guard)),
            Poll::Pending => place,
        }
    }

    /// Takes this one if it is free.
    pub(crate) fn try_take(&self, item: K) -> Option<OwnedMutexGuard<()>> {
        self.of(item).try_lock_owned().ok()
    }

    fn of(&self, item: K) -> Arc<tokio::sync::Mutex<()>> {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        turns.retain(|_, turn| Arc::strong_count(turn) > 1);
        Arc::clone(turns.entry(item).or_default())
    }
}
