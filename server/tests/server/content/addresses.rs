//! The forms of an item's address, the index, and the slash at the end of a folder.

use domain::Access;

use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn an_item_has_its_number_and_its_guid_as_address() {
    let app = TestApp::start().await;
    let item = super::site(&app).await;
    let guid = item.guid.to_string();
    for known in [item.id.to_string(), guid.clone(), guid.to_uppercase()] {
        assert_eq!(app.anon().get(&format!("/content/{known}/")).await.expect(200).text(), "<h1>Site</h1>");
    }
    for other in [format!("0{}", item.id), format!("+{}", item.id), guid.replace('-', ""), format!("{{{guid}}}")] {
        let other = other.replace('{', "%7B").replace('}', "%7D");
        app.key_of("pia").await.get(&format!("/content/{other}/")).await.expect_error(404, 4);
    }
}

#[tokio::test]
async fn a_folder_shows_its_index() {
    let app = TestApp::start().await;
    let root = format!("/content/{}", super::site(&app).await.id);
    let (anon, key) = (app.anon(), app.key_of("vic").await);
    assert_eq!(anon.get(&format!("{root}/")).await.expect(200).text(), "<h1>Site</h1>");
    assert_eq!(anon.get(&format!("{root}/index.html")).await.expect(200).text(), "<h1>Site</h1>");
    assert_eq!(anon.get(&format!("{root}/sub/")).await.expect(200).text(), "<h1>Sub</h1>");
    key.get(&format!("{root}/sub/deep/")).await.expect_error(404, 4);
    key.get(&format!("{root}/digits.txt/")).await.expect_error(404, 4);
    key.get(&format!("{root}/digits.txt/x")).await.expect_error(404, 4);
}

#[tokio::test]
async fn a_folder_without_its_slash_is_redirected_with_its_query() {
    let app = TestApp::start().await;
    let item = app.seed_content("pia", "site").access(Access::All).file("index.html", "x");
    let item = item.file("sub/index.html", "x").file("a b/ü/index.html", "x").publish().await;
    for root in [format!("/content/{}", item.id), format!("/content/{}", item.guid)] {
        for (asked, location) in [
            ("", "/"),
            ("?a=b&c=%2F", "/?a=b&c=%2F"),
            ("/sub", "/sub/"),
            ("/sub?x=1", "/sub/?x=1"),
            ("/a%20b/%C3%BC", "/a%20b/%C3%BC/"),
        ] {
            let answer = app.anon().get(&format!("{root}{asked}")).await.expect(308);
            assert_eq!(answer.location(), format!("{root}{location}"));
        }
    }
}

#[tokio::test]
async fn a_redirect_never_leads_to_another_host() {
    let app = TestApp::start().await;
    let root = format!("/content/{}", super::site(&app).await.id);
    let key = app.key_of("vic").await;
    for asked in
        ["//evil.test", "//evil.test/", "/%2F%2Fevil.test", "/\\evil.test", "/%5Cevil.test/", "/sub//evil.test"]
    {
        let asked = asked.replace('\\', "%5C");
        let answer = key.get(&format!("{root}{asked}")).await;
        assert_eq!(answer.status, 404, "{asked}: {answer:?}");
    }
}

#[tokio::test]
async fn a_plot_is_answered_at_its_root_and_under_its_name() {
    let app = TestApp::start().await;
    let item = app.seed_content("pia", "plot").access(Access::All).file("target.html", "<p>Plot</p>").publish().await;
    for path in ["", "target.html"] {
        let answer = app.anon().get(&format!("/content/{}/{path}", item.id)).await.expect(200);
        assert_eq!((answer.text(), answer.header("content-type")), ("<p>Plot</p>", "text/html; charset=utf-8"));
    }
    app.key_of("pia").await.get(&format!("/content/{}/index.html", item.id)).await.expect_error(404, 4);
}

#[tokio::test]
async fn a_query_does_not_change_which_file_is_meant() {
    let app = TestApp::start().await;
    let path = format!("/content/{}/digits.txt", super::site(&app).await.id);
    for query in ["?", "?x=../../pepper", "?v=1#2"] {
        assert_eq!(app.anon().get(&format!("{path}{query}")).await.expect(200).text(), "0123456789");
    }
}
