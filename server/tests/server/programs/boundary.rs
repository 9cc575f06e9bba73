//! The headers that programs and visitors get of each other.

use serde_json::{Value, json};

use super::house::House;

/// The values of a header that a program got.
fn got<'a>(seen: &'a Value, name: &str) -> Vec<&'a str> {
    let pairs = seen["headers"].as_array().unwrap().iter();
    pairs.filter(|pair| pair[0] == name).map(|pair| pair[1].as_str().unwrap()).collect()
}

#[test]
fn nobody_can_claim_to_be_somebody() {
    let house = House::shared();
    let target = house.mirror.at("/claims");
    let claims = [
        "RStudio-Connect-Credentials",
        "RStudio_Connect_Credentials",
        "RSTUDIO-CONNECT_CREDENTIALS",
        "rstudio-connect-anything",
        "Shiny-Server-Credentials",
        "Shiny_Server-Credentials",
        "Posit-Connect-User-Session-Token",
        "Remote-User",
        "REMOTE_USER",
        "Proxy",
        "Forwarded",
        "X-Forwarded-For",
        "X_Forwarded_For",
        "X-Forwarded-User",
        "X-Real-IP",
        "X-Original-URL",
        "X-RSC-Request",
        "X_RSC_Anything",
    ];
    let ask = claims.iter().fold(house.ask_as_anyone("GET", &target), |ask, name| ask.header(name, "forged"));
    let seen = house.mirrored(ask.header("Connection", "close, RStudio-Connect-App-Base-URL, X-Forwarded-Host"));
    assert!(!seen.to_string().contains("forged"), "{seen}");
    assert_eq!(got(&seen, "rstudio-connect-credentials"), [""; 0], "nobody is nobody");
    let (url, port) = (&house.running.url, house.running.port());
    let root = format!("/content/{}", house.mirror.guid);
    for (name, value) in [
        ("host", format!("localhost:{port}")),
        ("connection", "close".to_owned()),
        ("x-forwarded-for", "127.0.0.1".to_owned()),
        ("x-forwarded-host", format!("localhost:{port}")),
        ("x-forwarded-proto", "http".to_owned()),
        ("x-forwarded-prefix", root.clone()),
        ("rstudio-connect-app-base-url", format!("{url}{root}")),
    ] {
        assert_eq!(got(&seen, name), [value.as_str()], "{name}");
    }
}

#[test]
fn a_program_learns_who_calls_and_never_with_which_key() {
    let house = House::shared();
    let target = house.vault.at("/who");
    let ask = house.ask_as_anyone("GET", &target);
    let by_header = ask.header("X-RSC-Authorization", &house.key).header("Authorization", "Bearer theirs");
    let ask = house.ask("GET", &target).header("RStudio-Connect-Credentials", r#"{"user":"ada","groups":[]}"#);
    for ask in [by_header, ask.header("Authorization", "Bearer theirs").header("x_rsc_authorization", &house.key)] {
        let seen = house.mirrored(ask);
        assert_eq!(got(&seen, "rstudio-connect-credentials"), [r#"{"groups":[],"user":"vic"}"#]);
        assert_eq!(got(&seen, "shiny-server-credentials"), [r#"{"groups":[],"user":"vic"}"#]);
        assert_eq!(got(&seen, "authorization"), ["Bearer theirs"]);
        assert!(!seen.to_string().contains(&house.key), "{seen}");
    }
    let numbered = house.mirrored(house.ask("GET", &format!("/content/{}/who", house.vault.id)));
    assert_eq!(got(&numbered, "x-forwarded-prefix"), [format!("/content/{}", house.vault.id)]);
}

#[test]
fn a_program_learns_the_groups_of_who_calls_as_they_are_at_the_moment() {
    let house = House::shared();
    let header = format!("Key {}", house.home.key("ada"));
    let by = [("authorization", header.as_str())];
    let groups = || {
        let ask = house.ask_as_anyone("GET", &house.mirror.at("/groups")).header("Authorization", &header);
        let seen = house.mirrored(ask);
        let said: Value = serde_json::from_str(got(&seen, "shiny-server-credentials")[0]).unwrap();
        said["groups"].clone()
    };
    let mut wire = house.running.wire();
    assert_eq!(groups(), json!([]));
    let me = wire.get("/__api__/v1/user", &by).expect(200).json();
    let name = json!({ "name": "Größe 日本" }).to_string();
    let group = wire.ask("POST", "/__api__/v1/groups", &by, &name).expect(200).json();
    let at = format!("/__api__/v1/groups/{}", group["guid"].as_str().unwrap());
    let member = json!({ "user_guid": me["guid"] }).to_string();
    wire.ask("POST", &format!("{at}/members"), &by, &member).expect(204);
    assert_eq!(groups(), json!(["Größe 日本"]));
    wire.ask("PATCH", &at, &by, json!({ "name": "Sizes" }).to_string()).expect(200);
    assert_eq!(groups(), json!(["Sizes"]));
    wire.ask("DELETE", &at, &by, "").expect(204);
    assert_eq!(groups(), json!([]));
}

#[test]
fn a_program_learns_the_vanity_path_that_it_is_reached_by() {
    let house = House::shared();
    let content = format!("/__api__/v1/content/{}/vanity", house.vault.guid);
    let put = house.ask_as_anyone("PUT", &content).header("X-RSC-Authorization", &house.home.key("pia"));
    put.body(br#"{"path":"team/vault"}"#).send().expect(200);
    let seen = house.mirrored(house.ask("GET", "/team/vault/who?a=1"));
    assert_eq!(got(&seen, "x-forwarded-prefix"), ["/team/vault"]);
    assert_eq!(got(&seen, "rstudio-connect-app-base-url"), [format!("{}/team/vault", house.running.url)]);
    assert_eq!(seen["target"], "/who?a=1", "{seen}");
}

#[test]
fn our_cookies_stay_here_and_theirs_arrive() {
    let house = House::shared();
    let target = house.mirror.at("/cookies");
    let ask = house.ask_as_anyone("GET", &target);
    let ask =
        ask.header("Cookie", "a=1; claviger-session=x; __Host-Claviger-session=x; b=\"2; c\"; claviger-content=x");
    let seen = house.mirrored(ask.header("Cookie", "RSC-XSRF=x; d=4; __Secure-claviger-open=x;;e"));
    assert_eq!(got(&seen, "cookie"), ["a=1; b=\"2; c\"; d=4; e"]);
}

#[test]
fn everything_else_arrives_as_it_was_sent() {
    let house = House::shared();
    let paths = [
        "/",
        "//",
        "/a//b/",
        "/a%2Fb%2f%00%ff%C3%BC%0d%0aX:%20y",
        "/./a/../b",
        "/a;b=c/@:!$&'()*+,=",
        "/%7e~",
        "/|^[]{}",
    ];
    let queries = ["", "?", "?a=%2F&b=;+%00&&c=&=d&c", "?/../?%0d%0a%0d%0a"];
    for path in paths {
        for query in queries {
            let target = format!("{path}{query}");
            let seen = house.mirrored(house.ask("GET", &house.mirror.at(&target)));
            assert_eq!(seen["target"], target);
        }
    }
    let target = house.mirror.at("/headers");
    let ask =
        house.ask("POST", &target).header("X-Twice", "1").header("X-Twice", "2, 3").header("X!#$%&'*+.^_`|~9", "odd");
    let ask =
        ask.line(b"X-Latin: \xfc\xff").header("X-Empty", "").header("X-Spaces", "  a  b\t").header("Origin", "null");
    let seen =
        house.mirrored(ask.header("Content-Type", "x/y; z").header("Accept-Encoding", "br").body(&[0, 255, 13, 10]));
    assert_eq!(got(&seen, "x-twice"), ["1", "2, 3"]);
    assert_eq!(got(&seen, "x!#$%&'*+.^_`|~9"), ["odd"]);
    assert_eq!(got(&seen, "x-latin"), ["\u{fc}\u{ff}"]);
    assert_eq!((got(&seen, "x-empty"), got(&seen, "x-spaces")), (vec![""], vec!["a  b"]));
    assert_eq!((got(&seen, "content-type"), got(&seen, "accept-encoding")), (vec!["x/y; z"], vec!["br"]));
    assert_eq!((&seen["method"], &seen["body"]), (&"POST".into(), &"\0\u{ff}\r\n".into()));
    let odd = house.mirrored(house.ask("PROPFIND", &target).chunks(&[b"a", b"bc"]));
    assert_eq!((&odd["method"], &odd["body"], &odd["ambiguous"]), (&"PROPFIND".into(), &"abc".into(), &false.into()));
}

#[test]
fn what_a_program_says_beyond_its_item_is_left_out() {
    let house = House::shared();
    let answer = "HTTP/1.1 200 Fine\r\nContent-Length: 2\r\n\
        Set-Cookie: own=1; Path=/; HttpOnly\r\nSet-Cookie: wide=1; Domain=localhost\r\nSet-Cookie: wider=1;domain = .test\r\n\
        Set-Cookie: claviger-session=x\r\nSet-Cookie: __HOST-claviger-content=x; Path=/\r\nSet-Cookie: rsc-xsrf=x\r\n\
        Set-Cookie: other=2\r\nStrict-Transport-Security: max-age=1\r\nClear-Site-Data: \"*\"\r\n\
        Service-Worker-Allowed: /\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=9\r\n\
        Content-Security-Policy: default-src 'self'\r\nCache-Control: public, max-age=60\r\nVary: X-Own\r\n\
        X-Twice: 1\r\nX-Twice: 2, 3\r\nX!#$%&'*+.^_`|~9: odd\r\nETag: \"x\"\r\nServer: theirs\r\n\
        Access-Control-Allow-Origin: *\r\nLocation: /elsewhere\r\nReferrer-Policy: origin\r\n\r\nhi";
    let said = house.raw(&house.vault, answer.as_bytes()).expect(200);
    assert_eq!(said.all("set-cookie"), ["own=1; Path=/; HttpOnly", "other=2"]);
    for name in ["strict-transport-security", "clear-site-data", "service-worker-allowed", "x-hop", "keep-alive"] {
        assert!(said.all(name).is_empty(), "{name}: {}", said.head);
    }
    assert_eq!(said.all("content-security-policy"), ["default-src 'self'", "sandbox"]);
    assert_eq!(said.header("cache-control"), "private, max-age=60");
    let vary = said.all("vary");
    assert!(vary.contains(&"X-Own") && vary.iter().any(|line| line.contains("Authorization")), "{vary:?}");
    assert_eq!((said.all("x-twice"), said.all("x!#$%&'*+.^_`|~9")), (vec!["1", "2, 3"], vec!["odd"]));
    for (name, value) in [
        ("etag", "\"x\""),
        ("server", "theirs"),
        ("access-control-allow-origin", "*"),
        ("location", "/elsewhere"),
        ("referrer-policy", "origin"),
        ("content-length", "2"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(said.header(name), value);
    }
    assert_eq!(said.text(), "hi");
    // What is for everybody may be kept by everybody.
    let public = house.raw(&house.mirror, answer.as_bytes()).expect(200);
    assert_eq!(public.header("cache-control"), "public, max-age=60");
}

#[test]
fn answers_without_a_body_and_answers_in_part_pass() {
    let house = House::shared();
    let target = house.vault.at("/nothing");
    let head = house.ask("HEAD", &target).send().expect(200);
    assert_eq!((head.header("content-type"), head.header("x-mirror")), ("application/json", "/nothing"));
    let seen = house.mirrored(house.ask("GET", &target).header("If-None-Match", "\"x\"").header("Range", "bytes=1-2"));
    assert_eq!((got(&seen, "if-none-match"), got(&seen, "range")), (vec!["\"x\""], vec!["bytes=1-2"]));
    for (status, more) in [(304, "ETag: \"x\"\r\n"), (204, ""), (205, "Content-Length: 0\r\n")] {
        let bytes = format!("HTTP/1.1 {status} X\r\n{more}\r\n");
        assert!(house.raw(&house.vault, bytes.as_bytes()).expect(status).body.is_empty());
    }
    let part = b"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 1-2/5\r\nContent-Length: 2\r\n\r\nbc";
    let part = house.raw(&house.vault, part).expect(206);
    assert_eq!((part.header("content-range"), part.text().as_str()), ("bytes 1-2/5", "bc"));
    let hint = b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    assert_eq!(house.raw(&house.vault, hint).expect(200).text(), "hi");
}

#[test]
fn an_answer_that_can_be_read_in_two_ways_is_read_in_one() {
    let house = House::shared();
    let both = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nwhole\r\n0\r\n\r\n";
    let both = house.raw(&house.vault, both).expect(200);
    assert_eq!((both.text().as_str(), both.header("content-length")), ("whole", ""));
    for garbage in [
        &b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"[..],
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nabcd",
        b"HTTP/1.1 200 OK\r\nContent-Length : 4\r\n\r\nabcd",
        b"HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n",
        b"HTTP/2 200\r\n\r\n",
        b"HTTP/1.1 20\r\n\r\n",
        b"garbage\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX",
        b"",
    ] {
        let said = house.raw(&house.vault, garbage).expect(502);
        assert!(said.text().contains("The program broke off"), "{}", said.text());
    }
}
