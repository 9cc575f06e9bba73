//! What programs cannot do to the server and to each other.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::net::UnixListener;
use std::time::Duration;

use domain::ContentId;
use runtime::{Limits, Program, Reason, StartError, Status};
use rustix::process::{getegid, geteuid};

use crate::workshop::{FIRST_UID, ITEM, Outcome, Workshop};

#[tokio::test]
async fn under_root_each_item_has_a_user_of_its_own() -> Outcome {
    let shop = Workshop::open()?;
    let program = shop.program("well");
    let status = shop.ask(&program, "/status").await?;
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        line.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    let root = geteuid().is_root();
    let (uid, gid) = if root { (FIRST_UID + 1, FIRST_UID + 1) } else { (geteuid().as_raw(), getegid().as_raw()) };
    assert_eq!(field("Uid:"), [uid.to_string(), uid.to_string(), uid.to_string(), uid.to_string()]);
    assert_eq!(field("Gid:"), [gid.to_string(), gid.to_string(), gid.to_string(), gid.to_string()]);
    assert!(!root || field("Groups:").is_empty(), "{status}");
    assert_eq!(field("NoNewPrivs:"), ["1"]);
    assert_eq!(field("CapEff:"), ["0000000000000000"]);
    let workspace = fs::metadata(&shop.workspaces()?[0])?;
    assert_eq!((workspace.uid(), workspace.mode() & 0o777), (uid, 0o700));
    Ok(())
}

#[tokio::test]
async fn under_root_no_program_reads_what_is_anothers() -> Outcome {
    let shop = Workshop::open()?;
    fs::write(shop.path().join("files/secret"), "the first one's")?;
    let (one, other) = (shop.program("well"), Program { id: ContentId(2).into(), ..shop.program("well") });
    assert_eq!(shop.ask(&one, "/read:secret").await?, "the first one's");
    let path = shop.path().join("running/1-1/app/secret");
    let read = shop.ask(&other, &format!("/read:{}", path.display())).await?;
    let log = shop.ask(&one, &format!("/read:{}", shop.path().join("logs/1.log").display())).await?;
    if geteuid().is_root() {
        assert_eq!((read.as_str(), log.as_str()), ("permission denied", "permission denied"));
    } else {
        assert_eq!(read, "the first one's", "without root all programs are one user");
    }
    Ok(())
}

#[tokio::test]
async fn under_root_no_program_leads_the_server_to_anothers_socket() -> Outcome {
    let limit = Duration::from_millis(300);
    let shop = Workshop::with(Limits { start_within: limit, ..Limits::default() })?;
    let elsewhere = shop.path().join("elsewhere");
    let listener = UnixListener::bind(&elsewhere)?;
    listener.set_nonblocking(true)?;
    fs::write(shop.path().join("files/elsewhere"), elsewhere.display().to_string())?;
    let refused = shop.runtime.lease(&shop.program("leads-elsewhere")).await;
    let Status::Stopped { last_failure: Some(failure) } = shop.runtime.status(ITEM) else {
        return Err("no failure".into());
    };
    assert!(matches!(refused, Err(StartError::TooSlow)), "{refused:?} {failure:?}");
    if geteuid().is_root() {
        assert_eq!(failure.reason, Reason::NoSocket(limit), "who listens there is not the program");
    }
    Ok(())
}
