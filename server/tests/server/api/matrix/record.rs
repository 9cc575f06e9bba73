//! What is told across items and accounts: visits, and the audit log.

use domain::Role;
use serde_json::json;

use super::{Asker, Body, Cast, Family, Request};
use crate::support::{Operation, TestApp};

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
        ("GET", "/__api__/v1/instrumentation/content/hits", &[401, 401, 401, 401, 403, 200, 200]),
        ("GET", "/__api__/v1/instrumentation/content/visits", &[401, 401, 401, 401, 403, 200, 200]),
        ("GET", "/__api__/v1/instrumentation/shiny/usage", &[401, 401, 401, 401, 403, 200, 200]),
        ("GET", "/__api__/v1/metrics/users/active", &[401, 401, 401, 401, 403, 403, 200]),
        ("GET", "/__api__/v1/audit/actions", &[401, 401, 401, 401, 403, 403, 200]),
        ("GET", "/__api__/v1/audit_logs", &[401, 401, 401, 401, 403, 403, 200]),
        ("GET", "/__api__/v1/search/auditlogs", &[401, 401, 401, 401, 403, 403, 200]),
    ],
};

#[tokio::test]
async fn what_happened_is_told_to_whom_the_table_says() {
    FAMILY.hold(set_up).await;
}

async fn set_up(_app: &TestApp, operation: &Operation, _cast: &Cast, _asker: Asker) -> Request {
    Request { path: operation.template.clone(), body: Body::Json(json!({})) }
}
