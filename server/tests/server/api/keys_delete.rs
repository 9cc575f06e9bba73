//! `DELETE /v1/users/{guid}/keys/{id}`

use serde_json::json;

use crate::support::{Client as _, Key, TestApp};

/// A key that was made with another.
async fn child<'a>(app: &'a TestApp, parent: &Key<'_>, name: &str) -> Key<'a> {
    let made = parent.post(&parent.keys(), json!({ "name": name })).await.expect(200).json();
    let mut child = app.key(made["key"].as_str().unwrap());
    child.id = made["id"].as_str().unwrap().parse().unwrap();
    child.guid = parent.guid.clone();
    child
}

#[tokio::test]
async fn a_deleted_key_is_dead_before_the_answer_and_gone_from_the_list() {
    let app = TestApp::start().await;
    let (key, other) = (app.key_of("vic").await, app.key_of("vic").await);
    other.get("/__api__/v1/user").await.expect(200);
    let answer = key.delete(&other.me()).await.expect(204);
    assert!(answer.body.is_empty());
    other.get("/__api__/v1/user").await.expect_error(401, 30);
    let list = key.get(&key.keys()).await.expect(200).json();
    let other = other.id.to_string();
    assert!(list.as_array().unwrap().iter().all(|listed| listed["id"] != other.as_str()));
}

#[tokio::test]
async fn the_second_deletion_is_404() {
    let app = TestApp::start().await;
    let (key, other) = (app.key_of("vic").await, app.key_of("vic").await);
    key.delete(&other.me()).await.expect(204);
    key.delete(&other.me()).await.expect_error(404, 4);
}

#[tokio::test]
async fn a_key_may_delete_itself() {
    let app = TestApp::start().await;
    let key = app.key_of("vic").await;
    key.delete(&key.me()).await.expect(204);
    key.delete(&key.me()).await.expect_error(401, 30);
}

#[tokio::test]
async fn keys_made_with_it_live_on_unless_they_are_to_go_too() {
    let app = TestApp::start().await;
    let judge = app.key_of("vic").await;
    for (query, survives) in [("", true), ("?descendants=false", true), ("?descendants=true", false)] {
        let parent = app.key_of("vic").await;
        let first = child(&app, &parent, "child").await;
        let second = child(&app, &first, "grandchild").await;
        judge.delete(&format!("{}{query}", parent.me())).await.expect(204);
        parent.get("/__api__/me").await.expect_error(401, 30);
        for descendant in [first, second] {
            let status = descendant.get("/__api__/me").await.status;
            assert_eq!(status == 200, survives, "{query} left {status}");
        }
        judge.get("/__api__/me").await.expect(200);
    }
}

#[tokio::test]
async fn a_query_that_is_neither_yes_nor_no_is_400_code_25_and_deletes_nothing() {
    let app = TestApp::start().await;
    let key = app.key_of("vic").await;
    for query in ["descendants=", "descendants=1", "descendants=TRUE", "descendants=true&descendants=false"] {
        key.delete(&format!("{}?{query}", key.me())).await.expect_error(400, 25);
    }
    key.get(&key.me()).await.expect(200);
}

#[tokio::test]
async fn a_deleted_keys_number_is_not_given_again() {
    let app = TestApp::start().await;
    let (judge, key) = (app.key_of("vic").await, app.key_of("vic").await);
    judge.delete(&key.me()).await.expect(204);
    assert!(app.seed_key("vic").make().await.id > key.id);
}
