//! Searching content.

use domain::Access;
use serde_json::Value;

use crate::support::{Client as _, Key, TestApp};

async fn found(key: &Key<'_>, query: &str) -> Vec<String> {
    let page = key.get(&format!("/__api__/v1/search/content?{query}")).await.expect(200).json();
    let names = page["results"].as_array().expect("results").iter();
    names.map(|item| item["name"].as_str().expect("a name").to_owned()).collect()
}

#[tokio::test]
async fn words_and_filters_find_what_the_caller_may_see() {
    let app = TestApp::start().await;
    let (pia, vic) = (app.key_of("pia").await, app.key_of("vic").await);
    let page = ("index.html", "x");
    app.seed_content("pia", "sales").title("Sales report").access(Access::All).file(page.0, page.1).publish().await;
    app.seed_content("pia", "stock").title("Stock report").file(page.0, page.1).publish().await;
    app.make_item(&pia, "waiting").await;
    assert_eq!(found(&pia, "q=REPORT&sort=name").await, ["sales", "stock"]);
    assert_eq!(found(&pia, "q=report%20-sales").await, ["stock"]);
    assert_eq!(found(&pia, "q=title:%22sales%20report%22,stock&sort=name&order=desc").await, ["stock", "sales"]);
    assert_eq!(found(&pia, "q=is:unpublished").await, ["waiting"]);
    assert_eq!(found(&pia, "q=owner:pia%20type:static&sort=name").await, ["sales", "stock"]);
    assert_eq!(found(&vic, "q=report").await, ["sales"], "what is not for everybody is not found");
    assert_eq!(found(&pia, "page_size=2&page_number=2&sort=name").await, ["waiting"]);
    assert_eq!(found(&pia, "page_number=9").await, Vec::<String>::new());
}

#[tokio::test]
async fn what_is_not_understood_is_told_and_passed_over() {
    let app = TestApp::start().await;
    let pia = app.key_of("pia").await;
    app.make_item(&pia, "waiting").await;
    let page = pia.get("/__api__/v1/search/content?q=colour:red").await.expect(200).json();
    assert_eq!((&page["total"], page["warnings"].as_array().map(Vec::len)), (&Value::from(1), Some(1)));
    let page = pia.get("/__api__/v1/search/content?q=waiting&include=owner").await.expect(200).json();
    assert!(page.get("warnings").is_none() && page["results"][0]["owner"]["username"] == "pia", "{page}");
    for bad in ["page_size=0", "page_size=501", "page_number=x", "sort=colour", "order=up"] {
        assert_eq!(pia.get(&format!("/__api__/v1/search/content?{bad}")).await.expect(400).json()["code"], 25, "{bad}");
    }
    assert_eq!(pia.get("/__api__/v1/search/content?include=x").await.expect(400).json()["code"], 161);
    for (length, status) in [(1000, 200), (1001, 400)] {
        let words = "%C3%BC".repeat(length);
        pia.get(&format!("/__api__/v1/search/content?q={words}")).await.expect(status);
    }
    pia.get(&format!("/__api__/v1/search/content?q={}", "-a+".repeat(20_000))).await.expect_error(400, 25);
}
