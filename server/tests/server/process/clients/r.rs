//! R's rsconnect, as Debian has it: it speaks the API of before `/v1`.

use super::super::program::PASSWORD;
use super::super::wire::Browser;
use super::desk::Desk;

/// Lines before each script: the house as a server, and pia's account there.
const BEFORE: &str = include_str!("r/before.R");

fn deployed(desk: &Desk, script: &str) -> super::desk::Done {
    let done = desk.r("deploy.R", &format!("{BEFORE}\n{script}")).good();
    assert!(!done.err.contains("Error"), "{}", done.err);
    done
}

#[test]
fn a_server_and_an_account_by_key_are_registered() {
    let desk = Desk::new();
    let done = desk.r("account.R", &format!("{BEFORE}\nprint(accounts())\nprint(servers())")).good();
    done.says("Account registered successfully: pia").says(&desk.house.running.url);
}

#[test]
fn a_site_is_deployed_and_deployed_again() {
    let desk = Desk::new();
    desk.write("site/index.html", "<p>from R</p>");
    deployed(&desk, include_str!("r/site.R")).says("This is a Static site.").says("successfully deployed");
    let item = desk.house.item("site-from-r");
    assert_eq!(item.shown["title"], "A site from R");
    assert_eq!(desk.house.inside(&item, ""), (200, "<p>from R, again</p>".to_owned()));
    let bundles = desk.house.get(&format!("/__api__/v1/content/{}/bundles", item.guid), &desk.house.pia);
    assert_eq!(bundles.expect(200).json().as_array().unwrap().len(), 2);
}

#[test]
fn a_plumber_api_is_deployed_and_called() {
    let desk = Desk::new();
    desk.write("api/plumber.R", "#* @get /double\nfunction(n) 2 * as.numeric(n)\n");
    deployed(&desk, include_str!("r/api.R")).says("successfully deployed");
    let item = desk.house.item("api-from-r");
    assert_eq!(item.shown["app_mode"], "api");
    assert_eq!(desk.house.inside(&item, "double?n=21"), (200, "[42]".to_owned()));

    // The next version takes over where the first one answers.
    desk.write("api/plumber.R", "#* @get /double\nfunction(n) 20 * as.numeric(n)\n");
    deployed(&desk, include_str!("r/api.R")).says("successfully deployed");
    let again = desk.house.item("api-from-r");
    assert_eq!(again.guid, item.guid);
    assert_ne!(again.bundle, item.bundle);
    assert_eq!(desk.house.inside(&again, "double?n=21"), (200, "[420]".to_owned()));
}

#[test]
fn a_program_without_a_key_is_let_in_by_the_browser_and_deploys() {
    let desk = Desk::new();
    desk.write("site/index.html", "<p>signed</p>");
    let claim = desk.path("claim");
    let done = std::thread::scope(|threads| {
        let client = threads.spawn(|| desk.r("token.R", include_str!("r/token.R")));
        while !claim.exists() && !client.is_finished() {
            std::thread::yield_now();
        }
        if let Ok(address) = std::fs::read_to_string(&claim) {
            let page = address.trim().strip_prefix(desk.house.running.url.as_str()).expect("an address of ours");
            let mut browser = Browser::sign_in(desk.house.running.wire(), "pia", PASSWORD);
            let asks = browser.get(page).expect(200);
            browser.post(page, &asks.csrf(), &[("fingerprint", &asks.hidden("fingerprint"))]).expect(303);
        }
        client.join().expect("a client that ends")
    });
    done.good().says("Account registered successfully").says("successfully deployed");
    let item = desk.house.item("signed-from-r");
    assert_eq!(desk.house.inside(&item, ""), (200, "<p>signed</p>".to_owned()));
}
