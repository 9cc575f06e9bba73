//! The commands, on a stopped server and through the socket of a running one.

use super::program::{Home, PASSWORD, Running};
use super::wire::{Browser, status_of};

/// Does something on a stopped server, and on a running one.
fn on_both(test: impl Fn(&Home, Option<&Running>)) {
    let stopped = Home::with_people();
    test(&stopped, None);
    let running = Home::with_people();
    let server = running.serve();
    test(&running, Some(&server));
}

/// The server to ask: the one that runs, or one that is started now.
fn asked<R>(home: &Home, running: Option<&Running>, ask: impl Fn(&Running) -> R) -> R {
    match running {
        Some(running) => ask(running),
        None => ask(&home.serve()),
    }
}

#[test]
fn accounts_are_added_and_listed() {
    on_both(|home, running| {
        let arguments =
            ["user", "add", "grace", "--role", "publisher", "--email", "grace@example.com", "--password-stdin"];
        // One line break at the end is dropped, with or without a carriage return.
        let out = home.run_with(&arguments, &format!("{PASSWORD}\r\n")).good();
        assert!(out.starts_with("grace ") && out.trim_end().len() == "grace ".len() + 36, "{out}");
        let list = home.run(&["user", "list"]).good();
        let line = list.lines().find(|line| line.starts_with("grace")).unwrap_or_else(|| panic!("{list}"));
        for part in ["publisher", "active", "grace@example.com"] {
            assert!(line.contains(part), "{line}");
        }
        assert_eq!(list.lines().count(), 4);
        asked(home, running, |server| drop(Browser::sign_in(server.wire(), "grace", PASSWORD)));
    });
}

#[test]
fn mistakes_get_a_sentence() {
    on_both(|home, _| {
        let add = |name: &str, password: &str| {
            home.run_with(&["user", "add", name, "--role", "viewer", "--password-stdin"], password)
        };
        add("VIC", PASSWORD).refused("This username is taken.");
        add("two words", PASSWORD).refused("A username has 1 to 64 letters");
        add("new", "short").refused("at least 8 characters");
        add("new", "password").refused("too easy to guess");
        add("new", "").refused("at least 8 characters");
        home.run(&["user", "lock", "nobody"]).refused("There is no account named nobody.");
        home.run(&["user", "lock", "ada"]).refused("the only administrator");
        home.run(&["user", "role", "ada", "viewer"]).refused("the only administrator");
        home.run(&["key", "create", "--user", "nobody", "--name", "x"]).refused("There is no account named nobody.");
        home.run(&["key", "create", "--user", "vic", "--name", " "]).refused("Give the key a name");
        let above = ["key", "create", "--user", "vic", "--name", "x", "--role", "publisher"];
        home.run(&above).refused("not above the account's");
    });
    let home = Home::new();
    for arguments in [
        &["user", "role", "vic", "root"][..],
        &["key", "create", "--user", "vic", "--name", "x", "--expires-in", "soon"],
        &["user", "add", "x", "--role", "viewer"],
        &["nonsense"],
        &[],
    ] {
        let done = home.run(arguments);
        assert_eq!((done.status.code(), done.out.as_str()), (Some(2), ""), "{arguments:?}: {}", done.err);
        assert!(done.err.contains("Usage") || done.err.contains("error:"), "{}", done.err);
    }
}

#[test]
fn a_key_is_printed_alone_and_works() {
    on_both(|home, running| {
        let arguments = ["key", "create", "--user", "pia", "--name", "tool", "--role", "viewer", "--expires-in", "90d"];
        let out = home.run(&arguments).good();
        let key = out.strip_suffix('\n').unwrap();
        assert!(domain::plausible_key(key), "{out:?}");
        asked(home, running, |server| {
            let mut wire = server.wire();
            let user = wire.get("/__api__/v1/user", &[("authorization", &format!("Key {key}"))]).expect(200).json();
            assert_eq!((user["username"].as_str(), user["user_role"].as_str()), (Some("pia"), Some("viewer")));
        });
    });
}

#[test]
fn locking_acts_at_once_and_unlocking_too() {
    let home = Home::with_people();
    let (server, key) = (home.serve(), home.key("vic"));
    let mut wire = server.wire();
    let mut browser = Browser::sign_in(server.wire(), "vic", PASSWORD);
    assert_eq!(status_of(&mut wire, &key), 200);
    assert_eq!(home.run(&["user", "lock", "vic"]).good(), "");
    assert_eq!(status_of(&mut wire, &key), 401);
    browser.get("/connect/").expect(303);
    assert!(home.run(&["user", "list"]).good().lines().any(|line| line.starts_with("vic") && line.contains("locked")));
    home.run(&["key", "create", "--user", "vic", "--name", "x"]).refused("is locked");
    home.run(&["user", "unlock", "vic"]).good();
    assert_eq!(status_of(&mut wire, &key), 200);
    browser.get("/connect/").expect(303);
}

#[test]
fn a_lock_on_a_stopped_server_holds_when_it_runs_again() {
    let home = Home::with_people();
    let key = home.key("vic");
    home.run(&["user", "lock", "vic"]).good();
    assert_eq!(status_of(&mut home.serve().wire(), &key), 401);
}

#[test]
fn a_role_acts_at_once() {
    let home = Home::with_people();
    let (server, key) = (home.serve(), home.key("pia"));
    let mut wire = server.wire();
    let mut role = || {
        let header = format!("Key {key}");
        wire.get("/__api__/v1/user", &[("authorization", &header)]).expect(200).json()["user_role"].clone()
    };
    assert_eq!(role(), "publisher");
    home.run(&["user", "role", "pia", "viewer"]).good();
    assert_eq!(role(), "viewer");
    home.run(&["user", "role", "pia", "administrator"]).good();
    assert_eq!(role(), "publisher", "a key keeps its own role as the most it may do");
}

#[test]
fn a_new_password_signs_out_everywhere() {
    let home = Home::with_people();
    let server = home.serve();
    let mut browser = Browser::sign_in(server.wire(), "vic", PASSWORD);
    home.run_with(&["user", "password", "vic", "--password-stdin"], "another set of words\n").good();
    browser.get("/connect/").expect(303);
    Browser::sign_in(server.wire(), "vic", "another set of words");
    home.run_with(&["user", "password", "vic", "--password-stdin"], "short").refused("at least 8 characters");
}

#[test]
fn check_and_migrate_say_what_they_found() {
    on_both(|home, _| {
        assert!(home.run(&["migrate"]).good().contains("up to date"));
        let found = home.run(&["check"]).good();
        assert!(found.contains("SQLite") && found.contains("Storage"), "{found}");
    });
}
