//! `/connect/apps/{item}/usage`

use domain::Access;
use time::Duration;

use super::{page_of_pia, path};
use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn visits_are_told_by_day_person_and_key_even_after_the_key_is_gone() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::All).await;
    let content = format!("/content/{}/", item.guid);
    let seeded = app.seed_key("vic").named("nightly-job").make().await;
    let key = app.key(&seeded.secret);
    for _ in 0..2 {
        key.get(&format!("{content}?secret=x")).await.expect(200);
    }
    app.anon().get(&content).await.expect(200);
    let browser = app.sign_in("vic").await;
    let own_page = format!("/connect/keys/{}", seeded.id);
    let form = browser.form(&own_page, &format!("{own_page}/delete")).await;
    browser.submit(form).await.expect(303);

    let owner = app.sign_in("pia").await;
    let page = owner.get(&path(&item, "/usage")).await.expect_page(200, "3 visits in the last 30 days");
    for part in ["nightly-job", "vic", "not signed in", "<title>today: 3 visits</title>"] {
        assert!(page.text().contains(part), "{part} in {}", page.shown());
    }
    assert!(!page.text().contains("secret"), "{}", page.shown());
}

#[tokio::test]
async fn the_last_90_days_can_be_seen_and_what_is_older_cannot() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::All).await;
    let usage = path(&item, "/usage");
    let content = format!("/content/{}/", item.guid);
    app.anon().get(&content).await.expect(200);
    // On the way to it is not there yet.
    app.anon().get(content.trim_end_matches('/')).await.expect(308);
    for (passed, in_30, in_90) in
        [(0, "1 visit in", "1 visit in"), (30, "0 visits", "1 visit in"), (90, "0 visits", "0 visits")]
    {
        app.clock.advance(Duration::days(passed));
        let owner = app.sign_in("pia").await;
        owner.get(&usage).await.expect_page(200, in_30);
        owner.get(&format!("{usage}?days=90")).await.expect_page(200, in_90);
        // Anything else is what is usual.
        owner.get(&format!("{usage}?days=-1")).await.expect_page(200, in_30);
    }
}

#[tokio::test]
async fn without_visits_the_page_says_so() {
    let app = TestApp::start().await;
    let item = page_of_pia(&app, Access::All).await;
    let page = app.sign_in("pia").await.get(&path(&item, "/usage")).await;
    page.expect_page(200, "Nobody opened this content in the last 30 days.");
}
