//! What a program finds when it starts, and what its callers get.

use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;

use runtime::{Ending, Limits, Reason, Runtime, RuntimeConfig, StartError, Status};
use tokio::task::JoinSet;

use crate::workshop::{ITEM, Outcome, Workshop, get};

#[tokio::test]
async fn thirty_two_callers_at_once_start_one_process() -> Outcome {
    let shop = Workshop::open()?;
    let mut callers = JoinSet::new();
    for _ in 0..32 {
        let (runtime, program) = (shop.runtime.clone(), shop.program("well"));
        callers.spawn(async move { get(&runtime.lease(&program).await?, "/pid").await });
    }
    let answers: BTreeSet<String> = callers.join_all().await.into_iter().collect::<Result<_, _>>()?;
    assert_eq!(answers.len(), 1, "{answers:?}");
    assert_eq!(shop.count_in_log("out started").await?, 1);
    assert!(matches!(shop.runtime.status(ITEM), Status::Ready { .. }));
    Ok(())
}

#[tokio::test]
async fn a_program_works_in_a_copy_of_its_files() -> Outcome {
    let shop = Workshop::open()?;
    fs::create_dir(shop.path().join("files/data"))?;
    fs::write(shop.path().join("files/data/x.csv"), "1,2")?;
    let program = shop.program("well");
    assert_eq!(shop.ask(&program, "/read:data/x.csv").await?, "1,2");
    let folder = shop.ask(&program, "/folder").await?;
    assert_eq!(folder, shop.path().join("running/1-1/app").display().to_string());
    shop.runtime.stop(ITEM).await;
    assert!(shop.workspaces()?.is_empty());
    assert!(shop.path().join("files/data/x.csv").is_file());
    Ok(())
}

#[tokio::test]
async fn the_environment_is_the_list_and_nothing_else() -> Outcome {
    let shop = Workshop::open()?;
    let mut program = shop.program("well");
    program.environment.push(("CONNECT_SERVER".to_owned(), "http://localhost".to_owned()));
    let text = shop.ask(&program, "/environment").await?;
    let names: BTreeSet<&str> = text.lines().filter_map(|line| line.split_once('=')).map(|(name, _)| name).collect();
    let passed = ["LC_ALL", "LC_CTYPE", "TZ", "R_LIBS", "R_LIBS_SITE", "R_LIBS_USER"];
    let passed = passed.into_iter().filter(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    let given = ["PATH", "LANG", "HOME", "TMPDIR", "CONNECT_SERVER", "CONNECT_CONTENT_JOB_KEY"];
    let expected = given.into_iter().chain(passed).collect();
    assert_eq!(names, expected);
    let home = format!("HOME={}", shop.path().join("running/1-1/home").display());
    assert!(text.lines().any(|line| line == home), "{text}");
    Ok(())
}

#[tokio::test]
async fn who_opens_no_socket_in_time_is_stopped() -> Outcome {
    let limit = Duration::from_millis(200);
    let shop = Workshop::with(Limits { start_within: limit, ..Limits::default() })?;
    let refused = shop.runtime.lease(&shop.program("opens-no-socket")).await;
    assert!(matches!(refused, Err(StartError::TooSlow)), "{refused:?}");
    let Status::Stopped { last_failure: Some(failure) } = shop.runtime.status(ITEM) else {
        return Err("no failure".into());
    };
    assert_eq!(failure.reason, Reason::NoSocket(limit));
    assert_eq!(failure.to_string(), "The program did not listen within 0.2 seconds.");
    Ok(())
}

#[tokio::test]
async fn who_never_answers_is_stopped() -> Outcome {
    let shop = Workshop::with(Limits { start_within: Duration::from_secs(3), ..Limits::default() })?;
    let refused = shop.runtime.lease(&shop.program("never-answers")).await;
    assert!(matches!(refused, Err(StartError::TooSlow)), "{refused:?}");
    let Status::Stopped { last_failure: Some(failure) } = shop.runtime.status(ITEM) else {
        return Err("no failure".into());
    };
    assert!(matches!(failure.reason, Reason::NoAnswer(_)), "{failure}");
    Ok(())
}

#[tokio::test]
async fn who_answers_garbage_is_stopped() -> Outcome {
    let shop = Workshop::open()?;
    let refused = shop.runtime.lease(&shop.program("answers-garbage")).await;
    assert!(matches!(refused, Err(StartError::Unavailable { .. })), "{refused:?}");
    let Status::Stopped { last_failure: Some(failure) } = shop.runtime.status(ITEM) else {
        return Err("no failure".into());
    };
    assert_eq!(failure.reason, Reason::NotHttp);
    Ok(())
}

#[tokio::test]
async fn a_program_that_is_not_there_is_named_to_its_owner() -> Outcome {
    let shop = Workshop::open()?;
    let refused = shop.runtime.lease(&shop.command(&["/no/such/program"])).await;
    assert!(matches!(refused, Err(StartError::Unavailable { .. })), "{refused:?}");
    let Status::Stopped { last_failure: Some(failure) } = shop.runtime.status(ITEM) else {
        return Err("no failure".into());
    };
    assert_eq!(failure.reason, Reason::Ended(Ending::Exited(1)));
    assert!(failure.last_lines.iter().any(|line| line.contains("No such file")), "{failure:?}");
    Ok(())
}

#[tokio::test]
async fn a_folder_whose_sockets_would_have_too_long_addresses_is_said() -> Outcome {
    let shop = Workshop::open()?;
    let deep = shop.path().join("x".repeat(100));
    fs::create_dir(&deep)?;
    let runtime = Runtime::new(RuntimeConfig { folder: deep, ..Workshop::config(shop.path(), Limits::default()) });
    let refused = runtime.lease(&shop.program("well")).await;
    assert!(matches!(refused, Err(StartError::Io(_))), "{refused:?}");
    let Status::Stopped { last_failure: Some(failure) } = runtime.status(ITEM) else { return Err("no failure".into()) };
    assert!(failure.to_string().contains("name a shorter folder"), "{failure}");
    Ok(())
}

#[tokio::test]
async fn no_more_requests_are_let_in_than_may_be() -> Outcome {
    let shop = Workshop::with(Limits { most_requests: 2, ..Limits::default() })?;
    let program = shop.program("well");
    let (first, _second) = (shop.runtime.lease(&program).await?, shop.runtime.lease(&program).await?);
    assert!(matches!(shop.runtime.lease(&program).await, Err(StartError::Busy)));
    drop(first);
    shop.runtime.lease(&program).await?;
    Ok(())
}
