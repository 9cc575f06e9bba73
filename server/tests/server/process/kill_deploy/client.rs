//! A client that uploads, deploys and deletes, and keeps in mind what it was told.

use std::collections::BTreeMap;
use std::io;
use std::sync::mpsc::Sender;
use std::time::Instant;

use serde_json::Value;

use super::super::archive::{Dice, archive};
use super::super::program::{Home, Running};
use super::super::wire::{Reply, Wire};

pub(super) const PAGES: usize = 200;
/// The name of a file that nothing makes smaller, so that an upload takes its time, and how many bytes it has.
pub(super) const LARGE: (&str, usize) = ("data.bin", 1 << 20);

/// What a client is about to do.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Phase {
    Upload,
    Deploy,
    Delete,
    Nothing,
}

/// When a client began with something.
pub(super) type Begun = (Phase, Instant);

/// What stands on a page of a version.
pub(super) fn page(version: usize, number: usize) -> String {
    format!("<p>Page {number} of version {version}.</p>").repeat(10)
}

/// What the large file of a version holds.
pub(super) fn large(version: usize) -> Vec<u8> {
    Dice(version as u64).bytes(LARGE.1)
}

fn archive_of(version: usize) -> Vec<u8> {
    let name = |number| if number == 0 { "index.html".to_owned() } else { format!("part/{number}.html") };
    let pages = (0..PAGES).map(|number| (name(number), page(version, number).into_bytes()));
    archive(pages.chain([(LARGE.0.to_owned(), large(version))]))
}

/// A version that the client knows of.
#[derive(Clone)]
pub(super) struct Version {
    pub(super) number: String,
    pub(super) made: usize,
    pub(super) archive: Vec<u8>,
}

/// What the client knows for certain, and what it was about to do.
pub(super) struct Client {
    header: String,
    content: String,
    pub(super) guid: String,
    /// Versions whose upload was answered and that nobody asked to delete, by number.
    pub(super) there: BTreeMap<String, Version>,
    pub(super) gone: Vec<String>,
    /// The one whose deploy was said to have ended well, and the task that said it.
    pub(super) active: Option<(Version, String)>,
    pub(super) uploading: Option<Version>,
    pub(super) deploying: Option<(Version, Option<String>)>,
    pub(super) deleting: Option<Version>,
}

impl Client {
    /// With a new item.
    pub(super) fn new(home: &Home, running: &Running) -> Self {
        let header = format!("Key {}", home.key("pia"));
        let body = "{\"name\":\"report\"}";
        let made = running.wire().ask("POST", "/__api__/v1/content", &[("authorization", &header)], body).expect(200);
        let guid = made.json()["guid"].as_str().unwrap().to_owned();
        Self {
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

    /// Asks for what belongs to the item.
    pub(super) fn ask(&self, wire: &mut Wire, method: &str, path: &str, body: impl AsRef<[u8]>) -> io::Result<Reply> {
        wire.try_ask(method, &format!("{}{path}", self.content), &[("authorization", &self.header)], body)
    }

    pub(super) fn task(&self, wire: &mut Wire, id: &str, query: &str) -> io::Result<Value> {
        let path = format!("/__api__/v1/tasks/{id}{query}");
        Ok(wire.try_ask("GET", &path, &[("authorization", &self.header)], "")?.expect(200).json())
    }

    /// Asks for a page of the item.
    pub(super) fn view(&self, wire: &mut Wire, path: &str) -> Reply {
        wire.get(&format!("/content/{}/{path}", self.guid), &[("authorization", &self.header)])
    }

    /// Uploads a version, deploys it and deletes those before it, until the server is gone; tells when it begins with
    /// what.
    pub(super) fn work(&mut self, port: u16, made: usize, begun: &Sender<Begun>) -> io::Result<()> {
        // When the server is killed already, nobody listens.
        let begin = |phase| {
            _ = begun.send((phase, Instant::now()));
        };
        let mut wire = Wire::try_to(port)?;
        let archive = archive_of(made);
        self.uploading = Some(Version { number: String::new(), made, archive: archive.clone() });
        begin(Phase::Upload);
        let uploaded = self.ask(&mut wire, "POST", "/bundles", &archive)?.expect(200).json();
        let version = Version { number: uploaded["id"].as_str().unwrap().to_owned(), made, archive };
        self.uploading = None;
        self.there.insert(version.number.clone(), version.clone());

        self.deploying = Some((version.clone(), None));
        begin(Phase::Deploy);
        let body = serde_json::json!({ "bundle_id": version.number }).to_string();
        let asked = self.ask(&mut wire, "POST", "/deploy", body)?.expect(202).json();
        let task = asked["task_id"].as_str().unwrap().to_owned();
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
            begin(Phase::Delete);
            self.ask(&mut wire, "DELETE", &format!("/bundles/{number}"), "")?.expect(204);
            self.deleting = None;
            self.gone.push(number);
        }
        begin(Phase::Nothing);
        Ok(())
    }

    /// What it was doing when the server was killed.
    pub(super) fn phase(&self) -> Phase {
        match (&self.uploading, &self.deploying, &self.deleting) {
            (Some(_), ..) => Phase::Upload,
            (_, Some(_), _) => Phase::Deploy,
            (.., Some(_)) => Phase::Delete,
            _ => Phase::Nothing,
        }
    }
}
