//! Addresses that try to lead out of an item.

use crate::support::{Client as _, TestApp};

const CORPUS: [&str; 48] = [
    "..",
    "../",
    "../pepper",
    "../../pepper",
    "../../../../../../../../etc/passwd",
    "%2e%2e",
    "%2e%2e/",
    "%2e%2e/pepper",
    "%2E%2E/%2E%2E/pepper",
    ".%2e/pepper",
    "%2e./pepper",
    "..%2fpepper",
    "..%2Fpepper",
    "%2e%2e%2fpepper",
    "%2e%2e%2f%2e%2e%2fpepper",
    "sub/../../pepper",
    "sub/%2e%2e/%2e%2e/pepper",
    "sub/..",
    "sub/../",
    "sub/../index.html",
    ".",
    "./",
    "./index.html",
    "sub/./index.html",
    "..%5cpepper",
    "..%5Cpepper",
    "%5c..%5cpepper",
    "%2fetc%2fpasswd",
    "/etc/passwd",
    "//etc/passwd",
    "%2f",
    "%2F%2F",
    "sub%2findex.html",
    "..%c0%afpepper",
    "%c0%ae%c0%ae/pepper",
    "%e0%80%ae%e0%80%ae/pepper",
    "%252e%252e/pepper",
    "%252e%252e%252fpepper",
    "..;/pepper",
    "....//pepper",
    "%u002e%u002e/pepper",
    "index.html%00",
    "index.html%00.png",
    "%00",
    "%0a",
    "index.html%0d%0aX-Evil:%201",
    "%",
    "%zz",
];

#[tokio::test]
async fn none_of_them_leads_anywhere() {
    let app = TestApp::start().await;
    let item = super::site(&app).await;
    let pepper = std::fs::read_to_string(app.folder().join("pepper")).unwrap();
    let key = app.key_of("pia").await;
    for evil in CORPUS {
        for root in [format!("/content/{}", item.id), format!("/content/{}", item.guid)] {
            let answer = key.get(&format!("{root}/{evil}")).await;
            assert_eq!(answer.status, 404, "{evil}: {answer:?}");
            let text = String::from_utf8_lossy(&answer.body);
            assert!(!text.contains(pepper.trim()) && !text.contains("root:"), "{evil}: {text}");
            assert!(!answer.headers.contains_key("x-evil"), "{evil}");
        }
    }
}

#[tokio::test]
async fn names_and_paths_beyond_all_length_are_not_found() {
    let app = TestApp::start().await;
    let root = format!("/content/{}", super::site(&app).await.id);
    let key = app.key_of("pia").await;
    for evil in ["x".repeat(256), "x".repeat(5000), "x/".repeat(2000), "%C3%BC".repeat(200), "sub/".repeat(3000)] {
        key.get(&format!("{root}/{evil}")).await.expect_error(404, 4);
    }
}

#[tokio::test]
async fn the_items_part_of_the_address_leads_nowhere_else_either() {
    let app = TestApp::start().await;
    let item = super::site(&app).await;
    let key = app.key_of("pia").await;
    for evil in ["..", "%2e%2e", "1%2f..", "%00", "*", "1'--", "-1", "18446744073709551616", "%20"] {
        key.get(&format!("/content/{evil}/index.html")).await.expect_error(404, 4);
    }
    key.get(&format!("/content/{}%2findex.html", item.id)).await.expect_error(404, 4);
}

#[tokio::test]
async fn the_servers_own_folders_are_no_items() {
    let app = TestApp::start().await;
    let item = super::site(&app).await;
    let key = app.key_of("pia").await;
    let bundle = item.bundle.unwrap();
    for evil in [format!("unpacked/{bundle}/index.html"), format!("bundles/{bundle}.tar.gz"), "claviger.db".to_owned()]
    {
        key.get(&format!("/content/{evil}")).await.expect_error(404, 4);
        key.get(&format!("/content/{}/{evil}", item.id)).await.expect_error(404, 4);
    }
}
