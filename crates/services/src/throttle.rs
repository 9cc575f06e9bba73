//! Slows the guessing of passwords, and locks nobody out (ASVS 5.0 6.1.1, 6.3.1).
//!
//! From the fifth failure on, an account and an address must wait between tries: 1, 2, 4 ... 30 seconds. An address may
//! fail 50 times in 10 minutes, whatever the accounts. Both count by address, so nobody can keep another one out.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration as StdDuration;

use time::{Duration, OffsetDateTime};

const FREE_FAILURES: u32 = 4;
const LONGEST_WAIT: Duration = Duration::seconds(30);
const WINDOW: Duration = Duration::minutes(10);
const FAILURES_PER_WINDOW: u32 = 50;
/// Old records are swept when there are more than this, so that an attacker cannot fill the memory.
const MOST_RECORDS: usize = 10_000;

#[derive(Default)]
pub(crate) struct Throttle(Mutex<State>);

#[derive(Default)]
struct State {
    accounts: HashMap<(String, IpAddr), Failures>,
    addresses: HashMap<IpAddr, Window>,
}

struct Failures {
    count: u32,
    last: OffsetDateTime,
}

struct Window {
    start: OffsetDateTime,
    failures: u32,
}

impl Throttle {
    /// Counts a try as a failure until [`Throttle::succeeded`] says otherwise, so that guesses sent at once wait for one
    /// another; `Err` says how long to wait before the next one.
    pub(crate) fn admit(&self, account: &str, from: Option<IpAddr>, now: OffsetDateTime) -> Result<(), StdDuration> {
        let Some(from) = from.map(network) else { return Ok(()) };
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.sweep(now);
        let account = (account.to_owned(), from);
        if let Some(failures) = state.accounts.get(&account) {
            let wait = failures.last + wait_after(failures.count) - now;
            if wait.is_positive() {
                return Err(wait.unsigned_abs());
            }
        }
        let window = state.addresses.entry(from).or_insert(Window { start: now, failures: 0 });
        if now - window.start >= WINDOW {
            *window = Window { start: now, failures: 0 };
        }
        if window.failures >= FAILURES_PER_WINDOW {
            return Err((window.start + WINDOW - now).unsigned_abs());
        }
        window.failures += 1;
        let failures = state.accounts.entry(account).or_insert(Failures { count: 0, last: now });
        failures.count += 1;
        failures.last = now;
        Ok(())
    }

    /// Forgets the failures of an account after the right password, and gives the address its try back: a whole
    /// office may sign in from one address in the morning.
    pub(crate) fn succeeded(&self, account: &str, from: Option<IpAddr>) {
        let Some(from) = from.map(network) else { return };
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.accounts.remove(&(account.to_owned(), from));
        if let Some(window) = state.addresses.get_mut(&from) {
            window.failures = window.failures.saturating_sub(1);
        }
    }
}

impl State {
    fn sweep(&mut self, now: OffsetDateTime) {
        if self.accounts.len() + self.addresses.len() > MOST_RECORDS {
            self.accounts.retain(|_, failures| now - failures.last < WINDOW);
            self.addresses.retain(|_, window| now - window.start < WINDOW);
        }
    }
}

fn wait_after(failures: u32) -> Duration {
    match failures.checked_sub(FREE_FAILURES + 1) {
        None => Duration::ZERO,
        Some(more) => Duration::seconds(1_i64 << more.min(5)).min(LONGEST_WAIT),
    }
}

/// One subscriber of IPv6 usually has a whole /64.
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        four @ IpAddr::V4(_) => four,
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use time::macros::datetime;

    use super::*;

    const HERE: Option<IpAddr> = Some(IpAddr::V4(Ipv4Addr::LOCALHOST));
    const THERE: Option<IpAddr> = Some(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7)));

    #[test]
    fn the_fifth_failure_makes_wait_and_another_address_does_not() {
        let (throttle, now) = (Throttle::default(), datetime!(2026-11-23 12:00 UTC));
        for _ in 0..5 {
            assert_eq!(throttle.admit("ada", HERE, now), Ok(()));
        }
        assert_eq!(throttle.admit("ada", HERE, now), Err(StdDuration::from_secs(1)));
        assert_eq!(throttle.admit("ada", THERE, now), Ok(()));
        assert_eq!(throttle.admit("grace", HERE, now), Ok(()));
        assert_eq!(throttle.admit("ada", HERE, now + Duration::SECOND), Ok(()));
        throttle.succeeded("ada", HERE);
        assert_eq!(throttle.admit("ada", HERE, now), Ok(()));
    }

    #[test]
    fn waits_double_to_half_a_minute() {
        let waits: Vec<i64> = (4..12).map(|failures| wait_after(failures).whole_seconds()).collect();
        assert_eq!(waits, [0, 1, 2, 4, 8, 16, 30, 30]);
    }

    #[test]
    fn an_address_has_fifty_tries_in_ten_minutes() {
        let (throttle, now) = (Throttle::default(), datetime!(2026-11-23 12:00 UTC));
        for number in 0..50 {
            assert_eq!(throttle.admit(&format!("user{number}"), HERE, now), Ok(()));
        }
        assert!(throttle.admit("ada", HERE, now).is_err());
        assert_eq!(throttle.admit("ada", HERE, now + WINDOW), Ok(()));
    }

    #[test]
    fn neighbours_in_one_ipv6_network_count_together() {
        let one: IpAddr = Ipv6Addr::new(0x2001, 0xdb8, 1, 2, 3, 4, 5, 6).into();
        let other: IpAddr = Ipv6Addr::new(0x2001, 0xdb8, 1, 2, 9, 9, 9, 9).into();
        assert_eq!(network(one), network(other));
    }
}
