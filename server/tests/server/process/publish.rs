//! `claviger publish`

use std::fs;

use serde_json::Value;

use super::program::{Home, Running};

fn publish(home: &Home, path: &str, more: &[&str]) -> Value {
    let path = home.beside(path);
    let out = home.run(&[&["publish", path.to_str().unwrap()], more].concat()).good();
    serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}"))
}

fn site(home: &Home, text: &str) {
    fs::create_dir_all(home.beside("site/sub")).unwrap();
    fs::write(home.beside("site/index.html"), text).unwrap();
    fs::write(home.beside("site/sub/data.csv"), "a,b\n").unwrap();
}

fn fetched(running: &Running, path: &str, key: &str) -> (u16, String) {
    let reply = running.wire().get(path, &[("authorization", &format!("Key {key}"))]);
    (reply.status, reply.body)
}

#[test]
fn a_plot_is_published_and_downloaded_with_a_key() {
    let home = Home::with_people();
    fs::write(home.beside("target.html"), "<p>The plot</p>").unwrap();
    let running = home.serve();
    let made = publish(&home, "target.html", &["--name", "plot", "--title", "The plot", "--user", "pia"]);
    let (id, guid) = (made["id"].as_str().unwrap(), made["guid"].as_str().unwrap());
    assert_eq!(made["content_url"], format!("{}/content/{guid}/", running.url));
    let key = home.key("pia");
    for path in [format!("/content/{id}/target.html"), format!("/content/{guid}/")] {
        assert_eq!(fetched(&running, &path, &key), (200, "<p>The plot</p>".to_owned()));
    }
    assert_eq!(fetched(&running, &format!("/content/{id}/"), &home.key("vic")).0, 404);
}

#[test]
fn the_same_user_and_name_is_a_new_version_served_at_once() {
    let home = Home::with_people();
    let running = home.serve();
    let (key, arguments) = (home.key("vic"), ["--name", "site", "--access", "acl", "--allow", "vic", "--user", "pia"]);
    site(&home, "old");
    let first = publish(&home, "site", &arguments);
    let path = format!("/content/{}/", first["id"].as_str().unwrap());
    assert_eq!(fetched(&running, &path, &key), (200, "old".to_owned()));
    site(&home, "new");
    let second = publish(&home, "site", &arguments);
    assert_eq!((&first["id"], &first["guid"]), (&second["id"], &second["guid"]));
    assert_eq!(fetched(&running, &path, &key), (200, "new".to_owned()));
    assert_eq!(fetched(&running, &format!("{path}sub/data.csv"), &key), (200, "a,b\n".to_owned()));
}

#[test]
fn what_was_published_on_a_stopped_server_is_served_when_it_runs() {
    let home = Home::with_people();
    site(&home, "here");
    let made = publish(&home, "site", &["--name", "site", "--access", "all", "--user", "pia"]);
    let running = home.serve();
    let path = format!("/content/{}/", made["guid"].as_str().unwrap());
    assert_eq!(running.wire().get(&path, &[]).expect(200).body, "here");
}

#[test]
fn viewers_and_mistakes_are_refused_in_words() {
    let home = Home::with_people();
    let running = home.serve();
    site(&home, "x");
    fs::create_dir(home.beside("empty")).unwrap();
    fs::create_dir(home.beside("linked")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", home.beside("linked/index.html")).unwrap();
    fs::create_dir(home.beside("pages")).unwrap();
    fs::write(home.beside("pages/a.html"), "").unwrap();
    fs::write(home.beside("pages/b.html"), "").unwrap();
    fs::write(home.beside("broken.tar.gz"), "no archive").unwrap();
    for (path, more, words) in [
        ("site", &["--name", "site", "--user", "vic"][..], "vic is a viewer, and viewers cannot publish."),
        ("site", &["--name", "x", "--user", "pia"], "A name has 3 to 64"),
        ("site", &["--name", "site", "--user", "nobody"], "There is no account named nobody."),
        ("site", &["--name", "site", "--user", "pia", "--allow", "nobody"], "There is no account named nobody."),
        ("site", &["--name", "site", "--user", "pia", "--access", "all", "--allow", "vic"], "access acl"),
        ("site", &["--name", "site", "--user", "vic", "--title", "x"], "vic is a viewer"),
        ("nothing", &["--name", "site", "--user", "pia"], "There is nothing at"),
        ("empty", &["--name", "site", "--user", "pia"], "is empty."),
        ("linked", &["--name", "site", "--user", "pia"], "is a link"),
        ("pages", &["--name", "site", "--user", "pia"], "index.html"),
        ("broken.tar.gz", &["--name", "site", "--user", "pia"], "The archive cannot be read"),
    ] {
        let path = home.beside(path);
        home.run(&[&["publish", path.to_str().unwrap()], more].concat()).refused(words);
    }
    for folder in ["incoming", "bundles", "unpacked"] {
        let left: Vec<_> = fs::read_dir(home.data().join(folder)).unwrap().collect();
        assert!(left.is_empty(), "{left:?} stayed in {folder}");
    }
    running.stop();
}
