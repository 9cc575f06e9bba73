//! A cache that never serves what was evicted, however reads and evictions interleave.
//!
//! The classic fault is the late fill: a reader loads a row, a writer changes it and evicts, and the reader then
//! inserts the old row. Here a fill names the generation it began in, and every eviction begins a new one.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

#[cfg(not(feature = "shuttle"))]
use std::sync::RwLock;

#[cfg(feature = "shuttle")]
use shuttle::sync::RwLock;

/// Values that were read from the database, shared by all requests.
pub struct FillCache<K, V> {
    state: RwLock<State<K, V>>,
    capacity: usize,
}

struct State<K, V> {
    generation: u64,
    entries: HashMap<K, Arc<V>>,
}

/// The moment at which a read for the cache began.
#[derive(Clone, Copy)]
pub struct FillTicket(u64);

impl<K: Eq + Hash, V> FillCache<K, V> {
    /// An empty cache for at most `capacity` entries.
    pub fn new(capacity: usize) -> Self {
        Self { state: RwLock::new(State { generation: 0, entries: HashMap::new() }), capacity }
    }

    /// The cached value.
    pub fn get(&self, key: &K) -> Option<Arc<V>> {
        read(&self.state).entries.get(key).cloned()
    }

    /// Take this before reading from the database what is to be cached.
    pub fn begin_fill(&self) -> FillTicket {
        FillTicket(read(&self.state).generation)
    }

    /// Caches what was read, unless something was evicted since the ticket was taken.
    pub fn fill(&self, ticket: FillTicket, key: K, value: Arc<V>) {
        let mut state = write(&self.state);
        if state.generation != ticket.0 {
            return;
        }
        if state.entries.len() >= self.capacity {
            // Starting over costs one database read an entry; it needs more live entries than anyone has.
            state.entries.clear();
        }
        state.entries.insert(key, value);
    }

    /// Drops all entries that `doomed` names, and refuses all fills that are under way.
    ///
    /// Call it after the change is committed and before it is answered.
    pub fn evict(&self, doomed: impl Fn(&V) -> bool) {
        let mut state = write(&self.state);
        state.generation += 1;
        state.entries.retain(|_, value| !doomed(value));
    }
}

// A panic while the lock is held would leave the map whole, so a poisoned lock is as good as a sound one.
#[cfg(not(feature = "shuttle"))]
fn read<T>(lock: &RwLock<T>) -> std::sync::RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(not(feature = "shuttle"))]
fn write<T>(lock: &RwLock<T>) -> std::sync::RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(feature = "shuttle")]
fn read<T>(lock: &RwLock<T>) -> shuttle::sync::RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(feature = "shuttle")]
fn write<T>(lock: &RwLock<T>) -> shuttle::sync::RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fill_that_began_before_an_eviction_is_refused() {
        let cache = FillCache::new(8);
        let late = cache.begin_fill();
        cache.evict(|_| false);
        cache.fill(late, 1, Arc::new("stale"));
        assert!(cache.get(&1).is_none());
        cache.fill(cache.begin_fill(), 1, Arc::new("fresh"));
        assert_eq!(cache.get(&1).as_deref(), Some(&"fresh"));
    }

    #[test]
    fn a_full_cache_starts_over() {
        let cache = FillCache::new(2);
        for key in 0..3 {
            cache.fill(cache.begin_fill(), key, Arc::new(key));
        }
        assert!(cache.get(&0).is_none() && cache.get(&2).is_some());
    }
}
