//! When a program that has crashed may be started again.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use crate::Limits;

/// This many crashes within [`WINDOW`] are enough.
const ENOUGH: usize = 5;
/// Crashes before this are forgotten.
const WINDOW: Duration = Duration::from_secs(5 * 60);
/// The wait after a crash doubles this often: 1, 2, 4, 4 s.
const DOUBLINGS: usize = 2;

/// The latest crashes of one program.
#[derive(Debug, Default)]
pub(crate) struct Crashes(VecDeque<Instant>);

/// Whether a caller gets a start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NextStart {
    /// After this time.
    After(Duration),
    /// Not now: the program was given up, and rests for this long.
    GivenUp(Duration),
}

impl Crashes {
    /// Takes note of a crash.
    pub(crate) fn note(&mut self, now: Instant) {
        self.0.push_back(now);
        if self.0.len() > ENOUGH {
            self.0.pop_front();
        }
    }

    /// Another version, or somebody who starts it again, deserves a clean slate.
    pub(crate) fn forget(&mut self) {
        self.0.clear();
    }

    /// Whether it has just crashed for the time that is enough.
    pub(crate) fn are_enough(&self, now: Instant) -> bool {
        self.recent(now) >= ENOUGH
    }

    /// When a caller who comes now gets a start.
    pub(crate) fn next_start(&self, now: Instant, limits: &Limits) -> NextStart {
        let Some(last) = self.0.back() else { return NextStart::After(Duration::ZERO) };
        let rested = now.saturating_duration_since(*last);
        match self.recent(now) {
            0 => NextStart::After(Duration::ZERO),
            ENOUGH.. if rested < limits.rest => NextStart::GivenUp(limits.rest - rested),
            // Whoever comes after the rest is the "somebody" that the program waited for.
            ENOUGH.. => NextStart::After(Duration::ZERO),
            crashes => {
                let wait = limits.back_off * (1 << (crashes - 1).min(DOUBLINGS));
                NextStart::After(wait.saturating_sub(rested))
            }
        }
    }

    fn recent(&self, now: Instant) -> usize {
        self.0.iter().filter(|crash| now.saturating_duration_since(**crash) < WINDOW).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(number: u64) -> Duration {
        Duration::from_secs(number)
    }

    /// Crashes as soon as it may be started, this often; gives the waits.
    fn crash(crashes: &mut Crashes, now: &mut Instant, times: usize) -> Vec<NextStart> {
        let mut waits = Vec::new();
        for _ in 0..times {
            crashes.note(*now);
            let next = crashes.next_start(*now, &Limits::default());
            if let NextStart::After(wait) = next {
                *now += wait;
            }
            waits.push(next);
        }
        waits
    }

    #[test]
    fn waits_double_to_four_seconds_and_the_fifth_crash_is_enough() {
        let (mut crashes, mut now) = (Crashes::default(), Instant::now());
        let waits = crash(&mut crashes, &mut now, 5);
        assert_eq!(
            waits,
            [1, 2, 4, 4]
                .map(|wait| NextStart::After(seconds(wait)))
                .into_iter()
                .chain([NextStart::GivenUp(seconds(60))])
                .collect::<Vec<_>>()
        );
        assert!(crashes.are_enough(now));
    }

    #[test]
    fn time_that_has_passed_is_not_waited_for_again() {
        let (mut crashes, now) = (Crashes::default(), Instant::now());
        crashes.note(now);
        crashes.note(now);
        let limits = Limits::default();
        let after = |wait| crashes.next_start(now + wait, &limits);
        assert_eq!(after(Duration::from_millis(500)), NextStart::After(Duration::from_millis(1500)));
        assert_eq!(after(seconds(3)), NextStart::After(Duration::ZERO));
    }

    #[test]
    fn after_a_rest_one_start_is_tried() {
        let (mut crashes, mut now) = (Crashes::default(), Instant::now());
        crash(&mut crashes, &mut now, 5);
        let limits = Limits::default();
        assert_eq!(crashes.next_start(now + seconds(59), &limits), NextStart::GivenUp(seconds(1)));
        now += seconds(60);
        assert_eq!(crashes.next_start(now, &limits), NextStart::After(Duration::ZERO));
        assert_eq!(crash(&mut crashes, &mut now, 1), [NextStart::GivenUp(seconds(60))]);
    }

    #[test]
    fn crashes_are_forgotten_after_five_minutes_or_when_told_to() {
        let (mut crashes, mut now) = (Crashes::default(), Instant::now());
        crash(&mut crashes, &mut now, 5);
        assert!(!crashes.are_enough(now + WINDOW));
        assert_eq!(crashes.next_start(now + WINDOW, &Limits::default()), NextStart::After(Duration::ZERO));
        crashes.forget();
        assert_eq!(crashes.next_start(now, &Limits::default()), NextStart::After(Duration::ZERO));
    }
}
