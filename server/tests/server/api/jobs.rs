//! `/__api__/v1/content/{guid}/jobs`: deploys and processes, and what they wrote.

use domain::Role;
use http::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client as _, Key, TestApp, while_it_is_there};

/// The address of an item.
fn content(guid: impl std::fmt::Display) -> String {
    format!("/__api__/v1/content/{guid}")
}

/// The address of the jobs of an item.
fn jobs(guid: impl std::fmt::Display) -> String {
    format!("{}/jobs", content(guid))
}

async fn listed(by: &Key<'_>, at: &str) -> Vec<Value> {
    by.get(at).await.expect(200).json().as_array().unwrap().clone()
}

/// The only job with this tag that is, or is not, active.
fn only(jobs: &[Value], tag: &str, active: bool) -> Value {
    let found: Vec<&Value> = jobs.iter().filter(|job| job["tag"] == tag && (job["status"] == 0) == active).collect();
    let [job] = found.as_slice() else { panic!("{tag} is not one job: {jobs:#?}") };
    (*job).clone()
}

fn key(job: &Value) -> &str {
    job["key"].as_str().unwrap()
}

/// The entries of a stream of JSON lines.
fn entries(answer: &Answer) -> Vec<Value> {
    answer.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn a_deploy_is_a_job_from_the_moment_that_it_was_asked_for() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.make_item(&pia, "report").await;
    let at = jobs(&item);
    assert!(listed(&pia, &at).await.is_empty());
    let version = app.upload(&pia, &item).await;
    let begun = pia.post(&format!("/__api__/v1/content/{item}/deploy"), json!({})).await.expect(202).json();
    let job = &listed(&pia, &at).await[0];
    assert_eq!((&job["key"], &job["bundle_id"], &job["pid"]), (&begun["task_id"], &json!(version), &Value::Null));
    app.ended(&pia, key(job)).await;
    let ended = only(&listed(&pia, &at).await, "build_site", false);
    assert_eq!((&ended["exit_code"], &ended["error"], &ended["status"]), (&json!(0), &Value::Null, &json!(2)));
    assert_eq!((&ended["content_guid"], &ended["app_guid"]), (&json!(item), &json!(item)));
    assert!(ended["end_time"].is_string() && ended["start_time"].is_string() && ended["hostname"].is_string());
    assert_eq!(ended["variant_key"].as_str().unwrap().len(), 8);
    let one = format!("{at}/{}", key(&ended));
    assert_eq!(pia.get(&one).await.expect(200).json(), ended);

    // Its log is what its task said.
    let task = pia.get(&format!("/__api__/v1/tasks/{}", key(&ended))).await.expect(200).json();
    let log = pia.get(&format!("{one}/log")).await.expect(200).json();
    let data: Vec<Value> = log["entries"].as_array().unwrap().iter().map(|entry| entry["data"].clone()).collect();
    assert_eq!(Value::Array(data), task["output"]);
    assert_eq!(log["entries"][0]["source"], "stdout");
    let tail = pia.get(&format!("{one}/tail")).await.expect(200);
    assert_eq!(json!(entries(&tail)), log["entries"]);
    assert!(pia.get(&format!("{one}/error")).await.expect(204).body.is_empty());
    pia.delete(&one).await.expect_error(409, 163);
}

#[tokio::test]
async fn a_process_is_a_job_whose_lines_are_kept_and_followed() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let code =
        "message('made ready')\n#* @get /say\nfunction() { cat('said\\n'); Sys.getenv('CONNECT_CONTENT_JOB_KEY') }\n";
    let item = app.seed_content("pia", "api").file("plumber.R", code).publish().await;
    let at = jobs(item.guid);
    // The deploy, and the process in which it was tried.
    let before = listed(&pia, &at).await;
    assert_eq!(key(&only(&before, "packrat_restore", false)), key(&before[1]));
    assert_eq!(only(&before, "run_api", false)["error"], Value::Null, "it was ended on purpose");

    let told = pia.get(&format!("/content/{}/say", item.guid)).await.expect(200).json();
    let job = only(&listed(&pia, &at).await, "run_api", true);
    assert_eq!(told, json!([key(&job)]), "a process knows its own name");
    assert!(job["pid"].as_str().unwrap().parse::<u32>().is_ok());
    assert_eq!((&job["exit_code"], &job["end_time"]), (&Value::Null, &Value::Null));

    let one = format!("{at}/{}", key(&job));
    let tail = async { entries(&pia.get(&format!("{one}/tail")).await.expect(200)) };
    let ending = async {
        let order = pia.delete(&one).await.expect(200).json();
        assert_eq!((&order["job_key"], &order["app_guid"]), (&job["key"], &json!(item.guid.to_string())));
        assert!(order["job_id"].is_i64() && order["app_id"].is_i64());
    };
    let (lines, ()) = tokio::join!(tail, ending);
    let told = |word: &str| lines.iter().find(|line| line["data"] == word).map(|line| line["source"].clone());
    assert_eq!((told("made ready"), told("said")), (Some(json!("stderr")), Some(json!("stdout"))), "{lines:?}");
    assert!(lines.iter().all(|line| line["timestamp"].is_string()));

    let ended = only(&listed(&pia, &at).await[..1], "run_api", false);
    assert_eq!((&ended["key"], &ended["exit_code"], &ended["error"]), (&job["key"], &json!(143), &Value::Null));
    assert!(pia.get(&format!("{one}/error")).await.expect(204).body.is_empty());
    let log = pia.get(&format!("{one}/log")).await.expect(200).json();
    assert_eq!(log["entries"].as_array().unwrap().as_slice(), lines.as_slice());
    let last = pia.get(&format!("{one}/log?maxLogLines=1")).await.expect(200).json();
    assert_eq!(last["entries"], json!([lines.last()]));
    let none = pia.get(&format!("{one}/log?maxLogLines=0")).await.expect(200).json();
    assert_eq!(none["entries"], json!([]));

    let file = pia.get(&format!("{one}/download")).await.expect(200);
    assert_eq!(file.header("content-disposition"), format!("attachment; filename=\"{}.log\"", key(&job)));
    assert!(file.text().contains(" stderr made ready\n"), "{}", file.text());
    let named = pia.get(&format!("{one}/download?filename=my-log.txt")).await.expect(200);
    assert_eq!(named.header("content-disposition"), "attachment; filename=\"my-log.txt\"");
}

#[tokio::test]
async fn why_a_job_failed_is_told() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let there = while_it_is_there();
    let code = format!("if (!file.exists('{}')) stop('no table')\n#* @get /\nfunction() 1\n", there.path().display());
    let item = app.seed_content("pia", "api").file("plumber.R", code).publish().await;
    drop(there);
    let at = jobs(item.guid);
    pia.get(&format!("/content/{}/", item.guid)).await.expect(503);
    let failed = &listed(&pia, &at).await[0];
    assert_eq!((&failed["tag"], &failed["exit_code"]), (&json!("run_api"), &json!(1)));
    let error = pia.get(&format!("{at}/{}/error", key(failed))).await.expect(200).json();
    let expected =
        json!({ "code": "process-failed", "summary": "The program ended with exit status 1.", "help_url": "" });
    assert_eq!(error, expected);

    let archive = app.archive(&[("app.R", "nothing that runs here")]);
    let upload = format!("/__api__/v1/content/{}/bundles", item.guid);
    pia.ask(Method::POST, &upload).body(archive).send().await.expect(200);
    let task = app.deploy(&pia, &item.guid.to_string(), json!({})).await;
    let failed = &listed(&pia, &at).await[0];
    assert_eq!((&failed["key"], &failed["exit_code"], &failed["error"]), (&task["id"], &json!(1), &task["error"]));
    let error = pia.get(&format!("{at}/{}/error", key(failed))).await.expect(200).json();
    assert_eq!((&error["code"], &error["summary"]), (&json!("deploy-failed"), &task["error"]));
}

#[tokio::test]
async fn a_deploy_is_ended_and_what_was_served_is_served_still() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let api = |text: &str| format!("#* @get /\nfunction() '{text}'\n");
    let item = app.seed_content("pia", "api").file("plumber.R", api("one")).publish().await;
    // It never answers, so that it is tried for as long as it may take.
    let archive = app.archive(&[("plumber.R", "message('here I stay'); Sys.sleep(600)\n")]);
    let upload = format!("/__api__/v1/content/{}/bundles", item.guid);
    pia.ask(Method::POST, &upload).body(archive).send().await.expect(200);
    let deploy = format!("/__api__/v1/content/{}/deploy", item.guid);
    let begun = pia.post(&deploy, json!({})).await.expect(202).json();
    let at = jobs(item.guid);
    let tried = loop {
        let jobs = listed(&pia, &at).await;
        if let Some(job) = jobs.iter().find(|job| job["tag"] == "run_api" && job["status"] == 0) {
            break job.clone();
        }
        tokio::task::yield_now().await;
    };
    let one = format!("{at}/{}", begun["task_id"].as_str().unwrap());
    pia.delete(&one).await.expect(200);
    let task = app.ended(&pia, begun["task_id"].as_str().unwrap()).await;
    let words = "Somebody ended this deploy, so what was served before is served still.";
    assert_eq!((&task["code"], &task["error"]), (&json!(1), &json!(words)));
    let ended = listed(&pia, &at).await;
    let job = ended.iter().find(|job| job["key"] == task["id"]).unwrap();
    assert_eq!((&job["status"], &job["exit_code"], &job["error"]), (&json!(2), &json!(1), &json!(words)));
    let gone = ended.iter().find(|job| job["key"] == tried["key"]).unwrap();
    assert_eq!((&gone["status"], &gone["error"]), (&json!(2), &Value::Null));
    assert_eq!(pia.get(&format!("/content/{}/", item.guid)).await.expect(200).json(), json!(["one"]));
}

#[tokio::test]
async fn what_waits_for_its_turn_is_not_run_when_the_content_was_locked_meanwhile() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.seed_content("pia", "api").file("plumber.R", "#* @get /\nfunction() 1\n").publish().await;
    let at = jobs(item.guid);
    let (upload, deploy) = (format!("{}/bundles", content(item.guid)), format!("{}/deploy", content(item.guid)));
    let mut tasks = Vec::new();
    for wish in [json!({}), json!({ "activate": false })] {
        // It never answers.
        let archive = app.archive(&[("plumber.R", "Sys.sleep(600)\n")]);
        pia.ask(Method::POST, &upload).body(archive).send().await.expect(200);
        let begun = pia.post(&deploy, wish).await.expect(202).json();
        tasks.push(begun["task_id"].as_str().unwrap().to_owned());
    }
    while !listed(&pia, &at).await.iter().any(|job| job["tag"] == "run_api" && job["status"] == 0) {
        tokio::task::yield_now().await;
    }
    let lock = pia.ask(Method::PATCH, &content(item.guid)).json(&json!({ "locked": true }));
    lock.send().await.expect(200);
    // The one that was tried is stopped with it.
    assert_eq!(app.ended(&pia, &tasks[0]).await["code"], json!(1));
    let waited = app.ended(&pia, &tasks[1]).await;
    assert_eq!((&waited["code"], &waited["output"]), (&json!(1), &json!([waited["error"]])));
    assert!(waited["error"].as_str().unwrap().contains("locked"), "{waited}");
    assert!(listed(&pia, &at).await.iter().all(|job| job["status"] == 2), "nothing runs");
}

#[tokio::test]
async fn jobs_are_found_by_who_manages_their_item_alone() {
    let app = TestApp::start().await;
    let (pia, ada) = (app.key_of("pia").await, app.key_of("ada").await);
    let item = app.seed_content("pia", "report").allow("vic").file("index.html", "x").publish().await;
    let other = app.seed_content("pia", "other").file("index.html", "x").publish().await;
    let job = listed(&pia, &jobs(item.guid)).await.remove(0);
    assert_eq!(listed(&ada, &jobs(item.guid)).await.len(), 1);
    app.key_of("vic").await.get(&jobs(item.guid)).await.expect_error(403, 22);
    app.user("pax", Role::Publisher).await;
    app.key_of("pax").await.get(&jobs(item.guid)).await.expect_error(404, 4);
    let elsewhere = format!("{}/{}", jobs(other.guid), key(&job));
    for path in ["", "/log", "/tail", "/download", "/error"] {
        pia.get(&format!("{elsewhere}{path}")).await.expect_error(404, 4);
        pia.get(&format!("{}/no-name{path}", jobs(item.guid))).await.expect_error(404, 4);
        pia.get(&format!("{}/aaaaaaaaaaaaaaaa{path}", jobs(item.guid))).await.expect_error(404, 4);
        pia.get(&format!("{}/{}{path}", jobs("nothing"), key(&job))).await.expect_error(400, 3);
    }
    pia.delete(&elsewhere).await.expect_error(404, 4);
}

#[tokio::test]
async fn bad_parameters_are_refused_in_words() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let item = app.seed_content("pia", "report").file("index.html", "x").publish().await;
    let job = listed(&pia, &jobs(item.guid)).await.remove(0);
    let one = format!("{}/{}", jobs(item.guid), key(&job));
    for lines in ["x", "-1", "1.5", ""] {
        pia.get(&format!("{one}/log?maxLogLines={lines}")).await.expect_error(400, 25);
    }
    for name in ["", "..%2Fetc", "a%0D%0Ab", "%22", "%C3%BC", &"x".repeat(101)] {
        pia.get(&format!("{one}/download?filename={name}")).await.expect_error(400, 25);
    }
}
