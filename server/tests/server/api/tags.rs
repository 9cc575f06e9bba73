//! `/v1/tags` and `/v1/content/{guid}/tags`

use domain::Access;
use http::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client as _, Key, TestApp};

const TAGS: &str = "/__api__/v1/tags";

async fn made(key: &Key<'_>, name: &str, parent: Option<&Value>) -> Value {
    let parent = parent.map_or(Value::Null, |parent| parent["id"].clone());
    key.post(TAGS, json!({ "name": name, "parent_id": parent })).await.expect(200).json()
}

fn at(tag: &Value) -> String {
    format!("{TAGS}/{}", tag["id"].as_str().unwrap())
}

async fn patch(key: &Key<'_>, path: &str, body: Value) -> Answer {
    key.ask(Method::PATCH, path).json(&body).send().await
}

fn names(answer: Answer) -> Vec<String> {
    let list = answer.expect(200).json();
    list.as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_tag_is_shown_with_its_fields_in_the_order_that_clients_rely_on() {
    let app = TestApp::start().await;
    let ada = app.key_of("ada").await;
    let root = made(&ada, "Team", None).await;
    let sales = made(&ada, "Sales", Some(&root)).await;
    assert_eq!((&root["parent_id"], &sales["parent_id"]), (&Value::Null, &root["id"]));
    let text = ada.get(&at(&sales)).await.expect(200).text().to_owned();
    let places: Vec<_> = ["\"id\"", "\"name\"", "\"parent_id\"", "\"created_time\"", "\"updated_time\""]
        .map(|key| text.find(key))
        .into();
    assert!(places.is_sorted() && places.iter().all(Option::is_some), "{text}");
    assert_eq!(sales.as_object().unwrap().len(), 5);
    assert_eq!(ada.get(TAGS).await.expect(200).json(), json!([root, sales]));
}

#[tokio::test]
async fn tags_are_found_by_name_parent_and_path() {
    let app = TestApp::start().await;
    let (ada, vic) = (app.key_of("ada").await, app.key_of("vic").await);
    let root = made(&ada, "Team", None).await;
    let sales = made(&ada, "Sales", Some(&root)).await;
    let north = made(&ada, "Far North", Some(&sales)).await;
    assert_eq!(names(vic.get(&format!("{TAGS}?name=Sales")).await), ["Sales"]);
    assert_eq!(names(vic.get(&format!("{TAGS}?parent_id={}", root["id"].as_str().unwrap())).await), ["Sales"]);
    assert_eq!(names(vic.get(&format!("{TAGS}?name=none")).await), [""; 0]);
    vic.get(&format!("{TAGS}?parent_id=x")).await.expect_error(400, 25);
    for path in ["Team,Sales,Far%20North", "Team%2CSales%2CFar%20North"] {
        assert_eq!(vic.get(&format!("{TAGS}/{path}")).await.expect(200).json(), north);
    }
    for path in ["Sales", "Team,Far%20North", "999", ","] {
        vic.get(&format!("{TAGS}/{path}")).await.expect_error(404, 4);
    }
}

#[tokio::test]
async fn a_tag_is_renamed_moved_and_deleted_with_all_below() {
    let app = TestApp::start().await;
    let ada = app.key_of("ada").await;
    let root = made(&ada, "Team", None).await;
    let sales = made(&ada, "Sales", Some(&root)).await;
    let north = made(&ada, "North", Some(&sales)).await;
    let renamed = patch(&ada, &at(&sales), json!({ "name": "Selling" })).await.expect(200).json();
    assert_eq!((&renamed["name"], &renamed["parent_id"]), (&json!("Selling"), &root["id"]));
    let moved = patch(&ada, &at(&north), json!({ "parent_id": root["id"] })).await.expect(200).json();
    assert_eq!((&moved["name"], &moved["parent_id"]), (&json!("North"), &root["id"]));
    let category = patch(&ada, &at(&north), json!({ "parent_id": null })).await.expect(200).json();
    assert_eq!(category["parent_id"], Value::Null);
    assert!(ada.delete(&at(&root)).await.expect(204).body.is_empty());
    assert_eq!(names(ada.get(TAGS).await), ["North"]);
    ada.delete(&at(&root)).await.expect_error(404, 4);
}

#[tokio::test]
async fn unfit_tags_are_refused_with_their_code() {
    let app = TestApp::start().await;
    let ada = app.key_of("ada").await;
    let root = made(&ada, "Team", None).await;
    let sales = made(&ada, "Sales", Some(&root)).await;
    let north = made(&ada, "North", Some(&sales)).await;
    for (body, code) in [
        (json!({ "name": "x".repeat(256) }), 77),
        (json!({ "name": " " }), 78),
        (json!({}), 78),
        (json!({ "name": "team" }), 81),
        (json!({ "name": "SALES", "parent_id": root["id"] }), 81),
        (json!({ "name": "New", "parent_id": "999" }), 157),
        (json!({ "name": "New", "parent_id": "x" }), 157),
    ] {
        ada.post(TAGS, body).await.expect_error(400, code);
    }
    for (tag, body, code) in [
        (&root, json!({ "parent_id": root["id"] }), 88),
        (&root, json!({ "parent_id": north["id"] }), 88),
        (&north, json!({ "parent_id": "999" }), 157),
        (&north, json!({ "name": "" }), 78),
        (&north, json!({ "name": "x".repeat(256) }), 77),
    ] {
        patch(&ada, &at(tag), body).await.expect_error(400, code);
    }
    patch(&ada, &format!("{TAGS}/999"), json!({ "name": "New" })).await.expect_error(404, 4);
    assert_eq!(names(ada.get(TAGS).await), ["Team", "Sales", "North"]);
}

#[tokio::test]
async fn only_administrators_tend_the_tree() {
    let app = TestApp::start().await;
    let root = made(&app.key_of("ada").await, "Team", None).await;
    for name in ["pia", "vic"] {
        let key = app.key_of(name).await;
        key.post(TAGS, json!({ "name": "New" })).await.expect_error(403, 22);
        patch(&key, &at(&root), json!({ "name": "New" })).await.expect_error(403, 22);
        key.delete(&at(&root)).await.expect_error(403, 22);
        assert_eq!(names(key.get(TAGS).await), ["Team"]);
    }
}

#[tokio::test]
async fn content_gets_a_tag_with_those_above_it_and_loses_it_with_those_below() {
    let app = TestApp::start().await;
    let item = app.seed_content("pia", "report").access(Access::Acl).file("index.html", "x").publish().await;
    let (ada, pia, vic) = (app.key_of("ada").await, app.key_of("pia").await, app.key_of("vic").await);
    let root = made(&ada, "root", None).await;
    let a = made(&ada, "a", Some(&root)).await;
    let b = made(&ada, "b", Some(&root)).await;
    let c = made(&ada, "c", Some(&a)).await;
    let d = made(&ada, "d", Some(&c)).await;
    let content = format!("/__api__/v1/content/{}", item.guid);
    let tags = format!("{content}/tags");
    for tag in [&d, &b, &d] {
        assert!(pia.post(&tags, json!({ "tag_id": tag["id"] })).await.expect(200).body.is_empty());
    }
    assert_eq!(names(pia.get(&tags).await), ["a", "b", "c", "d"]);
    for (query, total) in [("tag:C", 1), ("tag:x", 0), ("-tag:c", 0), ("tag:x,d", 1)] {
        let found = pia.get(&format!("/__api__/v1/search/content?q={query}")).await.expect(200).json();
        assert_eq!(found["total"], total, "{query}");
    }
    let shown = pia.get(&format!("{content}?include=tags")).await.expect(200).json();
    assert_eq!(shown["tags"], json!([a, b, c, d]));
    let listed = pia.get("/__api__/v1/content?include=tags,owner").await.expect(200).json();
    assert_eq!(listed[0]["tags"], shown["tags"]);
    assert!(pia.get(&content).await.expect(200).json().get("tags").is_none());
    for (tag, code) in [(root["id"].clone(), 79), (json!("999"), 158), (json!("x"), 158), (Value::Null, 158)] {
        pia.post(&tags, json!({ "tag_id": tag })).await.expect_error(400, code);
    }
    let of = |tag: &Value| format!("{}/content", at(tag));
    for tag in [&root, &a, &c] {
        assert_eq!(pia.get(&of(tag)).await.expect(200).json()[0]["guid"], item.guid.to_string());
        assert_eq!(vic.get(&of(tag)).await.expect(200).json(), json!([]), "what one may not see has no tags");
    }
    let off = |tag: &Value| format!("{tags}/{}", tag["id"].as_str().unwrap());
    assert!(pia.delete(&off(&c)).await.expect(200).body.is_empty());
    assert_eq!(names(pia.get(&tags).await), ["a", "b"]);
    pia.delete(&off(&c)).await.expect(200);
    pia.delete(&format!("{tags}/999")).await.expect_error(404, 4);
    pia.delete(&off(&root)).await.expect(200);
    let shown = pia.get(&format!("{content}?include=tags")).await.expect(200).json();
    assert_eq!(shown["tags"], json!([]));
    assert_eq!(pia.get(&of(&root)).await.expect(200).json(), json!([]));
    pia.get(&format!("{TAGS}/999/content")).await.expect_error(404, 4);
    vic.get(&tags).await.expect_error(404, 4);
    vic.post(&tags, json!({ "tag_id": a["id"] })).await.expect_error(404, 4);
}
