//! Python APIs, as rsconnect-python and posit-sdk deploy them, with packages from the index.
//!
//! All ask for the same packages, so that few environments are made.

use serde_json::{Value, json};

use super::desk::Desk;
use super::house::{House, Item};
use crate::programs::caller::{Ask, Caller};

/// What the apps ask for.
const REQUIREMENTS: &str = "flask\nfastapi\n";
const FLASK: &str = include_str!("python/flask_app.py");
const FASTAPI: &str = include_str!("python/fastapi_app.py");
/// The key of RFC 6455, section 1.3.
const SOCKET_KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";

impl Desk {
    /// A folder with an app and what it asks for.
    fn app(&self, folder: &str, file: &str, text: &str) {
        self.write(&format!("{folder}/{file}"), text);
        self.write(&format!("{folder}/requirements.txt"), REQUIREMENTS);
    }

    /// What the item's app says to pia.
    fn asked(&self, item: &Item, path: &str) -> Value {
        let (status, body) = self.house.inside(item, path);
        assert_eq!(status, 200, "{path}: {body}");
        serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}: {body}"))
    }
}

#[test]
fn a_flask_api_is_deployed_redeployed_drafted_and_never_replaced_by_a_broken_one() {
    let desk = Desk::connected();
    desk.app("api", "hello.py", FLASK);
    let deploy = |more: &[&str]| {
        desk.rsconnect(&[&["deploy", "api", "--name", "house", "--entrypoint", "hello"], more, &["api"]].concat())
    };
    deploy(&["--title", "a flask api"]).good().says("+ flask==").says("It is served now.");
    let item = desk.house.item("a_flask_api");
    assert_eq!(item.shown["app_mode"], "python-api");
    assert!(item.shown["py_version"].as_str().is_some_and(|version| version.starts_with("3.")), "{}", item.shown);

    // Below its address, as pia, and in nobody's way.
    let said = desk.asked(&item, "where");
    assert_eq!(said["path"], format!("/content/{}/where", item.guid));
    assert_eq!(said["url"], format!("{}/content/{}/where", desk.house.running.url, item.guid));
    assert_eq!(said["user"], r#"{"groups":[],"user":"pia"}"#.parse::<Value>().unwrap());
    if rustix::process::geteuid().is_root() {
        assert!(said["uid"].as_u64() > Some(1000), "{said}");
        assert_eq!(said["written"], json!(false), "nobody writes into an environment");
    }
    assert_eq!(desk.house.inside(&item, "").0, 404, "it has nothing at its root");

    desk.app("api", "hello.py", &FLASK.replace("first", "second"));
    deploy(&[]).good().says("installed already");
    assert_eq!(desk.asked(&item, "version"), json!("second"));
    desk.app("api", "hello.py", &FLASK.replace("first", "third"));
    deploy(&["--draft"]).good().says("The draft is ready.");
    assert_eq!(desk.asked(&item, "version"), json!("second"));

    desk.app("api", "hello.py", "print('before')\nraise ValueError('it is broken')\n");
    deploy(&[]).failed("ValueError: it is broken");
    deploy(&["--no-verify"]).failed("ValueError: it is broken");
    desk.write("api/requirements.txt", "flask\nclaviger-has-no-such-package==1\n");
    deploy(&[]).failed("claviger-has-no-such-package was not found");
    assert_eq!(desk.asked(&item, "version"), json!("second"));

    let lockfile = ["content", "get-lockfile", "--name", "house", "--guid", &item.guid, "--output", "got.lock"];
    desk.rsconnect(&lockfile).good();
    let lockfile = std::fs::read_to_string(desk.path("got.lock")).unwrap();
    assert!(lockfile.lines().any(|line| line.starts_with("flask==")), "{lockfile}");
    assert!(lockfile.lines().any(|line| line.starts_with("waitress==")), "{lockfile}");
}

/// The clients name the Python of the publisher's computer, which the server need not have.
#[test]
fn an_api_that_was_made_with_another_python_runs_with_the_nearest() {
    let desk = Desk::connected();
    desk.app("api", "app.py", FLASK);
    let manifest = json!({
        "version": 1,
        "metadata": { "appmode": "python-api", "entrypoint": "app" },
        "python": { "version": "3.99.2", "package_manager": { "name": "pip", "package_file": "requirements.txt" } },
        "files": { "app.py": { "checksum": "" }, "requirements.txt": { "checksum": "" } },
    });
    desk.write("api/manifest.json", &manifest.to_string());
    let deploy = ["deploy", "manifest", "--name", "house", "--title", "of another python", "api"];
    desk.rsconnect(&deploy).good().says("It was made with Python 3.99.2, and runs with 3.").says("It is served now.");
    assert_eq!(desk.asked(&desk.house.item("of_another_python"), "version"), json!("first"));

    let mut asking = manifest;
    asking["environment"] = json!({ "python": { "requires": ">=3.99" } });
    desk.write("api/manifest.json", &asking.to_string());
    desk.rsconnect(&deploy).failed(">=3.99");
    assert_eq!(desk.asked(&desk.house.item("of_another_python"), "version"), json!("first"));
}

#[test]
fn a_fastapi_shows_its_documentation_and_speaks_through_web_sockets() {
    let desk = Desk::connected();
    desk.app("api", "service.py", FASTAPI);
    let deploy = ["deploy", "fastapi", "--name", "house", "--title", "a fastapi", "--entrypoint", "service:api", "api"];
    desk.rsconnect(&deploy).good().says("It is served now.");
    let item = desk.house.item("a_fastapi");
    assert_eq!(item.shown["app_mode"], "python-fastapi");
    let base = format!("/content/{}", item.guid);
    let said = desk.asked(&item, "where");
    assert_eq!(said["root_path"], base.as_str());
    assert_eq!(said["url"], format!("{}{base}/where", desk.house.running.url));
    assert_eq!(said["user"], r#"{"groups":[],"user":"pia"}"#.parse::<Value>().unwrap());
    assert_eq!(desk.asked(&item, "openapi.json")["servers"], json!([{ "url": base }]));
    let (status, page) = desk.house.inside(&item, "docs");
    assert!(status == 200 && page.contains(&format!("{base}/openapi.json")), "{status} {page}");
    let port = desk.house.running.port();
    let key = format!("Key {}", desk.house.pia);
    let root = Ask::new(port, "GET", &format!("{base}/")).header("Authorization", &key).send().expect(307);
    assert_eq!(root.header("location"), "./docs");

    let target = format!("{base}/echo");
    let ask = Ask::new(port, "GET", &target).header("Authorization", &key);
    let ask = ask.header("Connection", "Upgrade").header("Upgrade", "websocket");
    let mut socket: Caller = ask.header("Sec-WebSocket-Key", SOCKET_KEY).header("Sec-WebSocket-Version", "13").begin();
    socket.head().unwrap().expect(101);
    // `hi`, as a text with a mask of zeros.
    socket.send(&[0x81, 0x82, 0, 0, 0, 0, b'h', b'i']).unwrap();
    assert_eq!(socket.exactly(4).unwrap(), b"\x81\x02hi");

    desk.app("api", "service.py", "import flask\napi = flask.Flask(__name__)\n");
    desk.rsconnect(&deploy).failed("Publish it as such (python-api).");
}

/// In a house of its own, since environments are removed.
#[test]
fn packages_and_environments_are_told_removed_and_made_again() {
    let script = include_str!("python/packages.py").replace("REQUIREMENTS", &format!("{REQUIREMENTS:?}"));
    let before = include_str!("posit_sdk/before.py");
    let desk = Desk::at(House::open());
    desk.python("packages.py", &format!("{before}\nAPP = {FLASK:?}\n{script}")).good();

    // And by rsconnect, as the administrator.
    let (url, ada) = (desk.house.running.url.as_str(), desk.house.ada.as_str());
    let caches =
        |more: &[&str]| desk.rsconnect(&[&["system", "caches"], more, &["--server", url, "--api-key", ada]].concat());
    let listed: Value = serde_json::from_str(&caches(&["list"]).good().out).unwrap();
    let [cache] = listed["caches"].as_array().unwrap().as_slice() else { panic!("not one: {listed}") };
    let version = cache["version"].as_str().unwrap();
    let delete = ["delete", "--language", "Python", "--version", version];
    caches(&[&delete[..], &["--dry-run"]].concat()).good();
    caches(&["list"]).good().says(version);
    caches(&delete).good().says(version);
    caches(&["list"]).good().says(r#""caches": []"#);
    caches(&delete).failed("does not exist");
}
