//! Requests that two parsers could read in two ways (ASVS 5.0 4.2.1; RFC 9112, section 11).
//!
//! Each case goes over a connection of its own with a good request behind it, and names in its bytes a request that must
//! not come to be. Whatever the server makes of it, the program sees as many requests as were answered by it, each
//! with the path and the body that the server read, in a form that can be read in one way alone.

mod corpus;

use serde_json::Value;

use self::corpus::{CORPUS, Case, Fate};
use super::caller::Reply;
use super::house::House;

/// Ends every wait for more: no request, no chunk and no length goes on like this.
const END: &str = "\r\n\r\n\u{1}\r\n\r\n";

/// The bytes of a case, with addresses, host and key put in.
fn bytes(house: &House, case: &Case) -> Vec<u8> {
    let host = format!("localhost:{}", house.running.port());
    let key = format!("Authorization: Key {}", house.key);
    let good =
        format!("GET {} HTTP/1.1\r\nHost: {host}\r\n{key}\r\n\r\n", house.vault.at(&format!("/{}.good", case.name)));
    let filled = case
        .bytes
        .replace("{case}", &house.vault.at(&format!("/{}.case", case.name)))
        .replace("{smuggled}", &house.vault.at(&format!("/{}.smuggled", case.name)))
        .replace("{host}", &host)
        .replace("{key}", &key);
    format!("{filled}{good}{}", END.repeat(20)).into_bytes()
}

/// All answers on a connection until the server has had enough.
fn answers(house: &House, bytes: &[u8]) -> Vec<Reply> {
    let mut caller = house.caller();
    // It may have enough before it has read all.
    drop(caller.send(bytes));
    let mut answers = Vec::new();
    loop {
        match caller.reply("GET") {
            Ok(answer) => answers.push(answer),
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => panic!("the server waits for more"),
            Err(_) => return answers,
        }
    }
}

/// What is wrong with the fate of a case.
fn wrong(house: &House, case: &Case) -> Option<String> {
    let answers = answers(house, &bytes(house, case));
    let seen = house.seen(&house.vault, &format!("{}.", case.name));
    let by_program: Vec<&str> = answers.iter().flat_map(|answer| answer.all("x-mirror")).collect();
    let targets: Vec<&str> = seen.iter().map(|record| record["target"].as_str().unwrap()).collect();
    let sound = |record: &Value| {
        record["ambiguous"] == false && record["beyond"] == "" && record["trailers"] == serde_json::json!([])
    };
    let case_seen = seen.iter().find(|record| record["target"] == format!("/{}.case", case.name));
    let body = case_seen.map(|record| record["body"].as_str().unwrap());
    let wished = match case.fate {
        Fate::Refused => None,
        Fate::Taken(body) => Some(body.replace("{smuggled}", &house.vault.at(&format!("/{}.smuggled", case.name)))),
    };
    let told = || {
        let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        format!("{}: answered {statuses:?} {by_program:?}, seen {seen:#?}", case.name)
    };
    let smuggled = targets.iter().any(|target| target.contains(".smuggled"));
    let refused = answers.first().is_none_or(|answer| (400..500).contains(&answer.status));
    let fine = by_program == targets
        && !smuggled
        && seen.iter().all(sound)
        && body == wished.as_deref()
        && refused == wished.is_none();
    (!fine).then(told)
}

#[test]
fn no_request_hides_in_another() {
    let house = House::shared();
    let wrong: Vec<String> = CORPUS.iter().filter_map(|case| wrong(&house, case)).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), CORPUS.len(), wrong.join("\n"));
}

#[test]
fn requests_behind_each_other_are_each_asked_for_their_own_key() {
    let house = House::shared();
    let with = |name: &str| house.ask("GET", &house.vault.at(&format!("/pipelined-{name}"))).bytes();
    let without = house.ask_as_anyone("GET", &house.vault.at("/pipelined-nobody")).bytes();
    let all = [with("one"), without.clone(), with("two"), without, END.into()].concat();
    let statuses: Vec<u16> = answers(&house, &all).iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [200, 401, 200, 401, 400]);
    let seen = house.seen(&house.vault, "pipelined-");
    let targets: Vec<&str> = seen.iter().map(|record| record["target"].as_str().unwrap()).collect();
    assert_eq!(targets, ["/pipelined-one", "/pipelined-two"]);
}

#[test]
fn the_body_of_a_refused_request_is_never_a_request() {
    let house = House::shared();
    let inner = house.ask("GET", &house.vault.at("/inner-smuggled")).bytes();
    let target = house.vault.at("/inner-case");
    for outer in [
        house.ask_as_anyone("POST", &target).body(&inner),
        house.ask_as_anyone("POST", &target).chunks(&[&inner]),
        house.ask_as_anyone("POST", &target).header("Authorization", "Key wrong").body(&inner),
        house.ask_as_anyone("POST", &target).header("Expect", "100-continue").body(&inner),
        house.ask("TRACE", &target).body(&inner),
        house.ask("POST", "/content/999999/inner-case").body(&inner),
    ] {
        let answers = answers(&house, &[&outer.bytes(), END.as_bytes()].concat());
        assert!(!answers.is_empty());
        assert!(answers.iter().all(|answer| matches!(answer.status, 400..=405)), "{answers:?}");
        assert_eq!(house.seen(&house.vault, "inner-"), [Value::Null; 0]);
    }
}
