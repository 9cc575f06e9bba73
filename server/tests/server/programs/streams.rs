//! Streaming, both ways: each waits for what the other does, so that nothing passes that is held back.

use super::house::House;

#[test]
fn an_answer_arrives_while_it_is_still_being_made() {
    let house = House::shared();
    let target = house.vault.at("/slow/answer");
    let mut visitor = house.ask("GET", &target).header("Accept", "text/event-stream").begin();
    let head = visitor.head().unwrap().expect(200);
    assert_eq!(head.header("content-type"), "text/event-stream");
    assert_eq!(visitor.chunk().unwrap(), b"data: first\n\n");
    house.tell(&house.vault, "go-on-answer");
    assert_eq!(visitor.chunk().unwrap(), b"data: last\n\n");
    assert!(visitor.chunk().unwrap().is_empty());
    // The connection is whole, and takes another request.
    let again = house.ask("GET", &house.vault.at("/again")).bytes();
    visitor.send(&again).unwrap();
    assert_eq!(visitor.reply("GET").unwrap().expect(200).json()["target"], "/again");
}

#[test]
fn an_answer_does_not_wait_for_the_requests_behind_it() {
    let house = House::shared();
    let [slow, next] = ["/slow/first", "/behind"].map(|path| house.ask("GET", &house.vault.at(path)).bytes());
    let mut visitor = house.caller();
    visitor.send(&[&slow[..], &next, &next].concat()).unwrap();
    visitor.head().unwrap().expect(200);
    assert_eq!(visitor.chunk().unwrap(), b"data: first\n\n");
    house.tell(&house.vault, "go-on-first");
    while !visitor.chunk().unwrap().is_empty() {}
    for _ in 0..2 {
        assert_eq!(visitor.reply("GET").unwrap().expect(200).json()["target"], "/behind");
    }
}

#[test]
fn an_upload_arrives_while_it_is_still_being_sent() {
    let house = House::shared();
    let target = house.vault.at("/upload/counted");
    let mut visitor = house.ask("POST", &target).header("Content-Length", "10").begin();
    visitor.send(b"first").unwrap();
    house.happened(&house.vault, "began-counted");
    visitor.send(b" last").unwrap();
    let said = visitor.reply("POST").unwrap().expect(200).text();
    assert!(said.starts_with("10 "), "{said}");

    let target = house.vault.at("/upload/chunked");
    let mut visitor = house.ask("POST", &target).header("Transfer-Encoding", "chunked").begin();
    visitor.send(b"5\r\nfirst\r\n").unwrap();
    house.happened(&house.vault, "began-chunked");
    visitor.send(b"5\r\n last\r\n0\r\n\r\n").unwrap();
    assert_eq!(visitor.reply("POST").unwrap().expect(200).text(), said);
}

#[test]
fn whoever_waits_to_be_asked_for_the_body_is_asked() {
    let house = House::shared();
    let target = house.vault.at("/upload/expected");
    let mut visitor = house.ask("POST", &target).header("Content-Length", "4").header("Expect", "100-continue").begin();
    assert_eq!(visitor.head().unwrap().status, 100);
    visitor.send(b"body").unwrap();
    assert!(visitor.reply("POST").unwrap().expect(200).text().starts_with("4 "));
}

#[test]
fn an_upload_that_breaks_off_breaks_off_for_the_program() {
    let house = House::shared();
    for (name, framing, begun) in [
        ("short", ("Content-Length", "10"), &b"first"[..]),
        ("unended", ("Transfer-Encoding", "chunked"), &b"5\r\nfirst\r\n"[..]),
        ("garbled", ("Transfer-Encoding", "chunked"), &b"5\r\nfirst\r\nzz\r\n"[..]),
    ] {
        let target = house.vault.at(&format!("/upload/{name}"));
        let mut visitor = house.ask("POST", &target).header(framing.0, framing.1).begin();
        visitor.send(begun).unwrap();
        house.happened(&house.vault, &format!("began-{name}"));
        drop(visitor);
        house.happened(&house.vault, &format!("broken-{name}"));
    }
}

#[test]
fn a_visitor_who_hangs_up_is_not_answered_any_more() {
    let house = House::shared();
    let mut visitor = house.ask("GET", &house.vault.at("/endless/midway")).begin();
    visitor.head().unwrap().expect(200);
    assert_eq!(visitor.chunk().unwrap(), b"first");
    drop(visitor);
    house.happened(&house.vault, "hung-up-midway");

    let visitor = house.ask("GET", &house.vault.at("/silent/early")).begin();
    house.happened(&house.vault, "asked-early");
    drop(visitor);
    house.happened(&house.vault, "hung-up-early");
}

#[test]
fn an_answer_that_breaks_off_does_not_look_whole() {
    let house = House::shared();
    let counted = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbroken".as_slice();
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nbroken\r\n";
    let halfway = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n60\r\nbroken";
    for answer in [counted, chunked, halfway] {
        let mut visitor = house.ask("POST", &house.vault.at("/raw")).body(answer).begin();
        let broken = visitor.reply("POST").err().map(|error| error.kind());
        let ends = [std::io::ErrorKind::UnexpectedEof, std::io::ErrorKind::ConnectionReset];
        assert!(broken.is_some_and(|kind| ends.contains(&kind)), "{broken:?}");
    }
    // Without either, the end of the connection is the end of the body.
    let open = house.raw(&house.vault, b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nwhole").expect(200);
    assert_eq!(open.text(), "whole");
}
