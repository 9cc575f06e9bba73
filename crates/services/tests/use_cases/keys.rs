//! Making, listing and deleting keys.

use domain::{ExpiryError, KeyName, KeyNameError, Role};
use services::{Actor, KeyWish, Mistake, ServiceError};
use time::Duration;

use crate::house::{Fault, House, Outcome, wish};
use crate::people::{is_forbidden, is_not_found, mistake};

async fn acting(house: &House, maker: &Actor, wish: KeyWish) -> Result<Actor, Fault> {
    let key = house.services.keys(maker).create(wish).await?;
    Ok(house.actor_of(key.plain.expose()).await?.ok_or("refused")?)
}

fn with_role(role: Role) -> KeyWish {
    KeyWish { role: Some(role), ..wish("key") }
}

#[tokio::test]
async fn a_key_is_never_above_its_maker() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let refused = house.services.keys(&ada).create(with_role(Role::Administrator)).await;
    assert_eq!(mistake(refused)?, Mistake::KeyRole);
    assert_eq!(mistake(house.services.keys(&ada).check(&with_role(Role::Administrator)))?, Mistake::KeyRole);
    let program = acting(&house, &ada, wish("key")).await?;
    assert_eq!(program.role(), Role::Publisher, "without a wish it has the maker's role");
    let lesser = acting(&house, &program, with_role(Role::Viewer)).await?;
    assert_eq!(lesser.role(), Role::Viewer);
    let refused = house.services.keys(&lesser).create(with_role(Role::Publisher)).await;
    assert_eq!(mistake(refused)?, Mistake::KeyRole, "though its owner is a publisher");
    assert_eq!(acting(&house, &lesser, wish("key")).await?.role(), Role::Viewer);
    Ok(())
}

#[tokio::test]
async fn a_key_never_outlives_the_key_that_makes_it() -> Outcome {
    let (house, ada) = House::with_ada(Role::Viewer).await?;
    let now = house.clock.now();
    let until = |hours| KeyWish { expires_at: Some(now + Duration::hours(hours)), ..wish("key") };
    let program = acting(&house, &ada, until(2)).await?;
    let refused = house.services.keys(&program).create(until(3)).await;
    assert_eq!(mistake(refused)?, Mistake::KeyExpiry(ExpiryError::AfterParent));
    for (wish, expiry) in [(until(1), 1), (until(2), 2), (wish("key"), 2)] {
        let made = house.services.keys(&program).create(wish).await?;
        assert_eq!(made.record.expires_at, Some(now + Duration::hours(expiry)));
    }
    Ok(())
}

#[tokio::test]
async fn a_key_must_expire_in_the_future() -> Outcome {
    let (house, ada) = House::with_ada(Role::Viewer).await?;
    for seconds in [0, -1] {
        let expires_at = Some(house.clock.now() + Duration::seconds(seconds));
        let refused = house.services.keys(&ada).create(KeyWish { expires_at, ..wish("key") }).await;
        assert_eq!(mistake(refused)?, Mistake::KeyExpiry(ExpiryError::Past));
    }
    Ok(())
}

#[tokio::test]
async fn a_key_stops_at_its_instant_and_disappears() -> Outcome {
    let (house, ada) = House::with_ada(Role::Viewer).await?;
    let expires_at = Some(house.clock.now() + Duration::HOUR);
    let key = house.services.keys(&ada).create(KeyWish { expires_at, ..wish("key") }).await?;
    house.clock.advance(Duration::HOUR - Duration::MILLISECOND);
    assert_eq!(house.role_of(key.plain.expose()).await?, Some(Role::Viewer));
    house.clock.advance(Duration::MILLISECOND);
    assert_eq!(house.role_of(key.plain.expose()).await?, None);
    assert!(house.services.keys(&ada).list().await?.is_empty());
    assert!(is_not_found(&house.services.keys(&ada).get(key.record.id).await));
    house.services.sweep().await?;
    assert!(is_not_found(&house.services.keys(&ada).delete(key.record.id, false).await));
    Ok(())
}

#[tokio::test]
async fn a_name_is_trimmed_and_two_keys_may_share_one() -> Outcome {
    let (house, ada) = House::with_ada(Role::Viewer).await?;
    let (blank, long) = (" \t ", "ü".repeat(256));
    for (name, why) in
        [(blank, KeyNameError::Blank), (&long, KeyNameError::TooLong), ("two\nlines", KeyNameError::Control)]
    {
        assert_eq!(mistake(house.services.keys(&ada).create(wish(name)).await)?, Mistake::KeyName(why));
    }
    for name in ["ci", " ci ", &long[2..]] {
        house.services.keys(&ada).create(wish(name)).await?;
    }
    let names: Vec<KeyName> = house.services.keys(&ada).list().await?.into_iter().map(|key| key.record.name).collect();
    assert_eq!(names.iter().map(KeyName::as_str).collect::<Vec<_>>(), [&long[2..], "ci", "ci"]);
    Ok(())
}

#[tokio::test]
async fn nobody_reaches_the_keys_of_another() -> Outcome {
    let (house, ada) = House::with_ada(Role::Viewer).await?;
    let root = house.services.console_actor("root").await?;
    let key = house.key(&ada).await?;
    assert!(is_forbidden(&house.services.keys_of(&root, ada.user().guid)));
    assert!(house.services.keys_of(&ada, ada.user().guid).is_ok());
    assert!(is_not_found(&house.services.keys(&root).get(key.record.id).await));
    assert!(is_not_found(&house.services.keys(&root).delete(key.record.id, true).await));
    assert!(house.services.keys(&root).list().await?.is_empty());
    assert_eq!(house.role_of(key.plain.expose()).await?, Some(Role::Viewer));
    Ok(())
}

#[tokio::test]
async fn a_family_is_listed_by_name() -> Outcome {
    let (house, ada) = House::with_ada(Role::Viewer).await?;
    let program = acting(&house, &ada, wish("root")).await?;
    let child = acting(&house, &program, wish("child")).await?;
    acting(&house, &child, wish("grandchild")).await?;
    let told: Vec<(String, Option<String>, usize)> = house
        .services
        .keys(&ada)
        .list()
        .await?
        .into_iter()
        .map(|key| (key.record.name.to_string(), key.parent.map(|name| name.to_string()), key.descendants))
        .collect();
    let expected = [("grandchild", Some("child"), 0), ("child", Some("root"), 1), ("root", None, 2)];
    let expected = expected.map(|(name, parent, count)| (name.to_owned(), parent.map(str::to_owned), count));
    assert_eq!(told, expected);
    Ok(())
}

#[tokio::test]
async fn a_deleted_key_makes_no_other_even_in_a_request_that_is_under_way() -> Outcome {
    let (house, ada) = House::with_ada(Role::Viewer).await?;
    let key = house.key(&ada).await?;
    let program = house.actor_of(key.plain.expose()).await?.ok_or("refused")?;
    house.services.keys(&program).delete(key.record.id, false).await?;
    let refused = house.services.keys(&program).create(wish("heir")).await;
    assert!(matches!(refused, Err(ServiceError::SignedOut)), "it was made");
    assert!(house.services.keys(&ada).list().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn any_other_text_is_refused_like_an_unknown_key() -> Outcome {
    let (house, ada) = House::with_ada(Role::Viewer).await?;
    let key = house.key(&ada).await?;
    let plain = key.plain.expose();
    let (long, other) = ("x".repeat(100_000), plain.replacen("clv_", "CLV_", 1));
    for bad in ["", " ", "clv_", "ü\0", &long, &other, &plain[..52], &plain[1..], &format!("{plain} ")] {
        assert_eq!(house.role_of(bad).await?, None, "{bad:.9}");
    }
    assert_eq!(house.role_of(plain).await?, Some(Role::Viewer));
    Ok(())
}
