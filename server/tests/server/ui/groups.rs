//! `/connect/groups`

use domain::Role;

use crate::support::{Client as _, Cookie, Form, TestApp, escaped};

const GROUPS: &str = "/connect/groups";

/// Makes a group; gives the address of its page.
async fn made(browser: &Cookie<'_>, name: &str) -> String {
    let form = browser.form(GROUPS, GROUPS).await.set("name", name);
    browser.submit(form).await.expect(303).header("location").to_owned()
}

#[tokio::test]
async fn a_group_is_made_named_filled_emptied_and_deleted() {
    let app = TestApp::start().await;
    let browser = app.sign_in("pia").await;
    browser.get(GROUPS).await.expect_page(200, "There are no groups yet.");
    let group = made(&browser, "<b>Rain watch").await;
    let page = browser.get(&group).await.expect_page(200, "Nobody is in this group.");
    assert!(page.text().contains("pia takes care of this group.") && !page.text().contains("<b>"), "{}", page.shown());

    let members = format!("{group}/members");
    for name in ["vic", "ada"] {
        let form = browser.form(&group, &members).await.set("username", name);
        browser.submit(form).await.expect_redirect(&group);
    }
    let page = browser.get(&group).await.expect_page(200, "ada was added.");
    // By username: ada, then vic.
    let form = page.form(&format!("{members}/remove"));
    browser.submit(form.clone()).await.expect_redirect(&group);
    browser.get(&group).await.expect_page(200, "ada was removed.");
    browser.submit(form).await.expect_redirect(&group);
    let page = browser.get(&group).await.expect_page(200, "This account was removed already.");
    assert!(page.text().contains("Remove vic") && !page.text().contains("Remove ada"), "{}", page.shown());

    let form = page.form(&group).set("name", "Snow watch");
    browser.submit(form).await.expect_redirect(&group);
    browser.get(&group).await.expect_page(200, "The group is called Snow watch now.");
    let delete = format!("{group}/delete");
    let question = browser.get(&delete).await.expect_page(200, "Delete the group “Snow watch”?");
    browser.submit(question.form(&delete)).await.expect_redirect(GROUPS);
    browser.get(GROUPS).await.expect_page(200, "The group Snow watch was deleted.");
    browser.get(&group).await.expect_page(404, "Not found");
    browser.submit(question.form(&delete)).await.expect_redirect(GROUPS);
    browser.get(GROUPS).await.expect_page(200, "This group was deleted already.");
}

#[tokio::test]
async fn what_is_wrong_is_told_beside_what_was_typed() {
    let app = TestApp::start().await;
    let browser = app.sign_in("pia").await;
    made(&browser, "Taken").await;
    for (name, words) in
        [("ab", "The name of a group has 3 to 4096 characters"), ("TAKEN", "There is a group with this")]
    {
        let form = browser.form(GROUPS, GROUPS).await.set("name", name);
        let page = browser.submit(form).await.expect_page(422, words);
        assert_eq!(page.form(GROUPS).get("name"), name);
    }
    let group = made(&browser, "Another").await;
    let form = browser.form(&group, &group).await.set("name", "taken");
    let page = browser.submit(form).await.expect_page(422, "There is a group with this name already.");
    assert_eq!(page.form(&group).get("name"), "taken");
    let members = format!("{group}/members");
    let form = browser.form(&group, &members).await.set("username", "vic");
    browser.submit(form.clone()).await.expect(303);
    browser.submit(form).await.expect_page(422, "This user is a member of the group already.");
    let form = browser.form(&group, &members).await.set("username", "<b>x");
    let page = browser.submit(form).await.expect_page(422, &escaped("There is no account named <b>x."));
    assert_eq!(page.form(&members).get("username"), "<b>x");
    assert!(page.text().contains("<title>Error: Another"), "{}", page.shown());
}

#[tokio::test]
async fn others_look_leave_and_change_nothing() {
    let app = TestApp::start().await;
    app.user("eve", Role::Publisher).await;
    let pia = app.sign_in("pia").await;
    let group = made(&pia, "Team").await;
    let members = format!("{group}/members");
    let form = pia.form(&group, &members).await.set("username", "vic");
    pia.submit(form).await.expect(303);
    let vics_guid = app.guid("vic").await;
    for name in ["eve", "vic"] {
        let browser = app.sign_in(name).await;
        let page = browser.get(&group).await.expect_page(200, "vic</a>");
        assert!(!page.text().contains("Rename group") && !page.text().contains("Add member"), "{}", page.shown());
        browser.get(&format!("{group}/delete")).await.expect_page(403, "Not allowed");
        let token = browser.form("/connect/", "/__logout__").await;
        for (action, field, value) in
            [(group.clone(), "name", "Mine"), (members.clone(), "username", name), (format!("{group}/delete"), "x", "")]
        {
            let form = Form { action, ..token.clone() }.set(field, value);
            browser.submit(form).await.expect_page(403, "Not allowed");
        }
        if name == "eve" {
            let form = Form { action: format!("{members}/remove"), ..token }.set("member", &vics_guid);
            browser.submit(form).await.expect_page(403, "Not allowed");
        }
    }
    let vic = app.sign_in("vic").await;
    let page = vic.get(GROUPS).await.expect_page(200, "Team</a>");
    assert!(!page.text().contains("Make group"), "{}", page.shown());
    let token = vic.form("/connect/", "/__logout__").await;
    let form = Form { action: GROUPS.to_owned(), ..token }.set("name", "Mine");
    vic.submit(form).await.expect_page(403, "Not allowed");
    let form = vic.form(&group, &format!("{members}/remove")).await;
    vic.submit(form).await.expect_redirect(&group);
    vic.get(&group).await.expect_page(200, "Nobody is in this group.");
    // An administrator takes care of all.
    app.sign_in("ada").await.get(&group).await.expect_page(200, "Rename group");
}
