//! `/__api__/openapi.json`: the document itself. That answers keep to it is checked in the clients.

use crate::support::{Client as _, TestApp, contract};

#[tokio::test]
async fn the_served_document_is_the_one_that_answers_are_held_against() {
    let app = TestApp::empty().await;
    let served = app.anon().get("/__api__/openapi.json").await.expect(200);
    assert_eq!(served.header("content-type"), "application/json");
    assert_eq!(served.json(), serde_json::to_value(server::openapi()).unwrap());
}

#[test]
fn the_document_changes_only_on_purpose() {
    // `INSTA_UPDATE=always cargo test -p server the_document_changes` takes a new one over.
    insta::assert_json_snapshot!("openapi", server::openapi());
}

#[test]
fn every_parameter_in_a_path_is_documented_and_no_other_is() {
    let document = serde_json::to_value(server::openapi()).unwrap();
    for (path, methods) in document["paths"].as_object().unwrap() {
        let in_template: Vec<&str> = path.split('/').filter_map(|part| part.strip_prefix('{')).collect();
        for (method, operation) in methods.as_object().unwrap() {
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let documented: Vec<String> = parameters
                .iter()
                .filter(|parameter| parameter["in"] == "path")
                .map(|parameter| format!("{}}}", parameter["name"].as_str().unwrap()))
                .collect();
            assert_eq!(documented, in_template, "{method} {path}");
        }
    }
}

#[test]
fn operations_have_names_of_their_own() {
    let document = serde_json::to_value(server::openapi()).unwrap();
    let operations =
        document["paths"].as_object().unwrap().values().flat_map(|path| path.as_object().unwrap().values());
    let mut names: Vec<String> = operations.map(|operation| operation["operationId"].to_string()).collect();
    let all = names.len();
    names.sort();
    names.dedup();
    assert_eq!((names.len(), all), (all, contract().operations.len()));
}
