//! Versions that run beside what answers for their item, and what is told of processes.

use domain::{BundleId, ContentId};
use runtime::{Ending, Event, Limits, Program, ProgramId, Runtime, RuntimeConfig, Status};
use tokio::sync::mpsc;

use crate::workshop::{ITEM, Outcome, Workshop, lives, until};

fn draft(program: &Program, version: i64) -> Program {
    let version = BundleId(version);
    Program { id: ProgramId::draft(program.id.item, version), version, ..program.clone() }
}

#[tokio::test]
async fn a_draft_runs_beside_its_item_as_the_same_user() -> Outcome {
    let shop = Workshop::open()?;
    let program = shop.program("well");
    let tried = draft(&program, 2);
    let (pid, other) = (shop.ask(&program, "/pid").await?, shop.ask(&tried, "/pid").await?);
    assert_ne!(pid, other);
    assert_eq!(
        shop.ask(&program, "/status").await?.contains("Uid"),
        shop.ask(&tried, "/status").await?.contains("Uid")
    );
    shop.runtime.stop(tried.id).await;
    assert!(!lives(other.parse()?) && lives(pid.parse()?), "only the draft was stopped");
    assert!(matches!(shop.runtime.status(ITEM), Status::Ready { .. }));
    assert_eq!(shop.runtime.status(tried.id), Status::Stopped { last_failure: None });
    Ok(())
}

#[tokio::test]
async fn a_draft_that_fails_leaves_what_answers_alone() -> Outcome {
    let shop = Workshop::open()?;
    let program = shop.program("well");
    let pid = shop.ask(&program, "/pid").await?;
    let bad = draft(&shop.program("dies-at-start"), 2);
    assert!(shop.runtime.lease(&bad).await.is_err());
    let Status::Stopped { last_failure: Some(failure) } = shop.runtime.status(bad.id) else {
        return Err("no failure".into());
    };
    assert!(failure.last_lines.iter().any(|line| line.contains("complaint")), "{failure:?}");
    assert_eq!(shop.ask(&program, "/pid").await?, pid);
    assert_eq!(shop.count_in_log("complaint").await?, 0, "what a draft writes is in a log of its own");
    assert!(shop.runtime.log(bad.id).await?.contains("complaint 1"));
    Ok(())
}

#[tokio::test]
async fn with_an_item_its_drafts_are_forgotten_and_no_other_items() -> Outcome {
    let shop = Workshop::open()?;
    let (bad, other) =
        (shop.program("dies-at-start"), Program { id: ContentId(12).into(), ..shop.program("dies-at-start") });
    for program in [&bad, &draft(&bad, 2), &other, &draft(&other, 1)] {
        assert!(shop.runtime.lease(program).await.is_err());
    }
    // One that was left by an earlier server.
    std::fs::write(shop.path().join("logs/1-7.log"), "old\n")?;
    shop.runtime.forget(ITEM).await;
    let logs = std::fs::read_dir(shop.path().join("logs"))?.map(|log| log.map(|log| log.file_name()));
    let mut logs = logs.collect::<Result<Vec<_>, _>>()?;
    logs.sort();
    assert_eq!(logs, ["12-1.log", "12.log"]);
    Ok(())
}

#[tokio::test]
async fn who_keeps_the_record_hears_of_each_process_once() -> Outcome {
    let shop = Workshop::open()?;
    let (events, mut heard) = mpsc::unbounded_channel();
    let config = RuntimeConfig { events: Some(events), ..Workshop::config(shop.path(), Limits::default()) };
    let runtime = Runtime::new(config);
    let program = shop.program("well");
    drop(runtime.lease(&program).await?);
    let Some(Event::Started(run)) = heard.recv().await else { return Err("nothing was told".into()) };
    assert_eq!((run.program, run.version), (program.id, program.version));
    assert!(lives(run.pid));
    runtime.stop(ITEM).await;
    let Some(Event::Ended { run: ended, at, .. }) = heard.recv().await else { return Err("no end was told".into()) };
    assert!(ended == run && at >= run.started_at);
    assert!(runtime.lease(&shop.program("dies-at-start")).await.is_err());
    assert!(matches!(heard.recv().await, Some(Event::Started(_))));
    let end = heard.recv().await;
    assert!(matches!(end, Some(Event::Ended { ending: Ending::Exited(_), .. })), "{end:?}");
    until(|| heard.is_empty()).await
}
