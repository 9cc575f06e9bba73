//! Keys and content that stand before a test begins.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use domain::{Access, Content, Role};
use services::{KeyWish, Publication};
use time::Duration;

use super::TestApp;

/// A file that programs of every user can see, for those that are to fail when it is gone.
pub(crate) fn while_it_is_there() -> tempfile::NamedTempFile {
    let mode = fs::Permissions::from_mode(0o644);
    tempfile::Builder::new().prefix("claviger-there-").permissions(mode).tempfile().unwrap()
}

/// A key that was made for a test.
pub(crate) struct SeededKey {
    pub(crate) id: i64,
    pub(crate) secret: String,
}

/// A key to be made.
pub(crate) struct KeySeed<'a> {
    app: &'a TestApp,
    owner: &'a str,
    name: &'a str,
    role: Option<Role>,
    lasts: Option<Duration>,
}

impl<'a> KeySeed<'a> {
    pub(crate) fn named(self, name: &'a str) -> Self {
        Self { name, ..self }
    }

    pub(crate) fn role(self, role: Role) -> Self {
        Self { role: Some(role), ..self }
    }

    pub(crate) fn lasting(self, lasts: Duration) -> Self {
        Self { lasts: Some(lasts), ..self }
    }

    pub(crate) async fn make(self) -> SeededKey {
        let services = &self.app.services;
        let actor = services.console_actor(self.owner).await.expect("an account that is not locked");
        let expires_at = self.lasts.map(|lasts| services.now() + lasts);
        let wish = KeyWish { name: self.name.to_owned(), role: self.role, expires_at, from: None };
        let fresh = services.keys(&actor).create(wish).await.expect("a key");
        SeededKey { id: fresh.record.id.0, secret: fresh.plain.expose().to_owned() }
    }
}

/// An item to be published.
pub(crate) struct ContentSeed<'a> {
    app: &'a TestApp,
    owner: &'a str,
    files: Vec<(&'a str, Vec<u8>)>,
    publication: Publication,
}

impl<'a> ContentSeed<'a> {
    /// A file of it.
    pub(crate) fn file(mut self, path: &'a str, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.push((path, bytes.into()));
        self
    }

    pub(crate) fn access(mut self, access: Access) -> Self {
        self.publication.access = Some(access);
        self
    }

    pub(crate) fn allow(mut self, name: &str) -> Self {
        self.publication.allow.push(name.to_owned());
        self
    }

    pub(crate) fn title(mut self, title: &str) -> Self {
        self.publication.title = Some(title.to_owned());
        self
    }

    pub(crate) async fn publish(mut self) -> Content {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (path, bytes) in &self.files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, bytes).expect("a file");
        }
        self.publication.packed = services::pack(folder.path(), &self.app.data).expect("an archive");
        let actor = self.app.services.console_actor(self.owner).await.expect("an account");
        self.app.services.publish(&actor, self.publication).await.expect("content")
    }
}

impl TestApp {
    /// A key of this account: named "seeded", with the account's role, for ever.
    pub(crate) fn seed_key<'a>(&'a self, owner: &'a str) -> KeySeed<'a> {
        KeySeed { app: self, owner, name: "seeded", role: None, lasts: None }
    }

    /// An item of this account, for nobody else.
    pub(crate) fn seed_content<'a>(&'a self, owner: &'a str, name: &str) -> ContentSeed<'a> {
        let publication = Publication {
            packed: services::Packed::named(&"0".repeat(64)).expect("a name"),
            name: name.to_owned(),
            title: None,
            access: None,
            allow: Vec::new(),
            mode: None,
        };
        ContentSeed { app: self, owner, files: Vec::new(), publication }
    }
}
