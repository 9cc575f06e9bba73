//! `/connect/apps/{item}/versions`: the versions of an item, and what becomes of them

use domain::{Access, Role};
use http::Method;
use serde_json::json;

use super::path;
use crate::support::{Answer, Client as _, Cookie, TestApp};

/// An item of pia's with two versions of a page, of which the second is served; gives its guid and their numbers.
async fn two_versions(app: &TestApp) -> (domain::Content, [String; 2]) {
    let seed = || app.seed_content("pia", "weather").title("The weather").access(Access::LoggedIn);
    let first = seed().file("index.html", "<h1>Rain</h1>").publish().await;
    let second = seed().file("index.html", "<h1>Sun</h1>").publish().await;
    let number = |item: &domain::Content| item.bundle.expect("a version").to_string();
    let numbers = [number(&first), number(&second)];
    (second, numbers)
}

/// Follows a deploy that was begun, as a browser without scripts does, until it has ended.
pub(crate) async fn ended(browser: &Cookie<'_>, begun: Answer) -> Answer {
    let mut address = begun.expect(303).location().to_owned();
    loop {
        let page = browser.get(&address).await;
        let next = page.text().split("href=\"").filter_map(|rest| rest.split('"').next());
        match next.map(|link| link.replace("&amp;", "&")).find(|link| link.contains("?seen=")) {
            Some(next) => address = next,
            None => return page,
        }
    }
}

#[tokio::test]
async fn versions_are_listed_newest_first_with_who_uploaded_them_and_which_is_served() {
    let app = TestApp::start().await;
    let (item, [first, second]) = two_versions(&app).await;
    let page = app.sign_in("pia").await.get(&path(&item, "/versions")).await.expect_page(200, "New version");
    let text = page.text();
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} in {}", page.shown()));
    assert!(at(&format!("Version {second}<")) < at(&format!("Version {first}<")), "{}", page.shown());
    assert_eq!((text.matches(">served<").count(), text.matches(" by pia").count()), (1, 2), "{}", page.shown());
    // What is served cannot be deleted, and needs no activation.
    assert!(!text.contains(&format!("/versions/{second}/")), "{}", page.shown());
    for action in ["activate", "delete"] {
        assert!(text.contains(&format!("/versions/{first}/{action}\"")), "{action} in {}", page.shown());
    }
}

#[tokio::test]
async fn a_version_says_where_it_comes_from() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.make_item(&pia, "sourced").await;
    let archive = app.archive(&[("index.html", "x")]);
    let metadata = json!({ "source": "git", "source_repo": "https://git.example.com/<plot>", "source_branch": "main",
        "source_commit": "0123456789abcdef0123456789abcdef01234567" });
    let mut body =
        format!("--b\r\ncontent-disposition: form-data; name=\"metadata\"\r\n\r\n{metadata}\r\n").into_bytes();
    body.extend(b"--b\r\ncontent-disposition: form-data; name=\"archive\"; filename=\"a.tar.gz\"\r\n\r\n");
    body.extend(archive);
    body.extend(b"\r\n--b--\r\n");
    let ask = pia.ask(Method::POST, &format!("/__api__/v1/content/{item}/bundles"));
    ask.header("content-type", "multipart/form-data; boundary=b").body(body).send().await.expect(200);
    let page = app.sign_in("pia").await.get(&format!("/connect/apps/{item}/versions")).await;
    page.expect_page(200, "https://git.example.com/&lt;plot&gt;, main, 0123456789ab<");
}

#[tokio::test]
async fn an_older_version_is_activated_and_the_log_tells() {
    let app = TestApp::start().await;
    let (item, [first, _]) = two_versions(&app).await;
    let browser = app.sign_in("pia").await;
    let form = browser.form(&path(&item, "/versions"), &path(&item, &format!("/versions/{first}/activate"))).await;
    let page = ended(&browser, browser.submit(form).await).await.expect_page(200, "The deploy went well.");
    assert!(page.text().contains(&format!("Deploying version {first} of weather.")), "{}", page.shown());
    let shown = app.key_of("vic").await.get(&format!("/content/{}/", item.guid)).await.expect(200);
    assert!(shown.text().contains("Rain"), "{}", shown.shown());
    let page = browser.get(&path(&item, "/versions")).await.expect(200);
    assert!(!page.text().contains(&format!("/versions/{first}/activate")), "{}", page.shown());
}

#[tokio::test]
async fn a_deploy_that_fails_says_why_on_top_and_changes_nothing() {
    let app = TestApp::start().await;
    let (item, _) = two_versions(&app).await;
    let pia = app.key_of("pia").await;
    let archive = app.archive(&[("notes.txt", "x"), ("manifest.json", "{\"metadata\":{\"appmode\":\"shiny\"}}")]);
    let uploaded = pia.ask(Method::POST, &format!("/__api__/v1/content/{}/bundles", item.guid)).body(archive).send();
    let number = uploaded.await.expect(200).json()["id"].as_str().unwrap().to_owned();
    let browser = app.sign_in("pia").await;
    browser.get(&path(&item, "/versions")).await.expect_page(200, ">never served<");
    let form = browser.form(&path(&item, "/versions"), &path(&item, &format!("/versions/{number}/activate"))).await;
    let page = ended(&browser, browser.submit(form).await).await.expect_page(200, "The deploy failed");
    let (above, _) = page.text().split_once("id=\"task-log\"").unwrap();
    assert!(above.contains("what is served did not change"), "{}", page.shown());
    let shown = app.key_of("vic").await.get(&format!("/content/{}/", item.guid)).await.expect(200);
    assert!(shown.text().contains("Sun"), "{}", shown.shown());
}

#[tokio::test]
async fn a_version_is_deleted_after_a_question_and_the_served_one_is_refused_in_words() {
    let app = TestApp::start().await;
    let (item, [first, second]) = two_versions(&app).await;
    let browser = app.sign_in("pia").await;
    let question = |number: &str| path(&item, &format!("/versions/{number}/delete"));
    let form = browser.form(&question(&first), &question(&first)).await;
    let refused = browser.get(&question(&second)).await.expect_page(409, "Activate another one before you delete it.");
    assert!(!refused.text().contains(">Delete version<"), "{}", refused.shown());
    let forced = crate::support::Form { action: question(&second), ..form.clone() };
    browser.submit(forced).await.expect_page(409, "Activate another one before you delete it.");
    browser.submit(form.clone()).await.expect_redirect(&path(&item, "/versions"));
    let page = browser.get(&path(&item, "/versions")).await.expect_page(200, &format!("Version {first} was deleted."));
    assert!(!page.text().contains(&format!("Version {first}<")), "{}", page.shown());
    browser.get(&question(&first)).await.expect_page(404, "Not found");
    browser.submit(form).await.expect_redirect(&path(&item, "/versions"));
    browser.get(&path(&item, "/versions")).await.expect_page(200, "This version was deleted already.");
}

#[tokio::test]
async fn versions_are_for_those_who_manage_and_publishing_for_those_who_publish() {
    let app = TestApp::start().await;
    let (item, [first, _]) = two_versions(&app).await;
    let activate = path(&item, &format!("/versions/{first}/activate"));
    app.user("eve", Role::Publisher).await;
    // An administrator manages everything, and publishes nothing of others.
    let browser = app.sign_in("ada").await;
    let page = browser.get(&path(&item, "/versions")).await.expect_page(200, &format!("/versions/{first}/delete"));
    assert!(!page.text().contains("/activate") && !page.text().contains("New version"), "{}", page.shown());
    browser.get(&path(&item, "/versions/new")).await.expect_page(403, "Not allowed");
    for name in ["ada", "vic", "eve"] {
        let browser = app.sign_in(name).await;
        if name != "ada" {
            browser.get(&path(&item, "/versions")).await.expect_page(403, "Not allowed");
            browser.get(&path(&item, "/versions/new")).await.expect_page(403, "Not allowed");
        }
        let token = browser.form("/connect/", "/__logout__").await;
        browser
            .submit(crate::support::Form { action: activate.clone(), ..token })
            .await
            .expect_page(403, "Not allowed");
    }
}

#[tokio::test]
async fn a_deploy_is_told_to_who_began_it_on_the_page_of_its_own_item() {
    let app = TestApp::start().await;
    let (item, [first, _]) = two_versions(&app).await;
    let other = app.seed_content("pia", "another").file("index.html", "x").publish().await;
    let browser = app.sign_in("pia").await;
    let form = browser.form(&path(&item, "/versions"), &path(&item, &format!("/versions/{first}/activate"))).await;
    let begun = browser.submit(form).await.expect(303);
    let task = begun.location().rsplit('/').next().unwrap().to_owned();
    ended(&browser, begun).await.expect(200);
    for elsewhere in [path(&other, &format!("/deploys/{task}")), path(&item, "/deploys/aaaaaaaaaaaaaaaa")] {
        browser.get(&elsewhere).await.expect_page(404, "Not found");
    }
    let here = path(&item, &format!("/deploys/{task}"));
    app.sign_in("ada").await.get(&here).await.expect_page(200, "The deploy went well.");
    app.sign_in("vic").await.get(&here).await.expect_page(403, "Not allowed");
    browser.get(&format!("{here}?open")).await.expect_redirect(&path(&item, ""));
}

#[tokio::test]
async fn the_address_that_clients_print_for_a_draft_leads_to_it() {
    let app = TestApp::start().await;
    let (item, [first, _]) = two_versions(&app).await;
    let draft = path(&item, &format!("/draft/{first}"));
    let shown = format!("/content/{}/_bundle{first}/", item.guid);
    app.sign_in("pia").await.get(&draft).await.expect_redirect(&shown);
    app.sign_in("pia").await.get(&path(&item, "/draft/999")).await.expect_page(404, "Not found");
    app.anon().get(&draft).await.expect(303);
}

#[tokio::test]
async fn what_names_no_version_and_no_task_names_no_page() {
    let app = TestApp::start().await;
    let (item, _) = two_versions(&app).await;
    let browser = app.sign_in("pia").await;
    for rest in ["/versions/0/delete", "/versions/x/delete", "/versions/-1/delete", "/deploys/x", "/deploys/%00"] {
        browser.get(&path(&item, rest)).await.expect_page(404, "Not found");
    }
}
