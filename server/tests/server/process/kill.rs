//! `kill -9` while keys are made and deleted: nothing that was acknowledged is lost, nothing deleted comes back.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::program::{Home, Running};
use super::wire::{Wire, status_of};

const ROUNDS: usize = 6;
const WRITERS: usize = 4;

/// What the clients know for certain.
#[derive(Default)]
struct Ledger {
    /// Keys that were made and that nobody asked to delete.
    alive: Vec<(String, String)>,
    /// Keys whose deletion was acknowledged.
    dead: Vec<String>,
}

#[test]
fn what_was_acknowledged_holds_after_it() {
    let home = Home::with_people();
    let judge = home.key("vic");
    let ledger = Mutex::new(Ledger::default());
    for round in 0..ROUNDS {
        let running = home.serve();
        let header = format!("Key {judge}");
        let mut wire = running.wire();
        let guid = wire.get("/__api__/v1/user", &[("authorization", &header)]).expect(200).json()["guid"].clone();
        let path = format!("/__api__/v1/users/{}/keys", guid.as_str().unwrap());
        check(&mut wire, &ledger.lock().unwrap());

        let acknowledged = AtomicUsize::new(0);
        let enough = 5 + (uuid::Uuid::new_v4().as_u128() % 60) as usize;
        let port = running.port();
        thread::scope(|scope| {
            let writers: Vec<_> =
                (0..WRITERS).map(|_| scope.spawn(|| work(port, &path, &header, &ledger, &acknowledged))).collect();
            while acknowledged.load(Ordering::SeqCst) < enough && writers.iter().all(|writer| !writer.is_finished()) {
                thread::yield_now();
            }
            running.kill();
        });
        assert!(ledger.lock().unwrap().alive.len() > round, "keys were made in each round");
    }
    let running: Running = home.serve();
    check(&mut running.wire(), &ledger.lock().unwrap());
    let ledger = ledger.into_inner().unwrap();
    assert!(ledger.dead.len() > ROUNDS, "{} deletions", ledger.dead.len());
    running.stop();
}

/// Makes keys and deletes every other one, until the server is gone.
fn work(port: u16, path: &str, header: &str, ledger: &Mutex<Ledger>, acknowledged: &AtomicUsize) {
    let Ok(mut wire) = Wire::try_to(port) else { return };
    for number in 0.. {
        let Ok(reply) = wire.try_ask("POST", path, &[("authorization", header)], "{\"name\":\"x\"}") else { return };
        let made = reply.expect(200).json();
        let (id, key) = (made["id"].as_str().unwrap().to_owned(), made["key"].as_str().unwrap().to_owned());
        acknowledged.fetch_add(1, Ordering::SeqCst);
        if number % 2 == 0 {
            ledger.lock().unwrap().alive.push((id, key));
            continue;
        }
        // From here to the answer nobody knows which of the two it is.
        let Ok(reply) = wire.try_ask("DELETE", &format!("{path}/{id}"), &[("authorization", header)], "") else {
            return;
        };
        reply.expect(204);
        acknowledged.fetch_add(1, Ordering::SeqCst);
        ledger.lock().unwrap().dead.push(key);
    }
}

fn check(wire: &mut Wire, ledger: &Ledger) {
    for (id, key) in &ledger.alive {
        assert_eq!(status_of(wire, key), 200, "the key {id} was made and is lost");
    }
    for key in &ledger.dead {
        assert_eq!(status_of(wire, key), 401, "a deleted key came back");
    }
}
