//! Expired keys stop at their instant, and disappear.

use time::Duration;

use crate::support::{Client as _, TestApp};

#[tokio::test]
async fn a_key_works_until_the_millisecond_before_its_instant() {
    let app = TestApp::start().await;
    let key = app.seed_key("vic").lasting(Duration::days(1)).make().await;
    let key = app.key(&key.secret);
    app.clock.advance(Duration::days(1) - Duration::MILLISECOND);
    key.get("/__api__/v1/user").await.expect(200);
    app.clock.advance(Duration::MILLISECOND);
    key.get("/__api__/v1/user").await.expect_error(401, 30);
}

#[tokio::test]
async fn an_expired_key_disappears_from_list_and_address() {
    let app = TestApp::start().await;
    let judge = app.key_of("vic").await;
    let key = app.seed_key("vic").lasting(Duration::hours(1)).make().await;
    let path = format!("{}/{}", judge.keys(), key.id);
    judge.get(&path).await.expect(200);
    app.clock.advance(Duration::hours(1));
    judge.get(&path).await.expect_error(404, 4);
    assert_eq!(judge.get(&judge.keys()).await.expect(200).json().as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_expired_key_stays_dead_when_it_is_swept_and_when_the_clock_goes_back() {
    let app = TestApp::start().await;
    let key = app.seed_key("vic").lasting(Duration::hours(1)).make().await;
    let key = app.key(&key.secret);
    key.get("/__api__/v1/user").await.expect(200);
    app.clock.advance(Duration::hours(2));
    app.services.sweep().await.unwrap();
    key.get("/__api__/v1/user").await.expect_error(401, 30);
    app.clock.advance(Duration::hours(-2));
    key.get("/__api__/v1/user").await.expect_error(401, 30);
}

#[tokio::test]
async fn an_expired_key_that_is_cached_is_refused_too() {
    let app = TestApp::start().await;
    let key = app.seed_key("vic").lasting(Duration::minutes(1)).make().await;
    let key = app.key(&key.secret);
    for _ in 0..3 {
        key.get("/__api__/v1/user").await.expect(200);
    }
    app.clock.advance(Duration::minutes(1));
    for _ in 0..3 {
        key.get("/__api__/v1/user").await.expect_error(401, 30);
    }
}
