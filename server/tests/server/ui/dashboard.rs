//! `/connect/`: the content that I may see

use domain::Access;

use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn everybody_sees_what_is_for_him() {
    let app = TestApp::start().await;
    for (name, access, title) in [
        ("open-to-all", Access::All, "For all"),
        ("for-accounts", Access::LoggedIn, "For accounts"),
        ("for-vic", Access::Acl, "For Vic"),
    ] {
        let seed = app.seed_content("pia", name).access(access).title(title).file("index.html", "x");
        if access == Access::Acl {
            seed.allow("vic").publish().await
        } else {
            seed.publish().await
        };
    }
    app.seed_content("pia", "only-pia").file("index.html", "x").publish().await;
    for (name, expected) in [
        ("pia", vec!["For all", "For accounts", "For Vic", "only-pia"]),
        ("vic", vec!["For all", "For accounts", "For Vic"]),
        // An administrator manages everything.
        ("ada", vec!["For all", "For accounts", "For Vic", "only-pia"]),
    ] {
        let page = app.sign_in(name).await.get("/connect/").await.expect(200);
        for title in ["For all", "For accounts", "For Vic", "only-pia"] {
            let row = format!(">{title}</a></th>");
            assert_eq!(page.text().contains(&row), expected.contains(&title), "{title} for {name}: {}", page.shown());
        }
    }
}

#[tokio::test]
async fn an_items_row_says_owner_kind_access_and_target_url() {
    let app = TestApp::start().await;
    let seed = app.seed_content("pia", "plot").access(Access::LoggedIn).title("The plot");
    let item = seed.file("target.html", "x").publish().await;
    let page = app.sign_in("vic").await.get("/connect/").await.expect(200);
    for part in ["The plot", "pia", "Plot", "All users", &format!("{}/content/{}/", app.url(), item.guid)] {
        assert!(page.text().contains(part), "{part} in {}", page.shown());
    }
}

#[tokio::test]
async fn the_empty_page_tells_publishers_how_to_publish() {
    let app = TestApp::start().await;
    app.sign_in("pia").await.get("/connect/").await.expect_page(200, "claviger publish");
    let page = app.sign_in("vic").await.get("/connect/").await.expect_page(200, "Nothing to see yet");
    assert!(!page.text().contains("claviger publish") && !page.text().contains("New content"), "{}", page.shown());
    app.sign_in("pia").await.get("/connect/").await.expect_page(200, "href=\"/connect/new\">New content</a>");
}

#[tokio::test]
async fn the_root_leads_to_it() {
    let app = TestApp::start().await;
    app.anon().get("/").await.expect_redirect("/connect/");
    app.anon().get("/connect").await.expect_redirect("/connect/");
    app.anon().get("/connect/").await.expect_redirect("/__login__");
}
