//! A key and a password that must appear nowhere: in no log, file, database or page after the one.

use std::fmt::Write as _;

use super::program::{Home, Running, files};
use super::wire::{Browser, Wire};

const PASSWORD: &str = "kanarienvogel & sein (gelber) Käfig: 100%";

/// Where something was written, and what.
type Place = (String, Vec<u8>);

/// A secret in every guise in which it could lie about.
fn guises(secret: &str) -> Vec<(String, Vec<u8>)> {
    let bytes = secret.as_bytes();
    let percent = |keep: fn(u8) -> bool| {
        bytes.iter().fold(String::new(), |mut text, byte| {
            let _ = if keep(*byte) { write!(text, "{}", char::from(*byte)) } else { write!(text, "%{byte:02X}") };
            text
        })
    };
    let hex = bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    });
    let mut guises = vec![
        ("as it is".to_owned(), secret.to_owned()),
        ("percent-encoded".to_owned(), percent(|byte| byte.is_ascii_alphanumeric() || byte == b'_')),
        ("form-encoded".to_owned(), form_urlencoded::byte_serialize(bytes).collect()),
        ("in JSON".to_owned(), serde_json::to_string(secret).unwrap().trim_matches('"').to_owned()),
        ("as Rust shows it".to_owned(), format!("{secret:?}").trim_matches('"').to_owned()),
        ("in a page".to_owned(), crate::support::escaped(secret)),
        ("as a list of bytes".to_owned(), format!("{bytes:?}").trim_matches(['[', ']']).to_owned()),
        ("in hexadecimal digits".to_owned(), hex.clone()),
        ("in capital hexadecimal digits".to_owned(), hex.to_uppercase()),
        ("reversed".to_owned(), secret.chars().rev().collect()),
    ];
    // Base64 looks different after nought, one and two bytes of something else; the ends depend on the neighbours.
    for skipped in 0..3 {
        let whole = &bytes[skipped..skipped + (bytes.len() - skipped) / 3 * 3];
        for url in [false, true] {
            guises.push((format!("in base64 from byte {skipped}"), base64(whole, url)));
        }
    }
    guises.into_iter().map(|(guise, text)| (guise, text.into_bytes())).collect()
}

fn base64(bytes: &[u8], url: bool) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let last = if url { b"-_" } else { b"+/" };
    let digit = |value: u32| char::from(DIGITS.iter().chain(last).copied().nth(value as usize).unwrap());
    let triples = bytes.chunks_exact(3).map(|three| u32::from_be_bytes([0, three[0], three[1], three[2]]));
    triples.flat_map(|bits| [18, 12, 6, 0].map(|shift| digit(bits >> shift & 63))).collect()
}

fn contains(hay: &[u8], needle: &[u8]) -> bool {
    hay.windows(needle.len()).any(|window| window == needle)
}

/// The places in which a secret lies.
fn found(secret: &str, places: &[Place]) -> Vec<String> {
    let guises = guises(secret);
    let pairs =
        places.iter().flat_map(|(place, bytes)| guises.iter().map(move |(guise, text)| (place, bytes, guise, text)));
    pairs
        .filter(|(_, bytes, _, text)| contains(bytes, text))
        .map(|(place, _, guise, _)| format!("{guise} in {place}"))
        .collect()
}

fn in_files(home: &Home) -> Vec<Place> {
    files(&home.data()).into_iter().map(|(path, bytes)| (path.display().to_string(), bytes)).collect()
}

/// The head of an answer but for the address to go on to, which says back where its sender wanted to go.
fn told(head: &str) -> String {
    head.lines().filter(|line| !line.starts_with("location: ")).collect::<Vec<_>>().join("\n")
}

/// Puts the secret wherever somebody might by mistake. Gives what came back.
fn misuse(wire: &mut Wire, secret: &str, guid: &str) -> Vec<Place> {
    let encoded: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let json = serde_json::to_string(secret).unwrap();
    let plain = secret.is_ascii();
    let mut answers = Vec::new();
    let mut ask = |method: &str, path: &str, headers: &[(&str, &str)], body: &str| {
        let headers: Vec<_> = headers.iter().copied().filter(|(_, value)| plain || value.is_ascii()).collect();
        let reply = wire.ask(method, path, &headers, body);
        answers.push((
            format!("the answer to {method} {}", path.split('?').next().unwrap()),
            format!("{}{}", told(&reply.head), reply.body).into_bytes(),
        ));
    };
    let pair = [b"vic:", secret.as_bytes(), b"00"].concat();
    let basic = format!("Basic {}", base64(&pair[..pair.len() / 3 * 3], false));
    let keys = format!("/__api__/v1/users/{guid}/keys");
    for path in
        ["/__api__/v1/user", "/__api__/nope", "/connect/keys", "/connect/nope", "/content/1/", "/__login__", &keys]
    {
        ask("GET", &format!("{path}?key={encoded}&password={encoded}&token={encoded}&next={encoded}"), &[], "");
        for value in [
            format!("Bearer {secret}"),
            secret.to_owned(),
            basic.clone(),
            format!("Token {secret}"),
            format!("Key {secret}x"),
        ] {
            ask("GET", path, &[("authorization", &value)], "");
            ask("PATCH", path, &[("authorization", &value)], "");
        }
        ask(
            "GET",
            path,
            &[("cookie", &format!("claviger-session={secret}; RSC-XSRF={secret}; claviger-visitor={secret}"))],
            "",
        );
        ask("GET", path, &[("x-api-key", secret), ("x-rsc-xsrf", secret), ("x-auth-token", secret)], "");
    }
    for path in ["/__login__", "/__api__/__login__", &keys, "/__api__/v1/users"] {
        for body in [
            format!("{{\"username\": \"vic\", \"password\": {json}, }}"),
            format!("{{\"username\": \"vic\", \"password\": [{json}], \"name\": [{json}]}}"),
            format!("{{\"username\": [{json}], \"password\": 1}}"),
            format!("{{{json}: {json}"),
            format!("{{\"username\": \"vic\", \"password\": {json}}}"),
            format!("username=vic&password={encoded}&csrf={encoded}"),
        ] {
            for kind in ["application/json", "application/x-www-form-urlencoded", "text/plain"] {
                ask("POST", path, &[("content-type", kind), ("sec-fetch-site", "same-origin")], &body);
            }
        }
    }
    answers
}

/// All that the owner does with his key and his password. Gives the key, and every page after the one that shows it.
fn scenario(home: &Home, running: &Running) -> (String, String, Vec<Place>) {
    let mut browser = Browser::sign_in(running.wire(), "vic", PASSWORD);
    let page = browser.get("/connect/keys/new").expect(200);
    let once = page.body.split_once("name=\"once\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
    let fields = [("name", "canary"), ("role", "viewer"), ("expiry", "30"), ("once", once.as_str())];
    browser.post("/connect/keys", &page.csrf(), &fields).expect(303);
    let shown = browser.get("/connect/keys/created").expect(201);
    let key = shown.body[shown.body.find("clv_").unwrap()..].chars().take(53).collect::<String>();
    assert!(domain::plausible_key(&key), "{key}");

    let mut wire = running.wire();
    let header = format!("Key {key}");
    let user = wire.get("/__api__/v1/user", &[("authorization", &header)]).expect(200).json();
    let guid = user["guid"].as_str().unwrap().to_owned();
    let mut answers = misuse(&mut wire, &key, &guid);
    answers.extend(misuse(&mut wire, PASSWORD, &guid));
    for path in [
        "/connect/keys/created",
        "/connect/keys",
        "/connect/keys/1",
        "/connect/profile",
        "/connect/",
        "/connect/keys/new",
    ] {
        answers.push((path.to_owned(), browser.get(path).body.into_bytes()));
    }
    for (current, new) in [(PASSWORD, "short"), ("wrong", PASSWORD), (PASSWORD, PASSWORD)] {
        let token = browser.get("/connect/profile").csrf();
        let fields = [("current_password", current), ("new_password", new)];
        let reply = browser.post("/connect/profile/password", &token, &fields);
        answers.push(("the password form".to_owned(), reply.body.into_bytes()));
    }
    for path in ["/__api__/v1/user", &format!("/__api__/v1/users/{guid}/keys"), "/content/1/", "/__api__/nope"] {
        for name in ["authorization", "x-rsc-authorization"] {
            let reply = wire.get(path, &[(name, &header)]);
            answers.push((path.to_owned(), format!("{}{}", reply.head, reply.body).into_bytes()));
        }
    }
    home.run_with(&["user", "password", "vic", "--password-stdin"], "short").refused("at least 8");
    let session = browser.cookies.iter().find(|(name, _)| name == "claviger-session").unwrap().1.clone();
    (key, session, answers)
}

#[test]
fn neither_is_found_anywhere() {
    let home = Home::new();
    let add = ["user", "add", "vic", "--role", "administrator", "--password-stdin"];
    home.run_with(&add, &format!("{PASSWORD}\n")).good();
    let running = home.serve_with(&[], &[("CLAVIGER_LOG_LEVEL", "trace")]);
    let (key, session, answers) = scenario(&home, &running);
    assert!(running.messages().len() > 10_000, "a trace tells much");

    let mut places = answers;
    places.extend(in_files(&home));
    let (out, err) = running.stop();
    places.extend(in_files(&home));
    places.push(("standard output".to_owned(), out.into_bytes()));
    places.push(("standard error".to_owned(), err.into_bytes()));
    assert!(places.iter().any(|(place, _)| place.ends_with("claviger.db")));
    assert_eq!(found(&key, &places), Vec::<String>::new());
    assert_eq!(found(PASSWORD, &places), Vec::<String>::new());
    assert_eq!(found(&session, &places), Vec::<String>::new(), "a session's id is a secret too");
}

#[test]
fn the_search_finds_what_is_there() {
    let secret = "clv_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN";
    for (guise, text) in guises(secret) {
        let place = [b"before ", text.as_slice(), b" after"].concat();
        assert!(!found(secret, &[("here".to_owned(), place)]).is_empty(), "{guise}");
    }
    assert!(found(secret, &[("here".to_owned(), b"clv_0123".to_vec())]).is_empty());
}
