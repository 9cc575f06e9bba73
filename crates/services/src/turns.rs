//! Turns: work on one item comes one after the other, in the order in which it was asked for.

use std::collections::HashMap;
use std::future::{poll_fn, ready};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;

use domain::ContentId;
use tokio::sync::OwnedMutexGuard;
use tokio::task::unconstrained;

/// One lock for each item that is being worked on: two deploys of one item come one after the other.
#[derive(Default)]
pub(crate) struct Turns(Mutex<HashMap<ContentId, Arc<tokio::sync::Mutex<()>>>>);

/// A place in the queue for an item, which ends with the turn.
pub(crate) type Turn = Pin<Box<dyn Future<Output = OwnedMutexGuard<()>> + Send>>;

impl Turns {
    /// Takes a place in the queue for the item; it is taken until the guard is dropped.
    pub(crate) async fn queue(&self, item: ContentId) -> Turn {
        let mut place: Turn = Box::pin(unconstrained(self.of(item).lock_owned()));
        // The lock goes to who asked for it first, so it is asked for now, whenever it is waited for.
        match poll_fn(|context| Poll::Ready(place.as_mut().poll(context))).await {
            Poll::Ready(guard) => Box::pin(ready(guard)),
            Poll::Pending => place,
        }
    }

    /// Takes the item if it is free.
    pub(crate) fn try_take(&self, item: ContentId) -> Option<OwnedMutexGuard<()>> {
        self.of(item).try_lock_owned().ok()
    }

    fn of(&self, item: ContentId) -> Arc<tokio::sync::Mutex<()>> {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        turns.retain(|_, turn| Arc::strong_count(turn) > 1);
        Arc::clone(turns.entry(item).or_default())
    }
}
