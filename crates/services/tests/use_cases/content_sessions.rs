//! How a browser gets to see an item on the content origin, and for how long.

use domain::{Access, Content, ContentRef, Role};
use services::{Actor, ServiceError, Services, SessionProof, TicketRefused, ViewRefused};
use time::Duration;

use crate::house::{Fault, House, Outcome, PASSWORD};
use crate::people::{is_not_found, let_view, take_out};

const NONCE: &str = "what the browser keeps";

/// Bob, who is signed in and was named as a viewer of one item.
struct Scene {
    house: House,
    ada: Actor,
    item: Content,
    bob: Actor,
    proof: SessionProof,
    session: [u8; 32],
}

impl Scene {
    async fn set() -> Result<Self, Fault> {
        let (house, ada) = House::with_ada(Role::Publisher).await?;
        house.add("bob", Role::Viewer).await?;
        let item = house.publish(&ada, "plot", &[("index.html", "x")]).await?;
        let_view(&house.services.managed(&ada, item.guid).await?, "bob").await?;
        let proof = house.sign_in("bob").await?;
        let bob = house.services.resume(&proof).await?;
        let session = house.session(&bob, 1).await?;
        Ok(Self { house, ada, item, bob, proof, session })
    }

    async fn mint(&self) -> Result<String, ServiceError> {
        let state = Services::state_of(NONCE);
        self.house.services.mint_ticket(&self.bob, &self.proof, self.session, self.item.guid, &state).await
    }

    /// The cookie of a content session for the item.
    async fn open(&self) -> Result<String, Fault> {
        let ticket = self.mint().await?;
        let opened = self.house.services.redeem_ticket(&ticket, self.item.guid, NONCE).await;
        opened.map_err(|refused| format!("{refused:?}").into())
    }

    /// Whether a browser with this cookie gets to see the item now.
    async fn shows(&self, cookie: &str) -> Result<bool, Fault> {
        let Some(visitor) = self.house.services.content_visitor(cookie, self.item.guid).await? else {
            return Ok(false);
        };
        match self.house.services.view_content(ContentRef::Guid(self.item.guid), &visitor).await {
            Ok(_) => Ok(true),
            Err(ViewRefused::NotFound) => Ok(false),
            Err(refused) => Err(format!("{refused:?}").into()),
        }
    }
}

fn is_wrong(refused: &Result<String, TicketRefused>) -> bool {
    matches!(refused, Err(TicketRefused::Wrong))
}

#[tokio::test]
async fn a_ticket_gives_a_look_at_one_item_as_oneself() -> Outcome {
    let scene = Scene::set().await?;
    let cookie = scene.open().await?;
    assert_eq!(cookie.len(), 64, "256 bits");
    let visitor = scene.house.services.content_visitor(&cookie, scene.item.guid).await?.ok_or("nobody")?;
    let bob = scene.bob.user();
    assert_eq!(visitor.username(), Some(&bob.username));
    assert!(scene.shows(&cookie).await?);
    let other = scene.house.publish(&scene.ada, "other", &[("index.html", "x")]).await?;
    assert!(scene.house.services.content_visitor(&cookie, other.guid).await?.is_none(), "for its item alone");
    assert!(scene.house.services.content_visitor("", scene.item.guid).await?.is_none());
    Ok(())
}

#[tokio::test]
async fn a_ticket_is_used_once_within_half_a_minute() -> Outcome {
    let scene = Scene::set().await?;
    let (services, item) = (&scene.house.services, scene.item.guid);
    let ticket = scene.mint().await?;
    services.redeem_ticket(&ticket, item, NONCE).await.map_err(|refused| format!("{refused:?}"))?;
    assert!(is_wrong(&services.redeem_ticket(&ticket, item, NONCE).await), "a second time");
    let (in_time, late) = (scene.mint().await?, scene.mint().await?);
    scene.house.clock.advance(Duration::seconds(30) - Duration::MILLISECOND);
    assert!(services.redeem_ticket(&in_time, item, NONCE).await.is_ok());
    scene.house.clock.advance(Duration::MILLISECOND);
    assert!(is_wrong(&services.redeem_ticket(&late, item, NONCE).await));
    assert!(is_wrong(&services.redeem_ticket("made up", item, NONCE).await));
    Ok(())
}

#[tokio::test]
async fn a_ticket_is_worth_nothing_in_another_browser_or_for_another_item() -> Outcome {
    let scene = Scene::set().await?;
    let services = &scene.house.services;
    let other = scene.house.publish(&scene.ada, "other", &[("index.html", "x")]).await?;
    for (item, nonce) in [(scene.item.guid, "another nonce"), (scene.item.guid, ""), (other.guid, NONCE)] {
        let ticket = scene.mint().await?;
        assert!(is_wrong(&services.redeem_ticket(&ticket, item, nonce).await), "{nonce:?}");
        let right = services.redeem_ticket(&ticket, scene.item.guid, NONCE).await;
        assert!(is_wrong(&right), "a ticket that was refused is used up");
    }
    Ok(())
}

#[tokio::test]
async fn a_ticket_is_minted_only_for_who_may_view() -> Outcome {
    let scene = Scene::set().await?;
    let (services, state) = (&scene.house.services, Services::state_of(NONCE));
    let hidden = scene.house.publish(&scene.ada, "hidden", &[("index.html", "x")]).await?;
    let refused = services.mint_ticket(&scene.bob, &scene.proof, scene.session, hidden.guid, &state).await;
    assert!(is_not_found(&refused));
    // An administrator manages what he may not view.
    let proof = scene.house.sign_in("root").await?;
    let root = services.resume(&proof).await?;
    assert!(is_not_found(&services.mint_ticket(&root, &proof, [2; 32], scene.item.guid, &state).await));
    for state in ["", "ab", "no digest", &state[1..], &format!("{state}00")] {
        let refused = services.mint_ticket(&scene.bob, &scene.proof, scene.session, scene.item.guid, state).await;
        assert!(is_not_found(&refused), "{state:?}");
    }
    let foreign = services.mint_ticket(&scene.bob, &proof, scene.session, scene.item.guid, &state).await;
    assert!(matches!(foreign, Err(ServiceError::SignedOut)), "the proof of another account");
    Ok(())
}

#[tokio::test]
async fn of_very_many_tickets_the_latest_count() -> Outcome {
    let scene = Scene::set().await?;
    let (services, item) = (&scene.house.services, scene.item.guid);
    let first = scene.mint().await?;
    scene.house.clock.advance(Duration::MILLISECOND);
    let mut last = scene.mint().await?;
    for _ in 0..63 {
        last = scene.mint().await?;
    }
    assert!(is_wrong(&services.redeem_ticket(&first, item, NONCE).await));
    assert!(services.redeem_ticket(&last, item, NONCE).await.is_ok());
    Ok(())
}

#[tokio::test]
async fn whatever_ends_the_dashboards_session_ends_it_at_the_next_request() -> Outcome {
    for end in ["sign out", "sign out everywhere", "lock", "password", "idle", "a day"] {
        let scene = Scene::set().await?;
        let (services, cookie) = (&scene.house.services, scene.open().await?);
        assert!(scene.shows(&cookie).await?);
        match end {
            "sign out" => services.delete_session(scene.session).await?,
            "sign out everywhere" => services.end_my_sessions(&scene.bob).await?,
            "lock" => drop(services.console_lock("bob", true).await?),
            "password" => {
                let new = crate::people::password("another four words");
                services.users(&scene.bob).change_my_password(new).await?;
                // The dashboard goes on with a new session; what was open before does not.
                services.carry_content_sessions(scene.session, scene.house.session(&scene.bob, 2).await?).await?;
            }
            "idle" => scene.house.clock.advance(Duration::hours(8)),
            _ => {
                let mut row = services.load_session(scene.session).await?.ok_or("no session")?;
                row.expires_at += Duration::days(2);
                services.save_session(&row).await?;
                scene.house.clock.advance(Duration::hours(24));
            }
        }
        assert!(services.content_visitor(&cookie, scene.item.guid).await?.is_none(), "{end}");
    }
    Ok(())
}

#[tokio::test]
async fn lost_access_acts_at_the_next_request() -> Outcome {
    let scene = Scene::set().await?;
    let cookie = scene.open().await?;
    let item = scene.house.services.managed(&scene.ada, scene.item.guid).await?;
    take_out(&item, scene.bob.user().guid).await?;
    assert!(!scene.shows(&cookie).await?);
    let_view(&item, "bob").await?;
    assert!(scene.shows(&cookie).await?, "the session itself went on");
    item.delete().await?;
    assert!(scene.house.services.content_visitor(&cookie, scene.item.guid).await?.is_none());
    Ok(())
}

#[tokio::test]
async fn a_ticket_for_what_was_deleted_gives_nothing() -> Outcome {
    let scene = Scene::set().await?;
    let ticket = scene.mint().await?;
    scene.house.services.managed(&scene.ada, scene.item.guid).await?.delete().await?;
    assert!(is_wrong(&scene.house.services.redeem_ticket(&ticket, scene.item.guid, NONCE).await));
    Ok(())
}

#[tokio::test]
async fn giving_the_password_again_lets_open_content_go_on() -> Outcome {
    let mut scene = Scene::set().await?;
    let services = scene.house.services.clone();
    let (open, on_its_way) = (scene.open().await?, scene.mint().await?);
    scene.proof = scene.house.prove(&scene.proof, PASSWORD, None).await?.1.ok_or("refused")?;
    // The dashboard's session has ended under its old id before it goes on under the new one.
    services.delete_session(scene.session).await?;
    let renewed = scene.house.session(&scene.bob, 2).await?;
    services.carry_content_sessions(scene.session, renewed).await?;
    assert!(scene.shows(&open).await?);
    let opened = services.redeem_ticket(&on_its_way, scene.item.guid, NONCE).await;
    assert!(scene.shows(&opened.map_err(|refused| format!("{refused:?}"))?).await?);
    services.delete_session(renewed).await?;
    assert!(!scene.shows(&open).await?);
    Ok(())
}

#[tokio::test]
async fn it_outlives_a_restart_and_is_swept_with_its_session() -> Outcome {
    let mut scene = Scene::set().await?;
    let cookie = scene.open().await?;
    scene.house.restart().await?;
    assert!(scene.shows(&cookie).await?);
    scene.house.services.sweep().await?;
    assert!(scene.shows(&cookie).await?);
    scene.house.services.delete_session(scene.session).await?;
    scene.house.services.sweep().await?;
    scene.house.session(&scene.bob, 1).await?;
    assert!(!scene.shows(&cookie).await?, "a session of the same id brings nothing back");
    Ok(())
}

#[tokio::test]
async fn public_content_can_be_opened_by_an_account_too() -> Outcome {
    let scene = Scene::set().await?;
    let item = scene.house.services.managed(&scene.ada, scene.item.guid).await?;
    take_out(&item, scene.bob.user().guid).await?;
    item.update(crate::content_settings::settings(Access::All)).await.map_err(|refused| format!("{refused:?}"))?;
    assert!(scene.shows(&scene.open().await?).await?);
    Ok(())
}
