//! `GET /v1/users` and `GET /v1/users/{guid}`

use serde_json::{Value, json};

use crate::support::{Client as _, TestApp};

fn names(page: &Value) -> Vec<&str> {
    page["results"].as_array().unwrap().iter().map(|user| user["username"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn accounts_are_listed_by_username_a_page_at_a_time() {
    let app = TestApp::start().await;
    let key = app.key_of("vic").await;
    let all = key.get("/__api__/v1/users").await.expect(200).json();
    assert_eq!(names(&all), ["ada", "pia", "vic"]);
    assert_eq!((&all["current_page"], &all["total"]), (&json!(1), &json!(3)));
    let second = key.get("/__api__/v1/users?page_size=2&page_number=2").await.expect(200).json();
    assert_eq!(names(&second), ["vic"]);
    let past = key.get("/__api__/v1/users?page_number=9").await.expect(200).json();
    assert_eq!((names(&past), &past["total"]), (vec![], &json!(3)));
    let farthest = key.get(&format!("/__api__/v1/users?page_number={}", u64::MAX)).await.expect(200).json();
    assert_eq!(names(&farthest), Vec::<&str>::new());
}

#[tokio::test]
async fn the_list_is_filtered_and_sorted_as_asked() {
    let app = TestApp::start().await;
    app.services.console_lock("vic", true).await.unwrap();
    let key = app.key_of("ada").await;
    for (query, expected) in [
        ("prefix=P", vec!["pia"]),
        ("prefix=vic%40example", vec!["vic"]),
        ("prefix=nobody", vec![]),
        ("user_role=viewer", vec!["vic"]),
        ("user_role=viewer%7Cpublisher", vec!["pia", "vic"]),
        ("account_status=locked", vec!["vic"]),
        ("account_status=licensed", vec!["ada", "pia"]),
        ("asc_order=false", vec!["vic", "pia", "ada"]),
        ("sort=user_role", vec!["vic", "pia", "ada"]),
        ("sort=created_time&asc_order=false&page_size=1", vec!["vic"]),
    ] {
        let page = key.get(&format!("/__api__/v1/users?{query}")).await.expect(200).json();
        assert_eq!(names(&page), expected, "{query}");
    }
}

#[tokio::test]
async fn viewers_do_not_see_the_addresses_of_others_nor_find_them_by_these() {
    let app = TestApp::start().await;
    let viewer = app.key_of("vic").await;
    let page = viewer.get("/__api__/v1/users").await.expect(200).json();
    let emails: Vec<&str> =
        page["results"].as_array().unwrap().iter().map(|user| user["email"].as_str().unwrap()).collect();
    assert_eq!(emails, ["", "", "vic@example.com"]);
    let found = viewer.get("/__api__/v1/users?prefix=ada%40").await.expect(200).json();
    assert_eq!(names(&found), Vec::<&str>::new());
    let ada = format!("/__api__/v1/users/{}", app.guid("ada").await);
    assert_eq!(viewer.get(&ada).await.expect(200).json()["email"], "");
    assert_eq!(app.key_of("pia").await.get(&ada).await.expect(200).json()["email"], "ada@example.com");
}

#[tokio::test]
async fn parameters_that_make_no_sense_are_400() {
    let app = TestApp::start().await;
    let key = app.key_of("ada").await;
    for (query, code) in [
        ("page_size=0", 25),
        ("page_size=501", 25),
        ("page_number=0", 25),
        ("page_number=-1", 25),
        ("page_size=many", 25),
        ("asc_order=maybe", 25),
        ("sort=password", 25),
        ("page_size=1&page_size=2", 25),
        ("user_role=root", 112),
        ("account_status=happy", 115),
    ] {
        key.get(&format!("/__api__/v1/users?{query}")).await.expect_error(400, code);
    }
}

#[tokio::test]
async fn one_account_is_found_by_its_guid_in_any_case() {
    let app = TestApp::start().await;
    let key = app.key_of("vic").await;
    for guid in [key.guid.clone(), key.guid.to_uppercase()] {
        let found = key.get(&format!("/__api__/v1/users/{guid}")).await.expect(200).json();
        assert_eq!((&found["username"], &found["guid"]), (&json!("vic"), &json!(key.guid)));
    }
    key.get("/__api__/v1/users/00000000-0000-4000-8000-000000000000").await.expect_error(404, 4);
}
