//! Requests that are held open with a byte missing: they are done with the rights of the moment at which they are whole.

use super::program::{Home, PASSWORD};
use super::wire::{Browser, status_of};

const BODY: &str = "{\"name\":\"late\"}";

#[test]
fn a_key_that_dies_meanwhile_makes_nothing() {
    let home = Home::with_people();
    let (running, judge, doomed) = (home.serve(), home.key("vic"), home.key("vic"));
    let (header, judge_header) = (format!("Key {doomed}"), format!("Key {judge}"));
    let mut wire = running.wire();
    let guid = wire.get("/__api__/v1/user", &[("authorization", &judge_header)]).expect(200).json()["guid"].clone();
    let keys = format!("/__api__/v1/users/{}/keys", guid.as_str().unwrap());

    let mut held: Vec<_> = (0..5).map(|_| running.wire()).collect();
    for wire in &mut held {
        wire.send("POST", &keys, &[("authorization", &header)], BODY.len(), &BODY[..BODY.len() - 1]).unwrap();
    }
    assert_eq!(status_of(&mut running.wire(), &doomed), 200);
    let listed = wire.get(&keys, &[("authorization", &judge_header)]).expect(200).json();
    let id =
        listed.as_array().unwrap().iter().find(|key| doomed.ends_with(key["key"].as_str().unwrap())).unwrap()["id"]
            .clone();
    wire.ask("DELETE", &format!("{keys}/{}", id.as_str().unwrap()), &[("authorization", &judge_header)], "")
        .expect(204);
    for wire in &mut held {
        wire.send_on(&BODY[BODY.len() - 1..]).unwrap();
        wire.receive("POST").unwrap().expect(401);
    }
    let listed = wire.get(&keys, &[("authorization", &judge_header)]).expect(200).json();
    assert_eq!(listed.as_array().unwrap().len(), 1, "{listed}");
}

#[test]
fn a_picture_of_who_is_locked_meanwhile_is_not_kept() {
    let home = Home::with_people();
    let (running, key) = (home.serve(), home.key("pia"));
    let header = format!("Key {key}");
    let by = [("authorization", header.as_str())];
    let made = running.wire().ask("POST", "/__api__/v1/content", &by, "{\"name\":\"plot\"}").expect(200).json();
    let place = format!("/__api__/v1/content/{}/thumbnail", made["guid"].as_str().unwrap());
    let picture = "GIF89a and so on";
    let mut held = running.wire();
    held.send("PUT", &place, &by, picture.len(), &picture[..picture.len() - 1]).unwrap();
    assert_eq!(status_of(&mut running.wire(), &key), 200);
    home.run(&["user", "lock", "pia"]).good();
    held.send_on(&picture[picture.len() - 1..]).unwrap();
    held.receive("PUT").unwrap().expect(401);
    // Strangers are answered before they have sent it.
    let mut stranger = running.wire();
    stranger.send("PUT", &place, &[], 10_000_000, "").unwrap();
    stranger.receive("PUT").unwrap().expect(401);
}

#[test]
fn a_session_that_ends_meanwhile_makes_nothing() {
    let home = Home::with_people();
    let running = home.serve();
    let mut browser = Browser::sign_in(running.wire(), "vic", PASSWORD);
    let page = browser.get("/connect/keys/new").expect(200);
    let body = format!("csrf={}&name=late&role=viewer&expiry=30", page.csrf());
    let cookies: Vec<String> = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let headers = [
        ("cookie", cookies.join("; ")),
        ("sec-fetch-site", "same-origin".to_owned()),
        ("content-type", "application/x-www-form-urlencoded".to_owned()),
    ];
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut held = running.wire();
    held.send("POST", "/connect/keys", &headers, body.len(), &body[..body.len() - 1]).unwrap();
    browser.get("/connect/keys").expect(200);
    home.run(&["user", "lock", "vic"]).good();
    held.send_on(&body[body.len() - 1..]).unwrap();
    held.receive("POST").unwrap().expect(401);
    home.run(&["user", "unlock", "vic"]).good();
    let mut browser = Browser::sign_in(running.wire(), "vic", PASSWORD);
    assert!(browser.get("/connect/keys").expect(200).body.contains("You have no API keys"));
}
