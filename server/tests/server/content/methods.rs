//! Published files are read, and nothing else is done with them.

use http::Method;

use crate::support::{Client as _, TestApp};

const OTHERS: [&str; 7] = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"];

#[tokio::test]
async fn files_take_no_other_methods_than_get_and_head() {
    let app = TestApp::start().await;
    let item = super::site(&app).await;
    let (anon, key) = (app.anon(), app.key_of("pia").await);
    for path in [format!("/content/{}/", item.id), format!("/content/{}/digits.txt", item.id)] {
        for method in OTHERS {
            let method: Method = method.parse().unwrap();
            for answer in [
                anon.ask(method.clone(), &path).body("x").send().await,
                key.ask(method.clone(), &path).body("x").send().await,
            ] {
                assert_eq!(answer.expect_error(405, 2).header("allow"), "GET, HEAD", "{method} {path}");
            }
        }
    }
}

#[tokio::test]
async fn a_method_tells_nobody_whether_an_item_exists() {
    let app = TestApp::start().await;
    let secret = app.seed_content("pia", "secret").file("index.html", "x").publish().await;
    let (anon, bad) = (app.anon(), app.key("wrong"));
    for path in [format!("/content/{}/x", secret.id), "/content/999/x".to_owned()] {
        for method in OTHERS {
            let method: Method = method.parse().unwrap();
            anon.ask(method.clone(), &path).body("x").send().await.expect_error(401, 24);
            bad.ask(method, &path).body("x").send().await.expect_error(401, 30);
        }
    }
}
