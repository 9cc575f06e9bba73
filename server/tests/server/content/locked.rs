//! Content that is locked.

use serde_json::json;

use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn the_program_of_locked_content_is_refused_in_its_owners_words_and_files_are_not() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    let program = app.seed_content("pia", "api").file("plumber.R", "#* @get /\nfunction() 1\n").publish().await;
    let files = app.seed_content("pia", "site").file("index.html", "a page").publish().await;
    let settings = |guid| format!("/__api__/v1/content/{guid}");
    for guid in [program.guid, files.guid] {
        pia.patch(&settings(guid), json!({ "locked": true })).await.expect(200);
    }
    let draft = format!("_bundle{}/", program.bundle.unwrap());
    for inside in ["", "anything", &draft] {
        let refused = pia.get(&format!("/content/{}/{inside}", program.guid)).await.expect_error(403, 223);
        assert!(refused.text().contains("This content is locked."), "{}", refused.text());
    }
    assert_eq!(pia.get(&format!("/content/{}/", files.guid)).await.expect(200).text(), "a page");
    pia.patch(&settings(program.guid), json!({ "locked_message": "Back on Monday." })).await.expect(200);
    let refused = pia.get(&format!("/content/{}/", program.guid)).await.expect_error(403, 223);
    assert_eq!(refused.json()["error"], "Back on Monday.");
    pia.patch(&settings(program.guid), json!({ "locked": false })).await.expect(200);
    assert_eq!(pia.get(&format!("/content/{}/", program.guid)).await.expect(200).text(), "[1]");
}
