//! Published files are read, and nothing else is done with them.

use http::Method;

use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn other_methods_than_get_and_head_are_405_for_everybody_and_everything() {
    let app = TestApp::start().await;
    let item = super::site(&app).await;
    let (anon, good, bad) = (app.anon(), app.key_of("pia").await, app.key("wrong"));
    for path in
        [format!("/content/{}/", item.id), format!("/content/{}/digits.txt", item.id), "/content/999/x".to_owned()]
    {
        for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"] {
            let method: Method = method.parse().unwrap();
            for answer in [
                anon.ask(method.clone(), &path).body("x").send().await,
                good.ask(method.clone(), &path).body("x").send().await,
                bad.ask(method.clone(), &path).body("x").send().await,
            ] {
                assert_eq!(answer.expect_error(405, 2).header("allow"), "GET, HEAD", "{method} {path}");
            }
        }
    }
}
