//! Tickets on their way from the dashboard to the content origin. In memory only.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::{ContentId, Guid};
use time::{Duration, OffsetDateTime};

use crate::SessionProof;

/// How long a ticket may be on its way: a redirect, also over a slow line.
const LASTS: Duration = Duration::seconds(30);
/// How many tickets of one account may be on their way: a browser that opens all its tabs at once. One more replaces
/// the oldest.
const MOST_PER_ACCOUNT: usize = 64;

type Digest = [u8; 32];

/// What a ticket was minted for.
pub(super) struct Ticket {
    /// The item.
    pub(super) content_id: ContentId,
    /// The item as addresses call it.
    pub(super) content: Guid,
    /// The digest of the dashboard's session.
    pub(super) session: Digest,
    /// The sign-in of that session.
    pub(super) proof: SessionProof,
    /// The digest of the nonce that the browser has.
    pub(super) state: Digest,
    /// When.
    pub(super) minted_at: OffsetDateTime,
}

/// The tickets on their way, by their digests.
#[derive(Default)]
pub(crate) struct Tickets(Mutex<HashMap<Digest, Ticket>>);

impl Tickets {
    pub(super) fn put(&self, digest: Digest, ticket: Ticket) {
        let mut tickets = self.lock();
        tickets.retain(|_, other| ticket.minted_at - other.minted_at < LASTS);
        let mine = || tickets.iter().filter(|(_, other)| other.proof.user_id() == ticket.proof.user_id());
        if mine().count() >= MOST_PER_ACCOUNT
            && let Some(oldest) = mine().min_by_key(|(_, other)| other.minted_at).map(|(digest, _)| *digest)
        {
            tickets.remove(&oldest);
        }
        tickets.insert(digest, ticket);
    }

    pub(super) fn take(&self, digest: &Digest, now: OffsetDateTime) -> Option<Ticket> {
        self.lock().remove(digest).filter(|ticket| now - ticket.minted_at < LASTS)
    }

    pub(super) fn carry(&self, from: Digest, to: Digest) {
        self.lock().values_mut().filter(|ticket| ticket.session == from).for_each(|ticket| ticket.session = to);
    }

    pub(crate) fn sweep(&self, now: OffsetDateTime) {
        self.lock().retain(|_, ticket| now - ticket.minted_at < LASTS);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Digest, Ticket>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
