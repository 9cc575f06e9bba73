//! The late fill of the key cache, tried in many interleavings by shuttle.
//!
//! Run it by `cargo test -p services --features shuttle --test key_cache_race`; the feature gives the cache shuttle's
//! locks. `SHUTTLE_ITERATIONS` changes how many interleavings are tried.
#![cfg(feature = "shuttle")]
#![expect(clippy::unwrap_used, reason = "a lock is poisoned only when the test has failed")]

use std::collections::HashMap;
use std::env;
use std::sync::Arc;

use services::FillCache;
use shuttle::sync::Mutex;
use shuttle::sync::atomic::{AtomicU32, Ordering};
use shuttle::{check_pct, check_random, thread};

const KEY: &str = "digest";
const STALE: &str = "a check that began after the answer saw what was there before the change";

/// A house with a database of one row, whose versions count up, and a cache before it.
#[derive(Default)]
struct House<C> {
    database: Mutex<u32>,
    cache: C,
    /// The newest version whose change was answered.
    answered: AtomicU32,
}

/// What can stand before the database.
trait Cache: Default + Send + Sync + 'static {
    fn get(&self) -> Option<u32>;
    /// Reads a version from the database and keeps it.
    fn fill(&self, read: impl FnOnce() -> u32) -> u32;
    fn evict(&self);
}

impl<C: Cache> House<C> {
    /// As `Services::verify_key` reads.
    fn check(&self) -> u32 {
        self.cache.get().unwrap_or_else(|| self.cache.fill(|| *self.database.lock().unwrap()))
    }

    /// As `Keys::delete` and `Services::change` write: commit, evict, answer.
    fn change(&self) {
        let version = self.commit();
        self.cache.evict();
        self.answered.fetch_max(version, Ordering::SeqCst);
    }

    fn commit(&self) -> u32 {
        let mut version = self.database.lock().unwrap();
        *version += 1;
        *version
    }

    fn check_against_answers(&self) {
        let answered = self.answered.load(Ordering::SeqCst);
        assert!(self.check() >= answered, "{STALE}");
    }
}

/// Two who change, and two who check twice each, at once.
fn race<C: Cache>(change: fn(&House<C>)) {
    let house = Arc::new(House::<C>::default());
    let mut threads = Vec::new();
    for _ in 0..2 {
        let (reader, writer) = (Arc::clone(&house), Arc::clone(&house));
        threads.push(thread::spawn(move || change(&writer)));
        threads.push(thread::spawn(move || {
            reader.check_against_answers();
            reader.check_against_answers();
        }));
    }
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!(house.check(), 2, "{STALE}");
    assert_eq!(house.cache.get(), Some(2), "it does cache");
}

fn iterations() -> usize {
    let wished = env::var_os("SHUTTLE_ITERATIONS").and_then(|text| text.to_str()?.parse().ok());
    wished.unwrap_or(10_000)
}

#[test]
fn the_cache_never_serves_what_was_changed() {
    check_random(|| race::<Real>(House::change), iterations());
}

#[test]
fn the_cache_never_serves_what_was_changed_with_rare_preemptions() {
    check_pct(|| race::<Real>(House::change), iterations(), 3);
}

#[test]
#[should_panic(expected = "a check that began after the answer")]
fn a_cache_without_generations_is_caught() {
    check_random(|| race::<Naive>(House::change), iterations());
}

#[test]
#[should_panic(expected = "a check that began after the answer")]
fn an_eviction_before_the_commit_is_caught() {
    let evict_first = |house: &House<Real>| {
        house.cache.evict();
        let version = house.commit();
        house.answered.fetch_max(version, Ordering::SeqCst);
    };
    check_random(move || race(evict_first), iterations());
}

#[test]
#[should_panic(expected = "a check that began after the answer")]
fn an_answer_before_the_eviction_is_caught() {
    let answer_first = |house: &House<Real>| {
        let version = house.commit();
        house.answered.fetch_max(version, Ordering::SeqCst);
        house.cache.evict();
    };
    check_random(move || race(answer_first), iterations());
}

#[test]
#[should_panic(expected = "a check that began after the answer")]
fn a_ticket_taken_after_the_read_is_caught() {
    check_random(|| race::<LateTicket>(House::change), iterations());
}

/// The cache of the product.
struct Real(FillCache<&'static str, u32>);

impl Default for Real {
    fn default() -> Self {
        Self(FillCache::new(8))
    }
}

impl Cache for Real {
    fn get(&self) -> Option<u32> {
        self.0.get(&KEY).as_deref().copied()
    }

    fn fill(&self, read: impl FnOnce() -> u32) -> u32 {
        let ticket = self.0.begin_fill();
        let version = read();
        self.0.fill(ticket, KEY, Arc::new(version));
        version
    }

    fn evict(&self) {
        self.0.evict(|_| true);
    }
}

/// The product's cache, used wrongly: the ticket is taken when the row was already read.
#[derive(Default)]
struct LateTicket(Real);

impl Cache for LateTicket {
    fn get(&self) -> Option<u32> {
        self.0.get()
    }

    fn fill(&self, read: impl FnOnce() -> u32) -> u32 {
        let version = read();
        self.0.fill(|| version)
    }

    fn evict(&self) {
        self.0.evict();
    }
}

/// A cache that takes every fill, however late.
#[derive(Default)]
struct Naive(Mutex<HashMap<&'static str, u32>>);

impl Cache for Naive {
    fn get(&self) -> Option<u32> {
        self.0.lock().unwrap().get(KEY).copied()
    }

    fn fill(&self, read: impl FnOnce() -> u32) -> u32 {
        let version = read();
        self.0.lock().unwrap().insert(KEY, version);
        version
    }

    fn evict(&self) {
        self.0.lock().unwrap().clear();
    }
}
