//! Packages that run code while they are installed, and what they get out of it.

use serde_json::{Value, json};

use super::desk::Desk;
use super::house::House;

impl Desk {
    /// An app that asks for these packages, one of which, `own`, is built by this program.
    fn building(&self, requirements: &str, setup: &str) {
        self.write("api/app.py", "import flask\napp = flask.Flask(__name__)\n");
        self.write("api/requirements.txt", requirements);
        self.write("api/own/setup.py", setup);
        self.write("api/own/pyproject.toml", "[build-system]\nrequires = [\"setuptools\"]\n");
    }

    fn deploy_building(&self, title: &str) -> super::desk::Done {
        let api = ["deploy", "api", "--name", "house", "--entrypoint", "app", "--title", title, "api"];
        self.rsconnect(&api)
    }
}

/// uv builds what is editable even when it was told to build nothing, and finds it in files that a file names.
#[test]
fn no_build_writes_into_what_all_environments_are_made_from() {
    let desk = Desk::connected();
    let looks = "import os\nstore = os.path.join(os.environ['HOME'], '..', '..', 'store')\n\
        raise SystemExit(f'the shared store is here: {os.path.exists(store)}, and open: {os.access(store, os.W_OK)}')\n";
    for (title, requirements) in [("nested editable", "-r more.txt\n"), ("local package", "flask\n./own\n")] {
        desk.building(requirements, looks);
        desk.write("api/more.txt", "flask\n-e ./own\n");
        let root = rustix::process::geteuid().is_root();
        let seen =
            if root { "the shared store is here: True, and open: False" } else { "the shared store is here: True" };
        desk.deploy_building(title).failed(seen);
    }
    desk.building("flask\r-e ./own\n", looks);
    desk.deploy_building("half a line").failed("control characters");
    desk.building("-e ./own\n", looks);
    desk.deploy_building("editable").failed("editable");
}

/// A version's own settings of uv count for nothing: these would have it find no package at all.
#[test]
fn a_version_does_not_say_how_it_is_installed() {
    let desk = Desk::connected();
    desk.building("flask\n./own\n", "import setuptools\nsetuptools.setup(name='own', version='1')\n");
    desk.write("api/uv.toml", "[[index]]\nurl = \"https://127.0.0.1:9/nowhere\"\ndefault = true\n");
    desk.write("api/own/own.py", "");
    desk.deploy_building("own settings").good().says("It is served now.");
}

/// In a house of its own, where nobody else waits for an environment.
#[test]
fn who_ends_a_deploy_ends_what_it_installs() {
    let desk = Desk::at(House::open());
    let url = desk.house.running.url.clone();
    desk.rsconnect(&["add", "--name", "house", "--server", &url, "--api-key", &desk.house.pia]).good();
    desk.building("flask\n", "");
    desk.deploy_building("ended").good();
    let item = desk.house.item("ended");

    let key = [("authorization", format!("Key {}", desk.house.pia))];
    let key = [(key[0].0, key[0].1.as_str())];
    let api = |method: &str, path: &str, body: &[u8]| -> Value {
        let at = format!("/__api__/v1/{path}");
        let reply = desk.house.running.wire().ask(method, &at, &key, body);
        assert!(reply.status < 300, "{reply:?}");
        reply.json()
    };
    let sleeps = "import time\ntime.sleep(600)\n";
    let files = [
        ("manifest.json", r#"{"version":1,"metadata":{"appmode":"python-api","entrypoint":"app"}}"#),
        ("app.py", "import flask\napp = flask.Flask(__name__)\n"),
        ("requirements.txt", "flask\n./own\n"),
        ("own/setup.py", sleeps),
    ];
    let archive = super::super::archive::archive(files);
    let made = api("POST", &format!("content/{}/bundles", item.guid), &archive);
    let wish = json!({ "bundle_id": made["id"] }).to_string();
    let begun = api("POST", &format!("content/{}/deploy", item.guid), wish.as_bytes());
    let task = begun["task_id"].as_str().unwrap();
    let (mut first, mut building) = (Value::from(0), false);
    while !building {
        let told = api("GET", &format!("tasks/{task}?first={first}&wait=20"), b"");
        assert_eq!(told["finished"], false, "{told}");
        let said = told["output"].as_array().unwrap();
        building = said.iter().any(|line| line.as_str().unwrap().contains("built from source"));
        first = told["last"].clone();
    }
    api("DELETE", &format!("content/{}/jobs/{task}", item.guid), b"");
    let told = api("GET", &format!("tasks/{task}"), b"");
    assert!(told["finished"] == true && told["code"] != 0, "{told}");

    // Nobody waits for it any more.
    desk.building("flask\nclick\n", "");
    desk.deploy_building("ended").good().says("It is served now.");
}
