//! One server for the tests that need the wire, with programs in it. It lives as long as a test holds it.

use std::sync::{Arc, Mutex, Weak};

use serde_json::Value;

use super::caller::{Ask, Caller, Reply};
use super::{MEAN, MIRROR, MIRROR_ENTRYPOINT};
use crate::process::program::{Home, Running};

static SHARED: Mutex<Weak<House>> = Mutex::new(Weak::new());

/// A Plumber API that shows what Plumber itself makes of requests.
const API: &str = include_str!("api.R");

/// An item of pia's.
pub(super) struct Item {
    pub(super) id: String,
    pub(super) guid: String,
}

impl Item {
    /// The path of something inside.
    pub(super) fn at(&self, path: &str) -> String {
        format!("/content/{}{path}", self.guid)
    }
}

/// A server with programs.
pub(super) struct House {
    pub(super) running: Running,
    /// Vic's key.
    pub(super) key: String,
    /// A real Plumber API, for vic.
    pub(super) api: Item,
    /// The mirror, for everybody.
    pub(super) mirror: Item,
    /// Another mirror, for vic.
    pub(super) vault: Item,
    pub(super) home: Home,
}

impl House {
    /// The house of all tests that run now.
    pub(super) fn shared() -> Arc<Self> {
        let mut shared = SHARED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let house = Arc::new(Self::open());
            *shared = Arc::downgrade(&house);
            house
        })
    }

    fn open() -> Self {
        let home = Home::with_people();
        let running = home.serve();
        let api =
            publish(&home, "api", &[("plumber.R", &format!("{MEAN}{API}"))], &["--access", "acl", "--allow", "vic"]);
        let mirror = publish_mirror(&home, "mirror", &["--access", "all"]);
        let vault = publish_mirror(&home, "vault", &["--access", "acl", "--allow", "vic"]);
        Self { key: home.key("vic"), running, api, mirror, vault, home }
    }

    /// A new connection.
    pub(super) fn caller(&self) -> Caller {
        Caller::to(self.running.port())
    }

    /// The header that presents vic's key.
    pub(super) fn by_key(&self) -> (&'static str, String) {
        ("Authorization", format!("Key {}", self.key))
    }

    /// A request on a connection of its own, with vic's key.
    pub(super) fn ask<'a>(&self, method: &'a str, target: &str) -> Ask<'a> {
        let (name, value) = self.by_key();
        self.ask_as_anyone(method, target).header(name, &value)
    }

    /// A request on a connection of its own, without a key.
    pub(super) fn ask_as_anyone<'a>(&self, method: &'a str, target: &str) -> Ask<'a> {
        Ask::new(self.running.port(), method, target)
    }

    pub(super) fn get(&self, target: &str) -> Reply {
        self.ask("GET", target).send()
    }

    /// What a mirror says of a request that it answered as it is.
    pub(super) fn mirrored(&self, ask: Ask<'_>) -> Value {
        ask.send().expect(200).json()
    }

    /// The mirror's answer is these bytes.
    pub(super) fn raw(&self, item: &Item, bytes: &[u8]) -> Reply {
        self.ask("POST", &item.at("/raw")).body(bytes).send()
    }

    /// The whole requests whose path begins with this that a mirror saw.
    pub(super) fn seen(&self, item: &Item, word: &str) -> Vec<Value> {
        self.get(&item.at(&format!("/seen/{word}"))).expect(200).json().as_array().unwrap().clone()
    }

    /// Lets the mirror go on where it waits for this event.
    pub(super) fn tell(&self, item: &Item, event: &str) {
        self.get(&item.at(&format!("/tell/{event}"))).expect(204);
    }

    /// Waits until the mirror was told of this event.
    pub(super) fn happened(&self, item: &Item, event: &str) {
        self.get(&item.at(&format!("/await/{event}"))).expect(204);
    }
}

/// Publishes the mirror as pia's.
pub(super) fn publish_mirror(home: &Home, name: &str, more: &[&str]) -> Item {
    publish(home, name, &[("entrypoint.R", MIRROR_ENTRYPOINT), ("mirror.py", MIRROR)], more)
}

/// Publishes these files as pia's.
pub(super) fn publish(home: &Home, name: &str, files: &[(&str, &str)], more: &[&str]) -> Item {
    let folder = home.beside(name);
    std::fs::create_dir_all(&folder).unwrap();
    for (file, text) in files {
        std::fs::write(folder.join(file), text).unwrap();
    }
    let arguments = ["publish", folder.to_str().unwrap(), "--name", name, "--user", "pia"];
    let out = home.run(&[&arguments, more].concat()).good();
    let made: Value = serde_json::from_str(&out).unwrap();
    let field = |name: &str| made[name].as_str().unwrap().to_owned();
    Item { id: field("id"), guid: field("guid") }
}
