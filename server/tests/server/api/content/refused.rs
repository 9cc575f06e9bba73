//! What is not acceptable of an item, and the code that says so.

use http::Method;
use serde_json::json;

use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn ids_in_addresses_are_guids_of_objects_that_exist() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let nobody = "/__api__/v1/content/00000000-0000-4000-8000-000000000000";
    for rest in ["", "/bundles", "/bundles/1", "/bundles/1/download", "/permissions", "/permissions/1"] {
        pia.get(&format!("/__api__/v1/content/report{rest}")).await.expect_error(400, 3);
        pia.get(&format!("{nobody}{rest}")).await.expect_error(404, 4);
    }
    for rest in ["/deploy", "/build"] {
        pia.post(&format!("/__api__/v1/content/report{rest}"), json!({})).await.expect_error(400, 3);
        pia.post(&format!("{nobody}{rest}"), json!({})).await.expect_error(404, 4);
    }
    let item = app.make_item(&pia, "report").await;
    for rest in ["bundles/x", "permissions/x", "bundles/x/download"] {
        pia.get(&format!("/__api__/v1/content/{item}/{rest}")).await.expect_error(400, 3);
    }
    for rest in ["bundles/99", "permissions/99", "bundles/99/download"] {
        pia.get(&format!("/__api__/v1/content/{item}/{rest}")).await.expect_error(404, 4);
    }
}

#[tokio::test]
async fn each_field_that_cannot_be_has_a_code_of_its_own() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.make_item(&pia, "report").await;
    let path = format!("/__api__/v1/content/{item}");
    let long = "x".repeat(4097);
    for (field, value, code) in [
        ("name", json!("a b"), 5),
        ("name", json!("ab"), 5),
        ("name", json!("x".repeat(65)), 5),
        ("title", json!("ab"), 122),
        ("title", json!("x".repeat(1025)), 122),
        ("description", json!(long), 123),
        ("access_type", json!("everyone"), 117),
        ("init_timeout", json!(-1), 151),
        ("idle_timeout", json!(2_592_001), 151),
        ("load_factor", json!(1.5), 150),
        ("max_processes", json!(0), 272),
        ("max_processes", json!(21), 113),
        ("max_processes", json!(-1), 192),
        ("min_processes", json!(21), 45),
        ("min_processes", json!(-1), 191),
        ("max_conns_per_process", json!(0), 239),
        ("title", json!(7), 87),
    ] {
        pia.patch(&path, json!({ field: value })).await.expect_error(400, code);
        if field != "name" {
            pia.post("/__api__/v1/content", json!({ "name": "other", field: value })).await.expect_error(400, code);
        }
    }
    let crossed = json!({ "min_processes": 3, "max_processes": 2 });
    pia.patch(&path, crossed).await.expect_error(400, 114);
    pia.patch(&path, json!({ "content_category": "pin" })).await.expect_error(400, 110);
    pia.patch(&path, json!({ "locked_message": "x".repeat(1025) })).await.expect_error(400, 224);
    assert_eq!(pia.get("/__api__/v1/content").await.json().as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_name_is_one_of_a_kind_among_the_items_of_its_owner() {
    let app = TestApp::start().await;
    let (pia, ada) = (app.key_of("pia").await, app.key_of("ada").await);
    app.make_item(&pia, "report").await;
    pia.post("/__api__/v1/content", json!({ "name": "report" })).await.expect_error(400, 26);
    let other = app.make_item(&pia, "other").await;
    pia.patch(&format!("/__api__/v1/content/{other}"), json!({ "name": "report" })).await.expect_error(400, 26);
    app.make_item(&ada, "report").await;
}

#[tokio::test]
async fn who_is_given_an_item_is_not_named_beside_himself_and_has_no_other_of_its_name() {
    let app = TestApp::start().await;
    app.user("pax", domain::Role::Publisher).await;
    let [pia, ada, pax] = [app.key_of("pia").await, app.key_of("ada").await, app.key_of("pax").await];
    let path = format!("/__api__/v1/content/{}", app.make_item(&pia, "report").await);
    let permissions = format!("{path}/permissions");
    let named = json!({ "principal_guid": pax.guid, "principal_type": "user", "role": "owner" });
    pia.post(&permissions, named.clone()).await.expect(201);
    let own = app.make_item(&pax, "report").await;
    ada.patch(&path, json!({ "owner_guid": pax.guid })).await.expect_error(400, 26);
    pax.delete(&format!("/__api__/v1/content/{own}")).await.expect(204);
    let given = ada.patch(&path, json!({ "owner_guid": pax.guid })).await.expect(200).json();
    assert_eq!(given["owner_guid"], pax.guid.as_str());
    assert_eq!(pax.get(&permissions).await.expect(200).json(), json!([]));
    pax.post(&permissions, named).await.expect_error(400, 34);
    // Who gave it away is nobody to it.
    pia.get(&path).await.expect_error(404, 4);
    pia.get(&format!("{path}/environment")).await.expect_error(404, 4);
}

#[tokio::test]
async fn only_administrators_give_an_item_away_and_only_to_publishers() {
    let app = TestApp::start().await;
    let (pia, ada) = (app.key_of("pia").await, app.key_of("ada").await);
    let path = format!("/__api__/v1/content/{}", app.make_item(&pia, "report").await);
    pia.patch(&path, json!({ "owner_guid": app.guid("ada").await })).await.expect_error(403, 22);
    ada.patch(&path, json!({ "owner_guid": app.guid("vic").await })).await.expect_error(400, 156);
    let nobody = "00000000-0000-4000-8000-000000000000";
    ada.patch(&path, json!({ "owner_guid": nobody })).await.expect_error(400, 156);
}

#[tokio::test]
async fn viewers_make_nothing() {
    let app = TestApp::start().await;
    let vic = app.key_of("vic").await;
    vic.post("/__api__/v1/content", json!({ "name": "report" })).await.expect_error(403, 22);
}

#[tokio::test]
async fn a_form_is_no_json() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.make_item(&pia, "report").await;
    let form = [("name".to_owned(), "other".to_owned())];
    pia.ask(Method::POST, "/__api__/v1/content").form(&form).send().await.expect_error(400, 87);
    for (method, rest) in [(Method::PATCH, ""), (Method::POST, "/deploy"), (Method::POST, "/permissions")] {
        let path = format!("/__api__/v1/content/{item}{rest}");
        pia.ask(method, &path).form(&form).send().await.expect_error(400, 87);
    }
    pia.ask(Method::POST, "/__api__/v1/content").json(&json!(null)).body("{").send().await.expect_error(400, 121);
}

#[tokio::test]
async fn locked_content_is_not_deleted() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let path = format!("/__api__/v1/content/{}", app.make_item(&pia, "report").await);
    pia.patch(&path, json!({ "locked": true })).await.expect(200);
    pia.delete(&path).await.expect_error(400, 222);
}
