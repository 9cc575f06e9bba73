//! What is not opened by a key.

use domain::Role;
use serde_json::json;

use super::{Asker, Body, Cast, Family, Request};
use crate::support::{Operation, Signer, TestApp};

pub(super) const FAMILY: Family = Family {
    askers: &[Asker::Nobody, Asker::BadKey, Asker::ExpiredKey, Asker::RevokedKey, Asker::Other(Role::Administrator)],
    rows: &[
        ("POST", "/__api__/tokens", &[200; 5]),
        // It is not set up.
        ("POST", "/__api__/v1/bootstrap", &[404; 5]),
        ("POST", "/__api__/v1/experimental/bootstrap", &[404; 5]),
    ],
};

#[tokio::test]
async fn what_is_not_opened_by_a_key_is_as_the_table_says() {
    FAMILY.hold(set_up).await;
}

async fn set_up(_app: &TestApp, operation: &Operation, _cast: &Cast, _asker: Asker) -> Request {
    let program = Signer::new();
    let body = json!({ "token": program.token, "public_key": program.public_key });
    Request { path: operation.template.clone(), body: Body::Json(body) }
}
