//! Counting what was given out, and waiting until all of it has come back.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

/// How many tokens are out. All clones count the same; a token comes back by being dropped, so none can be forgotten.
#[derive(Clone, Debug)]
pub(crate) struct Tally(Arc<Count>);

/// One of those that a [`Tally`] counts.
#[derive(Debug)]
pub(crate) struct Token(Arc<Count>);

#[derive(Debug)]
struct Count {
    out: Mutex<Out>,
    all_returned: Notify,
}

#[derive(Debug)]
struct Out {
    many: usize,
    /// When the last one came back.
    none_since: Instant,
}

impl Tally {
    /// Nothing is out.
    pub(crate) fn new() -> Self {
        let out = Mutex::new(Out { many: 0, none_since: Instant::now() });
        Self(Arc::new(Count { out, all_returned: Notify::new() }))
    }

    /// Gives one out.
    pub(crate) fn give(&self) -> Token {
        self.0.lock().many += 1;
        Token(Arc::clone(&self.0))
    }

    /// How many are out.
    pub(crate) fn count(&self) -> usize {
        self.0.lock().many
    }

    /// Waits until none is out. May be given up and called again.
    pub(crate) async fn all_returned(&self) {
        loop {
            // Listens before it looks, so that it misses nothing.
            let returned = self.0.all_returned.notified();
            if self.count() == 0 {
                return;
            }
            returned.await;
        }
    }

    /// Waits until none has been out for this long.
    pub(crate) async fn unused_for(&self, time: Duration) {
        loop {
            self.all_returned().await;
            let end = self.0.lock().none_since + time;
            sleep_until(end).await;
            if self.is_unused_for(time) {
                return;
            }
        }
    }

    /// Whether none has been out for this long.
    pub(crate) fn is_unused_for(&self, time: Duration) -> bool {
        let out = self.0.lock();
        out.many == 0 && out.none_since + time <= Instant::now()
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        let mut out = self.0.lock();
        out.many -= 1;
        if out.many == 0 {
            out.none_since = Instant::now();
            self.0.all_returned.notify_waiters();
        }
    }
}

impl Count {
    fn lock(&self) -> MutexGuard<'_, Out> {
        self.out.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future as _;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    fn all_returned(tally: &Tally) -> bool {
        let poll = pin!(tally.all_returned()).poll(&mut Context::from_waker(Waker::noop()));
        poll == Poll::Ready(())
    }

    #[test]
    fn what_is_out_is_waited_for_time_and_again() {
        let tally = Tally::new();
        assert!(all_returned(&tally));
        for _ in 0..2 {
            let (one, other) = (tally.give(), tally.give());
            drop(one);
            assert_eq!((tally.count(), all_returned(&tally)), (1, false));
            drop(other);
            assert_eq!((tally.count(), all_returned(&tally)), (0, true));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_short_use_begins_the_time_anew() {
        let (tally, begin) = (Tally::new(), Instant::now());
        let unused = tokio::spawn({
            let tally = tally.clone();
            async move { tally.unused_for(Duration::from_secs(10)).await }
        });
        tokio::time::sleep(Duration::from_secs(7)).await;
        drop(tally.give());
        unused.await.unwrap();
        assert_eq!(begin.elapsed(), Duration::from_secs(17));
    }
}
