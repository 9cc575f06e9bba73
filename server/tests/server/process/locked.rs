//! Another program holds the database: a sentence within the time that SQLite waits, and nothing lost.

use std::fs::{File, OpenOptions};
use std::time::{Duration, Instant};

use nix::fcntl::{FcntlArg, fcntl};
use nix::libc;

use super::program::{Home, PASSWORD};
use super::wire::{Browser, status_of};

/// Takes the write lock of a database in WAL mode, as `BEGIN EXCLUSIVE` in another program does.
///
/// SQLite keeps this lock on byte 120 of the file with the shared memory (`WAL_WRITE_LOCK` in its wal.c).
fn hold(home: &Home) -> File {
    let file = OpenOptions::new().read(true).write(true).open(home.data().join("claviger.db-shm")).unwrap();
    let lock =
        libc::flock { l_type: libc::F_WRLCK as _, l_whence: libc::SEEK_SET as _, l_start: 120, l_len: 1, l_pid: 0 };
    fcntl(&file, FcntlArg::F_SETLKW(&lock)).unwrap();
    file
}

#[test]
fn changes_are_refused_in_words_and_reading_goes_on() {
    let home = Home::with_people();
    let (running, key) = (home.serve(), home.key("vic"));
    let (mut wire, header) = (running.wire(), format!("Key {key}"));
    let guid = wire.get("/__api__/v1/user", &[("authorization", &header)]).expect(200).json()["guid"].clone();
    let path = format!("/__api__/v1/users/{}/keys", guid.as_str().unwrap());
    let mut browser = Browser::sign_in(running.wire(), "vic", PASSWORD);
    let page = browser.get("/connect/keys/new").expect(200);
    let (_, once) = page.body.split_once("name=\"once\" value=\"").unwrap();
    let once = once.split('"').next().unwrap().to_owned();

    let held = hold(&home);
    let asked = Instant::now();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut wire = running.wire();
            let refused = wire.ask("POST", &path, &[("authorization", &header)], "{\"name\":\"x\"}").expect(503).json();
            assert_eq!(refused["code"], 1);
            assert!(refused["error"].as_str().unwrap().contains("locked by another program"), "{refused}");
        });
        scope.spawn(|| {
            let fields = [("name", "typed name"), ("role", "viewer"), ("expiry", "30"), ("once", &once)];
            let page = browser.post("/connect/keys", &page.csrf(), &fields);
            assert!(page.body.contains("locked by another program"), "{page:?}");
            assert!(page.body.contains("value=\"typed name\""), "{page:?}");
        });
        scope.spawn(|| home.run(&["user", "lock", "pia"]).refused("locked by another program"));
        for _ in 0..50 {
            assert_eq!(status_of(&mut wire, &key), 200);
        }
    });
    assert!(asked.elapsed() < Duration::from_secs(30), "{:?}", asked.elapsed());

    drop(held);
    let made = wire.ask("POST", &path, &[("authorization", &header)], "{\"name\":\"y\"}").expect(200).json();
    assert_eq!(status_of(&mut wire, made["key"].as_str().unwrap()), 200);
    let keys = wire.get(&path, &[("authorization", &header)]).expect(200).json();
    assert_eq!(keys.as_array().unwrap().len(), 2, "what was refused was not made: {keys}");
    running.stop();
}
