//! rsconnect-python: drafts, which nobody sees who does not ask for them.

use super::desk::Desk;

#[test]
fn a_draft_is_shown_by_itself_while_the_old_version_goes_on_being_served() {
    let desk = Desk::connected();
    desk.write("site/index.html", "<p>served</p>");
    desk.rsconnect(&["deploy", "html", "--name", "house", "--title", "drafted", "site"]).good();
    let served = desk.house.item("drafted");

    desk.write("site/index.html", "<p>draft</p>");
    let draft = desk.rsconnect(&["deploy", "html", "--name", "house", "--draft", "site"]).good();
    draft.says(&format!("/connect/apps/{}/draft/", served.guid));
    assert_eq!(desk.house.item("drafted").bundle, served.bundle);
    assert_eq!(desk.house.inside(&served, ""), (200, "<p>served</p>".to_owned()));

    let bundles = format!("/__api__/v1/content/{}/bundles", served.guid);
    let bundles = desk.house.get(&bundles, &desk.house.pia).expect(200).json();
    let newest = bundles[0]["id"].as_str().unwrap();
    assert_eq!(desk.house.inside(&served, &format!("_bundle{newest}/")), (200, "<p>draft</p>".to_owned()));
    assert_eq!(bundles[0]["active"], false);
}
