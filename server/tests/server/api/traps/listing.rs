//! Lists, and what items look like in them.

use serde_json::{Value, json};

use crate::support::{Client as _, Key, TestApp};

async fn names(key: &Key<'_>, query: &str) -> Vec<String> {
    let listed = key.get(&format!("/__api__/v1/content?{query}")).await.expect(200).json();
    let items = listed.as_array().expect("a plain list").iter();
    items.map(|item| item["name"].as_str().expect("a name").to_owned()).collect()
}

fn fields(value: &Value) -> Vec<&str> {
    let mut fields: Vec<_> = value.as_object().expect("an object").keys().map(String::as_str).collect();
    fields.sort_unstable();
    fields
}

/// rsconnect-python asks for one name after the other until it is answered an empty list.
#[tokio::test]
async fn a_name_is_looked_for_exactly() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    for name in ["report", "report1", "Report2"] {
        app.make_item(&pia, name).await;
    }
    assert_eq!(names(&pia, "name=report").await, ["report"]);
    for no_name in ["repor", "report2", "REPORT", "report%", "", "*", "report_"] {
        let query = format!("name={}", no_name.replace('%', "%25"));
        assert_eq!(names(&pia, &query).await, [""; 0], "{no_name}");
    }
    assert_eq!(names(&pia, &format!("name=report&owner_guid={}", app.guid("ada").await)).await, [""; 0]);
}

/// posit-sdk makes an object of a page, and fails at a field that it does not know.
#[tokio::test]
async fn a_page_has_the_documented_fields_and_no_others() {
    let app = TestApp::start().await;
    let ada = app.key_of("ada").await;
    let page = ada.get("/__api__/v1/users?page_size=2").await.expect(200).json();
    assert_eq!(fields(&page), ["current_page", "results", "total"]);
    assert_eq!((&page["current_page"], &page["total"]), (&json!(1), &json!(3)));
    let after = ada.get("/__api__/v1/users?page_size=2&page_number=3").await.expect(200).json();
    assert_eq!(after["results"], json!([]), "pins asks on until a page is empty");
    assert_eq!(fields(&after), ["current_page", "results", "total"]);
}

/// A null address is one to connectapi, and a missing title is a fault to others.
#[tokio::test]
async fn what_is_not_set_is_null_but_tags_and_the_vanity_address_are_left_out() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.make_item(&pia, "bare").await;
    for include in ["", "?include=owner,tags,vanity_url"] {
        let shown = pia.get(&format!("/__api__/v1/content/{item}{include}")).await.expect(200).json();
        for unset in ["title", "bundle_id", "run_as", "init_timeout", "r_version", "default_image_name"] {
            assert_eq!(shown.get(unset), Some(&Value::Null), "{unset} in {shown}");
        }
        assert_eq!(shown.get("vanity_url"), None, "{shown}");
        assert!(shown.get("tags").is_none_or(|tags| *tags == json!([])), "{shown}");
    }
}

/// Clients keep what POST answered, and compare it with what they are told later.
#[tokio::test]
async fn an_item_is_the_same_object_wherever_it_is_told() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let made = pia.post("/__api__/v1/content", json!({ "name": "same", "title": "The same" })).await.expect(200).json();
    let path = format!("/__api__/v1/content/{}", made["guid"].as_str().unwrap());
    assert_eq!(pia.get(&path).await.expect(200).json(), made);
    assert_eq!(pia.get("/__api__/v1/content").await.expect(200).json(), json!([made]));
    let patched = pia.ask(http::Method::PATCH, &path).json(&json!({ "title": "The same" })).send().await;
    assert_eq!(patched.expect(200).json(), made);

    let bundle = app.upload(&pia, made["guid"].as_str().unwrap()).await;
    let bundles = pia.get(&format!("{path}/bundles")).await.expect(200).json();
    assert_eq!(bundles, json!([pia.get(&format!("{path}/bundles/{bundle}")).await.expect(200).json()]));
}

/// R counts with what the older API gives it; the clients of v1 put text into addresses.
#[tokio::test]
async fn numbers_are_text_in_v1_and_numbers_in_the_older_api() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let guid = app.make_item(&pia, "numbered").await;
    let bundle = app.upload(&pia, &guid).await;
    app.deploy(&pia, &guid, json!({ "bundle_id": bundle })).await;
    let item = pia.get(&format!("/__api__/v1/content/{guid}")).await.expect(200).json();
    let [id, number] = ["id", "bundle_id"].map(|field| item[field].as_str().expect("text").parse::<i64>().unwrap());
    for address in [guid, id.to_string()] {
        let older = pia.get(&format!("/__api__/applications/{address}")).await.expect(200).json();
        assert_eq!((&older["id"], &older["bundle_id"]), (&json!(id), &json!(number)));
        assert_eq!((&older["guid"], &older["url"]), (&item["guid"], &item["content_url"]));
        assert_eq!(older["owner_username"], "pia", "rsconnect keeps no record of what is another's");
    }
    let listed = pia.get("/__api__/applications?filter=name:numbered&count=100&offset=0").await.expect(200).json();
    assert_eq!((&listed["count"], &listed["total"]), (&json!(1), &json!(1)));
    assert_eq!(listed["applications"][0]["id"], json!(id));
    let me = pia.get("/__api__/users/current").await.expect(200).json();
    let account = me["id"].as_i64().expect("a number");
    for (owner, total) in [(account, 1), (account + 1, 0)] {
        let listed = pia.get(&format!("/__api__/applications?filter=account_id:{owner}")).await.expect(200).json();
        assert_eq!(listed["total"], total);
    }
}

/// Clients are older and newer than the server.
#[tokio::test]
async fn unknown_parameters_and_fields_are_passed_over() {
    let app = TestApp::start().await;
    let ada = app.key_of("ada").await;
    let new = json!({ "name": "newer", "from_the_future": { "deep": [1] } });
    let item = ada.post("/__api__/v1/content", new).await.expect(200).json()["guid"].as_str().unwrap().to_owned();
    for path in [
        "/__api__/v1/content?walk_pages=True",
        &format!("/__api__/v1/content/{item}?future=1"),
        "/__api__/v1/user?x=y",
        "/__api__/v1/users?prefix=ad&walk_pages=True",
        "/__api__/server_settings?x",
        "/__api__/applications?cont=&x=1",
    ] {
        ada.get(path).await.expect(200);
    }
}
