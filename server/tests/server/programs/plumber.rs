//! Plumber APIs in real R.

use super::house::House;

/// Whether this is one number in a JSON array, as Plumber writes it.
fn is_boxed_number(text: &str) -> bool {
    let number = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or_default();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let number = number.strip_prefix('-').unwrap_or(number);
    number.split_once('.').map_or_else(|| digits(number), |(whole, rest)| digits(whole) && digits(rest))
}

#[test]
fn a_key_calls_an_api_and_gets_its_very_bytes() {
    let house = House::shared();
    let (id, guid) = (&house.api.id, &house.api.guid);
    for address in [format!("/content/{id}/mean?samples=5"), format!("/content/{guid}/mean?samples=5")] {
        let mean = house.get(&address).expect(200);
        assert!(is_boxed_number(&mean.text()), "{}", mean.text());
        assert_eq!(mean.header("content-type"), "application/json");
        assert_eq!(mean.header("cache-control"), "private");
        assert_eq!(mean.header("content-length"), mean.body.len().to_string());
    }
    house.ask_as_anyone("GET", &house.api.at("/mean")).send().expect(401);
    house.ask_as_anyone("GET", &house.api.at("/mean")).header("Authorization", "Key wrong").send().expect(401);
    let bare = house.get(&format!("/content/{id}")).expect(308);
    assert_eq!(bare.header("location"), format!("/content/{id}/"));
}

#[test]
fn the_address_of_an_api_without_a_root_leads_to_its_documentation() {
    let house = House::shared();
    let root = house.get(&house.api.at("/")).expect(307);
    assert_eq!(root.header("location"), "./__docs__/");
    let docs = house.get(&house.api.at("/__docs__/")).expect(200);
    assert!(docs.header("content-type").starts_with("text/html") && docs.text().contains("swagger"));
    let description = house.get(&house.api.at("/openapi.json")).expect(200).json();
    let server = description["servers"][0]["url"].as_str().unwrap();
    assert!(
        !server.contains("1025") && !server.contains(":80"),
        "it works under whatever address the visitor sees: {server}"
    );
    assert!(description["paths"]["/mean"]["get"].is_object());
}

#[test]
fn methods_queries_and_bodies_arrive_as_they_were_sent() {
    let house = House::shared();
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
        let query = "a=%2F&a=;+%C3%BC&&empty=&=x";
        let body: Vec<u8> = (0..=255).collect();
        let target = house.api.at(&format!("/echo?{query}"));
        let hex: String = body.iter().map(|byte| format!("{byte:02x}")).collect();
        for ask in [house.ask(method, &target).body(&body), house.ask(method, &target).chunks(&[&body])] {
            let said = ask.send().expect(200).json();
            assert_eq!((&said["method"], &said["body"]), (&method.into(), &hex.as_str().into()), "{said}");
            assert_eq!(said["query"], format!("?{query}"));
            assert_eq!(said["user"], r#"{"groups":[],"user":"vic"}"#);
        }
    }
    let head = house.ask("HEAD", &house.api.at("/echo")).send().expect(200);
    assert_eq!((head.header("content-type"), head.body.len()), ("application/json", 0));
    house.ask("TRACE", &house.api.at("/echo")).send().expect(405);
}

#[test]
fn statuses_headers_and_bytes_come_back_as_they_were_said() {
    let house = House::shared();
    for status in [200, 201, 204, 302, 304, 400, 404, 418, 500, 599] {
        let said = house.get(&house.api.at(&format!("/status/{status}"))).expect(status);
        assert_eq!(said.header("location"), "./elsewhere");
        assert_eq!(said.text(), if matches!(status, 204 | 304) { "" } else { "said" });
    }
    let headers = house.get(&house.api.at("/headers")).expect(200);
    assert_eq!((headers.header("x-own"), headers.text().as_str()), ("one, two", "set"));
    let cookies = headers.all("set-cookie");
    assert!(
        cookies.len() == 2 && cookies[0].starts_with("first=1") && cookies[1].starts_with("second=2"),
        "{cookies:?}"
    );
    let bytes = house.get(&house.api.at("/bytes")).expect(200);
    assert_eq!(bytes.body, (0..=255).collect::<Vec<u8>>());
    house.get(&house.api.at("/nowhere")).expect(404);
    let fails = house.get(&house.api.at("/fails")).expect(500);
    assert!(!fails.text().contains("the inside"), "{}", fails.text());
}

#[test]
fn an_api_knows_where_it_runs_and_nothing_else_of_the_server() {
    let house = House::shared();
    let known = house.get(&house.api.at("/identity")).expect(200).json();
    assert_eq!(known["server"], house.running.url);
    assert_eq!(known["guid"], house.api.guid);
    let names: Vec<&str> = known["names"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert!(names.contains(&"POSIT_PRODUCT") && names.contains(&"RSTUDIO_PRODUCT"), "{names:?}");
    // The name of its run opens nothing.
    let secret = |name: &&str| name.contains("KEY") && *name != "CONNECT_CONTENT_JOB_KEY";
    assert!(!names.iter().any(|name| secret(name) || name.contains("CLAVIGER")), "{names:?}");
}
