//! Every endpoint, tried by everybody. The endpoints come from the OpenAPI document: one without a row here fails, and
//! so does a row without an endpoint.

use domain::Role;
use http::Method;
use serde_json::{Value, json};
use time::Duration;

use crate::support::{Answer, Client as _, Operation, PASSWORD, TestApp, contract};

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Asker {
    Nobody,
    BadKey,
    ExpiredKey,
    RevokedKey,
    /// With a key of the account that the address names, which has this role.
    Own(Role),
    /// With a key of another account, which has this role.
    Other(Role),
}

const ASKERS: [Asker; 9] = [
    Asker::Nobody,
    Asker::BadKey,
    Asker::ExpiredKey,
    Asker::RevokedKey,
    Asker::Own(Role::Viewer),
    Asker::Own(Role::Publisher),
    Asker::Own(Role::Administrator),
    Asker::Other(Role::Publisher),
    Asker::Other(Role::Administrator),
];

/// Nobody, bad, expired, revoked; viewer, publisher, administrator on their own; publisher, administrator on another's.
type Row = [u16; 9];

const REFUSED: [u16; 4] = [401; 4];

const TABLE: [(&str, &str, Row); 14] = [
    ("POST", "/__api__/__login__", [200, 403, 403, 403, 403, 403, 403, 403, 403]),
    ("GET", "/__api__/server_settings", row([200, 401, 401, 401], [200; 3], [200; 2])),
    ("GET", "/__api__/v1/user", row(REFUSED, [200; 3], [200; 2])),
    ("GET", "/__api__/me", row(REFUSED, [200; 3], [200; 2])),
    ("GET", "/__api__/users/current", row(REFUSED, [200; 3], [200; 2])),
    ("GET", "/__api__/v1/users", row(REFUSED, [200; 3], [200; 2])),
    ("POST", "/__api__/v1/users", row(REFUSED, [403, 403, 200], [403, 200])),
    ("GET", "/__api__/v1/users/{guid}", row(REFUSED, [200; 3], [200; 2])),
    ("PUT", "/__api__/v1/users/{guid}", row(REFUSED, [200; 3], [403, 200])),
    ("POST", "/__api__/v1/users/{guid}/lock", row(REFUSED, [200; 3], [403, 200])),
    ("GET", "/__api__/v1/users/{guid}/keys", row(REFUSED, [200; 3], [403; 2])),
    ("POST", "/__api__/v1/users/{guid}/keys", row(REFUSED, [200; 3], [403; 2])),
    ("GET", "/__api__/v1/users/{guid}/keys/{id}", row(REFUSED, [200; 3], [403; 2])),
    ("DELETE", "/__api__/v1/users/{guid}/keys/{id}", row(REFUSED, [204; 3], [403; 2])),
];

const fn row(refused: [u16; 4], own: [u16; 3], other: [u16; 2]) -> Row {
    let ([a, b, c, d], [e, f, g], [h, i]) = (refused, own, other);
    [a, b, c, d, e, f, g, h, i]
}

fn row_of(operation: &Operation) -> Option<Row> {
    let found = TABLE.iter().find(|(method, path, _)| operation.method == *method && operation.template == *path);
    found.map(|(_, _, row)| *row)
}

#[test]
fn every_endpoint_has_a_row_and_every_row_an_endpoint() {
    let operations = &contract().operations;
    for operation in operations {
        assert!(row_of(operation).is_some(), "{} {} has no row", operation.method, operation.template);
    }
    for (method, path, _) in TABLE {
        let known = operations.iter().any(|operation| operation.method == method && operation.template == path);
        assert!(known, "{method} {path} is no endpoint");
    }
}

#[tokio::test]
async fn every_endpoint_answers_everybody_as_the_table_says() {
    let app = TestApp::start().await;
    let mut wrong = Vec::new();
    for (number, operation) in contract().operations.iter().enumerate() {
        let row = row_of(operation).expect("a row");
        for (asker, expected) in ASKERS.into_iter().zip(row) {
            let answer = tried(&app, operation, number, asker).await;
            let code = match (asker, expected) {
                // Signing in and presenting a key exclude each other.
                (_, 403) if operation.template.ends_with("__login__") => 95,
                (Asker::Nobody, 401) => 24,
                (_, 401) => 30,
                (_, 403) => 22,
                _ => 0,
            };
            if answer.status != expected || (code != 0 && answer.json()["code"] != code) {
                wrong.push(format!("{} {} by {asker:?}: {answer:?}", operation.method, operation.template));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// One try, on an account of its own, so that none changes what the next one finds.
async fn tried(app: &TestApp, operation: &Operation, number: usize, asker: Asker) -> Answer {
    let column = ASKERS.iter().position(|other| *other == asker).expect("a column");
    let (target, other) = (format!("target-{number}-{column}"), format!("other-{number}-{column}"));
    let (own_role, other_role) = match asker {
        Asker::Own(role) => (role, role),
        Asker::Other(role) => (Role::Viewer, role),
        _ => (Role::Viewer, Role::Viewer),
    };
    app.user(&target, own_role).await;
    app.user(&other, other_role).await;
    let victim = app.seed_key(&target).make().await;
    let secret = match asker {
        Asker::Nobody => None,
        Asker::BadKey => Some("clv_wrong".to_owned()),
        Asker::ExpiredKey => {
            let key = app.seed_key(&target).lasting(Duration::SECOND).make().await;
            app.clock.advance(Duration::SECOND);
            Some(key.secret)
        }
        Asker::RevokedKey => {
            let key = app.key_of(&target).await;
            key.delete(&key.me()).await.expect(204);
            Some(key.secret)
        }
        Asker::Own(_) => Some(app.seed_key(&target).make().await.secret),
        Asker::Other(_) => Some(app.seed_key(&other).make().await.secret),
    };
    let guid = app.guid(&target).await;
    let path = operation.template.replace("{guid}", &guid).replace("{id}", &victim.id.to_string());
    let address = format!("192.0.2.{column}");
    let body = body(operation, &format!("new-{number}-{column}"));
    match secret {
        None => app.anon().ask(operation.method.clone(), &path).json(&body).from(&address).send().await,
        Some(secret) => app.key(&secret).ask(operation.method.clone(), &path).json(&body).from(&address).send().await,
    }
}

/// A body with which the endpoint does its work.
fn body(operation: &Operation, new: &str) -> Value {
    match (&operation.method, operation.template.rsplit('/').next()) {
        (&Method::POST, Some("__login__")) => json!({ "username": "vic", "password": PASSWORD }),
        (&Method::POST, Some("users")) => json!({ "username": new }),
        (&Method::POST, Some("keys")) => json!({ "name": "new" }),
        (&Method::PUT, _) => json!({ "first_name": "New" }),
        _ => json!({}),
    }
}
