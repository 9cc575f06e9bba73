//! `/__api__/v1/instrumentation` and `/__api__/v1/metrics`: who visited what, and who was there at all.

use domain::{Access, Role};
use serde_json::{Value, json};
use time::Duration;
use time::format_description::well_known::Rfc3339;

use crate::support::{Client as _, TestApp};

const HITS: &str = "/__api__/v1/instrumentation/content/hits";
const VISITS: &str = "/__api__/v1/instrumentation/content/visits";
const SHINY: &str = "/__api__/v1/instrumentation/shiny/usage";

/// A time as it stands in an address, where a plus would be a space.
fn at(time: time::OffsetDateTime) -> String {
    form_urlencoded::byte_serialize(time.format(&Rfc3339).unwrap().as_bytes()).collect()
}

fn texts<'a>(rows: &'a Value, field: &str) -> Vec<Option<&'a str>> {
    rows.as_array().unwrap().iter().map(|row| row[field].as_str()).collect()
}

/// Two items, of pia and of pax, each visited by vic, and pia's by nobody known, too, a second later each.
async fn visited() -> (TestApp, String, String) {
    let app = TestApp::start().await;
    app.user("pax", Role::Publisher).await;
    let mut guids = Vec::new();
    for owner in ["pia", "pax"] {
        let item = app.seed_content(owner, "plot").access(Access::All).file("index.html", "x");
        guids.push(item.publish().await.guid.to_string());
    }
    let vic = app.key_of("vic").await;
    for guid in &guids {
        vic.get(&format!("/content/{guid}/index.html?token=secret")).await.expect(200);
        app.clock.advance(Duration::SECOND);
    }
    app.anon().get(&format!("/content/{}/", guids[0])).await.expect(200);
    let [pia, pax] = guids.try_into().unwrap();
    (app, pia, pax)
}

#[tokio::test]
async fn hits_are_one_list_of_all_that_the_caller_manages() {
    let (app, pias, paxs) = visited().await;
    let (ada, pia) = (app.key_of("ada").await, app.key_of("pia").await);
    let all = ada.get(HITS).await.expect(200).json();
    assert_eq!(texts(&all, "content_guid"), [&pias, &paxs, &pias].map(|guid| Some(guid.as_str())));
    let vic = app.guid("vic").await;
    assert_eq!(texts(&all, "user_guid"), [Some(vic.as_str()), Some(vic.as_str()), None]);
    let data = json!({
        "path": "/index.html", "query": null, "user_agent": null, "sec_fetch_dest": null, "sec_fetch_site": null
    });
    assert_eq!(all[0]["data"], data);
    assert!(all[0]["id"].is_string() && all[0]["timestamp"].is_string());
    let own = pia.get(HITS).await.expect(200).json();
    assert_eq!(texts(&own, "content_guid"), [Some(pias.as_str()); 2]);
    assert_eq!(pia.get(&format!("{HITS}?content_guid={paxs}")).await.expect(200).json(), json!([]));
    let both = ada.get(&format!("{HITS}?content_guid={pias}|{paxs}")).await.expect(200).json();
    assert_eq!(both, all);
    app.key_of("vic").await.get(HITS).await.expect_error(403, 22);

    // A collaborator manages it, too.
    let pax = app.key_of("pax").await;
    let named = json!({ "principal_guid": pax.guid, "principal_type": "user", "role": "owner" });
    pia.post(&format!("/__api__/v1/content/{pias}/permissions"), named).await.expect(201);
    assert_eq!(pax.get(HITS).await.expect(200).json(), all);
}

#[tokio::test]
async fn a_window_of_time_includes_both_of_its_ends() {
    let (app, _, _) = visited().await;
    let ada = app.key_of("ada").await;
    let count = async |query: String| ada.get(&query).await.expect(200).json().as_array().unwrap().len();
    let last = app.services.now();
    assert_eq!(count(format!("{HITS}?from={}", at(last))).await, 1);
    assert_eq!(count(format!("{HITS}?from={}", at(last + Duration::NANOSECOND))).await, 0);
    assert_eq!(count(format!("{HITS}?to={}", at(last - Duration::SECOND))).await, 2);
    let middle = at(last - Duration::SECOND);
    assert_eq!(count(format!("{HITS}?from={middle}&to={middle}")).await, 1);
    let paged = ada.get(&format!("{VISITS}?from={middle}&to={middle}")).await.expect(200).json();
    assert_eq!(paged["results"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn very_many_hits_are_one_list() {
    let app = TestApp::start().await;
    let item = app.seed_content("pia", "plot").access(Access::All).file("index.html", "x").publish().await;
    for number in 0..2500 {
        let visitor = services::Visitor::anyone();
        let path = number.to_string();
        app.services.record_visit(services::Visit { content: item.id, visitor: &visitor, path: &path });
    }
    let all = app.key_of("ada").await.get(HITS).await.expect(200).json();
    let paths: Vec<String> = all.as_array().unwrap().iter().map(|hit| hit["data"]["path"].to_string()).collect();
    assert_eq!(paths, (0..2500).map(|number| format!("\"{number}\"")).collect::<Vec<_>>());
}

#[tokio::test]
async fn visits_are_read_page_by_page_with_all_filters_in_the_addresses() {
    let (app, pias, _) = visited().await;
    let ada = app.key_of("ada").await;
    let keys = |page: &Value| page.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let page = ada.get(&format!("{VISITS}?limit=1&content_guid={pias}&asc_order=false")).await.expect(200).json();
    assert_eq!(keys(&page), ["paging", "results"]);
    assert_eq!(keys(&page["paging"]), ["cursors", "first", "last", "next", "previous"]);
    let visit = &page["results"][0];
    assert_eq!((&visit["user_guid"], &visit["data_version"]), (&Value::Null, &json!(3)));
    assert_eq!(
        (&visit["path"], &visit["rendering_id"], &visit["bundle_id"]),
        (&json!("/"), &Value::Null, &Value::Null)
    );
    assert_eq!(visit["variant_key"].as_str().unwrap().len(), 8);
    let next = page["paging"]["next"].as_str().unwrap();
    assert!(next.starts_with(&format!("{}{VISITS}?limit=1&content_guid={pias}&asc_order=false&next=", app.url())));
    let second = ada.get(next.strip_prefix(app.url()).unwrap()).await.expect(200).json();
    assert_eq!(second["results"][0]["path"], "/index.html");
    assert_eq!(second["paging"]["cursors"]["next"], Value::Null);
    let back = second["paging"]["previous"].as_str().unwrap().strip_prefix(app.url()).unwrap();
    assert_eq!(ada.get(back).await.expect(200).json()["results"], page["results"]);

    for nothing in ["min_data_version=4", "user_agent=curl", "next=99999999999999-1"] {
        let none = ada.get(&format!("{VISITS}?{nothing}")).await.expect(200).json();
        assert_eq!(none["results"], json!([]), "{nothing}");
    }
    let older = ada.get(&format!("{VISITS}?min_data_version=0")).await.expect(200).json();
    assert_eq!(older["results"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn no_shiny_application_was_ever_used() {
    let app = TestApp::start().await;
    let usage = app.key_of("pia").await.get(&format!("{SHINY}?limit=500&min_data_version=1")).await.expect(200).json();
    let paging = json!({ "cursors": { "previous": null, "next": null }, "first": null, "previous": null, "next": null, "last": null });
    assert_eq!(usage, json!({ "results": [], "paging": paging }));
    app.key_of("vic").await.get(SHINY).await.expect_error(403, 22);
}

#[tokio::test]
async fn bad_questions_are_refused_in_words() {
    let app = TestApp::start().await;
    let ada = app.key_of("ada").await;
    for address in [HITS, VISITS, SHINY] {
        for (query, code) in [("content_guid=x", 25), ("content_guid=", 25), ("from=x", 136), ("to=2026-11-23", 136)] {
            ada.get(&format!("{address}?{query}")).await.expect_error(400, code);
        }
    }
    for address in [VISITS, SHINY] {
        for query in
            ["limit=0", "limit=501", "limit=x", "asc_order=x", "min_data_version=x", "next=x", "next=1-1&previous=1-1"]
        {
            ada.get(&format!("{address}?{query}")).await.expect_error(400, 25);
        }
    }
}

#[tokio::test]
async fn active_accounts_are_counted_by_role_and_window() {
    let app = TestApp::start().await;
    let url = "/__api__/v1/metrics/users/active";
    app.key_of("vic").await.get("/__api__/v1/user").await.expect(200);
    app.clock.advance(Duration::days(2));
    app.key_of("pia").await.get(url).await.expect_error(403, 22);
    let counts = app.key_of("ada").await.get(url).await.expect(200).json();
    let window = |total, admin, publisher, viewer| json!({ "total": total, "admin": admin, "publisher": publisher, "viewer": viewer });
    let week = window(3, 1, 1, 1);
    assert_eq!(counts, json!({ "windows": { "1d": window(2, 1, 1, 0), "7d": week, "30d": week, "365d": week } }));
}
