//! Counting what was given out, and waiting until all of it has come back.

use std::convert::Infallible;

use tokio::sync::mpsc::{Receiver, Sender, WeakSender, channel};

/// How many tokens are out. A token comes back by being dropped, so none can be forgotten.
///
/// It is a channel through which nothing is ever sent: what counts is how many could.
#[derive(Debug)]
pub(crate) struct Tally {
    out: WeakSender<Infallible>,
    returned: Receiver<Infallible>,
}

/// One of those that a [`Tally`] counts.
#[derive(Debug)]
pub(crate) struct Token {
    _counted: Sender<Infallible>,
}

impl Tally {
    /// Nothing is out.
    pub(crate) fn new() -> Self {
        let (sender, returned) = channel(1);
        Self { out: sender.downgrade(), returned }
    }

    /// Gives one out.
    pub(crate) fn give(&mut self) -> Token {
        let sender = self.out.upgrade().unwrap_or_else(|| {
            // A channel whose senders are gone stays closed.
            let (sender, returned) = channel(1);
            *self = Self { out: sender.downgrade(), returned };
            sender
        });
        Token { _counted: sender }
    }

    /// How many are out.
    pub(crate) fn count(&self) -> usize {
        self.out.strong_count()
    }

    /// Waits until none is out. May be given up and called again.
    pub(crate) async fn all_returned(&mut self) {
        match self.returned.recv().await {
            None => {}
            Some(never) => match never {},
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future as _;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    fn all_returned(tally: &mut Tally) -> bool {
        let poll = pin!(tally.all_returned()).poll(&mut Context::from_waker(Waker::noop()));
        poll == Poll::Ready(())
    }

    #[test]
    fn what_is_out_is_waited_for_time_and_again() {
        let mut tally = Tally::new();
        assert!(all_returned(&mut tally));
        for _ in 0..2 {
            let (one, other) = (tally.give(), tally.give());
            drop(one);
            assert_eq!((tally.count(), all_returned(&mut tally)), (1, false));
            drop(other);
            assert_eq!((tally.count(), all_returned(&mut tally)), (0, true));
        }
    }
}
