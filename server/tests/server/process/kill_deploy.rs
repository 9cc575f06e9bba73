//! `kill -9` at a hundred moments of uploading, deploying and deleting: what is served is whole, nothing that was
//! acknowledged is lost, and nothing stays behind.
//!
//! The moments are spread evenly over the measured length of all that. `KILL_SEED` repeats those of a run that failed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::archive::{Dice, archive};
use super::program::{Home, Running};
use super::wire::{Reply, Wire};

const ROUNDS: u64 = 100;
const PAGES: usize = 200;

/// What stands on a page of a version.
fn page(version: usize, number: usize) -> String {
    format!("<p>Page {number} of version {version}.</p>").repeat(10)
}

fn archive_of(version: usize) -> Vec<u8> {
    let name = |number| if number == 0 { "index.html".to_owned() } else { format!("part/{number}.html") };
    archive((0..PAGES).map(|number| (name(number), page(version, number))))
}

/// A version that the client knows of.
#[derive(Clone)]
struct Version {
    number: String,
    made: usize,
    archive: Vec<u8>,
}

/// What the client knows for certain, and what it was about to do.
struct Client {
    header: String,
    content: String,
    guid: String,
    /// Versions whose upload was answered and that nobody asked to delete, by number.
    there: BTreeMap<String, Version>,
    gone: Vec<String>,
    /// The one whose deploy was said to have ended well, and the task that said it.
    active: Option<(Version, String)>,
    uploading: Option<Version>,
    deploying: Option<(Version, Option<String>)>,
    deleting: Option<Version>,
}

impl Client {
    fn ask(&self, wire: &mut Wire, method: &str, path: &str, body: impl AsRef<[u8]>) -> io::Result<Reply> {
        wire.try_ask(method, &format!("{}{path}", self.content), &[("authorization", &self.header)], body)
    }

    fn task(&self, wire: &mut Wire, id: &str, query: &str) -> io::Result<Value> {
        let path = format!("/__api__/v1/tasks/{id}{query}");
        Ok(wire.try_ask("GET", &path, &[("authorization", &self.header)], "")?.expect(200).json())
    }

    /// Uploads a version, deploys it and deletes those before it, until the server is gone.
    fn work(&mut self, port: u16, made: usize) -> io::Result<()> {
        let mut wire = Wire::try_to(port)?;
        let archive = archive_of(made);
        self.uploading = Some(Version { number: String::new(), made, archive: archive.clone() });
        let uploaded = self.ask(&mut wire, "POST", "/bundles", &archive)?.expect(200).json();
        let version = Version { number: uploaded["id"].as_str().unwrap().to_owned(), made, archive };
        self.uploading = None;
        self.there.insert(version.number.clone(), version.clone());

        self.deploying = Some((version.clone(), None));
        let body = serde_json::json!({ "bundle_id": version.number }).to_string();
        let begun = self.ask(&mut wire, "POST", "/deploy", body)?.expect(202).json();
        let task = begun["task_id"].as_str().unwrap().to_owned();
        self.deploying = Some((version.clone(), Some(task.clone())));
        let mut ended = self.task(&mut wire, &task, "?wait=20")?;
        while ended["finished"] == false {
            ended = self.task(&mut wire, &task, &format!("?first={}&wait=20", ended["last"]))?;
        }
        assert_eq!(ended["code"], 0, "{ended}");
        self.deploying = None;
        self.active = Some((version.clone(), task));

        let before: Vec<_> = self.there.keys().filter(|number| **number != version.number).cloned().collect();
        for number in before {
            self.deleting = self.there.remove(&number);
            self.ask(&mut wire, "DELETE", &format!("/bundles/{number}"), "")?.expect(204);
            self.deleting = None;
            self.gone.push(number);
        }
        Ok(())
    }

    /// What it was doing when the server was killed.
    fn phase(&self) -> &'static str {
        match (&self.uploading, &self.deploying, &self.deleting) {
            (Some(_), ..) => "upload",
            (_, Some(_), _) => "deploy",
            (.., Some(_)) => "delete",
            _ => "nothing",
        }
    }

    /// Looks at everything after the server started again, and takes note of what came of what was under way.
    fn check(&mut self, home: &Home, wire: &mut Wire, dice: &mut Dice) {
        let listed = self.ask(wire, "GET", "/bundles", "").unwrap().expect(200).json();
        let listed = listed.as_array().unwrap().iter().map(|bundle| bundle["id"].as_str().unwrap().to_owned());
        let listed: BTreeSet<String> = listed.collect();
        for version in self.there.values() {
            assert!(listed.contains(&version.number), "{} was uploaded and is lost", version.number);
        }
        for number in &self.gone {
            assert!(!listed.contains(number), "{number} was deleted and came back");
        }
        if let Some(version) = self.deleting.take() {
            if listed.contains(&version.number) {
                self.there.insert(version.number.clone(), version);
            } else {
                self.gone.push(version.number);
            }
        }
        let new: Vec<_> = listed.iter().filter(|number| !self.there.contains_key(*number)).cloned().collect();
        if let (Some(version), Some(number)) = (self.uploading.take(), new.first()) {
            self.there.insert(number.clone(), Version { number: number.clone(), ..version });
        }
        assert!(listed.iter().eq(self.there.keys()), "{listed:?} is more than was uploaded");
        for version in self.there.values() {
            let path = format!("/bundles/{}/download", version.number);
            let archive = self.ask(wire, "GET", &path, "").unwrap().expect(200).bytes;
            assert!(archive == version.archive, "{} is not what was uploaded", version.number);
        }
        self.check_what_is_served(home, wire, dice);
        self.check_folders(home, &listed);
    }

    fn check_what_is_served(&mut self, home: &Home, wire: &mut Wire, dice: &mut Dice) {
        let served = self.ask(wire, "GET", "", "").unwrap().expect(200).json()["bundle_id"].clone();
        let (active, task) = self.active.clone().unwrap();
        let known = self.task(wire, &task, "").unwrap();
        assert!(known["finished"] == true && known["code"] == 0, "it was told that it ended well: {known}");
        let mut expected = active;
        if let Some((version, task)) = self.deploying.take() {
            let known = task.as_ref().map(|task| self.task(wire, task, "").unwrap());
            if let Some(known) = &known {
                assert_eq!(known["finished"], true, "{known}");
                assert!(known["code"] == 0 || known["error"].as_str().unwrap().contains("stopped"), "{known}");
            }
            let ended_well = known.is_some_and(|known| known["code"] == 0);
            assert!(!ended_well || served == version.number, "the deploy of {} ended well", version.number);
            if served == version.number {
                expected = version;
                // Nobody was told, so there is no task to ask again.
                let task = if ended_well { task } else { None };
                self.active = Some((expected.clone(), task.unwrap_or(self.active.take().unwrap().1)));
            }
        }
        assert_eq!(served, expected.number);
        for number in [0, 1 + (dice.next() as usize) % (PAGES - 1)] {
            let name = if number == 0 { String::new() } else { format!("part/{number}.html") };
            let path = format!("/content/{}/{name}", self.guid);
            let reply = wire.get(&path, &[("authorization", &self.header)]).expect(200);
            assert_eq!(reply.body, page(expected.made, number));
        }
        let folder = home.data().join("unpacked").join(&expected.number);
        assert_eq!(fs::read_to_string(folder.join("index.html")).unwrap(), page(expected.made, 0));
        for number in 1..PAGES {
            let text = fs::read_to_string(folder.join(format!("part/{number}.html"))).unwrap();
            assert_eq!(text, page(expected.made, number));
        }
    }

    fn check_folders(&self, home: &Home, listed: &BTreeSet<String>) {
        let names = |folder: &str| -> BTreeSet<String> {
            let entries = fs::read_dir(home.data().join(folder)).unwrap();
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
        };
        assert_eq!(names("incoming"), BTreeSet::new(), "in incoming");
        assert_eq!(names("set-aside"), BTreeSet::new(), "in set-aside");
        assert_eq!(names("bundles"), listed.iter().map(|number| format!("{number}.tar.gz")).collect(), "in bundles");
        let unpacked = names("unpacked");
        assert!(unpacked.is_subset(listed), "{unpacked:?} was unpacked of {listed:?}");
    }
}

fn client(home: &Home, running: &Running) -> Client {
    let header = format!("Key {}", home.key("pia"));
    let body = "{\"name\":\"report\"}";
    let made = running.wire().ask("POST", "/__api__/v1/content", &[("authorization", &header)], body).expect(200);
    let guid = made.json()["guid"].as_str().unwrap().to_owned();
    Client {
        header,
        content: format!("/__api__/v1/content/{guid}"),
        guid,
        there: BTreeMap::new(),
        gone: Vec::new(),
        active: None,
        uploading: None,
        deploying: None,
        deleting: None,
    }
}

#[expect(clippy::disallowed_methods, reason = "a run that failed can be repeated")]
fn seed() -> u64 {
    let given = std::env::var("KILL_SEED").ok().map(|seed| seed.parse().expect("KILL_SEED is a number"));
    given.unwrap_or_else(|| uuid::Uuid::new_v4().as_u128() as u64)
}

#[test]
#[expect(clippy::print_stderr, reason = "shown when the test fails")]
fn a_deploy_survives_it_at_any_moment() {
    let seed = seed();
    eprintln!("KILL_SEED={seed}");
    let mut dice = Dice(seed);
    let home = Home::with_people();
    let running = home.serve();
    let mut client = client(&home, &running);
    // Twice, so that there is something to delete; the second tells how long all of it takes.
    client.work(running.port(), 0).unwrap();
    let begun = Instant::now();
    client.work(running.port(), 1).unwrap();
    let length = begun.elapsed();
    running.kill();

    let mut moments: Vec<u64> = (0..ROUNDS).collect();
    for last in (1..moments.len()).rev() {
        moments.swap(last, dice.next() as usize % (last + 1));
    }
    let mut phases = BTreeMap::new();
    for (round, moment) in moments.into_iter().enumerate() {
        let running = home.serve();
        client.check(&home, &mut running.wire(), &mut dice);
        let part = (moment as f64 + (dice.next() % 1000) as f64 / 1000.0) / ROUNDS as f64;
        let delay: Duration = length.mul_f64(part);
        let (ended, end) = channel();
        let port = running.port();
        thread::scope(|scope| {
            let client = &mut client;
            let working = scope.spawn(move || {
                let worked = client.work(port, round + 2);
                // The server may be killed already, and nobody listen.
                _ = ended.send(());
                worked
            });
            let done_before = end.recv_timeout(delay).is_ok();
            running.kill();
            let worked = working.join().unwrap();
            assert!(!done_before || worked.is_ok(), "round {round}: {worked:?}");
        });
        *phases.entry(client.phase()).or_insert(0) += 1;
    }
    let running = home.serve();
    client.check(&home, &mut running.wire(), &mut dice);
    eprintln!("{length:?} in all; killed during {phases:?}");
    for phase in ["upload", "deploy"] {
        assert!(phases.contains_key(phase), "the kills missed the {phase}: {phases:?}");
    }
    running.stop();
}
