//! When keys were last used, and what is written down of it.

use std::net::IpAddr;

use domain::{KeyRecord, Role};
use services::Actor;
use time::Duration;

use crate::house::{Fault, House, Outcome};

async fn only_key(house: &House, ada: &Actor) -> Result<KeyRecord, Fault> {
    Ok(house.services.keys(ada).list().await?.pop().ok_or("no key")?.record)
}

#[tokio::test]
async fn a_use_is_listed_at_once_and_outlives_a_restart() -> Outcome {
    let (mut house, ada) = House::with_ada(Role::Viewer).await?;
    let key = house.key(&ada).await?;
    assert_eq!(only_key(&house, &ada).await?.used_at, None);
    house.clock.advance(Duration::MINUTE);
    let mapped: IpAddr = "::ffff:192.0.2.7".parse()?;
    house.services.verify_key(key.plain.expose(), Some(mapped)).await.map_err(|_| "refused")?;
    let used = (Some(house.clock.now()), Some("192.0.2.7".to_owned()));
    let listed = only_key(&house, &ada).await?;
    assert_eq!((listed.used_at, listed.used_from), used);
    house.restart().await?;
    let listed = only_key(&house, &ada).await?;
    assert_eq!((listed.used_at, listed.used_from), used);
    let seen = house.services.console_actor("ada").await?.user().active_at;
    assert_eq!(seen, used.0);
    Ok(())
}

#[tokio::test]
async fn a_refused_key_is_not_used() -> Outcome {
    let (house, ada) = House::with_ada(Role::Viewer).await?;
    let key = house.key(&ada).await?;
    house.services.console_lock("ada", true).await?;
    assert_eq!(house.role_of(key.plain.expose()).await?, None);
    house.services.write_uses_down().await?;
    house.services.console_lock("ada", false).await?;
    assert_eq!(only_key(&house, &ada).await?.used_at, None);
    Ok(())
}

#[tokio::test]
async fn writing_down_passes_over_keys_that_are_gone() -> Outcome {
    let (house, ada) = House::with_ada(Role::Viewer).await?;
    let (gone, kept) = (house.key(&ada).await?, house.key(&ada).await?);
    house.role_of(gone.plain.expose()).await?;
    house.role_of(kept.plain.expose()).await?;
    house.services.keys(&ada).delete(gone.record.id, false).await?;
    house.services.write_uses_down().await?;
    assert_eq!(only_key(&house, &ada).await?.used_at, Some(house.clock.now()));
    Ok(())
}
