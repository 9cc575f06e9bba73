//! The pages on proxies: their configurations of nginx, in front of a server that is started as they say.

use std::fs;

use serde_json::Value;

use super::super::program::{Home, PASSWORD};
use super::browser::{CLIENT, Client, DASHBOARD};
use super::nginx::{Behind, Nginx};
use super::page::Page;

/// Answers with the `Authorization` that it sees.
const API: &str = "#* @get /authorization\n#* @serializer unboxedJSON\n\
                   function(req) if (is.null(req$HTTP_AUTHORIZATION)) 'nothing' else req$HTTP_AUTHORIZATION\n";

/// A name that the proxy passes on, and that is none of Claviger's.
const ELSEWHERE: &str = "https://no-item.content.example.com/";

struct Scene {
    home: Home,
    behind: Behind,
    nginx: Nginx,
    plot: Addresses,
    api: Addresses,
    key: String,
}

/// Where an item is.
struct Addresses {
    target: String,
    shown: String,
}

/// The server behind the proxy of a page, with a private plot and a private API.
fn scene(page: &'static str, heading: &str) -> Scene {
    let home = Home::new();
    home.add_user("pia", "publisher");
    fs::write(home.beside("target.html"), "<p>The plot</p>").unwrap();
    fs::create_dir(home.beside("api")).unwrap();
    fs::write(home.beside("api/plumber.R"), API).unwrap();
    let behind = Behind::start(&home);
    let nginx = Nginx::start(Page::of(page).find(heading, "nginx"), &behind);
    let (plot, api) = (publish(&home, "target.html"), publish(&home, "api"));
    let key = home.key("pia");
    Scene { home, behind, nginx, plot, api, key }
}

fn publish(home: &Home, path: &str) -> Addresses {
    let file = home.beside(path);
    let made = home.run(&["publish", file.to_str().unwrap(), "--name", path, "--user", "pia"]).good();
    let made: Value = serde_json::from_str(&made).unwrap();
    let guid = made["guid"].as_str().unwrap();
    let target = format!("{DASHBOARD}/content/{guid}/");
    assert_eq!(made["content_url"], target);
    Addresses { target, shown: format!("https://{guid}.content.example.com/content/{guid}/") }
}

#[test]
fn the_proxy_of_the_page_on_deployment_passes_people_programs_and_both_names() {
    let Scene { home, behind, nginx, plot, api, key } = scene("deployment.md", "TLS behind nginx");
    let client = Client::new(&home, &nginx);
    let header = format!("Authorization: Key {key}");
    for url in [&plot.target, &plot.shown] {
        assert_eq!(client.with(url, &header).expect(200).body, "<p>The plot</p>");
    }
    assert_eq!(client.with(&format!("{}authorization", api.target), &header).expect(200).body, "\"nothing\"");
    client.with(&format!("{DASHBOARD}/__api__/v1/user"), &header).expect(200);
    client.with(&plot.target, "Authorization: Key junk").expect_wrong_key();
    let told = format!("A key was refused. address={CLIENT}");
    assert!(behind.running.messages().contains(&told), "{}", behind.running.messages());

    assert!(client.go(&plot.target).expect(200).url.starts_with(&format!("{DASHBOARD}/__login__")));
    client.sign_in("pia");
    let shown = client.go(&plot.target).expect(200);
    assert_eq!((shown.url, shown.body.as_str()), (plot.shown.clone(), "<p>The plot</p>"));

    let upgrade = ["--header", "Connection: Upgrade", "--header", "Upgrade: websocket"];
    assert!(client.get(&api.shown, &upgrade).expect(403).body.contains("WebSocket"));
    let elsewhere = client.get(ELSEWHERE, &[]).expect(421).body;
    assert!(elsewhere.contains(DASHBOARD), "{elsewhere}");
}

#[test]
fn the_authenticating_proxy_lets_keys_pass_to_content_and_api_alone() {
    let Scene { home, nginx, plot, api, key, behind: _behind } = scene("authenticating-proxy.md", "nginx");
    let mut client = Client::new(&home, &nginx);
    let [key, alternate] = [format!("Authorization: Key {key}"), format!("X-RSC-Authorization: Key {key}")];
    let user = format!("{DASHBOARD}/__api__/v1/user");
    for header in [&key, &alternate] {
        for url in [&plot.target, &plot.shown, &user] {
            client.with(url, header).expect(200);
        }
        for path in ["/", "/connect/", "/__login__", "/connect/../content/", "//content/", "/%63ontent/", "/contents/"]
        {
            client.with(&format!("{DASHBOARD}{path}"), header).expect_check();
        }
        // What begins like content is content to Claviger as well.
        client.with(&format!("{DASHBOARD}/content/../connect/"), header).expect(404);
    }
    for junk in ["Authorization: Key junk", "X-RSC-Authorization: Key junk", "X-RSC-Authorization: junk"] {
        client.with(&plot.target, junk).expect_wrong_key();
        client.with(&user, junk).expect_wrong_key();
    }
    for url in [&plot.target, &plot.shown, &user, ELSEWHERE] {
        client.get(url, &[]).expect_check();
        client.get(url, &["--header", "Authorization: Bearer junk"]).expect_check();
        client.get(url, &["--user", "ada:junk"]).expect_check();
    }

    client.credentials = Some(format!("ada:{PASSWORD}"));
    let seen = |more: &[&str]| client.get(&format!("{}authorization", api.target), more).expect(200).body;
    assert_eq!(seen(&["--header", &alternate]), "\"nothing\"", "a program sees the proxy's credentials");
    client.get(ELSEWHERE, &[]).expect(421);
    let asked = client.go(DASHBOARD).expect(200);
    assert!(asked.url.starts_with(&format!("{DASHBOARD}/__login__")), "{asked:?}");
    client.sign_in("pia");
    assert!(client.go(DASHBOARD).expect(200).body.contains("target.html"));
    let shown = client.go(&plot.target).expect(200);
    assert_eq!((shown.url, shown.body.as_str()), (plot.shown.clone(), "<p>The plot</p>"));
}

#[test]
fn programs_that_need_authorization_themselves_send_the_key_beside_it() {
    let Scene { home, nginx, api, key, behind: _behind, .. } = scene("authenticating-proxy.md", "nginx");
    let client = Client::new(&home, &nginx);
    let key = format!("X-RSC-Authorization: Key {key}");
    let both = ["--header", "Authorization: Bearer of the API", "--header", &key];
    let answer = client.get(&format!("{}authorization", api.target), &both).expect(200);
    assert_eq!(answer.body, "\"Bearer of the API\"");
}
