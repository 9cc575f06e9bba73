//! The WebSocket protocol through the server.

use super::caller::{Ask, Caller};
use super::house::House;

/// The key and its answer of RFC 6455, section 1.3.
const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";
const ACCEPT: &str = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
const TEXT: u8 = 0x81;
const CLOSE: u8 = 0x88;

fn upgrade(ask: Ask<'_>) -> Ask<'_> {
    let ask = ask.header("Connection", "keep-alive, Upgrade").header("Upgrade", "WebSocket");
    ask.header("Sec-WebSocket-Key", KEY).header("Sec-WebSocket-Version", "13")
}

/// Sends a message and takes its echo.
fn echoed(caller: &mut Caller, kind: u8, message: &[u8]) -> Vec<u8> {
    let (length, mask) = (u8::try_from(message.len()).unwrap(), [1, 2, 3, 4]);
    let masked = message.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask);
    let frame: Vec<u8> = [kind, 0x80 | length].into_iter().chain(mask).chain(masked).collect();
    caller.send(&frame).unwrap();
    assert_eq!(caller.exactly(2).unwrap(), [kind, length]);
    caller.exactly(message.len()).unwrap()
}

#[test]
fn a_web_socket_with_a_key_talks_both_ways_until_it_is_closed() {
    let house = House::shared();
    let mut socket = upgrade(house.ask("GET", &house.vault.at("/socket/talk"))).begin();
    let head = socket.head().unwrap().expect(101);
    assert_eq!((head.header("upgrade"), head.header("sec-websocket-accept")), ("websocket", ACCEPT));
    assert_eq!(head.header("connection").to_lowercase(), "upgrade");
    for message in [&b"hello"[..], b"", &[0xff; 100]] {
        assert_eq!(echoed(&mut socket, TEXT, message), message);
    }
    assert_eq!(echoed(&mut socket, CLOSE, &[3, 232]), [3, 232]);
    assert!(socket.rest().is_empty());
    house.happened(&house.vault, "closed-talk");
}

#[test]
fn whoever_leaves_without_a_word_has_left() {
    let house = House::shared();
    let mut socket = upgrade(house.ask("GET", &house.vault.at("/socket/leave"))).begin();
    socket.head().unwrap().expect(101);
    assert_eq!(echoed(&mut socket, TEXT, b"hello"), b"hello");
    drop(socket);
    house.happened(&house.vault, "lost-leave");
}

#[test]
fn a_web_socket_needs_a_key_or_the_content_s_own_page() {
    let house = House::shared();
    let target = house.mirror.at("/socket/anyone");
    upgrade(house.ask_as_anyone("GET", &target)).send().expect(403);
    upgrade(house.ask_as_anyone("GET", &target)).header("Sec-Fetch-Mode", "websocket").send().expect(403);
    let port = house.running.port();
    let own = format!("http://127.0.0.1:{port}");
    for origin in ["http://evil.test", "null", &house.running.url, "http://127.0.0.1", &format!("{own}/")] {
        let ask = upgrade(house.ask_as_anyone("GET", &target)).on_content_host();
        ask.header("Origin", origin).send().expect(403);
    }
    upgrade(house.ask_as_anyone("GET", &target)).on_content_host().send().expect(403);
    let mut socket = upgrade(house.ask_as_anyone("GET", &target)).on_content_host().header("Origin", &own).begin();
    socket.head().unwrap().expect(101);
    assert_eq!(echoed(&mut socket, TEXT, b"own"), b"own");
    // Without the cookie, its own page is nobody to a private item.
    let private = house.vault.at("/socket/private");
    upgrade(house.ask_as_anyone("GET", &private)).on_content_host().header("Origin", &own).send().expect(401);
}

#[test]
fn a_program_that_knows_no_web_sockets_answers_as_always() {
    let house = House::shared();
    let answered = upgrade(house.ask("GET", &house.vault.at("/plain"))).send().expect(200);
    assert_eq!((answered.json()["target"].as_str(), answered.header("upgrade")), (Some("/plain"), ""));
}

#[test]
fn no_other_protocol_is_handed_a_connection() {
    let house = House::shared();
    let target = house.vault.at("/h2c");
    let ask = house.ask("GET", &target).header("Connection", "Upgrade, HTTP2-Settings").header("Upgrade", "h2c");
    let seen = house.mirrored(ask.header("HTTP2-Settings", "AAMAAABkAARAAAAAAAIAAAAA"));
    let names: Vec<&str> = seen["headers"].as_array().unwrap().iter().map(|pair| pair[0].as_str().unwrap()).collect();
    assert!(!names.contains(&"upgrade") && !names.contains(&"http2-settings"), "{names:?}");
    // Nor does a program get one that nobody offered.
    house
        .raw(&house.vault, b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n")
        .expect(502);
    let both =
        house.ask("GET", &house.vault.at("/both")).header("Connection", "Upgrade").header("Upgrade", "h2c, websocket");
    let seen = house.mirrored(both);
    assert!(seen["headers"].as_array().unwrap().contains(&serde_json::json!(["upgrade", "websocket"])), "{seen}");
}
