//! `/v1/groups`

use domain::Access;
use http::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client as _, Key, TestApp};

const GROUPS: &str = "/__api__/v1/groups";

async fn made(key: &Key<'_>, name: &str) -> Value {
    key.post(GROUPS, json!({ "name": name })).await.expect(200).json()
}

fn at(group: &Value, rest: &str) -> String {
    format!("{GROUPS}/{}{rest}", group["guid"].as_str().unwrap())
}

async fn patch(key: &Key<'_>, path: &str, body: Value) -> Answer {
    key.ask(Method::PATCH, path).json(&body).send().await
}

#[tokio::test]
async fn a_group_is_made_listed_changed_and_deleted() {
    let app = TestApp::start().await;
    let key = app.key_of("pia").await;
    let group = made(&key, " Data Science ").await;
    assert_eq!(group, json!({ "guid": group["guid"], "name": "Data Science", "owner_guid": key.guid, "gid": null }));
    made(&key, "Accounting").await;
    let page = key.get(GROUPS).await.expect(200).json();
    assert_eq!(page["results"][1], group);
    assert_eq!((&page["current_page"], &page["total"]), (&json!(1), &json!(2)));
    assert_eq!(key.get(&at(&group, "")).await.expect(200).json(), group);
    let changed = patch(&key, &at(&group, ""), json!({ "name": "Science" })).await.expect(200).json();
    assert_eq!(changed["name"], "Science");
    let owner = app.guid("ada").await;
    let changed = key.post(&at(&group, ""), json!({ "owner_guid": owner })).await.expect(200).json();
    assert_eq!((&changed["name"], &changed["owner_guid"]), (&json!("Science"), &json!(owner)));
    key.delete(&at(&group, "")).await.expect_error(403, 22);
    let ada = app.key_of("ada").await;
    assert!(ada.delete(&at(&group, "")).await.expect(204).body.is_empty());
    ada.get(&at(&group, "")).await.expect_error(404, 4);
}

#[tokio::test]
async fn groups_are_found_by_the_beginning_of_their_name_a_page_at_a_time() {
    let app = TestApp::start().await;
    let key = app.key_of("pia").await;
    for name in ["beta", "Alpha one", "alpha two", "gamma"] {
        made(&key, name).await;
    }
    let names = async |query: &str| {
        let page = key.get(&format!("{GROUPS}?{query}")).await.expect(200).json();
        let names = page["results"].as_array().unwrap().iter().map(|group| group["name"].as_str().unwrap().to_owned());
        (names.collect::<Vec<_>>().join(","), page["total"].as_u64().unwrap())
    };
    assert_eq!(names("prefix=ALPHA").await, ("Alpha one,alpha two".to_owned(), 2));
    assert_eq!(names("page_size=3&page_number=2").await, ("gamma".to_owned(), 4));
    assert_eq!(names("page_number=9").await, (String::new(), 4));
    assert_eq!(names("page_size=1&asc_order=false").await, ("gamma".to_owned(), 4));
    for wrong in ["page_size=0", "page_size=501", "page_number=0", "page_number=x"] {
        key.get(&format!("{GROUPS}?{wrong}")).await.expect_error(400, 25);
    }
}

#[tokio::test]
async fn unfit_names_and_what_is_taken_are_refused_with_their_code() {
    let app = TestApp::start().await;
    let ada = app.key_of("ada").await;
    let group = ada.post(GROUPS, json!({ "name": "Sales", "gid": 42 })).await.expect(200).json();
    assert_eq!(group["gid"], 42);
    for name in [json!(""), json!("ab"), json!("a\nbc"), json!("x".repeat(4097)), json!(null)] {
        ada.post(GROUPS, json!({ "name": name })).await.expect_error(400, 14);
    }
    ada.post(GROUPS, json!({})).await.expect_error(400, 14);
    ada.post(GROUPS, json!({ "name": "SALES" })).await.expect_error(409, 15);
    ada.post(GROUPS, json!({ "name": "Other", "gid": 42 })).await.expect_error(409, 263);
    ada.post(GROUPS, json!({ "name": "Other", "gid": -1 })).await.expect_error(400, 25);
    let other = made(&ada, "Other").await;
    patch(&ada, &at(&other, ""), json!({ "name": "sales" })).await.expect_error(409, 15);
    patch(&ada, &at(&other, ""), json!({ "gid": 42 })).await.expect_error(409, 263);
    patch(&ada, &at(&other, ""), json!({ "owner_guid": "me" })).await.expect_error(400, 261);
    patch(&ada, &at(&other, ""), json!({ "owner_guid": group["guid"] })).await.expect_error(400, 9);
    ada.get(&format!("{GROUPS}/24")).await.expect_error(400, 3);
    ada.get(&format!("{GROUPS}/{}", ada.guid)).await.expect_error(404, 4);
}

#[tokio::test]
async fn only_administrators_give_numbers_and_viewers_make_no_groups() {
    let app = TestApp::start().await;
    let (pia, vic) = (app.key_of("pia").await, app.key_of("vic").await);
    vic.post(GROUPS, json!({ "name": "Sales" })).await.expect_error(403, 22);
    pia.post(GROUPS, json!({ "name": "Sales", "gid": 1 })).await.expect_error(403, 22);
    let group = made(&pia, "Sales").await;
    patch(&pia, &at(&group, ""), json!({ "gid": 1 })).await.expect_error(403, 22);
    patch(&app.key_of("ada").await, &at(&group, ""), json!({ "gid": 1 })).await.expect(200);
    // What is sent back as it was is no change.
    patch(&pia, &at(&group, ""), json!({ "name": "Selling", "gid": 1 })).await.expect(200);
}

#[tokio::test]
async fn members_come_and_go() {
    let app = TestApp::start().await;
    let (pia, vic) = (app.key_of("pia").await, app.key_of("vic").await);
    let group = made(&pia, "Readers").await;
    let members = at(&group, "/members");
    assert!(pia.post(&members, json!({ "user_guid": vic.guid })).await.expect(204).body.is_empty());
    pia.post(&members, json!({ "user_guid": pia.guid })).await.expect(204);
    pia.post(&members, json!({ "user_guid": vic.guid })).await.expect_error(409, 16);
    pia.post(&members, json!({ "user_guid": group["guid"] })).await.expect_error(400, 9);
    for wrong in [json!({}), json!({ "user_guid": "vic" })] {
        pia.post(&members, wrong).await.expect_error(400, 261);
    }
    let page = pia.get(&members).await.expect(200).json();
    let user = pia.get(&format!("/__api__/v1/users/{}", vic.guid)).await.json();
    assert_eq!((&page["results"][1], &page["total"], &page["current_page"]), (&user, &json!(2), &json!(1)));
    let first = pia.get(&format!("{members}?page_size=1&asc_order=false")).await.expect(200).json();
    assert_eq!(first["results"][0]["username"], "vic");
    assert_eq!(vic.get(&members).await.expect(200).json()["results"][0]["email"], "", "viewers see no addresses");
    let leave = |guid: &str| at(&group, &format!("/members/{guid}"));
    vic.delete(&leave(&pia.guid)).await.expect_error(403, 22);
    assert!(vic.delete(&leave(&vic.guid)).await.expect(204).body.is_empty());
    vic.delete(&leave(&vic.guid)).await.expect_error(404, 4);
    pia.delete(&leave(&pia.guid)).await.expect(204);
    assert_eq!(pia.get(&members).await.expect(200).json()["results"], json!([]));
}

#[tokio::test]
async fn what_a_group_may_see_is_gone_as_soon_as_one_is_no_member() {
    let app = TestApp::start().await;
    let item = app.seed_content("pia", "report").access(Access::Acl).file("index.html", "numbers").publish().await;
    let (pia, vic) = (app.key_of("pia").await, app.key_of("vic").await);
    let group = made(&pia, "Readers").await;
    let permissions = format!("/__api__/v1/content/{}/permissions", item.guid);
    let permission = json!({ "principal_guid": group["guid"], "principal_type": "group", "role": "viewer" });
    pia.post(&permissions, permission).await.expect(201);
    let page = format!("/content/{}/", item.guid);
    vic.get(&page).await.expect(404);
    let members = at(&group, "/members");
    for _ in 0..2 {
        pia.post(&members, json!({ "user_guid": vic.guid })).await.expect(204);
        vic.get(&page).await.expect(200);
        pia.delete(&format!("{members}/{}", vic.guid)).await.expect(204);
        vic.get(&page).await.expect(404);
    }
    pia.post(&members, json!({ "user_guid": vic.guid })).await.expect(204);
    vic.get(&page).await.expect(200);
    pia.delete(&at(&group, "")).await.expect(204);
    vic.get(&page).await.expect(404);
}
