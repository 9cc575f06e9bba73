//! What runs at the moment, for callers who need not ask the actor: the way that most take.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::Lease;
use crate::program::Edition;
use crate::socket::Socket;
use crate::tally::Tally;

/// The program of an item that can be used as it is, if there is one. Only its actor changes that.
#[derive(Debug, Default)]
pub(crate) struct Front(Mutex<Option<Open>>);

#[derive(Debug)]
struct Open {
    edition: Edition,
    socket: Socket,
    leases: Tally,
}

impl Front {
    /// A lease of this edition, if it is the one that runs and has room.
    pub(crate) fn lease(&self, edition: Edition, most: usize) -> Option<Lease> {
        let open = self.lock();
        let open = open.as_ref().filter(|open| open.edition == edition && open.leases.count() < most)?;
        Some(Lease::new(open.socket.clone(), open.leases.give()))
    }

    /// Opens, for a program that has begun to answer.
    pub(crate) fn open(&self, edition: Edition, socket: Socket, leases: Tally) {
        *self.lock() = Some(Open { edition, socket, leases });
    }

    /// Closes: from now on nobody gets a lease here.
    pub(crate) fn close(&self) {
        *self.lock() = None;
    }

    /// Closes if nobody has used the program for this long; whoever comes in the last moment keeps it open.
    pub(crate) fn close_if_unused_for(&self, time: Duration) -> bool {
        let mut open = self.lock();
        let unused = open.as_ref().is_none_or(|open| open.leases.is_unused_for(time));
        if unused {
            *open = None;
        }
        unused
    }

    fn lock(&self) -> MutexGuard<'_, Option<Open>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
