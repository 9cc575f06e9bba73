//! `/connect/assets/...`: the browser's half

use http::Method;

use crate::support::{Client as _, TestApp};

async fn addresses(app: &TestApp) -> Vec<String> {
    let page = app.anon().get("/__login__").await.expect(200);
    let links = page.text().split("\"/connect/assets/").skip(1).filter_map(|rest| rest.split('"').next());
    links.map(|name| format!("/connect/assets/{name}")).collect()
}

#[tokio::test]
async fn all_that_a_page_names_is_there_and_kept_for_ever() {
    let app = TestApp::empty().await;
    let addresses = addresses(&app).await;
    assert_eq!(addresses.len(), 5, "{addresses:?}");
    for address in addresses {
        let asset = app.anon().get(&address).await.expect(200);
        assert_eq!(asset.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(asset.header("x-content-type-options"), "nosniff");
        assert!(asset.cookies().is_empty() && !asset.body.is_empty());
        let kind = asset.header("content-type");
        assert!(!kind.contains("octet-stream"), "{address}: {kind}");
    }
}

#[tokio::test]
async fn scripts_and_styles_come_in_brotli_for_who_takes_it() {
    let app = TestApp::empty().await;
    for address in addresses(&app).await.iter().filter(|address| !address.ends_with(".svg")) {
        let anon = app.anon();
        let plain = anon.get(address).await.expect(200);
        let packed = anon.ask(Method::GET, address).header("accept-encoding", "gzip, br").send().await.expect(200);
        assert_eq!(packed.header("content-encoding"), "br", "{address}");
        assert!(packed.body.len() < plain.body.len(), "{address}");
        assert_eq!(packed.header("content-type"), plain.header("content-type"));
        assert_eq!(packed.header("vary"), "Accept-Encoding");
    }
}

#[tokio::test]
async fn nothing_else_is() {
    let app = TestApp::empty().await;
    for name in ["", "x.js", "assets.json", "..%2Fassets.json", "%2e%2e%2f%2e%2e%2fCargo.toml", "%00", "%FF", "a/b"] {
        let answer = app.anon().get(&format!("/connect/assets/{name}")).await;
        assert!([400, 404].contains(&answer.status.as_u16()), "{name}: {answer:?}");
    }
}
