//! What is told of each run of a program: its beginning, its end, and what it wrote.

use std::time::Duration;

use domain::{JobKey, JobStream, JobTag};
use runtime::{Cause, Ending, Event, Follower, Limits, Reason, Run, StartError, Status};
use tokio::sync::mpsc::UnboundedReceiver;

use crate::workshop::{Fault, ITEM, Outcome, Workshop, get, kill, lives, next_version, until};

/// The run that was just begun.
async fn begun(told: &mut UnboundedReceiver<Event>) -> Result<Run, Fault> {
    match told.recv().await {
        Some(Event::Started(run)) => Ok(run),
        other => Err(format!("{other:?}").into()),
    }
}

/// How a run ended, which comes next.
async fn ended(told: &mut UnboundedReceiver<Event>, run: Run) -> Result<(Ending, Cause), Fault> {
    match told.recv().await {
        Some(Event::Ended { run: of, ending, cause, .. }) if of == run => Ok((ending, cause)),
        other => Err(format!("{other:?}").into()),
    }
}

async fn lines(follower: &mut Follower) -> Vec<String> {
    let mut lines = Vec::new();
    while let Some(line) = follower.next().await {
        lines.push(line.text);
    }
    lines
}

#[tokio::test]
async fn a_run_is_told_of_with_all_that_it_is_known_by() -> Outcome {
    let (shop, mut told) = Workshop::watched(Limits::default())?;
    let lease = shop.runtime.lease(&shop.program("well")).await?;
    let run = begun(&mut told).await?;
    assert_eq!(get(&lease, "/pid").await?, run.pid.to_string());
    assert_eq!((run.program, run.version.0, run.tag), (ITEM.into(), 1, JobTag::RunApi));
    assert_eq!(run.uid, shop.runtime.uid_of(ITEM)?);
    let environment = get(&lease, "/environment").await?;
    let key = format!("CONNECT_CONTENT_JOB_KEY={}", run.key);
    assert!(environment.lines().any(|line| line == key), "{environment}");
    drop(lease);
    shop.runtime.stop(ITEM).await;
    assert_eq!(ended(&mut told, run).await?, (Ending::Signalled(15), Cause::Asked));
    Ok(())
}

#[tokio::test]
async fn whose_doing_an_end_was_is_told() -> Outcome {
    let limits = Limits { start_within: Duration::from_millis(300), ..Workshop::no_back_off() };
    let (shop, mut told) = Workshop::watched(limits)?;
    assert!(shop.runtime.lease(&shop.program("dies-at-start")).await.is_err());
    let run = begun(&mut told).await?;
    assert_eq!(ended(&mut told, run).await?, (Ending::Exited(3), Cause::Itself));
    assert!(shop.runtime.lease(&next_version(&shop.program("opens-no-socket"))).await.is_err());
    let run = begun(&mut told).await?;
    let given_up = Cause::GivenUp(Reason::NoSocket(Duration::from_millis(300)));
    assert_eq!(ended(&mut told, run).await?, (Ending::Signalled(9), given_up));
    Ok(())
}

#[tokio::test]
async fn each_run_has_a_name_and_a_log_of_its_own() -> Outcome {
    let (shop, mut told) = Workshop::watched(Workshop::no_back_off())?;
    let program = shop.program("well");
    let mut runs = Vec::new();
    for _ in 0..2 {
        let pid: i32 = shop.ask(&program, "/pid").await?.parse()?;
        let run = begun(&mut told).await?;
        runs.push(run);
        kill(pid)?;
        assert_eq!(ended(&mut told, run).await?, (Ending::Signalled(9), Cause::Itself));
        until(|| !matches!(shop.runtime.status(ITEM), Status::Ready { .. })).await?;
    }
    for run in &runs {
        let lines = shop.runtime.log_of_run(ITEM, run.key).await?;
        let [line] = lines.as_slice() else { return Err(format!("{lines:?}").into()) };
        assert_eq!((line.stream, line.text.clone()), (JobStream::Out, format!("started {}", run.pid)));
        assert!(line.at.is_some_and(|at| at <= run.started_at + Duration::from_secs(60)), "{line:?}");
    }
    assert!(shop.runtime.log_of_run(ITEM, JobKey::from_random([0; 16])).await?.is_empty());
    let log = shop.runtime.log(ITEM).await?;
    assert!(!log.contains(runs[0].key.as_str()) && log.contains(" out started "), "{log}");
    Ok(())
}

#[tokio::test]
async fn who_follows_a_run_misses_nothing_and_learns_of_its_end() -> Outcome {
    let (shop, mut told) = Workshop::watched(Limits::default())?;
    // It says one line, waits for a file, and says another.
    let kit = shop.kit().display().to_string();
    let script = "echo one; (until [ -e go ]; do sleep 0.01; done; echo two; kill $$) & exec \"$@\"";
    let program = shop.command(&["sh", "-c", script, "sh", &kit, "well"]);
    let lease = shop.runtime.lease(&program).await?;
    let run = begun(&mut told).await?;
    let mut follower = shop.runtime.follow(ITEM, run.key).await?;
    let first = follower.next().await.ok_or("no line")?;
    let second = follower.next().await.ok_or("no line")?;
    assert_eq!([first.text, second.text], ["one".to_owned(), format!("started {}", run.pid)]);
    let folder = get(&lease, "/folder").await?;
    std::fs::write(std::path::Path::new(&folder).join("go"), "")?;
    assert_eq!(lines(&mut follower).await, ["two"]);
    // After the end there is all of it, and nothing to wait for.
    let mut follower = shop.runtime.follow(ITEM, run.key).await?;
    assert_eq!(lines(&mut follower).await.len(), 3);
    Ok(())
}

#[tokio::test]
async fn one_run_is_ended_and_that_is_no_failure() -> Outcome {
    let hour = Duration::from_secs(3600);
    let (shop, mut told) = Workshop::watched(Limits { back_off: hour, ..Limits::default() })?;
    let program = shop.program("well");
    let old = shop.runtime.lease(&program).await?;
    let old_run = begun(&mut told).await?;
    // The old version is on its way out, and somebody still uses it.
    let new = next_version(&program);
    assert_eq!(shop.ask(&new, "/x").await?, "/x");
    let new_run = begun(&mut told).await?;
    assert!(shop.runtime.end(old_run.key).await);
    assert!(!lives(old_run.pid) && lives(new_run.pid));
    assert_eq!(ended(&mut told, old_run).await?, (Ending::Signalled(15), Cause::Asked));
    drop(old);
    assert!(shop.runtime.end(new_run.key).await);
    assert_eq!(ended(&mut told, new_run).await?, (Ending::Signalled(15), Cause::Asked));
    assert!(!shop.runtime.end(new_run.key).await, "it has ended already");
    until(|| shop.runtime.status(ITEM) == Status::Stopped { last_failure: None }).await?;
    // With a wait of an hour after a crash, this one would not come.
    assert_eq!(shop.ask(&new, "/x").await?, "/x");
    Ok(())
}

#[tokio::test]
async fn a_start_is_ended_like_any_run() -> Outcome {
    let (shop, mut told) = Workshop::watched(Limits::default())?;
    let (runtime, program) = (shop.runtime.clone(), shop.program("opens-no-socket"));
    let caller = tokio::spawn(async move { runtime.lease(&program).await });
    let run = begun(&mut told).await?;
    assert!(shop.runtime.end(run.key).await);
    assert!(matches!(caller.await?, Err(StartError::Unavailable { .. })));
    assert_eq!(ended(&mut told, run).await?.1, Cause::Asked);
    assert_eq!(shop.runtime.status(ITEM), Status::Stopped { last_failure: None });
    Ok(())
}
