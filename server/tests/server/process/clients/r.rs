//! R's rsconnect, as Debian has it: it speaks the API of before `/v1`.

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
}
