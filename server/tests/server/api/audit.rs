//! `/__api__/v1/audit_logs` and the endpoints beside it: who did what, when, from where, and with which key.

use domain::Role;
use serde_json::{Value, json};

use crate::support::{Client as _, Key, PASSWORD, TestApp};

const ALL: &str = "/__api__/v1/audit_logs";
const SEARCH: &str = "/__api__/v1/search/auditlogs";

/// The entries that a search finds, the newest first.
async fn found(by: &Key<'_>, query: &str) -> Vec<Value> {
    let query: String = form_urlencoded::byte_serialize(query.as_bytes()).collect();
    let page = by.get(&format!("{SEARCH}?order=desc&page_size=500&q={query}")).await.expect(200).json();
    let results = page["results"].as_array().unwrap().clone();
    assert_eq!(page["total"], results.len());
    results
}

fn texts<'a>(entries: &'a [Value], field: &str) -> Vec<&'a str> {
    entries.iter().map(|entry| entry[field].as_str().unwrap()).collect()
}

#[tokio::test]
async fn an_entry_says_who_did_what_when_from_where_and_with_which_key() {
    let app = TestApp::start().await;
    let ada = app.key_of("ada").await;
    let pia = app.seed_key("pia").named("nightly deploy").make().await;
    let by_pia = app.key(&pia.secret);
    let made = by_pia.ask(http::Method::POST, "/__api__/v1/content").from("192.0.2.7");
    made.json(&json!({ "name": "report" })).send().await.expect(200);
    let entry = found(&ada, "action:add_application").await.remove(0);
    let expected = json!({
        "id": entry["id"], "time": entry["time"], "user_id": entry["user_id"], "user_guid": app.guid("pia").await,
        "user_description": "pia", "action": "add_application", "event_description": "Made the content report.",
        "key_id": pia.id.to_string(), "key_name": "nightly deploy", "address": "192.0.2.7",
    });
    assert_eq!(entry, expected);
}

#[tokio::test]
async fn sign_ins_are_told_and_what_was_typed_is_not() {
    let app = TestApp::start().await;
    let ada = app.key_of("ada").await;
    app.sign_in("vic").await;
    let anon = app.anon();
    let sign_in = async |name: &str, password: &str| {
        anon.post("/__login__", json!({ "username": name, "password": password })).await;
    };
    sign_in("vic", "a wrong password").await;
    sign_in("my secret typed into the wrong box", PASSWORD).await;
    let good = found(&ada, "action:user_login").await;
    assert_eq!((texts(&good, "user_description"), &good[0]["address"]), (vec!["vic"], &json!("127.0.0.1")));
    let refused = found(&ada, "action:user_login_failed").await;
    let expected = ["Refused a sign-in to an account that does not exist.", "Refused a sign-in to the account vic."];
    assert_eq!(texts(&refused, "event_description"), expected);
    assert!(refused.iter().all(|entry| entry["user_id"] == "0" && entry["user_guid"].is_null()));
    assert!(!json!(found(&ada, "").await).to_string().contains("secret"));
}

#[tokio::test]
async fn accounts_and_keys_are_told_and_no_key_is() {
    let app = TestApp::start().await;
    let ada = app.key_of("ada").await;
    let made = ada.post("/__api__/v1/users", json!({ "username": "new", "user_role": "viewer" })).await.expect(200);
    let at = format!("/__api__/v1/users/{}", made.json()["guid"].as_str().unwrap());
    ada.put(&at, json!({ "user_role": "publisher", "email": "new@example.com" })).await.expect(200);
    ada.post(&format!("{at}/lock"), json!({ "locked": true })).await.expect(200);
    ada.post(&format!("{at}/lock"), json!({ "locked": false })).await.expect(200);
    let key = ada.post(&ada.keys(), json!({ "name": "child" })).await.expect(200).json();
    ada.delete(&format!("{}/{}", ada.keys(), key["id"].as_str().unwrap())).await.expect(204);
    let mut told = found(&ada, &format!("user_guid:{} -\"(command line)\"", app.guid("ada").await)).await;
    told.reverse();
    let expected = [
        ("add_user", "Made the account new as viewer."),
        ("update_user", "Changed the account new: the role to publisher, the e-mail address."),
        ("lock_user", "Locked the account new."),
        ("unlock_user", "Unlocked the account new."),
        ("add_api_key", "Made the key child, as administrator, for ever."),
        ("remove_api_key", "Deleted the key child."),
    ];
    let actions: Vec<_> = texts(&told, "action").into_iter().zip(texts(&told, "event_description")).collect();
    assert_eq!(actions, expected);
    let all = json!(found(&ada, "").await).to_string();
    assert!(!all.contains("clv_") && !all.contains("new@example.com"), "{all}");
}

#[tokio::test]
async fn what_the_command_line_did_is_told_as_its_doing() {
    let app = TestApp::start().await;
    let ada = app.key_of("ada").await;
    app.services.console_lock("vic", true).await.unwrap();
    app.services.console_set_role("pia", Role::Viewer).await.unwrap();
    let told = found(&ada, "user_id:0").await;
    assert_eq!(told[0]["event_description"], "Changed the account pia: the role to viewer.");
    assert_eq!(told[1]["event_description"], "Locked the account vic.");
    assert!(told.iter().all(|entry| entry["user_description"] == "the command line" && entry["address"].is_null()));
    // The key of this test was made there, too, but for somebody.
    let key = found(&ada, "action:add_api_key").await.remove(0);
    assert_eq!(key["user_description"], "ada (command line)");
}

#[tokio::test]
async fn the_log_is_read_page_by_page_in_both_directions() {
    let app = TestApp::start().await;
    let ada = app.key_of("ada").await;
    for number in 0..5 {
        ada.post("/__api__/v1/tags", json!({ "name": format!("tag {number}") })).await.expect(200);
    }
    let page = async |at: &str| {
        let path = at.strip_prefix(app.url()).unwrap_or(at);
        let page = ada.get(path).await.expect(200).json();
        assert_eq!(page.as_object().unwrap().keys().collect::<Vec<_>>(), ["paging", "results"]);
        page
    };
    let ids = |page: &Value| -> Vec<i64> {
        texts(page["results"].as_array().unwrap(), "id").into_iter().map(|id| id.parse().unwrap()).collect()
    };
    let whole = ids(&page(&format!("{ALL}?limit=500")).await);
    assert!(whole.is_sorted() && whole.len() >= 8, "{whole:?}");
    for (order, expected) in [("true", whole.clone()), ("false", whole.iter().rev().copied().collect())] {
        let mut seen = Vec::new();
        let mut at = page(&format!("{ALL}?limit=3&ascOrder={order}&unknown=kept")).await;
        assert!(at["paging"]["first"].is_null() && at["paging"]["previous"].is_null());
        loop {
            seen.extend(ids(&at));
            let Some(next) = at["paging"]["next"].as_str() else { break };
            assert!(next.starts_with(app.url()) && next.contains("unknown=kept") && next.contains("limit=3"), "{next}");
            let cursor = at["paging"]["cursors"]["next"].as_str().unwrap();
            assert!(next.ends_with(&format!("&next={cursor}")));
            let after = page(next).await;
            let before = page(after["paging"]["previous"].as_str().unwrap()).await;
            assert_eq!(ids(&before), ids(&at), "and back again");
            at = after;
        }
        assert_eq!(seen, expected);
        assert!(at["paging"]["last"].is_null() && at["paging"]["cursors"]["next"].is_null());
        let first = page(at["paging"]["first"].as_str().unwrap()).await;
        assert_eq!(ids(&first), expected[..3]);
        let last = page(first["paging"]["last"].as_str().unwrap()).await;
        assert_eq!(ids(&last), expected[expected.len() - 3..]);
    }
    let past = page(&format!("{ALL}?next={}", i64::MAX)).await;
    assert_eq!(past["results"], json!([]));
}

#[tokio::test]
async fn entries_are_searched_by_words_and_filters() {
    let app = TestApp::start().await;
    let ada = app.key_of("ada").await;
    for name in ["100%_sure", "100 sure", "back\\slash"] {
        ada.post("/__api__/v1/tags", json!({ "name": name })).await.expect(200);
    }
    let events = async |query: &str| {
        let found = found(&ada, query).await;
        texts(&found, "event_description").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(events("%_SURE").await, ["Made the tag 100%_sure."]);
    assert_eq!(events("made sure action:add_tag -%").await, ["Made the tag 100 sure."]);
    assert_eq!(events("k\\s").await, ["Made the tag back\\slash."]);
    assert_eq!(events("action:ADD_TAG,remove_tag").await.len(), 3);
    assert!(events("action:").await.is_empty() && events("nothing of this kind").await.is_empty());
    let now = app.services.now();
    let at = |time: time::OffsetDateTime| time.format(&time::format_description::well_known::Rfc3339).unwrap();
    assert_eq!(events(&format!("action:add_tag from:{} to:{}", at(now), at(now))).await.len(), 3, "both inclusive");
    assert!(events(&format!("action:add_tag from:{}", at(now + time::Duration::NANOSECOND))).await.is_empty());
    assert!(events(&format!("action:add_tag -from:{}", at(now))).await.is_empty());
    assert!(events("a\0b").await.is_empty());
    let page = ada.get(&format!("{SEARCH}?q=action:add_tag&page_size=2&page_number=2")).await.expect(200).json();
    assert_eq!((page["total"].as_u64(), page["results"].as_array().unwrap().len()), (Some(3), 1));
    let past = ada.get(&format!("{SEARCH}?page_number=1000")).await.expect(200).json();
    assert_eq!(past["results"], json!([]));
}

#[tokio::test]
async fn all_actions_have_a_word_and_a_description() {
    let app = TestApp::start().await;
    let actions = app.key_of("ada").await.get("/__api__/v1/audit/actions").await.expect(200).json();
    let actions = actions.as_array().unwrap();
    let mut words = texts(actions, "action");
    assert!(words.contains(&"user_login") && words.contains(&"add_user"));
    let all = words.len();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), all);
    assert!(texts(actions, "description").iter().all(|text| !text.is_empty()));
}

#[tokio::test]
async fn bad_questions_are_refused_in_words() {
    let app = TestApp::start().await;
    let ada = app.key_of("ada").await;
    for query in
        ["limit=0", "limit=501", "limit=x", "limit=-1", "ascOrder=perhaps", "next=x", "previous=x", "next=1&previous=1"]
    {
        ada.get(&format!("{ALL}?{query}")).await.expect_error(400, 25);
    }
    for (query, code) in [
        ("q=user_id:ada", 32),
        ("q=from:yesterday", 136),
        ("q=to:", 136),
        ("page_size=0", 25),
        ("page_number=x", 25),
        ("order=up", 25),
    ] {
        ada.get(&format!("{SEARCH}?{query}")).await.expect_error(400, code);
    }
}
