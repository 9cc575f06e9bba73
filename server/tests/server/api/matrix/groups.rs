//! Groups and who is in them. The group belongs to the account, and has a member.

use domain::Role;
use http::Method;
use serde_json::{Value, json};

use super::{Asker, Body, Cast, Family, Request};
use crate::support::{Client as _, Operation, TestApp};

pub(super) const FAMILY: Family = Family {
    askers: &[
        Asker::Nobody,
        Asker::BadKey,
        Asker::ExpiredKey,
        Asker::RevokedKey,
        Asker::Own(Role::Viewer),
        Asker::Own(Role::Publisher),
        Asker::Own(Role::Administrator),
        Asker::Named(Role::Viewer),
        Asker::Other(Role::Viewer),
        Asker::Other(Role::Publisher),
        Asker::Other(Role::Administrator),
    ],
    rows: &[
        ("GET", "/__api__/v1/groups", &row([200; 7])),
        ("POST", "/__api__/v1/groups", &row([403, 200, 200, 403, 403, 200, 200])),
        ("GET", "/__api__/v1/groups/{guid}", &row([200; 7])),
        ("PATCH", "/__api__/v1/groups/{guid}", &row(manage(200))),
        ("POST", "/__api__/v1/groups/{guid}", &row(manage(200))),
        ("DELETE", "/__api__/v1/groups/{guid}", &row(manage(204))),
        ("GET", "/__api__/v1/groups/{guid}/members", &row([200; 7])),
        ("POST", "/__api__/v1/groups/{guid}/members", &row(manage(204))),
        // A member may leave.
        ("DELETE", "/__api__/v1/groups/{guid}/members/{user_guid}", &row([403, 204, 204, 204, 403, 403, 204])),
    ],
};

/// The group's owner who is at least a publisher now, and administrators.
const fn manage(done: u16) -> [u16; 7] {
    [403, done, done, 403, 403, 403, done]
}

/// Nobody, bad, expired, revoked; as the group's owner a viewer, publisher, administrator; a member; of the others a
/// viewer, publisher, administrator.
const fn row(known: [u16; 7]) -> [u16; 11] {
    let [a, b, c, d, e, f, g] = known;
    [401, 401, 401, 401, a, b, c, d, e, f, g]
}

#[tokio::test]
async fn groups_are_for_whom_the_table_says() {
    FAMILY.hold(set_up).await;
}

async fn set_up(app: &TestApp, operation: &Operation, cast: &Cast, asker: Asker) -> Request {
    let role = if let Asker::Own(role) = asker { role } else { Role::Publisher };
    app.set_role(&cast.target, Role::Publisher).await;
    let key = app.key_of(&cast.target).await;
    let name = format!("group-{}", cast.unique);
    let group = key.post("/__api__/v1/groups", json!({ "name": name })).await.expect(200).json();
    let guid = group["guid"].as_str().unwrap();
    let member = if let Asker::Named(_) = asker { &cast.other } else { "vic" };
    let member = app.guid(member).await;
    let members = format!("/__api__/v1/groups/{guid}/members");
    key.post(&members, json!({ "user_guid": member })).await.expect(204);
    app.set_role(&cast.target, role).await;
    let path = operation.template.replace("{guid}", guid).replace("{user_guid}", &member);
    Request { path, body: Body::Json(body(app, operation, cast).await) }
}

/// A body with which the endpoint does its work.
async fn body(app: &TestApp, operation: &Operation, cast: &Cast) -> Value {
    match (&operation.method, operation.template.rsplit('/').next()) {
        (&Method::POST, Some("members")) => json!({ "user_guid": app.guid("ada").await }),
        _ => json!({ "name": format!("new-{}", cast.unique) }),
    }
}
