//! A full disk while a bundle comes in, and while it is deployed: a sentence, what was served is served, and nothing
//! stays behind that would keep the disk full.

use super::archive::{Dice, archive};
use super::disk_full::{mounting, start};
use super::program::{Home, Running};
use super::wire::{Reply, Wire};

struct Small {
    running: Running,
    header: String,
    words: bool,
}

impl Small {
    /// What a line on the input of the script around the server prints.
    fn tell(&mut self, line: &str) -> Vec<String> {
        self.running.tell(line);
        let mut printed = Vec::new();
        loop {
            let next = self.running.line();
            if next == format!("{line}: done") {
                return printed;
            }
            printed.push(next);
        }
    }

    fn ask(&self, wire: &mut Wire, method: &str, path: &str, body: impl AsRef<[u8]>) -> Reply {
        wire.ask(method, path, &[("authorization", &self.header)], body)
    }

    fn refused(&self, reply: &Reply) {
        if self.words {
            assert_eq!(reply.status, 503, "{reply:?}");
            assert!(reply.body.contains("disk is full") && reply.body.contains("make room"), "{reply:?}");
        }
        assert!(matches!(reply.status, 500 | 503), "{reply:?}");
    }

    fn deployed(&self, wire: &mut Wire, guid: &str, bundle: &str) -> serde_json::Value {
        let body = format!("{{\"bundle_id\":\"{bundle}\"}}");
        let begun = self.ask(wire, "POST", &format!("/__api__/v1/content/{guid}/deploy"), body).expect(202).json();
        let task = format!("/__api__/v1/tasks/{}?wait=20", begun["task_id"].as_str().unwrap());
        loop {
            let task = self.ask(wire, "GET", &task, "").expect(200).json();
            if task["finished"] == true {
                return task;
            }
        }
    }
}

#[test]
fn an_upload_and_a_deploy_without_room_are_refused_and_leave_nothing() {
    let home = Home::new();
    std::fs::create_dir(home.beside("disk")).unwrap();
    let way = mounting();
    let running = start(way.as_deref(), &home.beside("disk"));
    let mut small = Small { running, header: String::new(), words: way.is_some() };
    let key = small.tell("key").into_iter().find(|line| domain::plausible_key(line)).unwrap();
    small.header = format!("Key {key}");
    let wire = &mut small.running.wire();
    let made = small.ask(wire, "POST", "/__api__/v1/content", "{\"name\":\"report\"}").expect(200).json();
    let guid = made["guid"].as_str().unwrap().to_owned();
    let bundles = format!("/__api__/v1/content/{guid}/bundles");
    let first = small.ask(wire, "POST", &bundles, archive([("index.html", "old")])).expect(200).json();
    assert_eq!(small.deployed(wire, &guid, first["id"].as_str().unwrap())["code"], 0);
    let before = small.tell("list");
    assert_eq!(before.len(), 2, "{before:?}");

    // It does not fit in what the disk has in all.
    if way.is_some() {
        let large = archive([("index.html", Dice(1).bytes(4 * 1024 * 1024))]);
        small.refused(&small.ask(&mut small.running.wire(), "POST", &bundles, large));
        assert_eq!(small.tell("list"), before, "after an upload that did not fit");
    }
    // It fits packed, but not unpacked.
    let zeros =
        small.ask(wire, "POST", &bundles, archive([("index.html", vec![0; 8 * 1024 * 1024])])).expect(200).json();
    let zeros = zeros["id"].as_str().unwrap().to_owned();
    let with_zeros = small.tell("list");
    if way.is_some() {
        let task = small.deployed(wire, &guid, &zeros);
        assert_eq!(task["code"], 1, "{task}");
        assert!(task["error"].as_str().unwrap().contains("disk is full"), "{task}");
        assert_eq!(small.tell("list"), with_zeros, "after a deploy that did not fit");
    }

    // No room at all.
    small.tell("fill");
    let random = archive([("index.html", Dice(2).bytes(512 * 1024))]);
    small.refused(&small.ask(&mut small.running.wire(), "POST", &bundles, &random));
    assert_eq!(small.tell("list"), with_zeros, "after an upload to a full disk");
    assert_eq!(small.ask(wire, "GET", &format!("/content/{guid}/"), "").expect(200).body, "old");

    small.tell("free");
    small.ask(wire, "DELETE", &format!("{bundles}/{zeros}"), "").expect(204);
    assert_eq!(small.tell("list"), before);
    let random = archive([("index.html", "new")]);
    let second = small.ask(wire, "POST", &bundles, &random).expect(200).json();
    assert_eq!(small.deployed(wire, &guid, second["id"].as_str().unwrap())["code"], 0);
    assert_eq!(small.ask(wire, "GET", &format!("/content/{guid}/"), "").expect(200).body, "new");
    assert!(!small.running.messages().contains("panicked"), "{}", small.running.messages());
    small.running.ended();
}
