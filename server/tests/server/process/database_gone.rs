//! PostgreSQL goes away in the middle of a deploy: the task ends and says why, what is served is whole, and all goes on
//! when it is back.
//!
//! The way to the database is cut at a statement, so that each step of a deploy is met.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::fs::DirBuilderExt as _;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Value, json};

use super::archive::archive;
use super::program::{Home, Running, finished};
use super::wire::Reply;

/// The way to the database, which can be cut.
#[derive(Clone)]
struct Way(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    cut: bool,
    /// The texts of statements that have to pass before the way is cut at the last of them.
    until: Vec<&'static str>,
    /// Whether the last one still reaches the database, and only the answer is lost.
    after: bool,
    /// The last one has passed.
    last: bool,
    streams: Vec<TcpStream>,
}

impl Way {
    /// A way to the database at this address, and the port where it begins.
    fn to(address: String) -> (Self, u16) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let way = Self(Arc::default());
        let here = way.clone();
        thread::spawn(move || {
            for near in listener.incoming().map_while(Result::ok) {
                // What is cut lets nobody in: the connection is dropped.
                if !here.is_cut()
                    && let Ok(far) = TcpStream::connect(&address)
                {
                    here.join(&near, &far).unwrap();
                }
            }
        });
        (way, port)
    }

    fn join(&self, near: &TcpStream, far: &TcpStream) -> io::Result<()> {
        self.0.lock().unwrap().streams.extend([near.try_clone()?, far.try_clone()?]);
        for (from, to, asking) in [(near, far, true), (far, near, false)] {
            let (way, mut from, mut to) = (self.clone(), from.try_clone()?, to.try_clone()?);
            thread::spawn(move || {
                let mut buffer = vec![0; 64 * 1024];
                while let Ok(read @ 1..) = from.read(&mut buffer) {
                    if !way.lets_through(&buffer[..read], asking) || to.write_all(&buffer[..read]).is_err() {
                        break;
                    }
                }
                // The other end may be closed already.
                drop((from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both)));
            });
        }
        Ok(())
    }

    fn lets_through(&self, bytes: &[u8], asking: bool) -> bool {
        let mut state = self.0.lock().unwrap();
        if asking
            && let Some(text) = state.until.first()
            && bytes.windows(text.len()).any(|window| window == text.as_bytes())
        {
            state.until.remove(0);
            state.last = state.until.is_empty();
        }
        if state.last && !state.cut && (!state.after || !asking) {
            state.cut = true;
            for stream in state.streams.drain(..) {
                // It may be closed already.
                drop(stream.shutdown(Shutdown::Both));
            }
        }
        !state.cut
    }

    fn cut_at(&self, until: &[&'static str], after: bool) {
        let mut state = self.0.lock().unwrap();
        (state.until, state.after) = (until.to_vec(), after);
    }

    fn is_cut(&self) -> bool {
        self.0.lock().unwrap().cut
    }

    fn mend(&self) {
        let mut state = self.0.lock().unwrap();
        (state.cut, state.last) = (false, false);
    }
}

/// A database of one's own on the server that the tests have, and a home whose way to it can be cut.
#[expect(clippy::disallowed_methods, reason = "the one place where tests of the program are told of PostgreSQL")]
fn home() -> (Home, Way) {
    let server = std::env::var("TEST_POSTGRES_URL");
    let server = server.expect("TEST_POSTGRES_URL is not set: run by scripts/with-postgres, as `make test` does");
    let name = format!("test_{}", uuid::Uuid::new_v4().simple());
    let mut create = Command::new("psql");
    create.args([&server, "--quiet", "--command", &format!("CREATE DATABASE {name} TEMPLATE template0")]);
    create.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    finished(create, "").good();
    let address = server.rsplit_once('@').unwrap().1.split_once('/').unwrap().0.to_owned();
    let (way, port) = Way::to(address);
    let home = Home::new();
    fs::DirBuilder::new().mode(0o700).create(home.data()).unwrap();
    let settings = format!("[database]\nurl = \"postgres://postgres@127.0.0.1:{port}/{name}\"\n");
    fs::write(home.data().join("claviger.toml"), settings).unwrap();
    home.add_user("pia", "publisher");
    (home, way)
}

struct Item<'a> {
    running: &'a Running,
    header: String,
    guid: String,
}

impl Item<'_> {
    fn ask(&self, method: &str, path: &str, body: impl AsRef<[u8]>) -> Reply {
        self.running.wire().ask(method, path, &[("authorization", &self.header)], body)
    }

    fn upload(&self, text: &str) -> String {
        let path = format!("/__api__/v1/content/{}/bundles", self.guid);
        let uploaded = self.ask("POST", &path, archive([("index.html", text)])).expect(200);
        uploaded.json()["id"].as_str().unwrap().to_owned()
    }

    fn deploy(&self, bundle: &str) -> Reply {
        let path = format!("/__api__/v1/content/{}/deploy", self.guid);
        self.ask("POST", &path, json!({ "bundle_id": bundle }).to_string())
    }

    fn ended(&self, begun: &Value) -> Value {
        let path = format!("/__api__/v1/tasks/{}?wait=20", begun["task_id"].as_str().unwrap());
        let mut task = self.ask("GET", &path, "").expect(200).json();
        while task["finished"] == false {
            task = self.ask("GET", &format!("{path}&first={}", task["last"]), "").expect(200).json();
        }
        task
    }

    fn served(&self) -> String {
        self.ask("GET", &format!("/content/{}/", self.guid), "").expect(200).body
    }
}

#[test]
fn a_deploy_that_loses_its_database_fails_in_words_and_goes_well_when_it_is_back() {
    let (home, way) = home();
    let header = format!("Key {}", home.key("pia"));
    let running = home.serve();
    let made =
        running.wire().ask("POST", "/__api__/v1/content", &[("authorization", &header)], "{\"name\":\"report\"}");
    let guid = made.expect(200).json()["guid"].as_str().unwrap().to_owned();
    let item = Item { running: &running, header: header.clone(), guid: guid.clone() };
    assert_eq!(item.ended(&item.deploy(&item.upload("old")).expect(202).json())["code"], 0);
    running.stop();
    // At which statement, whether only its answer is lost, and whether the new version is served afterwards.
    let (begin, build, serve, end) =
        (r#"INSERT INTO "tasks""#, r#"UPDATE "bundles""#, r#"UPDATE "content""#, r#"UPDATE "tasks""#);
    let cases = [
        (&[begin][..], false, false),
        (&[build], false, false),
        (&[serve], false, false),
        (&[serve, "COMMIT"], false, false),
        (&[serve, "COMMIT"], true, true),
        (&[end], false, true),
    ];
    for (until, after, new_is_served) in cases {
        let case = format!("cut at {until:?}, {after}");
        // A server that has asked nothing yet sends each statement in full.
        let running = home.serve();
        let item = Item { running: &running, header: header.clone(), guid: guid.clone() };
        let (old, new) = (item.served(), case.clone());
        let bundle = item.upload(&new);
        way.cut_at(until, after);
        let begun = item.deploy(&bundle);
        if begun.status == 202 {
            let task = item.ended(&begun.json());
            let words = task["error"].as_str().unwrap();
            assert!(way.is_cut(), "{case}: {task}");
            // The answer of the last statement is only for the record.
            assert_eq!(task["code"], i32::from(until != [end]), "{case}: {task}");
            assert!(until == [end] || words.contains("The database does not answer."), "{case}: {task}");
        } else {
            assert_eq!(begun.status, 503, "{case}: {} {}", begun.body, running.messages());
            let refused = begun.json();
            assert!(refused["error"].as_str().unwrap().contains("The database does not answer."), "{refused}");
        }
        let refused = item.ask("GET", "/__api__/v1/content", "");
        assert_eq!(refused.status, 503, "{case}: {} {}", refused.body, running.messages());
        let refused = refused.json();
        assert_eq!(refused["code"], 1, "{refused}");
        assert!(refused["error"].as_str().unwrap().contains("The database does not answer."), "{refused}");

        way.mend();
        assert_eq!(item.served(), if new_is_served { new.clone() } else { old }, "{case}");
        assert_eq!(item.ended(&item.deploy(&bundle).expect(202).json())["code"], 0, "{case}");
        assert_eq!(item.served(), new, "{case}");
        running.stop();
    }
}

#[test]
fn an_upload_that_loses_its_database_leaves_nothing_or_all_of_it() {
    let (home, way) = home();
    let header = format!("Key {}", home.key("pia"));
    let mut running = home.serve();
    let made =
        running.wire().ask("POST", "/__api__/v1/content", &[("authorization", &header)], "{\"name\":\"report\"}");
    let guid = made.expect(200).json()["guid"].as_str().unwrap().to_owned();
    for (until, after, is_there) in [
        (&[r#"INSERT INTO "bundles""#][..], false, false),
        (&[r#"INSERT INTO "bundles""#, "COMMIT"], false, false),
        (&[r#"INSERT INTO "bundles""#, "COMMIT"], true, true),
    ] {
        running.stop();
        running = home.serve();
        let item = Item { running: &running, header: header.clone(), guid: guid.clone() };
        let path = format!("/__api__/v1/content/{guid}/bundles");
        let before = item.ask("GET", &path, "").expect(200).json().as_array().unwrap().len();
        way.cut_at(until, after);
        let refused = item.ask("POST", &path, archive([("index.html", "x")])).expect(503).json();
        assert!(refused["error"].as_str().unwrap().contains("The database does not answer."), "{refused}");
        way.mend();
        running.stop();
        // Whoever starts next knows what became of it.
        running = home.serve();
        let item = Item { running: &running, header: header.clone(), guid: guid.clone() };
        let listed = item.ask("GET", &path, "").expect(200).json();
        let listed = listed.as_array().unwrap();
        assert_eq!(listed.len(), before + usize::from(is_there), "{until:?} {after}");
        for bundle in listed {
            item.ask("GET", &format!("{path}/{}/download", bundle["id"].as_str().unwrap()), "").expect(200);
        }
        let count = |folder: &str| fs::read_dir(home.data().join(folder)).unwrap().count();
        assert_eq!(
            (count("bundles"), count("incoming"), count("set-aside")),
            (listed.len(), 0, 0),
            "{until:?} {after}"
        );
    }
}
