//! Permissions: given, changed, taken away, and what they let people do.

use serde_json::{Value, json};

use crate::support::{Client as _, Key, TestApp};

async fn given(app: &TestApp, by: &Key<'_>, path: &str, name: &str, role: &str) -> Value {
    let body = json!({ "principal_guid": app.guid(name).await, "principal_type": "user", "role": role });
    by.post(path, body).await.expect(201).json()
}

#[tokio::test]
async fn giving_reading_and_listing_show_the_same_permission_and_the_owner_has_none() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.make_item(&pia, "report").await;
    let path = format!("/__api__/v1/content/{item}/permissions");
    assert_eq!(pia.get(&path).await.expect(200).json(), json!([]));
    let one = given(&app, &pia, &path, "vic", "viewer").await;
    assert_eq!(one["content_guid"], item);
    assert_eq!((&one["principal_type"], &one["role"]), (&json!("user"), &json!("viewer")));
    assert_eq!(pia.get(&path).await.expect(200).json(), json!([one]));
    let id = one["id"].as_str().unwrap();
    assert_eq!(pia.get(&format!("{path}/{id}")).await.expect(200).json(), one);
}

#[tokio::test]
async fn the_same_again_is_200_and_there_is_one_still() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let path = format!("/__api__/v1/content/{}/permissions", app.make_item(&pia, "report").await);
    let one = given(&app, &pia, &path, "ada", "viewer").await;
    let mut more = one.clone();
    more["role"] = json!("owner");
    let again = pia.post(&path, more).await.expect(200).json();
    assert_eq!((&again["id"], &again["role"]), (&one["id"], &json!("owner")));
    assert_eq!(pia.get(&path).await.json().as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_permission_lets_in_at_once_and_out_again() {
    let app = TestApp::start().await;
    let (pia, vic) = (app.key_of("pia").await, app.key_of("vic").await);
    let item = app.seed_content("pia", "report").file("index.html", "seen").publish().await;
    let path = format!("/__api__/v1/content/{}/permissions", item.guid);
    let page = format!("/content/{}/", item.guid);
    vic.get(&page).await.expect(404);
    let one = given(&app, &pia, &path, "vic", "viewer").await;
    vic.get(&page).await.expect(200);
    let deleted = pia.delete(&format!("{path}/{}", one["id"].as_str().unwrap())).await.expect(204);
    assert_eq!(deleted.text(), "");
    vic.get(&page).await.expect(404);
}

#[tokio::test]
async fn a_permission_that_is_changed_counts_at_once() {
    let app = TestApp::start().await;
    app.user("pax", domain::Role::Publisher).await;
    let (pia, pax) = (app.key_of("pia").await, app.key_of("pax").await);
    let item = app.make_item(&pia, "report").await;
    let base = format!("/__api__/v1/content/{item}");
    let mut one = given(&app, &pia, &format!("{base}/permissions"), "pax", "viewer").await;
    pax.patch(&base, json!({ "title": "Mine now" })).await.expect_error(403, 22);
    one["role"] = json!("owner");
    let path = format!("{base}/permissions/{}", one["id"].as_str().unwrap());
    assert_eq!(pia.put(&path, one.clone()).await.expect(200).json(), one);
    let changed = pax.patch(&base, json!({ "title": "Mine now" })).await.expect(200).json();
    assert_eq!(changed["app_role"], "editor");
    // It stays with its account.
    one["principal_guid"] = json!(app.guid("ada").await);
    pia.put(&path, one.clone()).await.expect_error(400, 25);
    given(&app, &pia, &format!("{base}/permissions"), "ada", "viewer").await;
    pia.put(&path, one).await.expect_error(400, 154);
}

#[tokio::test]
async fn a_permission_does_not_become_that_of_a_group_that_has_one() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let path = format!("/__api__/v1/content/{}/permissions", app.make_item(&pia, "report").await);
    let group = pia.post("/__api__/v1/groups", json!({ "name": "Readers" })).await.expect(200).json();
    let for_group = json!({ "principal_guid": group["guid"], "principal_type": "group", "role": "viewer" });
    let one = given(&app, &pia, &path, "vic", "viewer").await;
    let one = format!("{path}/{}", one["id"].as_str().unwrap());
    pia.put(&one, for_group.clone()).await.expect_error(400, 25);
    let of_group = pia.post(&path, for_group.clone()).await.expect(201).json();
    pia.put(&one, for_group.clone()).await.expect_error(400, 155);
    let of_group = format!("{path}/{}", of_group["id"].as_str().unwrap());
    let mut collaborators = for_group;
    collaborators["role"] = json!("owner");
    assert_eq!(pia.put(&of_group, collaborators).await.expect(200).json()["role"], "owner");
    pia.put(&format!("{path}/999"), json!({ "principal_guid": pia.guid, "principal_type": "user", "role": "viewer" }))
        .await
        .expect_error(404, 4);
    pia.post(&path, json!({ "principal_type": "user", "role": "viewer" })).await.expect_error(400, 87);
}

#[tokio::test]
async fn each_permission_that_cannot_be_has_a_code_of_its_own() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let path = format!("/__api__/v1/content/{}/permissions", app.make_item(&pia, "report").await);
    let (own, vic) = (app.guid("pia").await, app.guid("vic").await);
    let nobody = "00000000-0000-4000-8000-000000000000";
    for (guid, kind, role, code) in [
        (vic.as_str(), "robot", "viewer", 152),
        ("x", "user", "viewer", 261),
        ("x", "group", "viewer", 262),
        (nobody, "user", "viewer", 9),
        (nobody, "group", "viewer", 153),
        (vic.as_str(), "user", "editor", 25),
        (vic.as_str(), "user", "owner", 33),
        (own.as_str(), "user", "viewer", 34),
    ] {
        let body = json!({ "principal_guid": guid, "principal_type": kind, "role": role });
        pia.post(&path, body).await.expect_error(400, code);
    }
    assert_eq!(pia.get(&path).await.json(), json!([]));
}
