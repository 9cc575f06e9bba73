//! `/v1/content/{guid}/environment`: names come back, values never.

use http::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client as _, Key, TestApp};

/// What is seen of an item of pia's.
struct Item<'a> {
    pia: Key<'a>,
    path: String,
}

impl<'a> Item<'a> {
    async fn of(app: &'a TestApp) -> Self {
        let pia = app.key_of("pia").await;
        let guid =
            pia.post("/__api__/v1/content", json!({ "name": "report" })).await.expect(200).json()["guid"].clone();
        Self { pia, path: format!("/__api__/v1/content/{}/environment", guid.as_str().unwrap()) }
    }

    async fn patch(&self, body: Value) -> Answer {
        self.pia.ask(Method::PATCH, &self.path).json(&body).send().await
    }

    async fn put(&self, body: Value) -> Answer {
        self.pia.put(&self.path, body).await
    }

    async fn names(&self) -> Value {
        self.pia.get(&self.path).await.expect(200).json()
    }
}

#[tokio::test]
async fn variables_are_set_before_the_first_deploy_and_only_their_names_come_back() {
    let app = TestApp::start().await;
    let item = Item::of(&app).await;
    assert_eq!(item.names().await, json!([]));
    let answer =
        item.patch(json!([{ "name": "TOKEN", "value": "hush" }, { "name": "A", "value": "" }])).await.expect(200);
    assert_eq!(answer.json(), json!(["A", "TOKEN"]));
    assert!(!answer.shown().contains("hush"));
    assert_eq!(item.names().await, json!(["A", "TOKEN"]));
}

#[tokio::test]
async fn null_removes_a_variable_put_replaces_all_and_an_empty_list_removes_all() {
    let app = TestApp::start().await;
    let item = Item::of(&app).await;
    item.patch(json!([{ "name": "A", "value": "1" }, { "name": "B", "value": "2" }])).await.expect(200);
    let removed = item.patch(json!([{ "name": "A", "value": null }, { "name": "NEVER" }])).await.expect(200);
    assert_eq!(removed.json(), json!(["B"]));
    assert_eq!(item.patch(json!([])).await.expect(200).json(), json!(["B"]));
    assert_eq!(item.put(json!([{ "name": "C", "value": "3" }])).await.expect(200).json(), json!(["C"]));
    assert_eq!(item.put(json!([])).await.expect(200).json(), json!([]));
    assert_eq!(item.names().await, json!([]));
}

#[tokio::test]
async fn each_mistake_has_its_code_and_never_says_the_value() {
    let app = TestApp::start().await;
    let item = Item::of(&app).await;
    let long = "x".repeat(300);
    let cases = [
        (json!([{ "name": "", "value": "hush" }]), 266),
        (json!([{ "name": "X", "value": "hush" }, { "name": "X", "value": "hush" }]), 149),
        (json!([{ "name": "LD_PRELOAD", "value": "hush" }]), 108),
        (json!([{ "name": "POSIT_PRODUCT", "value": "hush" }]), 108),
        (json!([{ "name": "A=B", "value": "hush" }]), 25),
        (json!([{ "name": "A\u{0}", "value": "hush" }]), 25),
        (json!([{ "name": "A", "value": "hush\u{0}" }]), 25),
        (json!([{ "name": long, "value": "hush" }]), 25),
        (json!([{ "name": "A", "value": ["hush"] }]), 87),
        (json!({ "A": "hush" }), 87),
        (json!([{ "value": "hush" }]), 87),
    ];
    for (body, code) in cases {
        for answer in [item.patch(body.clone()).await, item.put(body.clone()).await] {
            let answer = answer.expect_error(400, code);
            assert!(!answer.shown().contains("hush"), "{}", answer.shown());
        }
        assert_eq!(item.names().await, json!([]));
    }
}
