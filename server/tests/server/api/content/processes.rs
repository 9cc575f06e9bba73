//! Settings of processes: for programs, and for what is nothing yet.

use serde_json::json;

use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn files_have_no_processes() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.make_item(&pia, "report").await;
    let path = format!("/__api__/v1/content/{item}");
    pia.patch(&path, json!({ "max_processes": 2 })).await.expect(200);
    pia.patch(&path, json!({ "max_processes": null })).await.expect(200);
    app.upload(&pia, &item).await;
    app.deploy(&pia, &item, json!({})).await;
    pia.patch(&path, json!({ "max_processes": 2 })).await.expect_error(400, 147);
    pia.patch(&path, json!({ "max_processes": null, "title": "Sales" })).await.expect(200);
}

#[tokio::test]
async fn the_bounds_themselves_are_allowed() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let path = format!("/__api__/v1/content/{}", app.make_item(&pia, "report").await);
    let bounds = json!({
        "connection_timeout": 0, "read_timeout": 2_592_000, "load_factor": 1.0, "min_processes": 20,
        "max_processes": 20, "max_conns_per_process": 1
    });
    let changed = pia.patch(&path, bounds.clone()).await.expect(200).json();
    for (field, value) in bounds.as_object().unwrap() {
        assert_eq!(&changed[field], value, "{field}");
    }
}
