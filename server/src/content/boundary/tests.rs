use super::*;

fn map(lines: &[(&'static str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in lines {
        headers.append(HeaderName::from_static(name), HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    headers
}

fn told(user: Option<&str>) -> Told {
    Told {
        host: "claviger.test".to_owned(),
        scheme: "https",
        prefix: "/content/24".to_owned(),
        client: Some([192, 0, 2, 7].into()),
        user: user.map(str::to_owned),
        groups: Vec::new(),
    }
}

fn lines(headers: &HeaderMap, name: &str) -> Vec<String> {
    headers.get_all(name).iter().map(|line| String::from_utf8_lossy(line.as_bytes()).into_owned()).collect()
}

#[test]
fn nobody_can_claim_to_be_somebody() {
    let claims = [
        ("rstudio-connect-credentials", "{\"user\":\"ada\"}"),
        ("rstudio_connect_credentials", "{\"user\":\"ada\"}"),
        ("rstudio-connect_credentials", "{\"user\":\"ada\"}"),
        ("shiny_server_credentials", "{}"),
        ("x-forwarded-for", "10.0.0.1"),
        ("x_forwarded_host", "evil.test"),
        ("x-rsc-request", "http://evil.test/"),
        ("x-rsc-authorization", "Key clv_secret"),
        ("forwarded", "for=10.0.0.1"),
        ("proxy", "http://evil.test"),
    ];
    let anonymous = inward(map(&claims), &told(None), false);
    assert_eq!(anonymous.get("x-forwarded-for").unwrap(), "192.0.2.7");
    assert_eq!(anonymous.get("x-forwarded-host").unwrap(), "claviger.test");
    let kept: Vec<&str> = anonymous.keys().map(HeaderName::as_str).collect();
    for name in ["rstudio-connect-credentials", "rstudio_connect_credentials", "x_forwarded_host", "x-rsc-request"] {
        assert!(!kept.contains(&name), "{name}");
    }
    assert!(!format!("{anonymous:?}").contains("evil") && !format!("{anonymous:?}").contains("ada"));
    let known = inward(map(&claims), &told(Some("pia")), false);
    assert_eq!(lines(&known, "rstudio-connect-credentials"), [r#"{"groups":[],"user":"pia"}"#]);
    assert_eq!(lines(&known, "rstudio-connect-app-base-url"), ["https://claviger.test/content/24"]);
}

#[test]
fn groups_of_any_name_come_as_json_in_ascii_and_not_more_of_them_than_fit() {
    let of = |groups: &[&str]| {
        let told = Told { groups: groups.iter().map(|group| (*group).to_owned()).collect(), ..told(Some("pia")) };
        let line = inward(HeaderMap::new(), &told, false)["shiny-server-credentials"].to_str().unwrap().to_owned();
        assert!(line.len() < 10_000);
        serde_json::from_str::<serde_json::Value>(&line).unwrap()["groups"].clone()
    };
    let names = ["Sales", "Größe \"1\"", "日本 \u{1f980}\\"];
    assert_eq!(of(&names), serde_json::json!(names));
    let long = "ü".repeat(800);
    assert_eq!(of(&["Sales", &long, &long, "Last"]), serde_json::json!(["Sales", long]));
}

#[test]
fn keys_and_our_cookies_stay_with_us() {
    let sent = map(&[
        ("authorization", "key clv_secret"),
        ("authorization", "Bearer theirs"),
        ("cookie", "a=1; __Host-claviger-session=x; claviger-content=y; b=2"),
        ("cookie", "RSC-XSRF=z;__Secure-claviger-open=w; c=\u{fc}"),
    ]);
    let got = inward(sent, &told(None), false);
    assert_eq!(lines(&got, "authorization"), ["Bearer theirs"]);
    assert_eq!(lines(&got, "cookie"), ["a=1; b=2; c=\u{fc}"]);
    assert!(inward(map(&[("cookie", "claviger-content=y")]), &told(None), false).get("cookie").is_none());
}

#[test]
fn what_belongs_to_a_connection_ends_with_it() {
    let sent = map(&[
        ("connection", "keep-alive, X-Hop"),
        ("x-hop", "1"),
        ("transfer-encoding", "chunked"),
        ("content-length", "7"),
        ("te", "trailers"),
        ("upgrade", "h2c"),
        ("x-own", "kept"),
    ]);
    let got = inward(sent, &told(None), false);
    assert_eq!(lines(&got, "connection"), ["close"]);
    for name in ["x-hop", "transfer-encoding", "content-length", "te", "upgrade"] {
        assert!(!got.contains_key(name), "{name}");
    }
    assert_eq!(lines(&got, "x-own"), ["kept"]);
    let socket = inward(map(&[("connection", "Upgrade"), ("upgrade", "websocket")]), &told(None), true);
    assert_eq!(
        (lines(&socket, "connection"), lines(&socket, "upgrade")),
        (vec!["upgrade".into()], vec!["websocket".into()])
    );
}

#[test]
fn a_program_speaks_for_its_item_alone() {
    let answered = map(&[
        ("set-cookie", "theirs=1; Path=/content/24/; HttpOnly"),
        ("set-cookie", "wide=1; domain=example.com"),
        ("set-cookie", "wide=2 ; DOMAIN = .example.com"),
        ("set-cookie", "claviger-session=stolen; Path=/"),
        ("set-cookie", "__host-claviger-session=stolen; Path=/"),
        ("set-cookie", "__Secure-claviger-content=stolen"),
        ("set-cookie", "rsc-xsrf=1"),
        ("strict-transport-security", "max-age=0"),
        ("clear-site-data", "\"*\""),
        ("service-worker-allowed", "/"),
        ("nel", "{}"),
        ("set-cookie", "=claviger-session=stolen; Path=/"),
        ("set-cookie", "claviger-session; Path=/"),
        ("x-accel-redirect", "/internal/secret"),
        ("x-sendfile", "/etc/passwd"),
        ("cdn-cache-control", "max-age=3600"),
        ("cloudflare-cdn-cache-control", "max-age=3600"),
        ("x-accel-buffering", "no"),
        ("content-length", "3"),
        ("x-own", "kept"),
    ]);
    let got = outward(answered, false);
    assert_eq!(lines(&got, "set-cookie"), ["theirs=1; Path=/content/24/; HttpOnly"]);
    let gone = ["strict-transport-security", "clear-site-data", "service-worker-allowed", "nel", "x-accel-redirect"];
    for name in gone.into_iter().chain(["x-sendfile", "cdn-cache-control", "cloudflare-cdn-cache-control"]) {
        assert!(!got.contains_key(name), "{name}");
    }
    assert_eq!(lines(&got, "x-accel-buffering"), ["no"], "streams need it");
    assert_eq!((lines(&got, "content-length"), lines(&got, "x-own")), (vec!["3".into()], vec!["kept".into()]));
}
