//! Every endpoint, tried by everybody. The endpoints come from the OpenAPI document: one without a row in one of the
//! families fails, and so does a row without an endpoint.
//!
//! A family is endpoints of one kind: it says who asks, and what has to stand before they can.

mod content;
mod groups;
mod record;
mod tags;
mod unkeyed;
mod users;

use domain::Role;
use http::Method;
use serde_json::Value;
use time::Duration;

use crate::support::{Answer, Client, Operation, TestApp, contract};

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Asker {
    Nobody,
    BadKey,
    ExpiredKey,
    RevokedKey,
    /// With a key of the account that the object belongs to, which has this role.
    Own(Role),
    /// With a key of an account of this role that is named beside the owner.
    Named(Role),
    /// With a key of another account, which has this role.
    Other(Role),
}

/// Method, path, and what each asker is answered.
type Row = (&'static str, &'static str, &'static [u16]);

/// Endpoints of one kind.
struct Family {
    askers: &'static [Asker],
    rows: &'static [Row],
}

/// All families.
const FAMILIES: [&Family; 6] =
    [&users::FAMILY, &content::FAMILY, &groups::FAMILY, &record::FAMILY, &tags::FAMILY, &unkeyed::FAMILY];

/// Accounts of one try, so that none changes what the next one finds.
struct Cast {
    /// Whose object it is.
    target: String,
    /// The account that asks, if it is not that one.
    other: String,
    /// What no other try has.
    unique: String,
}

/// What is asked for.
struct Request {
    path: String,
    body: Body,
}

enum Body {
    Json(Value),
    Archive(Vec<u8>),
}

#[test]
fn every_endpoint_has_a_row_and_every_row_an_endpoint() {
    let operations = &contract().operations;
    let rows: Vec<&Row> = FAMILIES.iter().flat_map(|family| family.rows).collect();
    for operation in operations {
        let found = rows.iter().filter(|row| is(row, operation)).count();
        assert_eq!(found, 1, "the rows of {} {}", operation.method, operation.template);
    }
    for row in rows {
        assert!(operations.iter().any(|operation| is(row, operation)), "{} {} is no endpoint", row.0, row.1);
    }
}

fn is((method, path, _): &Row, operation: &Operation) -> bool {
    operation.method == *method && operation.template == *path
}

impl Family {
    /// Lets everybody try every endpoint of the family. `set_up` makes what the endpoint is about, and says what to
    /// ask for.
    async fn hold(&self, set_up: impl AsyncFn(&TestApp, &Operation, &Cast, Asker) -> Request) {
        let app = TestApp::start().await;
        let mut wrong = Vec::new();
        for (number, row) in self.rows.iter().enumerate() {
            let operation = contract().operations.iter().find(|operation| is(row, operation)).expect("an endpoint");
            assert_eq!(row.2.len(), self.askers.len(), "{} {}", row.0, row.1);
            for (column, (&asker, &expected)) in self.askers.iter().zip(row.2).enumerate() {
                let cast = cast(&app, asker, &format!("{number}-{column}")).await;
                let request = set_up(&app, operation, &cast, asker).await;
                let answer = tried(&app, operation, request, asker, &cast, column).await;
                if answer.status != expected || wrong_code(operation, asker, &answer) {
                    wrong.push(format!("{} {} by {asker:?}, not {expected}: {}", row.0, row.1, answer.shown()));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

fn wrong_code(operation: &Operation, asker: Asker, answer: &Answer) -> bool {
    let expected = match (asker, answer.status.as_u16()) {
        // Signing in and presenting a key exclude each other.
        (_, 403) if operation.template.ends_with("__login__") => 95,
        (Asker::Nobody, 401) => 24,
        (_, 401) => 30,
        (_, 403) => 22,
        (_, 404) if operation.template.ends_with("/tasks/{id}") => 141,
        (_, 404) => 4,
        _ => return false,
    };
    answer.json()["code"] != expected
}

async fn cast(app: &TestApp, asker: Asker, unique: &str) -> Cast {
    let (target, other) = (format!("target-{unique}"), format!("other-{unique}"));
    let (own_role, other_role) = match asker {
        Asker::Own(role) => (role, role),
        Asker::Named(role) | Asker::Other(role) => (Role::Publisher, role),
        _ => (Role::Publisher, Role::Viewer),
    };
    app.user(&target, own_role).await;
    app.user(&other, other_role).await;
    Cast { target, other, unique: unique.to_owned() }
}

async fn tried(
    app: &TestApp,
    operation: &Operation,
    request: Request,
    asker: Asker,
    cast: &Cast,
    column: usize,
) -> Answer {
    let secret = match asker {
        Asker::Nobody => None,
        Asker::BadKey => Some("clv_wrong".to_owned()),
        Asker::ExpiredKey => {
            let key = app.seed_key(&cast.target).lasting(Duration::SECOND).make().await;
            app.clock.advance(Duration::SECOND);
            Some(key.secret)
        }
        Asker::RevokedKey => {
            let key = app.key_of(&cast.target).await;
            key.delete(&key.me()).await.expect(204);
            Some(key.secret)
        }
        Asker::Own(_) => Some(app.seed_key(&cast.target).make().await.secret),
        Asker::Named(_) | Asker::Other(_) => Some(app.seed_key(&cast.other).make().await.secret),
    };
    let (method, address) = (operation.method.clone(), format!("192.0.2.{column}"));
    match secret {
        None => sent(&app.anon(), method, request, &address).await,
        Some(secret) => sent(&app.key(&secret), method, request, &address).await,
    }
}

async fn sent(client: &impl Client, method: Method, request: Request, address: &str) -> Answer {
    let ask = client.ask(method, &request.path).from(address);
    match request.body {
        Body::Json(body) => ask.json(&body).send().await,
        Body::Archive(bytes) => ask.body(bytes).send().await,
    }
}
