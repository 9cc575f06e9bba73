//! Starting: what it says, and what it says when it cannot.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;

use super::program::{Home, PASSWORD, Running, finished};
use super::wire::status_of;

#[test]
fn a_free_port_is_picked_and_told() {
    let home = Home::with_people();
    let running = home.serve();
    assert!(running.url.starts_with("http://localhost:") && running.port() != 0, "{}", running.url);
    running.wire().get("/__ping__", &[]).expect(200);
    let settings = running.wire().get("/__api__/server_settings", &[]).expect(200).json();
    assert_eq!(settings["hostname"], running.url);
}

#[test]
fn a_second_server_on_the_same_folder_is_refused() {
    let home = Home::with_people();
    let running = home.serve();
    home.run(&["serve", "--listen", "127.0.0.1:0"]).refused("is in use by another claviger");
    running.wire().get("/__ping__", &[]).expect(200);
}

#[test]
fn a_taken_port_is_told() {
    let home = Home::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let words = home.run(&["serve", "--listen", &address]).refused("is in use by another program");
    assert!(words.contains(&address) && words.contains("--listen"), "{words}");
}

#[test]
fn a_broken_configuration_is_told_with_all_its_problems_and_without_its_secrets() {
    let home = Home::new();
    let file = home.beside("broken.toml");
    let text = "[server]\nlisten = \"here\"\nurl = \"ftp://x\"\ntrusted_proxies = [\"me\"]\nport = 1\n\
                [database]\nurl = \"mysql://u:hunter2@x\"\n";
    fs::write(&file, text).unwrap();
    for action in [&["serve"][..], &["user", "list"], &["check"]] {
        let arguments = [&["--config", file.to_str().unwrap()], action].concat();
        let words = home.run(&arguments).refused("The configuration has problems:");
        for problem in ["server.listen", "server.url", "\"me\"", "server.port is not a setting", "database.url"] {
            assert!(words.contains(problem), "{problem} in {words}");
        }
        assert!(!words.contains("hunter2"), "{words}");
    }
    fs::write(&file, "[database]\nurl = \"hunter2\nnonsense").unwrap();
    let words = home.run(&["--config", file.to_str().unwrap(), "check"]).refused("is not valid TOML");
    assert!(!words.contains("hunter2"), "{words}");
    home.run(&["--config", "/nowhere/claviger.toml", "check"]).refused("/nowhere/claviger.toml cannot be read");
}

#[test]
fn a_level_that_is_none_and_a_public_address_without_a_url_are_told() {
    let home = Home::new();
    let mut command = home.program(&["serve", "--listen", "127.0.0.1:0"]);
    command.env("CLAVIGER_LOG_LEVEL", "[[[");
    finished(command, "").refused("log.level");
    home.run(&["serve", "--listen", "0.0.0.0:0"]).refused("server.url is missing");
}

#[test]
fn a_missing_pepper_beside_keys_stops_the_start_and_is_never_replaced() {
    let home = Home::with_people();
    let key = home.key("vic");
    let (pepper, away) = (home.data().join("pepper"), home.beside("pepper"));
    fs::rename(&pepper, &away).unwrap();
    for action in [&["serve", "--listen", "127.0.0.1:0"][..], &["user", "list"], &["check"]] {
        let words = home.run(action).refused("The pepper that the API keys were digested with is missing");
        assert!(words.contains("backup") && words.contains(pepper.to_str().unwrap()), "{words}");
    }
    assert!(!pepper.exists());
    fs::write(&pepper, "").unwrap();
    home.run(&["serve", "--listen", "127.0.0.1:0"]).refused("it is empty");
    fs::write(&pepper, format!("{}\n", "00".repeat(32))).unwrap();
    home.run(&["serve", "--listen", "127.0.0.1:0"])
        .refused("The pepper that the API keys were digested with is missing");
    fs::rename(&away, &pepper).unwrap();
    assert_eq!(status_of(&mut home.serve().wire(), &key), 200);
}

#[test]
fn a_database_that_is_none_is_told() {
    let home = Home::new();
    fs::create_dir_all(home.data()).unwrap();
    fs::set_permissions(home.data(), fs::Permissions::from_mode(0o700)).unwrap();
    fs::write(home.data().join("claviger.db"), "this is no database, and long enough to be looked at ".repeat(100))
        .unwrap();
    home.run(&["serve", "--listen", "127.0.0.1:0"]).refused("The database cannot be opened");
}

#[test]
fn the_printed_default_configuration_is_taken() {
    let home = Home::new();
    let file = home.beside("default.toml");
    fs::write(&file, home.run(&["config", "print-default"]).good()).unwrap();
    let file = file.to_str().unwrap().to_owned();
    home.run(&["--config", &file, "migrate"]).good();
    home.run(&["--config", &file, "check"]).good();
}

#[test]
fn the_environment_counts_and_flags_count_more() {
    let home = Home::with_people();
    let environment = [
        ("CLAVIGER_SERVER_URL", "http://env.test"),
        ("CLAVIGER_SERVER_LISTEN", "127.0.0.1:1"),
        ("CLAVIGER_CONTENT_URL", "http://content.test"),
    ];
    let mut command = home.program(&["serve", "--listen", "127.0.0.1:0", "--url", "http://flag.test"]);
    command.envs(environment);
    let running = Running::start(command);
    assert_eq!(running.url, "http://flag.test");
}

#[test]
fn a_first_start_needs_nothing_and_makes_all() {
    let home = Home::new();
    let running = home.serve();
    assert!(running.line().contains("the link is in"));
    for file in ["claviger.db", "pepper", "form-secret", "socket", "lock", "setup-link"] {
        assert!(home.data().join(file).exists(), "{file}");
    }
    let arguments = ["user", "add", "ada", "--role", "administrator", "--password-stdin"];
    home.run_with(&arguments, PASSWORD).good();
    assert_eq!(status_of(&mut running.wire(), &home.key("ada")), 200);
}
