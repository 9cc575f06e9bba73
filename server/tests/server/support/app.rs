//! A server of one's own: real use cases on a temporary folder and SQLite, cheap passwords, a clock moved by hand.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::Path;

use axum::Router;
use domain::{PlainPassword, Role, User};
use server::{Config, Server};
use services::{Clock, DataFolder, NewAccount, PasswordCost, ProgramSettings, Services, ServicesConfig};
use tempfile::TempDir;

use super::{Anon, Client as _, Cookie, Key};

/// The password of everybody.
pub(crate) const PASSWORD: &str = "four plain words here";

/// A server with the router that it would serve.
pub(crate) struct TestApp {
    pub(crate) services: Services,
    pub(crate) clock: Clock,
    router: Router,
    server: Server,
    pub(super) data: DataFolder,
    url: String,
    _folder: TempDir,
}

impl TestApp {
    /// A server with three accounts: the administrator ada, the publisher pia, the viewer vic.
    pub(crate) async fn start() -> Self {
        let app = Self::empty().await;
        for (name, role) in [("ada", Role::Administrator), ("pia", Role::Publisher), ("vic", Role::Viewer)] {
            app.user(name, role).await;
        }
        app
    }

    /// A server without accounts.
    pub(crate) async fn empty() -> Self {
        Self::configured(|_| {}).await
    }

    /// A server without accounts and with other settings.
    pub(crate) async fn configured(amend: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let data = DataFolder::open(&folder.path().join("data")).expect("a data folder");
        let listen = SocketAddr::from(([127, 0, 0, 1], 3939));
        let mut config = Config {
            data_dir: data.path().to_owned(),
            listen,
            url: None,
            content_url: None,
            trusted_proxies: Vec::new(),
            database_url: None,
            pepper_file: None,
            bootstrap_secret_file: None,
            programs: ProgramSettings {
                warden: [env!("CARGO_BIN_EXE_claviger"), "__warden"].map(OsString::from).to_vec(),
                ..ProgramSettings::default()
            },
            answer_within: std::time::Duration::from_secs(60),
            keep_visits_days: 90,
            log: "off".to_owned(),
        };
        amend(&mut config);
        let clock = Clock::by_hand();
        let services = Services::open(ServicesConfig {
            data: data.clone(),
            database_url: None,
            pepper_file: None,
            password_cost: PasswordCost::Least,
            clock: clock.clone(),
            programs: config.programs.clone(),
            keep_visits_days: config.keep_visits_days,
        });
        let services = services.await.expect("services");
        let server = Server::new(services.clone(), &config, listen).expect("a server; has `make site` been run?");
        let url = server.url().to_owned();
        Self { services, clock, router: server::router(server.clone()), server, data, url, _folder: folder }
    }

    /// What the server answers.
    pub(super) async fn answer(&self, request: axum::extract::Request) -> axum::response::Response {
        server::answer(self.router.clone(), self.server.clone(), request).await
    }

    /// The address of the dashboard.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The data folder.
    pub(crate) fn folder(&self) -> &Path {
        self.data.path()
    }

    /// A client that nobody knows.
    pub(crate) fn anon(&self) -> Anon<'_> {
        Anon(self)
    }

    /// A client that sends this text as its key.
    pub(crate) fn key(&self, secret: &str) -> Key<'_> {
        Key { app: self, secret: secret.to_owned(), id: 0, guid: String::new() }
    }

    /// A client with a new key of this account, with the account's role.
    pub(crate) async fn key_of(&self, name: &str) -> Key<'_> {
        let seeded = self.seed_key(name).make().await;
        Key { app: self, secret: seeded.secret, id: seeded.id, guid: self.guid(name).await }
    }

    /// A browser that has signed in by the form.
    pub(crate) async fn sign_in(&self, name: &str) -> Cookie<'_> {
        let browser = self.browser();
        let page = browser.get("/__login__").await.expect(200);
        let form = page.form("/__login__").set("username", name).set("password", PASSWORD);
        browser.submit(form).await.expect_redirect("/connect/");
        browser
    }

    /// A browser that has not signed in.
    pub(crate) fn browser(&self) -> Cookie<'_> {
        Cookie::new(self)
    }

    /// A new account.
    pub(crate) async fn user(&self, name: &str, role: Role) -> User {
        let new = NewAccount {
            username: name.to_owned(),
            email: format!("{name}@example.com"),
            first_name: String::new(),
            last_name: String::new(),
            role,
            password: Some(PlainPassword::new(PASSWORD.to_owned())),
        };
        self.services.console_add_user(new).await.expect("an account")
    }

    /// Gives an account another role.
    pub(crate) async fn set_role(&self, name: &str, role: Role) {
        self.services.console_set_role(name, role).await.expect("an account");
    }

    /// The guid of an account.
    pub(crate) async fn guid(&self, name: &str) -> String {
        let users = self.services.console_list_users().await.expect("accounts");
        users.iter().find(|user| user.username.as_str() == name).expect("an account of this name").guid.to_string()
    }
}
