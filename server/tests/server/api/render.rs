//! `/__api__/v1/content/{guid}/render` and what is beside it: nothing is rendered here, and that is said in words.

use serde_json::json;

use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn rendering_is_refused_in_words_and_nothing_begins() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.seed_content("pia", "report").file("index.html", "x").publish().await;
    let base = format!("/__api__/v1/content/{}", item.guid);
    let jobs = pia.get(&format!("{base}/jobs")).await.expect(200).json();
    let variants = pia.get(&format!("/__api__/applications/{}/variants", item.guid)).await.expect(200).json();
    let variant = &variants[0];
    for body in [json!({}), json!({ "variant_key": null }), json!({ "variant_key": variant["key"] })] {
        pia.post(&format!("{base}/render"), body).await.expect_error(400, 59);
    }
    pia.post(&format!("{base}/render"), json!({ "variant_key": "another0" })).await.expect_error(404, 4);
    pia.post(&format!("/__api__/variants/{}/render", variant["id"]), json!({})).await.expect_error(400, 59);
    pia.post("/__api__/variants/999999/render", json!({})).await.expect_error(404, 4);
    pia.post("/__api__/variants/x/render", json!({})).await.expect_error(400, 3);
    assert_eq!(pia.get(&format!("{base}/jobs")).await.expect(200).json(), jobs);
}

#[tokio::test]
async fn what_was_not_deployed_has_nothing_to_render() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.make_item(&pia, "report").await;
    pia.post(&format!("/__api__/v1/content/{item}/render"), json!({})).await.expect_error(400, 28);
}

#[tokio::test]
async fn no_schedule_has_a_history() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.seed_content("pia", "report").file("index.html", "x").publish().await;
    let at = format!("/__api__/v1/content/{}/schedule/history", item.guid);
    assert_eq!(pia.get(&at).await.expect(200).json(), json!({ "results": [] }));
    pia.get(&format!("{at}?variant=another0")).await.expect_error(404, 4);
    let variants = pia.get(&format!("/__api__/applications/{}/variants", item.guid)).await.expect(200).json();
    let key = variants[0]["key"].as_str().unwrap();
    assert_eq!(pia.get(&format!("{at}?variant={key}")).await.expect(200).json(), json!({ "results": [] }));
}
