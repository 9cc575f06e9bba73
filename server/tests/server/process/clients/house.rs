//! One server for all clients. It lives as long as a test holds it.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use serde_json::Value;

use super::super::program::{Home, Running};
use super::super::wire::Reply;
use super::desk::installed;

/// How packages are reached from this computer.
const NETWORK: [&str; 9] = [
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "PIP_CERT",
    "PIP_INDEX_URL",
    "UV_DEFAULT_INDEX",
    "UV_FIND_LINKS",
];

/// Starts the server so that it can install packages.
pub(super) fn serve(home: &Home) -> Running {
    let uv = installed("uv");
    let mut environment = vec![("CLAVIGER_PYTHON_UV", uv.to_str().expect("a path").to_owned())];
    environment.extend(NETWORK.iter().filter_map(|name| Some((*name, std::env::var_os(name)?.into_string().ok()?))));
    let environment: Vec<_> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
    home.serve_with(&[], &environment)
}

static SHARED: Mutex<Weak<House>> = Mutex::new(Weak::new());

/// A server with the administrator ada, the publisher pia and the viewer vic.
pub(super) struct House {
    pub(super) running: Running,
    pub(super) ada: String,
    pub(super) pia: String,
    pub(super) vic: String,
    _home: Home,
}

impl House {
    /// The house of all tests that run now.
    pub(super) fn shared() -> Arc<Self> {
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let house = Self::open();
            *shared = Arc::downgrade(&house);
            house
        })
    }

    /// A house of its own, for who changes what belongs to all.
    pub(super) fn open() -> Arc<Self> {
        let home = Home::with_people();
        let [ada, pia, vic] = ["ada", "pia", "vic"].map(|name| home.key(name));
        Arc::new(Self { running: serve(&home), ada, pia, vic, _home: home })
    }

    /// What this key is answered there.
    pub(super) fn get(&self, path: &str, key: &str) -> Reply {
        self.running.wire().get(path, &[("authorization", &format!("Key {key}"))])
    }

    /// The item of this name, as the API shows it to its owner.
    pub(super) fn item(&self, name: &str) -> Item {
        let found = self.get(&format!("/__api__/v1/content?name={name}"), &self.pia).expect(200).json();
        let [item] = found.as_array().unwrap().as_slice() else { panic!("{name} is not one item: {found}") };
        let text = |field: &str| item[field].as_str().unwrap_or_default().to_owned();
        Item { guid: text("guid"), bundle: text("bundle_id"), shown: item.clone() }
    }

    /// What pia is answered at a path inside an item.
    pub(super) fn inside(&self, item: &Item, path: &str) -> (u16, String) {
        let reply = self.get(&format!("/content/{}/{path}", item.guid), &self.pia);
        (reply.status, reply.body)
    }
}

/// An item that a client deployed.
pub(super) struct Item {
    pub(super) guid: String,
    /// The version that is served; blank for none.
    pub(super) bundle: String,
    pub(super) shown: Value,
}
