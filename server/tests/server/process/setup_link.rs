//! The set-up link: on the terminal, or in a file that only its owner reads; never in a log.

use std::fs;
use std::os::unix::fs::MetadataExt as _;

use super::program::{Home, PASSWORD};
use super::wire::Browser;

#[test]
fn it_is_printed_on_wish_and_makes_the_first_administrator() {
    let home = Home::new();
    let running = home.serve_with(&["--show-setup-link"], &[("CLAVIGER_LOG_LEVEL", "trace")]);
    let line = running.line();
    let link = line.strip_prefix("Set it up within 24 hours: ").unwrap_or_else(|| panic!("{line}"));
    let path = link.strip_prefix(running.url.as_str()).unwrap();
    let token = path.split_once("token=").unwrap().1;
    let mut browser = Browser { wire: running.wire(), cookies: Vec::new() };
    let page = browser.get(path).expect(200);
    let fields = [("token", token), ("username", "ada"), ("email", ""), ("password", PASSWORD)];
    browser.post("/connect/setup", &page.csrf(), &fields).expect(303);
    browser.get("/connect/").expect(200);
    browser.get(path).expect(403);
    assert!(!home.data().join("setup-link").exists());
    let (out, err) = running.stop();
    assert!(!err.contains(token), "the link is in the log");
    assert_eq!(out.matches(token).count(), 1);
}

#[test]
fn without_a_terminal_it_is_in_a_file_for_its_owner() {
    let home = Home::new();
    let running = home.serve_with(&[], &[("CLAVIGER_LOG_LEVEL", "trace")]);
    let line = running.line();
    let file = home.data().join("setup-link");
    assert!(line.contains(&file.canonicalize().unwrap().display().to_string()), "{line}");
    assert_eq!(fs::metadata(&file).unwrap().mode() & 0o777, 0o600);
    let link = fs::read_to_string(&file).unwrap();
    let path = link.trim().strip_prefix(running.url.as_str()).unwrap().to_owned();
    running.wire().get(&path, &[]).expect(200);
    running.wire().get(&format!("{path}x"), &[]).expect(403);
    let (out, err) = running.stop();
    let token = path.split_once("token=").unwrap().1;
    assert!(!err.contains(token) && !out.contains(token));
    assert!(!file.exists(), "it is taken away at the end");
}

#[test]
fn it_is_new_at_each_start_and_none_comes_once_there_is_an_account() {
    let home = Home::new();
    let first = home.serve_with(&["--show-setup-link"], &[]);
    let old = first.line().split_once("http").unwrap().1.split_once("/connect").unwrap().1.to_owned();
    first.stop();
    let second = home.serve_with(&["--show-setup-link"], &[]);
    second.wire().get(&format!("/connect{old}"), &[]).expect(403);
    second.stop();
    home.add_user("ada", "administrator");
    let (out, _) = home.serve_with(&["--show-setup-link"], &[]).stop();
    assert!(!out.contains("Set it up"), "{out}");
}
