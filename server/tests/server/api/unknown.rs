//! Unknown paths are 404 in plain text before anybody is asked who he is; known ones with a wrong method 405.

use http::Method;

use crate::support::{Client as _, TestApp, contract};

const UNKNOWN: [&str; 9] = [
    "/__api__/",
    "/__api__/nope",
    "/__api__/v1",
    "/__api__/v1/",
    "/__api__/v1/user/",
    "/__api__/v1/userss",
    "/__api__/v2/user",
    "/__api__/v1/users/x/y/z/a/b",
    "/__api__//v1/user",
];

#[tokio::test]
async fn an_unknown_path_is_404_as_plain_text_for_everybody() {
    let app = TestApp::start().await;
    let (anon, good, bad) = (app.anon(), app.key_of("ada").await, app.key("wrong"));
    let browser = app.sign_in("vic").await;
    for path in UNKNOWN {
        for method in [Method::GET, Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
            for answer in [
                anon.ask(method.clone(), path).send().await,
                good.ask(method.clone(), path).send().await,
                bad.ask(method.clone(), path).send().await,
                browser.ask(method.clone(), path).without("x-rsc-xsrf").send().await,
            ] {
                let answer = answer.expect(404);
                assert_eq!(answer.text(), "404 page not found", "{method} {path}");
                assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
            }
        }
    }
}

#[tokio::test]
async fn the_bare_root_of_the_api_is_no_endpoint_either() {
    let app = TestApp::empty().await;
    let answer = app.anon().get("/__api__").await.expect(404);
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
}

#[tokio::test]
async fn a_wrong_method_is_405_code_2_and_names_the_right_ones() {
    let app = TestApp::start().await;
    let key = app.key_of("ada").await;
    for operation in &contract().operations {
        let path = operation.template.replace("{guid}", &key.guid).replace("{id}", "1");
        for method in [Method::GET, Method::POST, Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS] {
            let known = contract().operations.iter().filter(|other| other.template == operation.template);
            if known.clone().any(|other| other.method == method) {
                continue;
            }
            let refused = key.ask(method.clone(), &path).send().await.expect_error(405, 2);
            let allowed = refused.header("allow");
            assert!(known.clone().all(|other| allowed.contains(other.method.as_str())), "{path}: {allowed}");
        }
    }
}

#[tokio::test]
async fn no_method_from_another_origin_is_allowed_by_the_api() {
    let app = TestApp::start().await;
    let anon = app.anon();
    let preflight = anon.ask(Method::OPTIONS, "/__api__/v1/user").header("origin", "http://evil.test");
    let answer = preflight.header("access-control-request-method", "GET").send().await;
    assert!(answer.headers.keys().all(|name| !name.as_str().starts_with("access-control")), "{:?}", answer.headers);
}
