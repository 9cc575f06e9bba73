//! Lists of items: what is in them, in which order, and with what besides.

use serde_json::{Value, json};

use crate::support::{Client, TestApp};

async fn names(by: &impl Client, query: &str) -> Vec<String> {
    let list = by.get(&format!("/__api__/v1/content{query}")).await.expect(200).json();
    list.as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn the_name_is_compared_whole() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    for name in ["report", "report1", "my-report"] {
        app.make_item(&pia, name).await;
    }
    assert_eq!(names(&pia, "?name=report").await, ["report"]);
    assert!(names(&pia, "?name=repor").await.is_empty());
    assert!(names(&pia, "?name=").await.is_empty());
    assert!(names(&pia, "?name=report%00").await.is_empty());
}

#[tokio::test]
async fn the_owner_is_asked_for_by_guid() {
    let app = TestApp::start().await;
    let (pia, ada) = (app.key_of("pia").await, app.key_of("ada").await);
    app.make_item(&pia, "of-pia").await;
    app.make_item(&ada, "of-ada").await;
    assert_eq!(names(&ada, &format!("?owner_guid={}", app.guid("pia").await)).await, ["of-pia"]);
    assert_eq!(names(&ada, &format!("?owner_guid={}", app.guid("ada").await)).await, ["of-ada"]);
    let both = format!("?owner_guid={}&name=of-ada", app.guid("pia").await);
    assert!(names(&ada, &both).await.is_empty());
    ada.get("/__api__/v1/content?owner_guid=pia").await.expect_error(400, 3);
}

#[tokio::test]
async fn everybody_sees_what_he_may_view_or_manage_and_administrators_all() {
    let app = TestApp::start().await;
    let [ada, pia, vic] = [app.key_of("ada").await, app.key_of("pia").await, app.key_of("vic").await];
    app.make_item(&pia, "unfinished").await;
    app.seed_content("pia", "secret").file("index.html", "a").publish().await;
    app.seed_content("pia", "open").file("index.html", "a").access(domain::Access::All).publish().await;
    app.seed_content("ada", "given").file("index.html", "a").allow("vic").publish().await;
    assert_eq!(names(&ada, "").await.len(), 4);
    assert_eq!(names(&pia, "").await.len(), 3);
    let mut seen = names(&vic, "").await;
    seen.sort();
    assert_eq!(seen, ["given", "open"]);
}

#[tokio::test]
async fn what_was_deployed_last_comes_first() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let mut items = Vec::new();
    for name in ["first", "second"] {
        let item = app.make_item(&pia, name).await;
        app.clock.advance(time::Duration::SECOND);
        app.upload(&pia, &item).await;
        items.push(item);
    }
    app.deploy(&pia, &items[0], json!({})).await;
    assert_eq!(names(&pia, "").await, ["first", "second"]);
    app.clock.advance(time::Duration::SECOND);
    app.deploy(&pia, &items[1], json!({})).await;
    assert_eq!(names(&pia, "").await, ["second", "first"]);
}

#[tokio::test]
async fn the_owner_is_told_when_it_is_asked_for() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.make_item(&pia, "report").await;
    let owner = json!({ "guid": pia.guid, "username": "pia", "first_name": "", "last_name": "" });
    for path in [format!("/{item}?include=owner"), format!("/{item}?include=tags,%20owner,vanity_url")] {
        let shown = pia.get(&format!("/__api__/v1/content{path}")).await.expect(200).json();
        assert_eq!(shown["owner"], owner);
    }
    let list = pia.get("/__api__/v1/content?include=owner").await.expect(200).json();
    assert_eq!(list[0]["owner"], owner);
    let plain = pia.get("/__api__/v1/content").await.expect(200).json();
    assert_eq!(plain[0]["owner"], Value::Null);
}

#[tokio::test]
async fn bookmarks_and_schedules_are_told_of_when_they_are_asked_for() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.make_item(&pia, "report").await;
    let path = format!("/__api__/v1/content/{item}");
    let shown = pia.get(&format!("{path}?include=bookmarked,schedule")).await.expect(200).json();
    assert_eq!((&shown["bookmarked"], &shown["schedules"]), (&json!(false), &json!([])));
    let plain = pia.get(&path).await.expect(200).json();
    assert!(plain.get("bookmarked").is_none() && plain.get("schedules").is_none(), "{plain}");
    for unset in ["metrics_collection_enabled", "notify_on_share", "public_content_status"] {
        assert_eq!(plain.get(unset), Some(&Value::Null), "{unset}");
    }
}

#[tokio::test]
async fn words_that_include_does_not_know_are_refused() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.make_item(&pia, "report").await;
    pia.get("/__api__/v1/content?include=owner,secrets").await.expect_error(400, 161);
    pia.get(&format!("/__api__/v1/content/{item}?include=everything")).await.expect_error(400, 161);
}

#[tokio::test]
async fn parameters_that_nobody_knows_are_passed_over() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    app.make_item(&pia, "report").await;
    assert_eq!(names(&pia, "?page_size=1&from_the_future=yes&page_number=7").await, ["report"]);
}
