//! Forms are taken only from our own pages, with the token of this session. Every form is tried.

use domain::Access;
use http::Method;

use crate::support::{Client as _, Cookie, Form, Signer, TestApp};

/// The page and the action of every form; `{id}` is a key, `{item}` an item.
const FORMS: [(&str, &str); 36] = [
    ("/__login__", "/__login__"),
    ("/connect/setup?token={token}", "/connect/setup"),
    ("/connect/", "/__logout__"),
    ("/connect/apps/{item}/settings", "/connect/apps/{item}/settings"),
    ("/connect/apps/{item}/people", "/connect/apps/{item}/people"),
    ("/connect/apps/{item}/people", "/connect/apps/{item}/people/change"),
    ("/connect/apps/{item}/people", "/connect/apps/{item}/people/remove"),
    ("/connect/apps/{item}/variables", "/connect/apps/{item}/variables"),
    ("/connect/apps/{item}/variables/remove?name=new", "/connect/apps/{item}/variables/remove"),
    ("/connect/apps/{item}/tags", "/connect/apps/{item}/tags"),
    ("/connect/apps/{item}/tags", "/connect/apps/{item}/tags/remove"),
    ("/connect/apps/{item}/address", "/connect/apps/{item}/address"),
    ("/connect/apps/{item}/address", "/connect/apps/{item}/address/remove"),
    ("/connect/apps/{item}/delete", "/connect/apps/{item}/delete"),
    ("/connect/apps/{item}/logs", "/connect/apps/{item}/restart"),
    ("/connect/apps/{item}/versions", "/connect/apps/{item}/versions/{version}/activate"),
    ("/connect/apps/{item}/versions/{version}/delete", "/connect/apps/{item}/versions/{version}/delete"),
    ("/connect/people/new", "/connect/people"),
    ("/connect/people/{guid}", "/connect/people/{guid}/role"),
    ("/connect/people/{guid}", "/connect/people/{guid}/lock"),
    ("/connect/groups", "/connect/groups"),
    ("/connect/groups/{guid}", "/connect/groups/{guid}"),
    ("/connect/groups/{guid}", "/connect/groups/{guid}/members"),
    ("/connect/groups/{guid}", "/connect/groups/{guid}/members/remove"),
    ("/connect/groups/{guid}/delete", "/connect/groups/{guid}/delete"),
    ("/connect/tags", "/connect/tags"),
    ("/connect/tags/{id}", "/connect/tags/{id}"),
    ("/connect/tags/{id}/delete", "/connect/tags/{id}/delete"),
    ("/connect/keys/new", "/connect/keys"),
    ("/connect/keys/{id}", "/connect/keys/{id}/delete"),
    ("/connect/profile", "/connect/profile"),
    ("/connect/profile", "/connect/profile/password"),
    ("/connect/profile", "/connect/profile/sessions/end"),
    ("/connect/profile", "/connect/profile/sessions/end-all"),
    ("/connect/profile", "/connect/profile/programs/remove"),
    ("/connect/tokens/{token}", "/connect/tokens/{token}"),
];

/// The forms with files, which are read in another way: see `uploads`.
const WITH_FILES: [&str; 2] = ["/connect/new", "/connect/apps/{item}/versions/new"];

#[test]
fn every_route_that_takes_a_form_is_in_the_list() {
    let routes = include_str!("../../../src/router.rs").split(".route(\"").skip(1);
    let posts = routes.filter(|route| route.split(".route(").next().is_some_and(|route| route.contains("post(")));
    let mut found: Vec<&str> = posts.filter_map(|route| route.split('"').next()).collect();
    let mut listed: Vec<&str> = FORMS.iter().map(|(_, action)| *action).chain(WITH_FILES).collect();
    found.sort_unstable();
    listed.sort_unstable();
    assert_eq!(found, listed);
}

/// A browser that has the form before it, filled in so that it would do its work.
struct Scene<'a> {
    browser: Cookie<'a>,
    form: Form,
}

async fn app_for(action: &str) -> TestApp {
    if action == "/connect/setup" { TestApp::empty().await } else { TestApp::start().await }
}

async fn scene<'a>(app: &'a TestApp, page: &str, action: &str) -> Scene<'a> {
    let (mut page, mut action) = (page.to_owned(), action.to_owned());
    let before_session = ["/__login__", "/connect/setup"].contains(&action.as_str());
    let order = ["/connect/people", "/connect/groups", "/connect/tags"];
    let owner = match action.as_str() {
        item if item.contains("{item}") => "pia",
        path if order.iter().any(|place| path.starts_with(place)) => "ada",
        _ => "vic",
    };
    let browser = if before_session { app.browser() } else { app.sign_in(owner).await };
    if action == "/connect/setup" {
        let token = app.services.new_setup_link().await.unwrap().unwrap();
        page = page.replace("{token}", token.expose());
    } else if action.contains("{version}") {
        let seed = || app.seed_content("pia", "site").file("index.html", "x");
        let (before, now) = (seed().publish().await, seed().publish().await);
        let (item, version) = (now.guid.to_string(), before.bundle.unwrap().to_string());
        let filled = |path: String| path.replace("{item}", &item).replace("{version}", &version);
        (page, action) = (filled(page), filled(action));
    } else if owner == "pia" {
        let seed = app.seed_content("pia", "the-api").access(Access::Acl).allow("vic").allow("ada");
        let item = seed.file("plumber.R", "#* @get /\nfunction() 1\n").publish().await.guid.to_string();
        dress(app, &item).await;
        (page, action) = (page.replace("{item}", &item), action.replace("{item}", &item));
    } else if owner == "ada" {
        let (group, tag) = group_and_tag(app).await;
        let guid = if action.contains("/groups/") { group } else { app.guid("vic").await };
        (page, action) = (page.replace("{guid}", &guid), action.replace("{guid}", &guid));
        (page, action) = (page.replace("{id}", &tag), action.replace("{id}", &tag));
    } else {
        app.sign_in("vic").await;
        let program = Signer::new();
        if action.ends_with("/programs/remove") {
            program.let_in(app, &browser).await;
        } else if action.contains("{token}") {
            program.ask(app).await;
            (page, action) = (page.replace("{token}", &program.token), action.replace("{token}", &program.token));
        }
        let id = app.seed_key("vic").make().await.id.to_string();
        (page, action) = (page.replace("{id}", &id), action.replace("{id}", &id));
    }
    let form = browser.form(&page, &action).await;
    let form = form.set("name", "new").set("username", "vic").set("password", "four plain words here");
    let form = form.set("first_name", "New").set("email", "new@example.com").set("person", "vic").set("path", "new");
    let form = form.set("current_password", "four plain words here").set("new_password", "another four plain words");
    let form = if action == "/connect/people" { form.set("username", "new") } else { form };
    Scene { browser, form }
}

/// A group with one member, and a tag.
async fn group_and_tag(app: &TestApp) -> (String, String) {
    let ada = app.services.console_actor("ada").await.unwrap();
    let groups = app.services.groups(&ada);
    let group = groups.create("Team", None).await.unwrap();
    groups.add_member(group.guid, app.guid("pia").await.parse().unwrap()).await.unwrap();
    let tag = app.services.tags(&ada).create("Place", None).await.unwrap();
    (group.guid.to_string(), tag.id.0.to_string())
}

/// Gives an item of pia's a variable, a tag beside one that it does not have, and an address.
async fn dress(app: &TestApp, item: &str) {
    let [ada, pia] = ["ada", "pia"].map(|name| app.services.console_actor(name));
    let (ada, pia) = (ada.await.unwrap(), pia.await.unwrap());
    let tags = app.services.tags(&ada);
    let category = tags.create("Team", None).await.unwrap().id;
    tags.create("North", Some(category)).await.unwrap();
    let managed = app.services.managed(&pia, item.parse().unwrap()).await.unwrap();
    managed.add_tag(tags.create("South", Some(category)).await.unwrap().id).await.unwrap();
    managed.set_vanity("old", false).await.unwrap();
    let value = domain::VariableValue::new("x".to_owned());
    managed.set_variables(vec![("new".to_owned(), Some(value))]).await.unwrap();
}

#[tokio::test]
async fn forms_from_another_place_or_from_none_are_refused() {
    let sources: [&[(&str, &str)]; 9] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "none")],
        &[("sec-fetch-site", "cross-site"), ("origin", "http://localhost:3939")],
        &[("origin", "null")],
        &[("origin", "http://evil.test")],
        &[("origin", "http://localhost:3939.evil.test")],
        &[("referer", "http://localhost:3939/connect/keys")],
        &[],
    ];
    for (page, action) in FORMS {
        let app = app_for(action).await;
        let Scene { browser, form } = scene(&app, page, action).await;
        for source in sources {
            let ask = browser.ask(Method::POST, &form.action).form(&form.fields).without("sec-fetch-site");
            let ask = source.iter().fold(ask, |ask, (name, value)| ask.header(name, value));
            ask.send().await.expect_page(403, "This form came from another place");
        }
        taken(&browser, form).await;
    }
}

#[tokio::test]
async fn a_missing_wrong_or_foreign_token_is_refused() {
    for (page, action) in FORMS {
        let app = app_for(action).await;
        let Scene { browser, form } = scene(&app, page, action).await;
        let other = if action == "/connect/setup" { app.browser() } else { app.sign_in("pia").await };
        let foreign_page = if action == "/connect/setup" { "/__login__" } else { "/connect/" };
        let foreign_action = if action == "/connect/setup" { "/__login__" } else { "/__logout__" };
        let foreign = other.form(foreign_page, foreign_action).await.get("csrf").to_owned();
        let own = form.get("csrf").to_owned();
        let flipped = format!("{}{}", if own.starts_with('0') { '1' } else { '0' }, &own[1..]);
        for wrong in ["", "x", "0", &"0".repeat(64), &"0".repeat(128), &own[..64], &own[64..], &flipped, &foreign] {
            let answer = browser.submit(form.clone().set("csrf", wrong)).await;
            answer.expect_page(403, "This form is too old");
        }
        browser.submit(form.clone().without("csrf")).await.expect_page(403, "This form is too old");
        for kind in ["text/plain", "multipart/form-data; boundary=x"] {
            let ask = browser.ask(Method::POST, &form.action).form(&form.fields).header("content-type", kind);
            let ask = ask.body("csrf=\r\n");
            ask.send().await.expect_page(403, "This form is too old");
        }
        taken(&browser, form).await;
    }
}

/// The form itself was good: it is taken as soon as it comes as it should, so nothing before did its work.
async fn taken(browser: &Cookie<'_>, form: Form) {
    let answer = browser.submit(form).await;
    assert_eq!(answer.status, 303, "{answer:?}");
}

#[tokio::test]
async fn an_origin_of_ours_does_for_browsers_that_say_no_more() {
    for (page, action) in FORMS {
        let app = app_for(action).await;
        let Scene { browser, form } = scene(&app, page, action).await;
        let ask = browser.ask(Method::POST, &form.action).form(&form.fields).without("sec-fetch-site");
        ask.header("origin", app.url()).send().await.expect(303);
    }
}

#[tokio::test]
async fn a_token_of_the_sign_in_page_is_of_no_use_in_the_session_after_it() {
    let app = TestApp::start().await;
    let browser = app.browser();
    let before = browser.get("/__login__").await.form("/__login__").get("csrf").to_owned();
    let form = browser.form("/__login__", "/__login__").await.set("username", "vic");
    browser.submit(form.set("password", crate::support::PASSWORD)).await.expect(303);
    let form = browser.form("/connect/", "/__logout__").await.set("csrf", &before);
    browser.submit(form).await.expect_page(403, "This form is too old");
}

#[tokio::test]
async fn the_token_looks_different_on_every_page() {
    let app = TestApp::start().await;
    let browser = app.sign_in("vic").await;
    let first = browser.form("/connect/", "/__logout__").await.get("csrf").to_owned();
    let second = browser.form("/connect/", "/__logout__").await.get("csrf").to_owned();
    assert_ne!(first, second);
}
