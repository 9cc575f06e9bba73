//! Programs that fail: the visitor learns that they do, the owner why, and everything else goes on.

use std::time::Duration;

use domain::{Access, Content, Role};
use http::Method;
use server::Config;

use super::caller::until;
use super::house::{House, publish, publish_mirror};
use super::{MEAN, happened, inside, mirror};
use crate::process::program::Home;
use crate::support::{Answer, Client as _, TestApp, while_it_is_there};

/// A server whose programs are started again at once.
async fn app(amend: impl FnOnce(&mut Config)) -> TestApp {
    let app = TestApp::configured(|config| {
        config.programs.limits.back_off = Duration::ZERO;
        amend(config);
    });
    let app = app.await;
    for (name, role) in [("pia", Role::Publisher), ("vic", Role::Viewer)] {
        app.user(name, role).await;
    }
    app
}

/// A Plumber API of pia's, for everybody.
async fn plumber(app: &TestApp, text: &str) -> Content {
    app.seed_content("pia", "api").access(Access::All).file("plumber.R", text).publish().await
}

/// What the owner sees: how the program is, and what it wrote.
async fn told_to_owner(app: &TestApp, item: &Content) -> (String, String) {
    let pia = app.services.console_actor("pia").await.unwrap();
    let managed = app.services.managed(&pia, item.guid).await.unwrap();
    (managed.status().to_string(), managed.log().await.unwrap())
}

fn retry_after(answer: &Answer) -> u64 {
    answer.header("retry-after").parse().unwrap_or_else(|_| panic!("no Retry-After: {answer:?}"))
}

#[tokio::test]
async fn a_program_that_cannot_start_says_so_to_visitors_and_why_to_its_owner() {
    let app = app(|_| {}).await;
    // It starts when it is tried, and not any more afterwards.
    let room = while_it_is_there();
    let code = format!("if (!file.exists('{}')) stop('boom in the machine room')\n{MEAN}", room.path().display());
    let item = plumber(&app, &code).await;
    drop(room);
    let site = app.seed_content("pia", "site").access(Access::All).file("index.html", "here").publish().await;
    let (path, anon) = (inside(&item, "/mean"), app.anon());
    let page = anon.ask(Method::GET, &path).header("host", "127.0.0.1:3939");
    let page = page.header("sec-fetch-mode", "navigate").header("sec-fetch-site", "none");
    let site_path = inside(&site, "/");
    let (program, page, site) = tokio::join!(anon.get(&path), page.send(), anon.get(&site_path));
    assert_eq!(site.expect(200).text(), "here");
    let program = program.expect_error(503, 1);
    assert!(retry_after(&program) >= 1);
    let page = page.expect_page(503, "This program does not run at the moment. Its owner can see why.");
    assert!(retry_after(&page) >= 1);
    for answer in [&program, &page] {
        for inner in ["boom", "machine", "plumb", "Error", "exit status"] {
            assert!(!answer.text().contains(inner), "{inner} in {}", answer.text());
        }
    }
    let (status, log) = told_to_owner(&app, &item).await;
    assert!(status.contains("ended with exit status 1"), "{status}");
    assert!(log.contains("boom in the machine room"), "{log}");
}

#[tokio::test]
async fn a_program_that_dies_now_and_then_is_started_anew_for_the_next_visitor() {
    let app = app(|_| {}).await;
    let api = "calls <- 0\n#* @get /\nfunction() { calls <<- calls + 1; if (calls == 3) quit(status = 7); calls }\n";
    let (item, anon) = (plumber(&app, api).await, app.anon());
    let path = inside(&item, "/");
    for (status, said) in [(200, "[1]"), (200, "[2]"), (502, ""), (200, "[1]"), (200, "[2]"), (502, ""), (200, "[1]")] {
        let answer = anon.get(&path).await.expect(status);
        if status == 502 {
            assert!(answer.expect_error(502, 1).text().contains("broke off before it had answered"));
            // Whoever comes while it is still dying shares its fate.
            while told_to_owner(&app, &item).await.0 == "Running." {
                tokio::task::yield_now().await;
            }
        } else {
            assert_eq!(answer.text(), said);
        }
    }
}

#[tokio::test]
async fn whoever_comes_while_a_program_ends_meets_the_next_one() {
    let app = app(|_| {}).await;
    let (item, key) = (mirror(&app).await, app.key_of("vic").await);
    let family = inside(&item, "/family");
    let first = key.get(&family).await.expect(200).json();
    key.get(&inside(&item, "/die")).await.expect(204);
    assert_ne!(key.get(&family).await.expect(200).json(), first);
}

#[tokio::test]
async fn a_program_that_hangs_is_not_waited_for_without_end() {
    let app = app(|config| config.answer_within = Duration::from_secs(2)).await;
    let (item, key) = (mirror(&app).await, app.key_of("vic").await);
    let hangs = key.get(&inside(&item, "/silent/forgotten")).await.expect_error(504, 1);
    assert!(hangs.text().contains("did not answer in time"), "{}", hangs.text());
    happened(&key, &item, "hung-up-forgotten").await;
    assert_eq!(key.get(&inside(&item, "/next")).await.expect(200).json()["target"], "/next");
}

#[test]
fn more_requests_at_once_than_a_program_may_have_are_asked_to_come_again() {
    const MOST: usize = 256;
    let house = House::shared();
    let crowded = publish_mirror(&house.home, "crowded", &["--access", "all"]);
    let begin = || {
        let mut caller = house.ask("GET", &crowded.at("/slow/crowd")).begin();
        caller.head().unwrap().expect(200);
        caller
    };
    let mut crowd: Vec<_> = (0..MOST).map(|_| begin()).collect();
    let refused = house.get(&crowded.at("/one-more")).expect(503);
    assert_eq!((refused.header("retry-after"), &refused.json()["code"]), ("1", &1.into()));
    assert!(refused.text().contains("Too many people use this program at once"), "{}", refused.text());
    assert_eq!(house.get(&house.mirror.at("/other")).expect(200).json()["target"], "/other", "other items go on");
    drop(crowd.pop());
    until(|| house.get(&crowded.at("/free")).status != 503);
    house.tell(&crowded, "go-on-crowd");
    for mut caller in crowd {
        while !caller.chunk().unwrap().is_empty() {}
    }
}

#[test]
fn without_r_apis_are_neither_published_nor_run_and_everything_else_goes_on() {
    let home = Home::with_people();
    let api = publish(&home, "api", &[("plumber.R", MEAN)], &["--access", "all"]);
    let site = publish(&home, "site", &[("index.html", "here")], &["--access", "all"]);
    let running = home.serve_with(&[], &[("CLAVIGER_PROGRAMS_RSCRIPT", "/nowhere/Rscript")]);
    let mut wire = running.wire();
    let refused = wire.get(&api.at("/mean"), &[]).expect(503);
    assert_eq!(refused.all("retry-after"), ["60"]);
    assert!(refused.body.contains("R is not installed on this server."), "{}", refused.body);
    assert_eq!(wire.get(&site.at("/"), &[]).expect(200).body, "here");
    let folder = home.beside("api");
    let arguments = ["publish", folder.to_str().unwrap(), "--name", "another", "--user", "pia"];
    home.run(&arguments).refused("R is not installed on this server. An administrator has to install it first.");
    running.stop();
}
