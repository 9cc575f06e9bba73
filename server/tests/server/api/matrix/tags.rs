//! The tree of tags, which is nobody's.

use domain::Role;
use serde_json::json;

use super::{Asker, Body, Cast, Family, Request};
use crate::support::{Client as _, Operation, TestApp};

pub(super) const FAMILY: Family = Family {
    askers: &[
        Asker::Nobody,
        Asker::BadKey,
        Asker::ExpiredKey,
        Asker::RevokedKey,
        Asker::Other(Role::Viewer),
        Asker::Other(Role::Publisher),
        Asker::Other(Role::Administrator),
    ],
    rows: &[
        ("GET", "/__api__/v1/tags", &row([200; 3])),
        ("POST", "/__api__/v1/tags", &row([403, 403, 200])),
        ("GET", "/__api__/v1/tags/{id}", &row([200; 3])),
        ("PATCH", "/__api__/v1/tags/{id}", &row([403, 403, 200])),
        ("DELETE", "/__api__/v1/tags/{id}", &row([403, 403, 204])),
        ("GET", "/__api__/v1/tags/{id}/content", &row([200; 3])),
    ],
};

/// Nobody, bad, expired, revoked; viewer, publisher, administrator.
const fn row(known: [u16; 3]) -> [u16; 7] {
    let [a, b, c] = known;
    [401, 401, 401, 401, a, b, c]
}

#[tokio::test]
async fn tags_are_for_whom_the_table_says() {
    FAMILY.hold(set_up).await;
}

async fn set_up(app: &TestApp, operation: &Operation, cast: &Cast, _asker: Asker) -> Request {
    let name = format!("tag-{}", cast.unique);
    let tag = app.key_of("ada").await.post("/__api__/v1/tags", json!({ "name": name })).await.expect(200).json();
    let path = operation.template.replace("{id}", tag["id"].as_str().unwrap());
    Request { path, body: Body::Json(json!({ "name": format!("new-{}", cast.unique) })) }
}
