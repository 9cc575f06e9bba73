//! `kill -9` while packages are installed: what was served is served on, and what was half made is made again.

use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::super::archive::archive;
use super::super::program::Home;
use super::super::wire::Wire;
use super::house;

/// Packages without anything behind them, one for each environment that is made, and killed.
const PACKAGES: [&str; 7] =
    ["six==1.17.0", "six==1.16.0", "six==1.15.0", "six==1.14.0", "six==1.13.0", "six==1.12.0", "six==1.11.0"];

/// Pia and her item.
struct Pia {
    header: String,
    guid: String,
}

impl Pia {
    fn ask(&self, wire: &mut Wire, method: &str, path: &str, body: impl AsRef<[u8]>) -> std::io::Result<Value> {
        let reply = wire.try_ask(method, &format!("/__api__/v1/{path}"), &[("authorization", &self.header)], body)?;
        assert!(reply.status < 300, "{reply:?}");
        Ok(reply.json())
    }

    /// Uploads an app that asks for a package and says which one.
    fn upload(&self, wire: &mut Wire, package: &str) -> String {
        let app = format!("import flask, six\napp = flask.Flask(__name__)\napp.route('/says')(lambda: '{package}')\n");
        let manifest = json!({
            "version": 1,
            "metadata": { "appmode": "python-api", "entrypoint": "app" },
            "python": { "version": "3.11.2", "package_manager": { "name": "pip", "package_file": "requirements.txt" } },
        });
        let files = [
            ("manifest.json", manifest.to_string()),
            ("app.py", app),
            ("requirements.txt", format!("flask\n{package}\n")),
        ];
        let made = self.ask(wire, "POST", &format!("content/{}/bundles", self.guid), archive(files)).unwrap();
        made["id"].as_str().unwrap().to_owned()
    }

    fn deploy(&self, wire: &mut Wire, bundle: &str) -> String {
        let body = json!({ "bundle_id": bundle }).to_string();
        let begun = self.ask(wire, "POST", &format!("content/{}/deploy", self.guid), body).unwrap();
        begun["task_id"].as_str().unwrap().to_owned()
    }

    /// How a task ends, unless the server does before.
    fn ended(&self, wire: &mut Wire, task: &str) -> std::io::Result<Value> {
        loop {
            let told = self.ask(wire, "GET", &format!("tasks/{task}?wait=20"), "")?;
            if told["finished"] == true {
                return Ok(told);
            }
        }
    }

    #[track_caller]
    fn is_served(&self, wire: &mut Wire, package: &str) {
        let path = format!("/content/{}/says", self.guid);
        assert_eq!(wire.get(&path, &[("authorization", &self.header)]).expect(200).body, package);
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "shown when the test fails")]
fn what_was_served_is_served_on_and_what_was_half_made_is_made_again() {
    let home = Home::with_people();
    let header = format!("Key {}", home.key("pia"));
    let running = house::serve(&home);
    let wire = &mut running.wire();
    let made = wire.ask("POST", "/__api__/v1/content", &[("authorization", &header)], "{\"name\":\"api\"}").expect(200);
    let pia = Pia { guid: made.json()["guid"].as_str().unwrap().to_owned(), header };
    let [first, others @ ..] = PACKAGES;
    let bundle = pia.upload(wire, first);
    let begun = Instant::now();
    let task = pia.deploy(wire, &bundle);
    let ended = pia.ended(wire, &task).unwrap();
    assert_eq!(ended["code"], 0, "{ended}");
    let mut length = begun.elapsed();
    running.kill();

    let (mut served, mut interrupted) = (first, 0);
    for (round, package) in others.into_iter().enumerate() {
        let running = house::serve(&home);
        let wire = &mut running.wire();
        let bundle = pia.upload(wire, package);
        let (sender, end) = channel::<()>();
        let task = pia.deploy(wire, &bundle);
        let delay: Duration = length.mul_f64((round as f64 + 0.5) / others.len() as f64);
        let port = running.port();
        let told = thread::scope(|scope| {
            let waiting = scope.spawn(|| {
                let told = pia.ended(&mut Wire::to(port), &task);
                drop(sender);
                told
            });
            // It comes to its end, or the moment comes before.
            _ = end.recv_timeout(delay);
            running.kill();
            waiting.join().unwrap()
        });

        let running = house::serve(&home);
        let wire = &mut running.wire();
        for key in home.names("environments") {
            assert!(home.data().join("environments").join(&key).join("lockfile").is_file(), "{key} is half made");
        }
        let known = pia.ended(wire, &task).unwrap();
        match told {
            Ok(told) => assert_eq!(known["code"], told["code"], "it was told: {told}"),
            Err(_) => interrupted += 1,
        }
        if known["code"] == 0 {
            served = package;
        } else {
            assert!(known["error"].as_str().unwrap().contains("stopped"), "{known}");
        }
        pia.is_served(wire, served);

        let begun = Instant::now();
        let again = pia.deploy(wire, &bundle);
        let ended = pia.ended(wire, &again).unwrap();
        assert_eq!(ended["code"], 0, "{ended}");
        length = begun.elapsed();
        served = package;
        pia.is_served(wire, served);
        running.stop();
    }
    eprintln!("{interrupted} of {} deploys were interrupted; the last took {length:?}", others.len());
    assert!(interrupted >= others.len() / 2, "the kills came too late");
}
