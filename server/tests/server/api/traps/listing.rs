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
    let group = ada.post("/__api__/v1/groups", json!({ "name": "Readers" })).await.expect(200).json();
    let members = format!("groups/{}/members", group["guid"].as_str().unwrap());
    ada.post(&format!("/__api__/v1/{members}"), json!({ "user_guid": ada.guid })).await.expect(204);
    app.make_item(&ada, "found").await;
    for list in ["users", "groups", &members, "search/content"] {
        let first = ada.get(&format!("/__api__/v1/{list}?page_size=1")).await.expect(200).json();
        let after = ada.get(&format!("/__api__/v1/{list}?page_size=1&page_number=9")).await.expect(200).json();
        assert_eq!(first["results"].as_array().map(Vec::len), Some(1), "{list}");
        assert_eq!((&after["results"], &after["current_page"]), (&json!([]), &json!(9)), "pins asks until it is empty");
        assert_eq!(first["total"], after["total"], "{list}");
        for page in [first, after] {
            assert_eq!(fields(&page), ["current_page", "results", "total"], "{list}");
        }
        for bad in [
            "page_number=0",
            "page_number=-1",
            "page_number=x",
            "page_size=0",
            "page_size=501",
            "page_size=1.5",
            "page_size=1&page_size=1",
        ] {
            ada.get(&format!("/__api__/v1/{list}?{bad}")).await.expect_error(400, 25);
        }
    }
}

/// vip would take a page of them too; everybody else wants a list.
#[tokio::test]
async fn what_has_a_tag_is_a_plain_list_of_whole_items() {
    let app = TestApp::start().await;
    let ada = app.key_of("ada").await;
    let guid = app.make_item(&ada, "tagged").await;
    let root = ada.post("/__api__/v1/tags", json!({ "name": "Team" })).await.expect(200).json();
    let tag = json!({ "name": "Sales", "parent_id": root["id"] });
    let tag = ada.post("/__api__/v1/tags", tag).await.expect(200).json();
    let put = ada.post(&format!("/__api__/v1/content/{guid}/tags"), json!({ "tag_id": tag["id"] })).await.expect(200);
    assert_eq!((put.text(), put.header("content-type")), ("", ""), "no body, and yet 200");
    let item = ada.get(&format!("/__api__/v1/content/{guid}")).await.expect(200).json();
    let list = format!("/__api__/v1/tags/{}/content", tag["id"].as_str().unwrap());
    assert_eq!(ada.get(&list).await.expect(200).json(), json!([item]));
    let off = ada.delete(&format!("/__api__/v1/content/{guid}/tags/{}", tag["id"].as_str().unwrap())).await.expect(200);
    assert_eq!((off.text(), off.header("content-type")), ("", ""));
    assert_eq!(ada.get(&list).await.expect(200).json(), json!([]));
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

    let found = pia.get("/__api__/v1/search/content?q=same").await.expect(200).json();
    assert_eq!(found["results"], json!([made]));

    let bundle = app.upload(&pia, made["guid"].as_str().unwrap()).await;
    let bundles = pia.get(&format!("{path}/bundles")).await.expect(200).json();
    assert_eq!(bundles, json!([pia.get(&format!("{path}/bundles/{bundle}")).await.expect(200).json()]));
}

/// The same goes for what is not content.
#[tokio::test]
async fn whatever_is_made_is_the_same_object_wherever_it_is_told() {
    let app = TestApp::start().await;
    let ada = app.key_of("ada").await;
    let item = format!("/__api__/v1/content/{}", app.make_item(&ada, "same").await);
    let vic = app.guid("vic").await;
    let permission = json!({ "principal_guid": vic, "principal_type": "user", "role": "viewer" });
    for (list, id, new) in [
        ("/__api__/v1/users", "guid", json!({ "username": "same", "email": "same@example.com" })),
        ("/__api__/v1/groups", "guid", json!({ "name": "Same" })),
        ("/__api__/v1/tags", "id", json!({ "name": "Same" })),
        (&format!("{item}/permissions"), "id", permission),
    ] {
        let made = ada.post(list, new).await.json();
        let one = format!("{list}/{}", made[id].as_str().unwrap_or_else(|| panic!("{made}")));
        assert_eq!(ada.get(&one).await.expect(200).json(), made);
        let all = ada.get(list).await.expect(200).json();
        let all = if all.is_array() { all } else { all["results"].clone() };
        assert!(all.as_array().unwrap().contains(&made), "{made} is not in {all}");
    }
    let put = ada.put(&format!("{item}/vanity"), json!({ "path": "same" })).await.expect(200).json();
    assert_eq!(ada.get(&format!("{item}/vanity")).await.expect(200).json(), put);
    assert_eq!(ada.get("/__api__/v1/vanities").await.expect(200).json(), json!([put]));
    let mut key = ada.post(&ada.keys(), json!({ "name": "same" })).await.expect(200).json();
    // The whole key is told once.
    let tail = key["key"].as_str().unwrap();
    key["key"] = json!(tail[tail.len() - 4..]);
    assert_eq!(ada.get(&format!("{}/{}", ada.keys(), key["id"].as_str().unwrap())).await.expect(200).json(), key);
    assert!(ada.get(&ada.keys()).await.expect(200).json().as_array().unwrap().contains(&key));
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
