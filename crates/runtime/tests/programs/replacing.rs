//! A new version takes over.

use std::time::Duration;

use runtime::Limits;

use crate::workshop::{ITEM, Outcome, Workshop, get, lives, next_version, set_up_anew, until};

#[tokio::test]
async fn requests_finish_on_the_version_they_began_with() -> Outcome {
    let shop = Workshop::open()?;
    let (old, new) = (shop.program("well"), next_version(&shop.program("well")));
    let before = shop.runtime.lease(&old).await?;
    let old_pid: i32 = get(&before, "/pid").await?.parse()?;
    let after = shop.runtime.lease(&new).await?;
    let new_pid: i32 = get(&after, "/pid").await?.parse()?;
    assert_ne!(old_pid, new_pid);
    assert_eq!(get(&before, "/pid").await?.parse(), Ok(old_pid));
    drop(before);
    until(|| !lives(old_pid)).await?;
    assert_eq!(get(&after, "/pid").await?.parse(), Ok(new_pid));
    Ok(())
}

#[tokio::test]
async fn requests_that_never_finish_are_not_waited_for_for_ever() -> Outcome {
    let shop = Workshop::with(Limits { drain_within: Duration::ZERO, ..Limits::default() })?;
    let before = shop.runtime.lease(&shop.program("well")).await?;
    let pid = get(&before, "/pid").await?.parse()?;
    shop.ask(&next_version(&shop.program("well")), "/").await?;
    until(|| !lives(pid)).await?;
    drop(before);
    Ok(())
}

#[tokio::test]
async fn a_stop_does_not_wait_for_what_drains() -> Outcome {
    let shop = Workshop::open()?;
    let before = shop.runtime.lease(&shop.program("well")).await?;
    let pid = get(&before, "/pid").await?.parse()?;
    shop.ask(&next_version(&shop.program("well")), "/").await?;
    assert!(lives(pid));
    shop.runtime.stop(ITEM).await;
    assert!(!lives(pid));
    assert!(shop.workspaces()?.is_empty());
    drop(before);
    Ok(())
}

#[tokio::test]
async fn a_program_that_was_set_up_anew_takes_over_as_a_new_version_does() -> Outcome {
    let shop = Workshop::open()?;
    let (old, new) = (shop.program("well"), set_up_anew(&shop.program("well")));
    let before = shop.runtime.lease(&old).await?;
    let old_pid: i32 = get(&before, "/pid").await?.parse()?;
    assert!(shop.runtime.lease_running(ITEM, old.version, old.settings).is_some());
    assert!(shop.runtime.lease_running(ITEM, new.version, new.settings).is_none());
    assert_ne!(shop.ask(&new, "/pid").await?.parse(), Ok(old_pid));
    assert_eq!(get(&before, "/pid").await?.parse(), Ok(old_pid));
    drop(before);
    until(|| !lives(old_pid)).await
}

#[tokio::test]
async fn a_retired_program_finishes_what_it_does_and_nobody_else_gets_to_it() -> Outcome {
    let shop = Workshop::open()?;
    let program = shop.program("well");
    let before = shop.runtime.lease(&program).await?;
    let pid: i32 = get(&before, "/pid").await?.parse()?;
    shop.runtime.retire(ITEM).await;
    assert!(shop.runtime.lease_running(ITEM, program.version, program.settings).is_none());
    assert_eq!(get(&before, "/pid").await?.parse(), Ok(pid));
    drop(before);
    until(|| !lives(pid)).await?;
    assert_ne!(shop.ask(&program, "/pid").await?.parse(), Ok(pid));
    Ok(())
}

#[tokio::test]
async fn who_waits_for_a_version_that_is_replaced_gets_the_new_one() -> Outcome {
    let shop = Workshop::open()?;
    let (runtime, old) = (shop.runtime.clone(), shop.program("opens-no-socket"));
    let caller = tokio::spawn(async move { get(&runtime.lease(&old).await?, "/pid").await });
    until(|| shop.workspaces().is_ok_and(|workspaces| !workspaces.is_empty())).await?;
    let pid = shop.ask(&next_version(&shop.program("well")), "/pid").await?;
    assert_eq!(caller.await??, pid);
    Ok(())
}

#[tokio::test]
async fn a_shutdown_does_not_wait_for_all_that_drains() -> Outcome {
    let (moment, hour) = (Duration::from_millis(50), Duration::from_secs(3600));
    let shop = Workshop::with(Limits { stop_within: moment, drain_within: hour, ..Limits::default() })?;
    let before = shop.runtime.lease(&shop.program("well")).await?;
    let pid = get(&before, "/pid").await?.parse()?;
    shop.ask(&next_version(&shop.program("well")), "/").await?;
    shop.runtime.shutdown().await;
    assert!(!lives(pid));
    assert!(shop.workspaces()?.is_empty());
    drop(before);
    Ok(())
}
