//! Below `/v1/server_settings`, and `/v1/timezones`

use serde_json::{Value, json};
use services::ProgramSettings;

use crate::support::{Client as _, TestApp};

const SETTINGS: &str = "/__api__/v1/server_settings";

#[tokio::test]
async fn the_version_of_r_is_the_one_that_runs_content() {
    let app = TestApp::start().await;
    let installed = app.key_of("pia").await.get(&format!("{SETTINGS}/r")).await.expect(200).json();
    let version = app.services.versions().await.r.expect("R is needed for the tests");
    assert!(version.split('.').count() == 3 && version.split('.').all(|part| part.parse::<u32>().is_ok()), "{version}");
    let local = json!({ "version": version, "cluster_name": "Local", "image_name": "Local" });
    assert_eq!(installed, json!({ "installations": [local] }));
}

#[tokio::test]
async fn the_versions_of_python_are_those_that_are_installed() {
    let app = TestApp::start().await;
    let installed = app.key_of("pia").await.get(&format!("{SETTINGS}/python")).await.expect(200).json();
    let versions: Vec<String> = installed["installations"].as_array().unwrap().iter().map(version).collect();
    let mut expected: Vec<_> = app.services.pythons().await.into_iter().map(|python| python.version).collect();
    expected.sort();
    expected.dedup();
    assert!(!expected.is_empty(), "Python is needed for the tests");
    assert_eq!(versions, expected.iter().rev().map(ToString::to_string).collect::<Vec<_>>());
    assert!(versions.iter().all(|version| version.split('.').all(|part| part.parse::<u32>().is_ok())), "{versions:?}");
    assert_eq!(installed["api_enabled"], app.services.uv_version().await.is_some());
}

fn version(installation: &Value) -> String {
    installation["version"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn what_is_not_installed_is_an_empty_list() {
    let app = TestApp::configured(|config| {
        config.programs = ProgramSettings { rscript: "/nowhere/Rscript".into(), ..config.programs.clone() };
    });
    let app = app.await;
    app.user("pia", domain::Role::Publisher).await;
    let key = app.key_of("pia").await;
    for kind in ["r", "quarto", "tensorflow"] {
        let installed = key.get(&format!("{SETTINGS}/{kind}")).await.expect(200).json();
        assert_eq!(installed, json!({ "installations": [] }), "{kind}");
    }
    let installed = key.get(&format!("{SETTINGS}/nodejs")).await.expect(200).json();
    assert_eq!(installed, json!({ "installations": [], "enabled": false }));
}

#[tokio::test]
async fn a_sign_in_page_learns_how_people_sign_in() {
    let app = TestApp::empty().await;
    let settings = app.anon().get(&format!("{SETTINGS}/public")).await.expect(200).json();
    assert_eq!(settings["authentication"], json!({ "name": "Password", "handles_credentials": true }));
    assert_eq!((&settings["self_registration"], &settings["prohibited_usernames"]), (&json!(false), &json!([])));
    assert_eq!(settings.as_object().unwrap().len(), 8);
}

#[tokio::test]
async fn time_zones_have_the_offset_of_now() {
    let app = TestApp::start().await;
    let zones = app.key_of("vic").await.get("/__api__/v1/timezones").await.expect(200).json();
    let zones = zones.as_array().unwrap();
    let offset = |name: &str| {
        let zone = zones.iter().find(|zone| zone["timezone"] == name).unwrap_or_else(|| panic!("no {name}"));
        zone["offset"].as_str().unwrap().to_owned()
    };
    // These have no summer time.
    for (zone, expected) in [("UTC", "+00:00"), ("Asia/Kathmandu", "+05:45"), ("America/Phoenix", "-07:00")] {
        assert_eq!(offset(zone), expected, "{zone}");
    }
    let berlin = offset("Europe/Berlin");
    assert!(["+01:00", "+02:00"].contains(&berlin.as_str()), "{berlin}");
    let names: Vec<&str> = zones.iter().map(|zone| zone["timezone"].as_str().unwrap()).collect();
    assert!(names.is_sorted() && names.len() > 400, "{}", names.len());
}
