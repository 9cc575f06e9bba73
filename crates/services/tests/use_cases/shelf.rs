//! Where a new key waits for its one page, and forms that are sent twice.

use domain::Role;
use services::Mistake;
use time::Duration;

use crate::house::{House, Outcome};
use crate::people::mistake;

#[tokio::test]
async fn a_new_key_is_read_once_by_its_session() -> Outcome {
    let (house, ada) = House::with_ada(Role::Viewer).await?;
    let key = house.key(&ada).await?;
    let plain = key.plain.expose().to_owned();
    house.services.shelve_key("mine", key);
    assert!(house.services.take_shelved_key("another").is_none());
    let shown = house.services.take_shelved_key("mine").ok_or("it is gone")?;
    assert_eq!(shown.plain.expose(), plain);
    assert!(house.services.take_shelved_key("mine").is_none());
    Ok(())
}

#[tokio::test]
async fn a_new_key_waits_a_minute() -> Outcome {
    let (house, ada) = House::with_ada(Role::Viewer).await?;
    house.services.shelve_key("in time", house.key(&ada).await?);
    house.services.shelve_key("late", house.key(&ada).await?);
    house.clock.advance(Duration::seconds(60) - Duration::MILLISECOND);
    house.services.sweep_shelf();
    assert!(house.services.take_shelved_key("in time").is_some());
    house.clock.advance(Duration::MILLISECOND);
    assert!(house.services.take_shelved_key("late").is_none());
    Ok(())
}

#[tokio::test]
async fn only_the_newest_key_of_a_session_waits() -> Outcome {
    let (house, ada) = House::with_ada(Role::Viewer).await?;
    let (first, second) = (house.key(&ada).await?, house.key(&ada).await?);
    let newest = second.record.id;
    house.services.shelve_key("mine", first);
    house.services.shelve_key("mine", second);
    assert_eq!(house.services.take_shelved_key("mine").map(|key| key.record.id), Some(newest));
    assert!(house.services.take_shelved_key("mine").is_none());
    Ok(())
}

#[tokio::test]
async fn a_restart_forgets_a_key_that_waits() -> Outcome {
    let (mut house, ada) = House::with_ada(Role::Viewer).await?;
    house.services.shelve_key("mine", house.key(&ada).await?);
    house.restart().await?;
    assert!(house.services.take_shelved_key("mine").is_none());
    Ok(())
}

#[tokio::test]
async fn a_form_does_its_work_once() -> Outcome {
    let house = House::open().await?;
    let (mark, other) = (house.services.random_id()?, house.services.random_id()?);
    assert_ne!(mark, other);
    house.services.use_form_mark("mine", &mark)?;
    assert_eq!(mistake(house.services.use_form_mark("mine", &mark))?, Mistake::SentTwice);
    house.services.use_form_mark("mine", &other)?;
    house.services.use_form_mark("another", &mark)?;
    house.clock.advance(Duration::minutes(59));
    assert_eq!(mistake(house.services.use_form_mark("another", &mark))?, Mistake::SentTwice);
    Ok(())
}

#[tokio::test]
async fn a_form_whose_work_was_not_done_may_be_sent_again() -> Outcome {
    let house = House::open().await?;
    let mark = house.services.random_id()?;
    house.services.use_form_mark("mine", &mark)?;
    house.services.give_form_mark_back("another", &mark);
    assert_eq!(mistake(house.services.use_form_mark("mine", &mark))?, Mistake::SentTwice);
    house.services.give_form_mark_back("mine", &mark);
    house.services.use_form_mark("mine", &mark)?;
    Ok(())
}
