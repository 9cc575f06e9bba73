//! Content and what belongs to it. The item is for named accounts, is deployed, and has a second version.

use domain::Role;
use http::Method;
use serde_json::{Value, json};

use super::{Asker, Body, Cast, Family, Request};
use crate::support::{Client as _, Key, Operation, TestApp};

const REFUSED: [u16; 4] = [401; 4];
/// Any account.
const ANY: [u16; 8] = [200; 8];
/// Who may view it, and administrators.
const VIEW: [u16; 8] = [200, 200, 200, 200, 200, 404, 404, 200];

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
        Asker::Named(Role::Publisher),
        Asker::Other(Role::Viewer),
        Asker::Other(Role::Publisher),
        Asker::Other(Role::Administrator),
    ],
    rows: &[
        ("GET", "/__api__/v1/content", &row(ANY)),
        ("POST", "/__api__/v1/content", &row([403, 200, 200, 403, 200, 403, 200, 200])),
        ("GET", "/__api__/v1/content/{guid}", &row(VIEW)),
        ("PATCH", "/__api__/v1/content/{guid}", &row(manage(200))),
        ("DELETE", "/__api__/v1/content/{guid}", &row(manage(204))),
        ("GET", "/__api__/v1/content/{guid}/bundles", &row(VIEW)),
        ("POST", "/__api__/v1/content/{guid}/bundles", &row(publish(200))),
        ("GET", "/__api__/v1/content/{guid}/bundles/{id}", &row(VIEW)),
        ("DELETE", "/__api__/v1/content/{guid}/bundles/{id}", &row(manage(204))),
        ("GET", "/__api__/v1/content/{guid}/bundles/{id}/download", &row(publish(200))),
        ("POST", "/__api__/v1/content/{guid}/deploy", &row(publish(202))),
        ("POST", "/__api__/v1/content/{guid}/build", &row(publish(200))),
        ("GET", "/__api__/v1/content/{guid}/environment", &row(manage(200))),
        ("PATCH", "/__api__/v1/content/{guid}/environment", &row(manage(200))),
        ("PUT", "/__api__/v1/content/{guid}/environment", &row(manage(200))),
        ("GET", "/__api__/v1/content/{guid}/permissions", &row(VIEW)),
        ("POST", "/__api__/v1/content/{guid}/permissions", &row(manage(201))),
        ("GET", "/__api__/v1/content/{guid}/permissions/{id}", &row(VIEW)),
        ("PUT", "/__api__/v1/content/{guid}/permissions/{id}", &row(manage(200))),
        ("DELETE", "/__api__/v1/content/{guid}/permissions/{id}", &row(manage(204))),
        ("GET", "/__api__/v1/search/content", &row(ANY)),
        ("PUT", "/__api__/v1/content/{guid}/thumbnail", &row(manage(204))),
        ("DELETE", "/__api__/v1/content/{guid}/thumbnail", &row(manage(204))),
        ("GET", "/__api__/v1/content/{guid}/tags", &row(VIEW)),
        ("POST", "/__api__/v1/content/{guid}/tags", &row(manage(200))),
        ("DELETE", "/__api__/v1/content/{guid}/tags/{id}", &row(manage(200))),
        ("GET", "/__api__/v1/content/{guid}/vanity", &row(VIEW)),
        ("PUT", "/__api__/v1/content/{guid}/vanity", &row(manage(200))),
        ("DELETE", "/__api__/v1/content/{guid}/vanity", &row(manage(204))),
        ("GET", "/__api__/v1/content/{guid}/packages", &row(manage(200))),
        // Static content runs with no packages of Python.
        ("GET", "/__api__/v1/content/{guid}/lockfile", &row(manage(404))),
        ("GET", "/__api__/v1/packages", &row([403, 403, 200, 403, 403, 403, 403, 200])),
        ("GET", "/__api__/v1/system/caches/runtime", &row([403, 403, 200, 403, 403, 403, 403, 200])),
        // There are no environments for this version.
        ("DELETE", "/__api__/v1/system/caches/runtime", &row([403, 403, 404, 403, 403, 403, 403, 404])),
        ("GET", "/__api__/v1/vanities", &row([403, 403, 200, 403, 403, 403, 403, 200])),
        ("GET", "/__api__/v1/content/{guid}/jobs", &row(manage(200))),
        ("GET", "/__api__/v1/content/{guid}/jobs/{key}", &row(manage(200))),
        // It has ended.
        ("DELETE", "/__api__/v1/content/{guid}/jobs/{key}", &row(manage(409))),
        ("GET", "/__api__/v1/content/{guid}/jobs/{key}/log", &row(manage(200))),
        ("GET", "/__api__/v1/content/{guid}/jobs/{key}/tail", &row(manage(200))),
        ("GET", "/__api__/v1/content/{guid}/jobs/{key}/download", &row(manage(200))),
        ("GET", "/__api__/v1/content/{guid}/jobs/{key}/error", &row(manage(204))),
        // Nothing is rendered.
        ("POST", "/__api__/v1/content/{guid}/render", &row(manage(400))),
        ("POST", "/__api__/variants/{id}/render", &row(manage(400))),
        ("GET", "/__api__/v1/content/{guid}/schedule/history", &row(manage(200))),
        // The owner began it.
        ("GET", "/__api__/v1/tasks/{id}", &row([200, 200, 200, 404, 404, 404, 404, 200])),
        ("GET", "/__api__/tasks/{id}", &row([200, 200, 200, 404, 404, 404, 404, 200])),
        ("GET", "/__api__/applications", &row(ANY)),
        ("POST", "/__api__/applications", &row([403, 200, 200, 403, 200, 403, 200, 200])),
        ("GET", "/__api__/applications/{id}", &row(VIEW)),
        ("GET", "/__api__/applications/{id}/config", &row(VIEW)),
        ("POST", "/__api__/applications/{id}/upload", &row(publish(200))),
        ("POST", "/__api__/applications/{id}/deploy", &row(publish(202))),
        ("GET", "/__api__/applications/{id}/variants", &row(VIEW)),
    ],
};

/// Owner, collaborator, administrator; the first two at least publishers now.
const fn manage(done: u16) -> [u16; 8] {
    [403, done, done, 403, done, 404, 404, done]
}

/// Owner, collaborator; at least publishers now.
const fn publish(done: u16) -> [u16; 8] {
    [403, done, done, 403, done, 404, 404, 403]
}

/// Nobody, bad, expired, revoked; as owner a viewer, publisher, administrator; named as a viewer, as a collaborator;
/// of the others a viewer, publisher, administrator.
const fn row(known: [u16; 8]) -> [u16; 12] {
    let ([a, b, c, d], [e, f, g, h, i, j, k, l]) = (REFUSED, known);
    [a, b, c, d, e, f, g, h, i, j, k, l]
}

#[tokio::test]
async fn content_is_for_whom_the_table_says() {
    FAMILY.hold(set_up).await;
}

async fn set_up(app: &TestApp, operation: &Operation, cast: &Cast, asker: Asker) -> Request {
    let role = if let Asker::Own(role) = asker { role } else { Role::Publisher };
    app.set_role(&cast.target, Role::Publisher).await;
    let key = app.key_of(&cast.target).await;
    let name = format!("item-{}", cast.unique);
    let item = app.seed_content(&cast.target, &name).file("index.html", "seen").publish().await;
    let guid = item.guid.to_string();
    let base = format!("/__api__/v1/content/{guid}");
    let version = app.upload(&key, &guid).await;
    let permission = permission(app, &key, &base, cast, asker).await;
    if operation.template.ends_with("/vanity") {
        key.put(&format!("{base}/vanity"), json!({ "path": name })).await.expect(200);
    }
    let id = if operation.template.ends_with("/tasks/{id}") {
        key.post(&format!("{base}/deploy"), json!({})).await.expect(202).json()["task_id"].as_str().unwrap().to_owned()
    } else if operation.template.contains("/tags/") {
        tag(app, cast).await
    } else if operation.template.contains("/permissions/") {
        permission["id"].as_str().unwrap().to_owned()
    } else if operation.template.contains("/variants/") {
        item.id.to_string()
    } else if operation.template.contains("/applications/") {
        guid.clone()
    } else {
        version
    };
    let jobs = key.get(&format!("{base}/jobs")).await.expect(200).json();
    let job = jobs.as_array().and_then(|jobs| jobs.last()).and_then(|job| job["key"].as_str()).unwrap().to_owned();
    app.set_role(&cast.target, role).await;
    let path = operation.template.replace("{guid}", &guid).replace("{id}", &id).replace("{key}", &job);
    let body = body(app, operation, cast, permission).await;
    Request { path, body }
}

/// The number of a tag that may stand on content.
async fn tag(app: &TestApp, cast: &Cast) -> String {
    let ada = app.key_of("ada").await;
    let make = async |body: Value| ada.post("/__api__/v1/tags", body).await.expect(200).json();
    let category = make(json!({ "name": format!("category-{}", cast.unique) })).await;
    let tag = make(json!({ "name": "tag", "parent_id": category["id"] })).await;
    tag["id"].as_str().unwrap().to_owned()
}

/// A permission on the item: the asker's own, if it is to have one, else somebody's.
async fn permission(app: &TestApp, owner: &Key<'_>, base: &str, cast: &Cast, asker: Asker) -> Value {
    let (name, role) = match asker {
        Asker::Named(Role::Viewer) => (cast.other.as_str(), "viewer"),
        Asker::Named(_) => (cast.other.as_str(), "owner"),
        _ => ("pia", "viewer"),
    };
    let body = json!({ "principal_guid": app.guid(name).await, "principal_type": "user", "role": role });
    owner.post(&format!("{base}/permissions"), body).await.expect(201).json()
}

/// A body with which the endpoint does its work.
async fn body(app: &TestApp, operation: &Operation, cast: &Cast, permission: Value) -> Body {
    Body::Json(match (&operation.method, operation.template.rsplit('/').next()) {
        (&Method::POST, Some("bundles" | "upload")) => {
            return Body::Archive(app.archive(&[("index.html", "another")]));
        }
        (&Method::PUT, Some("thumbnail")) => return Body::Archive(b"GIF89a".to_vec()),
        (&Method::POST, Some("content" | "applications")) => json!({ "name": format!("new-{}", cast.unique) }),
        (&Method::PATCH | &Method::PUT, Some("environment")) => json!([{ "name": "NAME", "value": "a value" }]),
        (&Method::PUT, Some("vanity")) => json!({ "path": format!("path-{}", cast.unique) }),
        (&Method::DELETE, Some("runtime")) => json!({ "language": "Python", "version": "3.0.0" }),
        (&Method::PATCH, _) => json!({ "title": "Another title" }),
        (&Method::POST, Some("permissions")) => {
            json!({ "principal_guid": app.guid("vic").await, "principal_type": "user", "role": "viewer" })
        }
        (&Method::POST, Some("tags")) => json!({ "tag_id": tag(app, cast).await }),
        (&Method::PUT, _) if operation.template.contains("/permissions/") => permission,
        _ => json!({}),
    })
}
