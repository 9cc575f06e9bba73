//! `/connect/apps/{item}/logs`, and a program that fails

use domain::{Access, Content};

use super::path;
use crate::support::{Client as _, TestApp, while_it_is_there};

async fn api_of_pia(app: &TestApp, source: &str) -> Content {
    app.seed_content("pia", "the-api").access(Access::LoggedIn).file("plumber.R", source).publish().await
}

#[tokio::test]
async fn a_program_that_never_ran_says_when_it_starts() {
    let app = TestApp::start().await;
    let item = api_of_pia(&app, "#* @get /mean\nfunction() 1\n").await;
    let browser = app.sign_in("pia").await;
    let page = browser.get(&path(&item, "/logs")).await.expect_page(200, "It starts when somebody opens it.");
    assert!(page.text().contains("The program has written nothing yet."), "{}", page.shown());
    assert!(!browser.get(&path(&item, "")).await.text().contains("class=\"failure\""));
}

#[tokio::test]
async fn a_program_that_cannot_start_tells_its_owner_why_and_nobody_else() {
    let app = TestApp::start().await;
    // It starts when it is tried, and not any more afterwards.
    let lake = while_it_is_there();
    let code = format!("if (!file.exists('{}')) stop(\"the lake is \", \"frozen\")\n", lake.path().display());
    let item = api_of_pia(&app, &format!("{code}#* @get /mean\nfunction() 1\n")).await;
    drop(lake);
    let content = format!("/content/{}/", item.guid);
    let answer = app.key_of("vic").await.get(&content).await;
    assert!(answer.status.is_server_error(), "{answer:?}");
    let (owner, viewer) = (app.sign_in("pia").await, app.sign_in("vic").await);

    let page = owner.get(&path(&item, "")).await.expect_page(200, "class=\"failure\"");
    assert!(page.text().contains("exit status 1") && page.text().contains(&path(&item, "/logs")), "{}", page.shown());
    owner.get(&path(&item, "/logs")).await.expect_page(200, "the lake is frozen");
    for text in [answer.text(), viewer.get(&path(&item, "")).await.expect(200).text()] {
        assert!(!text.contains("frozen") && !text.contains("exit status"), "{text}");
    }

    let form = owner.form(&path(&item, "/logs"), &path(&item, "/restart")).await;
    owner.submit(form).await.expect_redirect(&path(&item, ""));
    let page = owner.get(&path(&item, "")).await.expect_page(200, "starts again when somebody opens it.");
    assert!(!page.text().contains("class=\"failure\""), "{}", page.shown());
}
