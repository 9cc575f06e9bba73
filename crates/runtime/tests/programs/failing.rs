//! Programs that crash: who learns why, and when they are started again.

use std::time::Duration;

use runtime::{Ending, Limits, Reason, StartError, Status};
use tokio::task::JoinSet;

use crate::workshop::{ITEM, Outcome, Workshop, kill, next_version, until};

#[tokio::test]
async fn the_owner_learns_why_a_program_dies_at_its_start() -> Outcome {
    let shop = Workshop::open()?;
    let refused = shop.runtime.lease(&shop.program("dies-at-start")).await;
    let Err(StartError::Unavailable { retry_after }) = refused else { return Err("it started".into()) };
    assert!(retry_after <= Limits::default().back_off, "{retry_after:?}");
    let status = shop.runtime.status(ITEM);
    let Status::Stopped { last_failure: Some(failure) } = &status else { return Err("no failure".into()) };
    assert_eq!(failure.reason, Reason::Ended(Ending::Exited(3)));
    assert_eq!(failure.last_lines, (11..=30).map(|number| format!("complaint {number}")).collect::<Vec<_>>());
    assert!(status.to_string().contains("The program ended with exit status 3."), "{status}");
    assert!(shop.runtime.log(ITEM).await?.contains(" err complaint 1\n"));
    Ok(())
}

#[tokio::test]
async fn all_who_wait_for_a_failed_start_get_its_error() -> Outcome {
    let shop = Workshop::open()?;
    let mut callers = JoinSet::new();
    for _ in 0..32 {
        let (runtime, program) = (shop.runtime.clone(), shop.program("dies-at-start"));
        callers.spawn(async move { runtime.lease(&program).await });
    }
    for refused in callers.join_all().await {
        assert!(matches!(refused, Err(StartError::Unavailable { .. })), "{refused:?}");
    }
    assert_eq!(shop.count_in_log("complaint 30").await?, 1);
    Ok(())
}

#[tokio::test]
async fn five_crashes_are_enough_until_somebody_starts_it_again() -> Outcome {
    let shop = Workshop::with(Workshop::no_back_off())?;
    let program = shop.program("dies-at-start");
    for _ in 0..7 {
        assert!(shop.runtime.lease(&program).await.is_err());
    }
    assert_eq!(shop.count_in_log("complaint 30").await?, 5);
    let Err(StartError::Unavailable { retry_after }) = shop.runtime.lease(&program).await else {
        return Err("it started".into());
    };
    assert!(retry_after > Duration::from_secs(30), "{retry_after:?}");
    let status = shop.runtime.status(ITEM);
    assert!(matches!(status, Status::GivenUp { .. }), "{status:?}");
    assert!(status.to_string().starts_with("Stopped after it failed five times"), "{status}");

    shop.runtime.stop(ITEM).await;
    assert_eq!(shop.runtime.status(ITEM), Status::Stopped { last_failure: None });
    assert!(shop.runtime.lease(&program).await.is_err());
    assert_eq!(shop.count_in_log("complaint 30").await?, 6);
    Ok(())
}

#[tokio::test]
async fn a_program_that_was_given_up_is_tried_again_after_its_rest() -> Outcome {
    let shop = Workshop::with(Limits { rest: Duration::ZERO, ..Workshop::no_back_off() })?;
    for _ in 0..6 {
        assert!(shop.runtime.lease(&shop.program("dies-at-start")).await.is_err());
    }
    assert_eq!(shop.count_in_log("complaint 30").await?, 6);
    Ok(())
}

#[tokio::test]
async fn a_new_version_is_not_blamed_for_the_old_one() -> Outcome {
    let shop = Workshop::with(Limits { back_off: Duration::from_secs(3600), ..Limits::default() })?;
    assert!(shop.runtime.lease(&shop.program("dies-at-start")).await.is_err());
    assert_eq!(shop.ask(&next_version(&shop.program("well")), "/x").await?, "/x");
    Ok(())
}

#[tokio::test]
async fn a_program_that_crashes_now_and_then_is_started_anew_for_the_next_caller() -> Outcome {
    let shop = Workshop::with(Workshop::no_back_off())?;
    let program = shop.program("dies-on-every-third");
    let first = shop.ask(&program, "/pid").await?;
    assert_eq!(shop.ask(&program, "/pid").await?, first);
    assert!(shop.ask(&program, "/pid").await.is_err(), "its third answer never comes");
    until(|| !matches!(shop.runtime.status(ITEM), Status::Ready { .. })).await?;
    let Status::Stopped { last_failure: Some(failure) } = shop.runtime.status(ITEM) else {
        return Err("no failure".into());
    };
    assert_eq!(failure.reason, Reason::Ended(Ending::Exited(7)));
    assert_ne!(shop.ask(&program, "/pid").await?, first);
    assert!(matches!(shop.runtime.status(ITEM), Status::Ready { .. }));
    Ok(())
}

#[tokio::test]
async fn a_program_that_the_system_kills_is_said_to_be() -> Outcome {
    let shop = Workshop::open()?;
    let program = shop.program("well");
    kill(shop.ask(&program, "/pid").await?.parse()?)?;
    until(|| !matches!(shop.runtime.status(ITEM), Status::Ready { .. })).await?;
    let Status::Stopped { last_failure: Some(failure) } = shop.runtime.status(ITEM) else {
        return Err("no failure".into());
    };
    assert_eq!(failure.to_string(), "The program was killed (signal 9), as the system does when memory runs out.");
    until(|| shop.workspaces().is_ok_and(|workspaces| workspaces.is_empty())).await
}
