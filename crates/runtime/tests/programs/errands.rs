//! Commands that are run once.

use std::fs;
use std::io;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::ContentId;
use runtime::{Ending, Errand};

use crate::workshop::{Fault, Outcome, Workshop, lives, until};

/// A command of the shell, in a folder of its own.
fn errand(shop: &Workshop, script: &str) -> Result<Errand, Fault> {
    let folder: PathBuf = shop.path().join("errand");
    fs::create_dir(&folder)?;
    let uid = shop.runtime.uid_of(ContentId(0))?;
    if let Some(uid) = uid {
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
        chown(&folder, Some(uid), Some(uid))?;
    }
    Ok(Errand {
        argv: ["/bin/sh", "-c", script].map(Into::into).to_vec(),
        home: folder.join("home"),
        folder,
        environment: shop.runtime.environment(),
        uid,
        within: Duration::from_secs(60),
    })
}

async fn run(shop: &Workshop, errand: Errand) -> (io::Result<Ending>, Vec<String>) {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let said = Arc::clone(&lines);
    let ended = shop
        .runtime
        .run(errand, move |line| said.lock().unwrap_or_else(PoisonError::into_inner).push(line.to_owned()))
        .await;
    let lines = lines.lock().unwrap_or_else(PoisonError::into_inner).clone();
    (ended, lines)
}

#[tokio::test]
async fn both_streams_are_heard_line_by_line_and_the_end_is_told() -> Outcome {
    let shop = Workshop::open()?;
    let (ended, mut lines) = run(&shop, errand(&shop, "echo one; echo two >&2; printf three; exit 3")?).await;
    assert_eq!(ended?, Ending::Exited(3));
    lines.sort();
    assert_eq!(lines, ["one", "three", "two"]);
    Ok(())
}

#[tokio::test]
async fn under_root_it_is_done_by_a_user_who_is_no_items() -> Outcome {
    let shop = Workshop::open()?;
    let (ended, lines) = run(&shop, errand(&shop, "id -u; pwd; echo $HOME")?).await;
    assert_eq!(ended?, Ending::Exited(0));
    let uid = shop.runtime.uid_of(ContentId(0))?.unwrap_or_else(|| rustix::process::geteuid().as_raw());
    let folder = shop.path().join("errand").display().to_string();
    assert_eq!(lines, [uid.to_string(), folder.clone(), format!("{folder}/home")]);
    Ok(())
}

#[tokio::test]
async fn what_it_leaves_behind_is_gone_when_it_has_ended() -> Outcome {
    let shop = Workshop::open()?;
    let (ended, lines) = run(&shop, errand(&shop, "setsid sleep 600 >/dev/null 2>&1 & echo $!")?).await;
    assert_eq!(ended?, Ending::Exited(0));
    assert!(!lives(lines.first().ok_or("no number")?.parse()?));
    Ok(())
}

#[tokio::test]
async fn who_takes_too_long_is_killed() -> Outcome {
    let shop = Workshop::open()?;
    let errand = Errand { within: Duration::from_millis(500), ..errand(&shop, "echo $$; sleep 600")? };
    let (ended, lines) = run(&shop, errand).await;
    assert_eq!(ended.map_err(|error| error.kind()), Err(io::ErrorKind::TimedOut));
    assert!(!lives(lines.first().ok_or("no number")?.parse()?));
    Ok(())
}

#[tokio::test]
async fn who_is_not_waited_for_any_more_is_killed() -> Outcome {
    let shop = Workshop::open()?;
    let errand = errand(&shop, "echo $$ > number; sleep 600")?;
    let number = errand.folder.join("number");
    let runtime = shop.runtime.clone();
    let running = tokio::spawn(async move { runtime.run(errand, |_| {}).await });
    until(|| fs::read_to_string(&number).is_ok_and(|number| number.ends_with('\n'))).await?;
    let pid = fs::read_to_string(&number)?.trim().parse()?;
    running.abort();
    until(|| !lives(pid)).await
}

#[tokio::test]
async fn who_is_unwanted_is_gone_when_that_is_said() -> Outcome {
    let shop = Workshop::open()?;
    let errand = errand(&shop, "echo $$ > number; sleep 600")?;
    let number = errand.folder.join("number");
    let begun = until(|| fs::read_to_string(&number).is_ok_and(|number| number.ends_with('\n')));
    let ended = shop.runtime.run_unless(async { drop(begun.await) }, errand, |_| {}).await;
    assert_eq!(ended.map_err(|error| error.kind()), Err(io::ErrorKind::Interrupted));
    assert!(!lives(fs::read_to_string(&number)?.trim().parse()?));
    Ok(())
}

#[tokio::test]
async fn who_writes_without_end_is_heard_for_a_while() -> Outcome {
    let shop = Workshop::open()?;
    let (ended, lines) = run(&shop, errand(&shop, "exec yes 0123456789abcde")?).await;
    // As the system ends who writes where nobody reads.
    assert_eq!(ended?, Ending::Signalled(13));
    let bytes: usize = lines.iter().map(|line| line.len() + 1).sum();
    assert!((16 << 20..17 << 20).contains(&bytes), "{bytes}");
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_started_is_said() -> Outcome {
    let shop = Workshop::open()?;
    let errand = Errand { argv: vec!["/no/such/program".into()], ..errand(&shop, "")? };
    let (ended, lines) = run(&shop, errand).await;
    assert_eq!(ended?, Ending::Exited(1));
    assert!(lines.concat().contains("No such file"), "{lines:?}");
    Ok(())
}
