//! Accounts, their keys, and what is about nobody's object.

use domain::Role;
use http::Method;
use serde_json::{Value, json};

use super::{Asker, Body, Cast, Family, Request};
use crate::support::{Operation, PASSWORD, TestApp};

const REFUSED: [u16; 4] = [401; 4];

pub(super) const FAMILY: Family = Family {
    askers: &[
        Asker::Nobody,
        Asker::BadKey,
        Asker::ExpiredKey,
        Asker::RevokedKey,
        Asker::Own(Role::Viewer),
        Asker::Own(Role::Publisher),
        Asker::Own(Role::Administrator),
        Asker::Other(Role::Publisher),
        Asker::Other(Role::Administrator),
    ],
    rows: &[
        ("POST", "/__api__/__login__", &[200, 403, 403, 403, 403, 403, 403, 403, 403]),
        ("GET", "/__api__/server_settings", &row([200, 401, 401, 401], [200; 3], [200; 2])),
        ("GET", "/__api__/v1/server_settings/public", &row([200, 401, 401, 401], [200; 3], [200; 2])),
        ("GET", "/__api__/v1/server_settings/r", &row(REFUSED, [403, 200, 200], [200; 2])),
        ("GET", "/__api__/v1/server_settings/python", &row(REFUSED, [403, 200, 200], [200; 2])),
        ("GET", "/__api__/v1/server_settings/quarto", &row(REFUSED, [403, 200, 200], [200; 2])),
        ("GET", "/__api__/v1/server_settings/tensorflow", &row(REFUSED, [403, 200, 200], [200; 2])),
        ("GET", "/__api__/v1/server_settings/nodejs", &row(REFUSED, [403, 200, 200], [200; 2])),
        ("GET", "/__api__/v1/timezones", &row(REFUSED, [200; 3], [200; 2])),
        ("GET", "/__api__/v1/user", &row(REFUSED, [200; 3], [200; 2])),
        ("GET", "/__api__/me", &row(REFUSED, [200; 3], [200; 2])),
        ("GET", "/__api__/users/current", &row(REFUSED, [200; 3], [200; 2])),
        ("GET", "/__api__/v1/users", &row(REFUSED, [200; 3], [200; 2])),
        ("POST", "/__api__/v1/users", &row(REFUSED, [403, 403, 200], [403, 200])),
        ("GET", "/__api__/v1/users/{guid}", &row(REFUSED, [200; 3], [200; 2])),
        ("PUT", "/__api__/v1/users/{guid}", &row(REFUSED, [200; 3], [403, 200])),
        ("POST", "/__api__/v1/users/{guid}/lock", &row(REFUSED, [200; 3], [403, 200])),
        ("GET", "/__api__/v1/users/{guid}/keys", &row(REFUSED, [200; 3], [403; 2])),
        ("POST", "/__api__/v1/users/{guid}/keys", &row(REFUSED, [200; 3], [403; 2])),
        ("GET", "/__api__/v1/users/{guid}/keys/{id}", &row(REFUSED, [200; 3], [403; 2])),
        ("DELETE", "/__api__/v1/users/{guid}/keys/{id}", &row(REFUSED, [204; 3], [403; 2])),
    ],
};

/// Nobody, bad, expired, revoked; viewer, publisher, administrator on their own; publisher, administrator on another's.
const fn row(refused: [u16; 4], own: [u16; 3], other: [u16; 2]) -> [u16; 9] {
    let ([a, b, c, d], [e, f, g], [h, i]) = (refused, own, other);
    [a, b, c, d, e, f, g, h, i]
}

#[tokio::test]
async fn accounts_and_keys_are_for_whom_the_table_says() {
    FAMILY.hold(set_up).await;
}

async fn set_up(app: &TestApp, operation: &Operation, cast: &Cast, _asker: Asker) -> Request {
    let victim = app.seed_key(&cast.target).make().await;
    let guid = app.guid(&cast.target).await;
    let path = operation.template.replace("{guid}", &guid).replace("{id}", &victim.id.to_string());
    Request { path, body: Body::Json(body(operation, &format!("new-{}", cast.unique))) }
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
