//! Revocation under load: no request that starts after the answer succeeds. 10,000 of 10,000, for each way.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use super::program::{Home, PASSWORD, Running};
use super::wire::{Browser, Wire, status_of};

/// How many keys die in each way.
const ROUNDS: usize = 5;
/// Connections that use the dying key.
const USERS: usize = 4;
/// Requests on each of them after the answer.
const AFTER: usize = 500;
/// Connections that use another key meanwhile.
const OTHERS: usize = 2;

/// Revokes a key while many use it and others.
fn under_load(running: &Running, doomed: &str, other: &str, revoke: impl FnOnce()) {
    let (dead, ended) = (AtomicBool::new(false), AtomicBool::new(false));
    let (warm, refused) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..OTHERS {
            scope.spawn(|| {
                let mut wire = running.wire();
                while !ended.load(Ordering::SeqCst) {
                    assert_eq!(status_of(&mut wire, other), 200, "another key suffers");
                }
            });
        }
        let users: Vec<_> = (0..USERS)
            .map(|_| {
                scope.spawn(|| {
                    let (mut wire, mut after) = (running.wire(), 0);
                    while after < AFTER {
                        let answered_before = dead.load(Ordering::SeqCst);
                        let status = status_of(&mut wire, doomed);
                        assert!(status == 200 || status == 401, "{status}");
                        if answered_before {
                            after += 1;
                            refused.fetch_add(usize::from(status == 401), Ordering::SeqCst);
                        } else {
                            warm.fetch_add(usize::from(status == 200), Ordering::SeqCst);
                        }
                    }
                })
            })
            .collect();
        while warm.load(Ordering::SeqCst) < 20 * USERS && users.iter().all(|user| !user.is_finished()) {
            thread::yield_now();
        }
        let revoked = catch_unwind(AssertUnwindSafe(revoke));
        dead.store(true, Ordering::SeqCst);
        let done: Vec<_> = users.into_iter().map(thread::ScopedJoinHandle::join).collect();
        ended.store(true, Ordering::SeqCst);
        revoked.expect("a revocation");
        done.into_iter().for_each(|done| done.expect("a user of the dying key"));
    });
    assert_eq!(refused.into_inner(), USERS * AFTER);
}

/// The number and the secret of a new key of the account that `header` acts for.
fn made(wire: &mut Wire, keys: &str, header: &str) -> (String, String) {
    let made = wire.ask("POST", keys, &[("authorization", header)], "{\"name\":\"doomed\"}").expect(200).json();
    (made["id"].as_str().unwrap().to_owned(), made["key"].as_str().unwrap().to_owned())
}

struct Scene {
    home: Home,
    running: Running,
    wire: Wire,
    other: String,
    header: String,
    keys: String,
}

fn scene() -> Scene {
    let home = Home::with_people();
    let (running, other) = (home.serve(), home.key("vic"));
    let mut wire = running.wire();
    let header = format!("Key {other}");
    let guid = wire.get("/__api__/v1/user", &[("authorization", &header)]).expect(200).json()["guid"].clone();
    let keys = format!("/__api__/v1/users/{}/keys", guid.as_str().unwrap());
    Scene { home, running, wire, other, header, keys }
}

#[test]
fn a_key_deleted_by_the_api_is_dead_at_the_answer() {
    let Scene { running, mut wire, other, header, keys, home: _home } = scene();
    for _ in 0..ROUNDS {
        let (id, key) = made(&mut wire, &keys, &header);
        under_load(&running, &key, &other, || {
            wire.ask("DELETE", &format!("{keys}/{id}"), &[("authorization", &header)], "").expect(204);
        });
    }
}

#[test]
fn a_key_deleted_on_its_page_is_dead_at_the_answer() {
    let Scene { running, mut wire, other, header, keys, home: _home } = scene();
    let mut browser = Browser::sign_in(running.wire(), "vic", PASSWORD);
    for _ in 0..ROUNDS {
        let (id, key) = made(&mut wire, &keys, &header);
        let page = browser.get(&format!("/connect/keys/{id}")).expect(200);
        under_load(&running, &key, &other, || {
            browser.post(&format!("/connect/keys/{id}/delete"), &page.csrf(), &[]).expect(303);
        });
    }
}

#[test]
fn a_key_of_an_account_locked_by_command_is_dead_at_the_answer() {
    let Scene { running, other, home, .. } = scene();
    let key = home.key("pia");
    for _ in 0..ROUNDS {
        under_load(&running, &key, &other, || drop(home.run(&["user", "lock", "pia"]).good()));
        home.run(&["user", "unlock", "pia"]).good();
    }
}
