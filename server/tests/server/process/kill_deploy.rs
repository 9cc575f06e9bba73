//! `kill -9` at a hundred moments of uploading, deploying and deleting: what is served is whole, nothing that was
//! acknowledged is lost, and nothing stays behind.
//!
//! The moments are spread evenly over the length of each, as it was measured so far. `KILL_SEED` repeats those of a run
//! that failed.

mod checks;
mod client;

use std::collections::BTreeMap;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use self::client::{Begun, Client, Phase};
use super::archive::Dice;
use super::program::Home;

/// How often the server is killed during what.
const KILLS: [(Phase, usize); 3] = [(Phase::Upload, 40), (Phase::Deploy, 40), (Phase::Delete, 20)];
/// How many of them have to hit, on a machine that is busy with other things, too.
const HITS: usize = 10;

#[expect(clippy::disallowed_methods, reason = "a run that failed can be repeated")]
fn seed() -> u64 {
    let given = std::env::var("KILL_SEED").ok().map(|seed| seed.parse().expect("KILL_SEED is a number"));
    given.unwrap_or_else(|| uuid::Uuid::new_v4().as_u128() as u64)
}

/// During what the server is killed, and after which part of it, in any order.
fn moments(dice: &mut Dice) -> Vec<(Phase, f64)> {
    let mut moments = Vec::new();
    for (phase, count) in KILLS {
        let parts = (0..count).map(|number| (number as f64 + (dice.next() % 1000) as f64 / 1000.0) / count as f64);
        moments.extend(parts.map(|part| (phase, part)));
    }
    for last in (1..moments.len()).rev() {
        moments.swap(last, dice.next() as usize % (last + 1));
    }
    moments
}

/// How long each thing took, where it came to its end.
#[derive(Default)]
struct Lengths(BTreeMap<Phase, Vec<Duration>>);

impl Lengths {
    fn learn(&mut self, begun: &[Begun]) {
        for pair in begun.windows(2) {
            self.0.entry(pair[0].0).or_default().push(pair[1].1 - pair[0].1);
        }
    }

    /// The usual one.
    fn of(&self, phase: Phase) -> Duration {
        let mut all = self.0[&phase].clone();
        all.sort_unstable();
        all[all.len() / 2]
    }
}

/// What was half done when the server was killed, as the folders tell it before it starts again.
fn half_done(home: &Home) -> &'static str {
    if home.names("unpacked").iter().any(|name| name.starts_with("new-")) {
        "a folder half unpacked"
    } else if home.names("incoming").is_empty() {
        "nothing in the folders"
    } else {
        "an archive on its way"
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "shown when the test fails")]
fn a_deploy_survives_it_at_any_moment() {
    let seed = seed();
    eprintln!("KILL_SEED={seed}");
    let mut dice = Dice(seed);
    let home = Home::with_people();
    let running = home.serve();
    let mut client = Client::new(&home, &running);
    let mut lengths = Lengths::default();
    // More than once, so that there is something to delete.
    for made in 0..3 {
        let (begun, events) = channel();
        client.work(running.port(), made, &begun).unwrap();
        drop(begun);
        lengths.learn(&events.iter().collect::<Vec<_>>());
    }
    running.kill();

    let mut hits = BTreeMap::new();
    for (round, (phase, part)) in moments(&mut dice).into_iter().enumerate() {
        let running = home.serve();
        client.check(&home, &mut running.wire(), &mut dice);
        let delay = lengths.of(phase).mul_f64(part);
        let (begun, events) = channel();
        let port = running.port();
        let seen = thread::scope(|scope| {
            let client = &mut client;
            let working = scope.spawn(move || client.work(port, round + 3, &begun));
            let mut seen = Vec::new();
            while seen.last().is_none_or(|(begun, _)| *begun != phase) {
                seen.push(events.recv().unwrap_or_else(|_| panic!("it never came to its {phase:?}")));
            }
            seen.extend(events.recv_timeout(delay));
            running.kill();
            let worked = working.join().unwrap();
            seen.extend(events.try_iter());
            let done = seen.last().is_some_and(|(begun, _)| *begun == Phase::Nothing);
            assert_eq!(worked.is_ok(), done, "round {round}: {worked:?}");
            seen
        });
        lengths.learn(&seen);
        *hits.entry((client.phase(), half_done(&home))).or_insert(0) += 1;
    }
    let running = home.serve();
    client.check(&home, &mut running.wire(), &mut dice);
    running.stop();

    for (phase, _) in KILLS {
        eprintln!("{phase:?}: {:?} long", lengths.of(phase));
    }
    eprintln!("killed during {hits:#?}");
    let hit = |phase: Phase| hits.iter().filter(|((hit, _), _)| *hit == phase).map(|(_, count)| count).sum::<usize>();
    for (phase, _) in KILLS {
        assert!(hit(phase) >= HITS, "the kills missed the {phase:?}: {hits:?}");
    }
    for (phase, left) in [(Phase::Upload, "an archive on its way"), (Phase::Deploy, "a folder half unpacked")] {
        assert!(hits.contains_key(&(phase, left)), "no kill left {left}: {hits:?}");
    }
}
