//! A new version is served from one moment to the next.

use domain::{Access, Content};
use http::Method;

use crate::support::{Client as _, TestApp};

async fn publish(app: &TestApp, files: &[(&'static str, &'static str)]) -> Content {
    let seed = app.seed_content("pia", "report");
    files.iter().fold(seed, |seed, (name, text)| seed.file(name, *text)).publish().await
}

#[tokio::test]
async fn the_same_owner_and_name_is_a_new_version_of_the_same_item() {
    let app = TestApp::start().await;
    let old = publish(&app, &[("index.html", "old"), ("gone.txt", "gone")]).await;
    let (key, root) = (app.key_of("pia").await, format!("/content/{}", old.id));
    let before = key.get(&format!("{root}/")).await.expect(200);
    assert_eq!(before.text(), "old");
    key.get(&format!("{root}/gone.txt")).await.expect(200);

    let new = publish(&app, &[("index.html", "new"), ("come.txt", "come")]).await;
    assert_eq!((new.id, new.guid), (old.id, old.guid));
    for address in [root.clone(), format!("/content/{}", old.guid)] {
        assert_eq!(key.get(&format!("{address}/")).await.expect(200).text(), "new");
        key.get(&format!("{address}/gone.txt")).await.expect_error(404, 4);
        assert_eq!(key.get(&format!("{address}/come.txt")).await.expect(200).text(), "come");
    }

    let with_old_tag = key.ask(Method::GET, &format!("{root}/")).header("if-none-match", before.header("etag"));
    let after = with_old_tag.send().await.expect(200);
    assert_ne!(after.header("etag"), before.header("etag"));
    let part = key.ask(Method::GET, &format!("{root}/")).header("range", "bytes=0-0");
    let part = part.header("if-range", before.header("etag")).send().await.expect(200);
    assert_eq!(part.text(), "new", "a part of the old and the rest of the new must not be put together");
}

#[tokio::test]
async fn the_same_name_of_another_owner_is_another_item() {
    let app = TestApp::start().await;
    let hers = publish(&app, &[("index.html", "pia's")]).await;
    let his = app.seed_content("ada", "report").file("index.html", "ada's").publish().await;
    assert_ne!(hers.guid, his.guid);
    let answer = app.key_of("pia").await.get(&format!("/content/{}/", hers.id)).await.expect(200);
    assert_eq!(answer.text(), "pia's");
}

#[tokio::test]
async fn access_stays_unless_the_new_version_says_otherwise_and_changes_at_once() {
    let app = TestApp::start().await;
    let publish = async |access: Option<Access>, allow: Option<&str>| {
        let seed = app.seed_content("pia", "report").file("index.html", "x");
        let seed = access.into_iter().fold(seed, |seed, access| seed.access(access));
        allow.into_iter().fold(seed, |seed, name| seed.allow(name)).publish().await
    };
    let path = format!("/content/{}/", publish(Some(Access::All), None).await.id);
    let (anon, viewer, admin) = (app.anon(), app.key_of("vic").await, app.key_of("ada").await);
    anon.get(&path).await.expect(200);
    publish(None, None).await;
    anon.get(&path).await.expect(200);
    publish(Some(Access::LoggedIn), None).await;
    anon.get(&path).await.expect_error(401, 24);
    viewer.get(&path).await.expect(200);
    publish(Some(Access::Acl), Some("vic")).await;
    viewer.get(&path).await.expect(200);
    admin.get(&path).await.expect_error(404, 4);
    publish(None, Some("ada")).await;
    viewer.get(&path).await.expect(200);
    admin.get(&path).await.expect(200);
}

#[tokio::test]
async fn a_version_whose_files_are_gone_is_unpacked_again() {
    let app = TestApp::start().await;
    let item = publish(&app, &[("index.html", "kept")]).await;
    let folder = app.folder().join("unpacked").join(item.bundle.unwrap().to_string());
    std::fs::remove_dir_all(&folder).unwrap();
    let answer = app.key_of("pia").await.get(&format!("/content/{}/", item.id)).await.expect(200);
    assert_eq!(answer.text(), "kept");
    assert!(folder.is_dir());
}
