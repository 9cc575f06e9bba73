//! Two things at once with one item: each gets a clear answer, and nothing stays behind.

use std::fs;
use std::time::{Duration, Instant};

use http::{Method, StatusCode};
use serde_json::json;

use crate::support::{Client as _, TestApp};

/// Waits until these folders hold as many entries as they should.
async fn until_there_are(app: &TestApp, count: usize, folders: &[&str]) {
    let begun = Instant::now();
    let left = |folder: &str| fs::read_dir(app.folder().join(folder)).unwrap().count();
    while folders.iter().any(|folder| left(folder) != count) {
        let now: Vec<_> = folders.iter().map(|folder| (folder, left(folder))).collect();
        assert!(begun.elapsed() < Duration::from_secs(30), "there are {now:?}");
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn deploys_end_in_the_order_in_which_they_were_asked_for() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.make_item(&pia, "report").await;
    let path = format!("/__api__/v1/content/{item}");
    let mut versions = Vec::new();
    for _ in 0..10 {
        versions.push(app.upload(&pia, &item).await);
    }
    for _ in 0..5 {
        versions.rotate_left(3);
        let mut tasks = Vec::new();
        for version in &versions {
            let begun = pia.post(&format!("{path}/deploy"), json!({ "bundle_id": version })).await.expect(202).json();
            tasks.push(begun["task_id"].as_str().unwrap().to_owned());
        }
        for task in &tasks {
            let task = app.ended(&pia, task).await;
            assert_eq!(task["code"], 0, "{task}");
        }
        assert_eq!(pia.get(&path).await.json()["bundle_id"], *versions.last().unwrap());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn content_that_is_deleted_while_it_deploys_is_gone_and_the_task_says_so() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let mut failed = 0;
    for wait in 0..40 {
        let item = app.make_item(&pia, "report").await;
        let path = format!("/__api__/v1/content/{item}");
        app.upload(&pia, &item).await;
        app.upload(&pia, &item).await;
        let mut tasks = Vec::new();
        for _ in 0..3 {
            let begun = pia.post(&format!("{path}/deploy"), json!({})).await.expect(202).json();
            tasks.push(begun["task_id"].as_str().unwrap().to_owned());
        }
        for _ in 0..wait * 25 {
            tokio::task::yield_now().await;
        }
        pia.delete(&path).await.expect(204);
        for task in &tasks {
            let task = app.ended(&pia, task).await;
            let words = task["error"].as_str().unwrap();
            assert!(task["code"] == 0 || words.contains("was deleted while it was deployed"), "{task}");
            failed += task["code"].as_u64().unwrap();
        }
        pia.get(&path).await.expect_error(404, 4);
        until_there_are(&app, 0, &["bundles", "unpacked", "incoming", "set-aside"]).await;
    }
    assert!(failed > 0, "no deploy was met by a deletion");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_to_content_that_is_being_deleted_is_there_or_refused_and_leaves_nothing() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let archive = app.archive(&[("index.html", "<p>Uploaded</p>")]);
    let (mut there, mut refused) = (0, 0);
    for wait in 0..60 {
        let item = app.make_item(&pia, "report").await;
        let path = format!("/__api__/v1/content/{item}");
        let upload = pia.ask(Method::POST, &format!("{path}/bundles")).body(archive.clone()).send();
        let delete = async {
            for _ in 0..wait {
                tokio::task::yield_now().await;
            }
            pia.delete(&path).await.expect(204)
        };
        let (uploaded, _) = tokio::join!(upload, delete);
        match uploaded.status {
            StatusCode::OK => there += 1,
            _ => {
                uploaded.expect_error(404, 4);
                refused += 1;
            }
        }
        until_there_are(&app, 0, &["bundles", "incoming", "set-aside"]).await;
    }
    assert!(there + refused == 60 && refused > 0, "{there} were there, {refused} were refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_is_deleted_while_it_is_deployed_stays_or_fails_the_deploy() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.make_item(&pia, "report").await;
    let path = format!("/__api__/v1/content/{item}");
    let first = app.upload(&pia, &item).await;
    app.deploy(&pia, &item, json!({ "bundle_id": first })).await;
    for _ in 0..20 {
        let second = app.upload(&pia, &item).await;
        let (bundle, deploy) = (format!("{path}/bundles/{second}"), format!("{path}/deploy"));
        let begin = pia.post(&deploy, json!({ "bundle_id": second }));
        let (begun, deleted) = tokio::join!(begin, pia.delete(&bundle));
        let deployed = match begun.status {
            StatusCode::ACCEPTED => app.ended(&pia, begun.json()["task_id"].as_str().unwrap()).await,
            _ => begun.expect_error(404, 4).json(),
        };
        let served = pia.get(&path).await.json()["bundle_id"].clone();
        assert_eq!(pia.get(&format!("/content/{item}/")).await.expect(200).text(), "<p>Uploaded</p>");
        if deleted.status == StatusCode::NO_CONTENT {
            assert_ne!(deployed["code"], 0, "{deployed}");
            assert_eq!(served, first);
        } else {
            assert!(matches!(deleted.status.as_u16(), 400 | 409), "{}", deleted.text());
            assert_eq!((&deployed["code"], &served), (&json!(0), &json!(second)));
            app.deploy(&pia, &item, json!({ "bundle_id": first })).await;
            pia.delete(&bundle).await.expect(204);
        }
        until_there_are(&app, 1, &["bundles"]).await;
    }
}
