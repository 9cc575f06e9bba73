//! How programs end: idle, asked to, or not willing to.

use std::fs;
use std::time::Duration;

use runtime::{Limits, StartError, Status};

use crate::workshop::{ITEM, Outcome, Workshop, get, kill, lives, until};

#[tokio::test]
async fn who_is_not_used_is_stopped_and_who_is_used_is_not() -> Outcome {
    let shop = Workshop::with(Limits { idle: Duration::ZERO, ..Limits::default() })?;
    let program = shop.program("well");
    let lease = shop.runtime.lease(&program).await?;
    let pid: i32 = get(&lease, "/pid").await?.parse()?;
    assert_eq!(shop.ask(&program, "/pid").await?.parse(), Ok(pid));
    assert!(matches!(shop.runtime.status(ITEM), Status::Ready { .. }));
    drop(lease);
    until(|| shop.runtime.status(ITEM) == Status::Stopped { last_failure: None }).await?;
    assert!(!lives(pid));
    Ok(())
}

#[tokio::test]
async fn the_idle_time_begins_with_the_last_lease_and_who_asks_in_its_last_moment_is_served() -> Outcome {
    let idle = Duration::from_secs(30);
    let shop = Workshop::with(Limits { idle, ..Limits::default() })?;
    let program = shop.program("well");
    let pid = shop.ask(&program, "/pid").await?;
    // From here on time stands still, but for what is said; it also leaps on when all that is left to do is to wait.
    tokio::time::pause();
    tokio::time::advance(idle - Duration::from_millis(1)).await;
    let lease = shop.runtime.lease(&program).await?;
    tokio::time::advance(idle).await;
    assert_eq!(get(&lease, "/pid").await?, pid);
    drop(lease);
    until(|| !matches!(shop.runtime.status(ITEM), Status::Ready { .. })).await?;
    tokio::time::resume();
    until(|| shop.runtime.status(ITEM) == Status::Stopped { last_failure: None }).await
}

#[tokio::test]
async fn who_does_not_hear_is_killed() -> Outcome {
    let shop = Workshop::with(Limits { stop_within: Duration::from_millis(50), ..Limits::default() })?;
    let kit = shop.kit().display().to_string();
    let program = shop.command(&["sh", "-c", "trap '' TERM; exec \"$@\"", "sh", &kit, "well"]);
    let pid = shop.ask(&program, "/pid").await?.parse()?;
    shop.runtime.stop(ITEM).await;
    assert!(!lives(pid));
    assert!(shop.workspaces()?.is_empty());
    Ok(())
}

#[tokio::test]
async fn nothing_of_a_stopped_program_stays() -> Outcome {
    let shop = Workshop::open()?;
    let family = shop.family(&shop.program("has-offspring")).await?;
    assert_eq!(family.len(), 4);
    assert!(family.iter().all(|pid| lives(*pid)));
    shop.runtime.stop(ITEM).await;
    assert!(!family.iter().any(|pid| lives(*pid)), "it comes back when all are gone");
    assert!(shop.workspaces()?.is_empty());
    Ok(())
}

#[tokio::test]
async fn nothing_of_a_crashed_program_stays() -> Outcome {
    let shop = Workshop::open()?;
    let program = shop.program("has-offspring");
    let family = shop.family(&program).await?;
    kill(shop.ask(&program, "/pid").await?.parse()?)?;
    until(|| !family.iter().any(|pid| lives(*pid))).await
}

#[tokio::test]
async fn a_start_can_be_stopped() -> Outcome {
    let shop = Workshop::open()?;
    let (runtime, program) = (shop.runtime.clone(), shop.program("opens-no-socket"));
    let caller = tokio::spawn(async move { runtime.lease(&program).await });
    until(|| shop.workspaces().is_ok_and(|workspaces| !workspaces.is_empty())).await?;
    assert_eq!(shop.runtime.status(ITEM), Status::Starting);
    shop.runtime.stop(ITEM).await;
    assert!(matches!(caller.await?, Err(StartError::Unavailable { .. })));
    assert!(shop.workspaces()?.is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_floods_the_log_answers_and_fills_neither_disk_nor_memory() -> Outcome {
    let shop = Workshop::open()?;
    let program = shop.program("floods");
    let lease = shop.runtime.lease(&program).await?;
    let [new, old] = ["1.log", "1.log.old"].map(|name| shop.path().join("logs").join(name));
    until(|| old.exists()).await?;
    assert_eq!(get(&lease, "/still here").await?, "/still");
    let full = fs::metadata(&old)?.len();
    assert!((480 * 1024..=512 * 1024).contains(&full), "{full}");
    assert!(fs::metadata(&new).map_or(0, |file| file.len()) <= 512 * 1024);
    // People read all of it but the names of the runs, of which each line here has one.
    let length = shop.runtime.log(ITEM).await?.len();
    assert!((360 * 1024..=1024 * 1024).contains(&length), "{length}");
    drop(lease);
    shop.runtime.stop(ITEM).await;
    shop.runtime.forget(ITEM).await;
    assert_eq!(shop.runtime.log(ITEM).await?, "");
    Ok(())
}

#[tokio::test]
async fn a_shutdown_lets_requests_finish_and_no_new_ones_in() -> Outcome {
    let shop = Workshop::with(Limits { stop_within: Duration::from_secs(60), ..Limits::default() })?;
    let program = shop.program("well");
    let lease = shop.runtime.lease(&program).await?;
    let runtime = shop.runtime.clone();
    let mut shutdown = tokio::spawn(async move { runtime.shutdown().await });
    let mut refused = shop.runtime.lease(&program).await;
    while refused.is_ok() {
        tokio::task::yield_now().await;
        refused = shop.runtime.lease(&program).await;
    }
    assert!(matches!(refused, Err(StartError::Stopping)), "{refused:?}");
    let pid = get(&lease, "/pid").await?.parse()?;
    tokio::select! {
        biased;
        _ = &mut shutdown => return Err("it did not wait".into()),
        () = std::future::ready(()) => drop(lease),
    }
    shutdown.await?;
    assert!(!lives(pid));
    assert!(shop.workspaces()?.is_empty());
    Ok(())
}
