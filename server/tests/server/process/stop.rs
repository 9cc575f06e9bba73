//! Stopping in order.

use rustix::process::Signal;

use super::program::Home;
use super::wire::{Wire, status_of};

#[test]
fn a_running_request_is_finished_and_new_ones_are_not_begun() {
    for signal in [Signal::TERM, Signal::INT] {
        let home = Home::with_people();
        let (running, key) = (home.serve(), home.key("vic"));
        let mut wire = running.wire();
        let header = format!("Key {key}");
        let guid = wire.get("/__api__/v1/user", &[("authorization", &header)]).expect(200).json()["guid"].clone();
        let path = format!("/__api__/v1/users/{}/keys", guid.as_str().unwrap());
        let (begun, rest) = ("{\"name\":\"half", " sent\"}");
        wire.send("POST", &path, &[("authorization", &header)], begun.len() + rest.len(), begun).unwrap();
        // The server has the head when it answers the next request, on another connection.
        assert_eq!(status_of(&mut running.wire(), &key), 200);
        running.signal(signal);
        let port = running.port();
        while Wire::try_to(port).is_ok() {
            std::thread::yield_now();
        }
        wire.send_on(rest).unwrap();
        let made = wire.receive("POST").unwrap().expect(200).json();
        let (status, _, err) = running.ended();
        assert!(status.success(), "{err}");
        assert_eq!(status_of(&mut home.serve().wire(), made["key"].as_str().unwrap()), 200);
    }
}

#[test]
fn idle_connections_do_not_hold_the_end_up() {
    let home = Home::with_people();
    let (running, key) = (home.serve(), home.key("vic"));
    let mut idle: Vec<Wire> = (0..5).map(|_| running.wire()).collect();
    idle.iter_mut().for_each(|wire| assert_eq!(status_of(wire, &key), 200));
    let asked = std::time::Instant::now();
    running.stop();
    assert!(asked.elapsed().as_secs() < 8, "{:?}", asked.elapsed());
}

#[test]
fn the_last_use_of_a_key_is_written_down_before_the_end() {
    let home = Home::with_people();
    let (running, key) = (home.serve(), home.key("vic"));
    assert_eq!(status_of(&mut running.wire(), &key), 200);
    running.stop();
    let running = home.serve();
    let mut wire = running.wire();
    let judge = format!("Key {}", home.key("vic"));
    let guid = wire.get("/__api__/v1/user", &[("authorization", &judge)]).expect(200).json()["guid"].clone();
    let path = format!("/__api__/v1/users/{}/keys", guid.as_str().unwrap());
    let keys = wire.get(&path, &[("authorization", &judge)]).expect(200).json();
    let used = keys.as_array().unwrap().iter().find(|listed| key.ends_with(listed["key"].as_str().unwrap())).unwrap();
    assert_ne!(used["active_time"], used["created_time"], "{used}");
}

#[test]
fn the_socket_goes_and_the_folder_is_free_again() {
    let home = Home::with_people();
    let running = home.serve();
    assert!(home.data().join("socket").exists());
    running.stop();
    assert!(!home.data().join("socket").exists());
    home.serve().stop();
}
