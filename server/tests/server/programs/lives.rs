//! How long programs live: through a new version, through the end of the server, and not beyond it.

use std::collections::BTreeMap;
use std::thread;

use rustix::process::Signal;

use super::MEAN;
use super::caller::{Ask, until};
use super::house::{House, publish, publish_mirror};
use crate::process::program::{Home, Running};
use crate::process::wire::Wire;

/// The processes of this machine that have not ended, with their parents.
fn processes() -> BTreeMap<u32, u32> {
    let entries = std::fs::read_dir("/proc").unwrap().filter_map(Result::ok);
    let numbers = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let parent = |pid: u32| {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        let mut fields = stat.rsplit_once(") ")?.1.split(' ');
        (fields.next()? != "Z").then_some(())?;
        fields.next()?.parse().ok()
    };
    numbers.filter_map(|pid| Some((pid, parent(pid)?))).collect()
}

/// All that a process started, and what those did.
fn offspring(of: u32) -> Vec<u32> {
    let processes = processes();
    let descends = |mut pid: u32| {
        while let Some(&parent) = processes.get(&pid) {
            if parent == of {
                return true;
            }
            pid = parent;
        }
        false
    };
    processes.keys().copied().filter(|pid| descends(*pid)).collect()
}

fn wait_until_gone(pids: &[u32]) {
    let alive = || {
        let processes = processes();
        pids.iter().any(|pid| processes.contains_key(pid))
    };
    until(|| !alive());
}

/// A server whose mirror runs, everything that belongs to that, and an upload that the mirror has not seen the end of.
fn with_upload(home: &Home) -> (Running, Vec<u32>, super::caller::Caller) {
    let mirror = publish_mirror(home, "mirror", &["--access", "all"]);
    let running = home.serve();
    let port = running.port();
    let mut upload = Ask::new(port, "POST", &mirror.at("/upload/last")).header("Content-Length", "10").begin();
    upload.send(b"first").unwrap();
    Ask::new(port, "GET", &mirror.at("/await/began-last")).send().expect(204);
    let family = Ask::new(port, "GET", &mirror.at("/family")).send().expect(200).json();
    let offspring = offspring(running.pid());
    for member in family.as_array().unwrap() {
        assert!(offspring.contains(&u32::try_from(member.as_u64().unwrap()).unwrap()), "{family} {offspring:?}");
    }
    assert!(offspring.len() >= 3, "the warden, R and the mirror: {offspring:?}");
    (running, offspring, upload)
}

#[test]
fn first_calls_at_once_start_one_program() {
    let house = House::shared();
    let many = publish_mirror(&house.home, "many", &["--access", "all"]);
    let target = many.at("/family");
    let families: Vec<String> = thread::scope(|scope| {
        let calls: Vec<_> = (0..32).map(|_| scope.spawn(|| house.get(&target).expect(200).text())).collect();
        calls.into_iter().map(|call| call.join().unwrap()).collect()
    });
    assert!(families.iter().all(|family| *family == families[0]), "{families:?}");
    let log = std::fs::read_to_string(house.home.data().join(format!("logs/{}.log", many.id))).unwrap();
    assert_eq!(log.lines().filter(|line| line.contains("The mirror begins.")).count(), 1, "{log}");
}

#[test]
fn a_request_ends_where_it_began_and_the_next_one_meets_the_new_version() {
    let house = House::shared();
    let item = publish_mirror(&house.home, "renewed", &["--access", "all"]);
    let mut upload = house.ask("POST", &item.at("/upload/old")).header("Content-Length", "10").begin();
    upload.send(b"first").unwrap();
    house.happened(&item, "began-old");
    std::fs::remove_file(house.home.beside("renewed/entrypoint.R")).unwrap();
    publish(&house.home, "renewed", &[("plumber.R", MEAN)], &[]);
    assert!(house.get(&item.at("/mean")).expect(200).text().starts_with('['));
    upload.send(b" last").unwrap();
    assert!(upload.reply("POST").unwrap().expect(200).text().starts_with("10 "));
}

#[test]
fn a_server_that_is_told_to_stop_lets_programs_finish_and_leaves_none() {
    let home = Home::with_people();
    let (running, offspring, mut upload) = with_upload(&home);
    running.signal(Signal::TERM);
    until(|| Wire::try_to(running.port()).is_err());
    upload.send(b" last").unwrap();
    assert!(upload.reply("POST").unwrap().expect(200).text().starts_with("10 "));
    let (status, _, err) = running.ended();
    assert!(status.success(), "{err}");
    wait_until_gone(&offspring);
}

#[test]
fn nothing_of_a_program_outlives_a_server_that_was_killed() {
    let home = Home::with_people();
    let (running, offspring, mut upload) = with_upload(&home);
    running.kill();
    wait_until_gone(&offspring);
    assert!(upload.reply("POST").is_err());
    // The next server begins anew.
    let running = home.serve();
    let mean = publish(&home, "api", &[("plumber.R", MEAN)], &["--access", "all"]);
    assert_eq!(Ask::new(running.port(), "GET", &mean.at("/mean")).send().status, 200);
    running.stop();
}
