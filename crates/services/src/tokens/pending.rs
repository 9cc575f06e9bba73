//! Programs that ask to be let in. In memory only: one that waits while the server is started anew asks again.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use sha2::{Digest as _, Sha256};
use time::{Duration, OffsetDateTime};

use crate::random;
use crate::throttle::network;

/// How long a program may wait to be let in.
const LASTS: Duration = Duration::hours(1);
/// How long it is told that it waited too long.
const REMEMBERED: Duration = Duration::hours(2);
/// The most that wait: anybody may ask, and must not fill the memory. One more replaces the oldest.
const MOST: usize = 1000;
/// The most that wait in one network, so that one cannot push the others out.
const MOST_PER_NETWORK: usize = 50;

/// A program that asks to be let in.
#[derive(Clone)]
pub struct TokenWish {
    /// The name of its token.
    pub token: String,
    /// The DER of a PKCS #1 `RSAPublicKey`.
    pub(super) public_key: Vec<u8>,
    /// What it calls itself.
    pub agent: String,
    /// The address that it asked from.
    pub from: Option<IpAddr>,
    /// When.
    pub asked_at: OffsetDateTime,
}

impl TokenWish {
    /// What the public key is known by: the first 128 bits of its SHA-256 in hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        random::hex(&Sha256::digest(&self.public_key)[..16])
    }

    pub(super) fn expired(&self, now: OffsetDateTime) -> bool {
        now - self.asked_at >= LASTS
    }
}

/// All that ask, by the names of their tokens.
#[derive(Default)]
pub(crate) struct PendingTokens(Mutex<HashMap<String, TokenWish>>);

impl PendingTokens {
    /// Keeps a wish; `false` when there is one for this token.
    pub(super) fn put(&self, wish: TokenWish) -> bool {
        let mut wishes = self.lock();
        wishes.retain(|_, other| wish.asked_at - other.asked_at < REMEMBERED);
        if wishes.contains_key(&wish.token) {
            return false;
        }
        let of_network = |other: &TokenWish| other.from.map(network) == wish.from.map(network);
        if wishes.values().filter(|other| of_network(other)).count() >= MOST_PER_NETWORK {
            drop_oldest(&mut wishes, of_network);
        }
        if wishes.len() >= MOST {
            drop_oldest(&mut wishes, |_| true);
        }
        wishes.insert(wish.token.clone(), wish);
        true
    }

    pub(super) fn get(&self, token: &str) -> Option<TokenWish> {
        self.lock().get(token).cloned()
    }

    pub(super) fn remove(&self, token: &str) {
        self.lock().remove(token);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, TokenWish>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn drop_oldest(wishes: &mut HashMap<String, TokenWish>, among: impl Fn(&TokenWish) -> bool) {
    let oldest = wishes.values().filter(|wish| among(wish)).min_by_key(|wish| wish.asked_at);
    if let Some(token) = oldest.map(|wish| wish.token.clone()) {
        wishes.remove(&token);
    }
}
