//! Who may view what: the same rule for every address of an item.

use domain::{Access, Role};
use http::Method;

use crate::support::{Answer, Client as _, TestApp};

#[derive(Clone, Copy, Debug)]
enum Visitor {
    Nobody,
    Owner,
    /// The owner, with a key that may do the least.
    OwnersViewerKey,
    Named,
    Other,
    Administrator,
    BadKey,
    DeletedKey,
    LockedKey,
    /// Signed in as the owner, without a key.
    Session,
}

use Visitor::*;

/// Status and code (0 for success) for the three kinds of access.
const TABLE: [(Visitor, [(u16, u16); 3]); 10] = [
    (Nobody, [(200, 0), (401, 24), (401, 24)]),
    (Owner, [(200, 0), (200, 0), (200, 0)]),
    (OwnersViewerKey, [(200, 0), (200, 0), (200, 0)]),
    (Named, [(200, 0), (200, 0), (200, 0)]),
    (Other, [(200, 0), (200, 0), (404, 4)]),
    (Administrator, [(200, 0), (200, 0), (404, 4)]),
    (BadKey, [(401, 30), (401, 30), (401, 30)]),
    (DeletedKey, [(401, 30), (401, 30), (401, 30)]),
    (LockedKey, [(401, 30), (401, 30), (401, 30)]),
    (Session, [(200, 0), (401, 24), (401, 24)]),
];

async fn visit(app: &TestApp, visitor: Visitor, method: &Method, path: &str) -> Answer {
    let name = match visitor {
        Nobody => return app.anon().ask(method.clone(), path).send().await,
        BadKey => return app.key("wrong").ask(method.clone(), path).send().await,
        Session => {
            let browser = app.sign_in("pia").await;
            return browser.ask(method.clone(), path).without("sec-fetch-site").send().await;
        }
        OwnersViewerKey => {
            let key = app.seed_key("pia").role(Role::Viewer).make().await;
            return app.key(&key.secret).ask(method.clone(), path).send().await;
        }
        Owner => "pia",
        Named => "vic",
        Other | DeletedKey | LockedKey => "mallory",
        Administrator => "ada",
    };
    let key = app.key_of(name).await;
    match visitor {
        DeletedKey => drop(key.delete(&key.me()).await.expect(204)),
        LockedKey => drop(app.services.console_lock(name, true).await.unwrap()),
        _ => {}
    }
    let answer = key.ask(method.clone(), path).send().await;
    app.services.console_lock(name, false).await.unwrap();
    answer
}

#[tokio::test]
async fn everybody_gets_what_the_access_type_says_under_every_address() {
    let app = TestApp::start().await;
    app.user("mallory", Role::Publisher).await;
    for (column, access) in [Access::All, Access::LoggedIn, Access::Acl].into_iter().enumerate() {
        let seed = app.seed_content("pia", &format!("item{column}")).access(access).file("index.html", "secret");
        let seed = if access == Access::Acl { seed.allow("vic") } else { seed };
        let item = seed.publish().await;
        for (visitor, row) in TABLE {
            let (status, code) = row[column];
            for address in [format!("/content/{}/", item.guid), format!("/content/{}/index.html", item.id)] {
                let answer = visit(&app, visitor, &Method::GET, &address).await;
                assert_eq!(answer.status, status, "{visitor:?} {access} {answer:?}");
                match code {
                    0 => assert_eq!(answer.text(), "secret"),
                    code => assert_eq!(answer.json()["code"], code, "{visitor:?} {access}"),
                }
                let head = visit(&app, visitor, &Method::HEAD, &address).await;
                assert_eq!(head.status, status, "HEAD by {visitor:?} {access}");
            }
        }
    }
}

#[tokio::test]
async fn without_a_word_on_access_an_item_is_its_owners_alone() {
    let app = TestApp::start().await;
    let item = app.seed_content("pia", "item").file("index.html", "mine").publish().await;
    let path = format!("/content/{}/", item.id);
    app.key_of("pia").await.get(&path).await.expect(200);
    app.key_of("vic").await.get(&path).await.expect_error(404, 4);
    app.anon().get(&path).await.expect_error(401, 24);
}

#[tokio::test]
async fn the_alternate_header_opens_content_too() {
    let app = TestApp::start().await;
    let item = app.seed_content("pia", "item").file("index.html", "mine").publish().await;
    let key = app.seed_key("pia").make().await.secret;
    let anon = app.anon();
    for value in [key.clone(), format!("Key {key}")] {
        let ask = anon.ask(Method::GET, &format!("/content/{}/", item.id)).header("x-rsc-authorization", &value);
        ask.send().await.expect(200);
    }
}

#[tokio::test]
async fn a_bad_key_is_refused_even_where_nobody_needs_one_and_where_nothing_is() {
    let app = TestApp::start().await;
    let item = super::site(&app).await;
    for path in [format!("/content/{}/", item.id), "/content/999/".to_owned(), "/content/x/".to_owned()] {
        let refused = app.key("wrong").get(&path).await.expect_error(401, 30);
        assert_eq!(refused.header("www-authenticate"), "Key");
    }
}

#[tokio::test]
async fn a_deleted_key_opens_nothing_the_moment_it_is_deleted() {
    let app = TestApp::start().await;
    let item = app.seed_content("pia", "item").file("index.html", "mine").publish().await;
    let key = app.key_of("pia").await;
    let path = format!("/content/{}/", item.guid);
    key.get(&path).await.expect(200);
    key.delete(&key.me()).await.expect(204);
    key.get(&path).await.expect_error(401, 30);
}
