//! Whoever is killed, nothing of a program stays.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use runtime::{Ending, Limits, Reason, Runtime, Status};

use crate::workshop::{Fault, ITEM, Outcome, Workshop, kill, lives, parent, until};

#[tokio::test]
async fn a_killed_server_leaves_no_process() -> Outcome {
    let shop = Workshop::open()?;
    let mut server = Server::start(&shop)?;
    let offspring = fs::read_to_string(shop.path().join("running/1-1/home/offspring"))?;
    let mut family: Vec<i32> = offspring.lines().map(str::parse).collect::<Result<_, _>>()?;
    let warden = only_child(server.0.id())?;
    family.extend([only_child_but(warden, &family)?, warden]);
    assert!(family.len() == 5 && family.iter().all(|pid| lives(*pid)), "{family:?}");

    server.kill()?;
    until(|| !family.iter().any(|pid| lives(*pid))).await?;

    assert_eq!(shop.workspaces()?.len(), 1, "nobody was there to remove it");
    Runtime::new(Workshop::config(shop.path(), Limits::default()));
    assert!(shop.workspaces()?.is_empty(), "the next server does");
    Ok(())
}

#[tokio::test]
async fn a_killed_warden_leaves_no_process() -> Outcome {
    let shop = Workshop::open()?;
    let program = shop.program("has-offspring");
    let family = shop.family(&program).await?;
    kill(parent(shop.ask(&program, "/pid").await?.parse()?)?)?;
    until(|| !matches!(shop.runtime.status(ITEM), Status::Ready { .. })).await?;
    assert!(!family.iter().any(|pid| lives(*pid)));
    let Status::Stopped { last_failure: Some(failure) } = shop.runtime.status(ITEM) else {
        return Err("no failure".into());
    };
    assert_eq!(failure.reason, Reason::Ended(Ending::Lost));
    assert_eq!(shop.family(&program).await?.len(), 4, "the next caller starts it anew");
    Ok(())
}

#[tokio::test]
async fn a_server_and_a_warden_killed_at_once_leave_no_program() -> Outcome {
    let shop = Workshop::open()?;
    let mut server = Server::start(&shop)?;
    let warden = only_child(server.0.id())?;
    let offspring = fs::read_to_string(shop.path().join("running/1-1/home/offspring"))?;
    let offspring: Vec<i32> = offspring.lines().map(str::parse).collect::<Result<_, _>>()?;
    // What made the offspring may take a moment to end.
    until(|| only_child_but(warden, &offspring).is_ok()).await?;
    let program = only_child_but(warden, &offspring)?;
    kill(warden)?;
    server.kill()?;
    until(|| !lives(program)).await?;
    // Its offspring, which nobody is left to know of, ends with the next start of a server.
    Runtime::new(Workshop::config(shop.path(), Limits::default()));
    until(|| !offspring.iter().any(|pid| lives(*pid))).await
}

#[tokio::test]
async fn a_runtime_that_is_dropped_leaves_no_process() -> Outcome {
    let shop = Workshop::open()?;
    let family = shop.family(&shop.program("has-offspring")).await?;
    drop(shop);
    until(|| !family.iter().any(|pid| lives(*pid))).await
}

/// A server in a process of its own, which a test kills, or else its end.
struct Server(Child);

impl Server {
    /// Comes back when its program is ready.
    #[expect(clippy::disallowed_methods, reason = "a test that kills the server has to start it")]
    fn start(shop: &Workshop) -> Result<Self, Fault> {
        let mut command = Command::new(shop.kit());
        let mut server = Self(command.arg("server").arg(shop.path()).stdout(Stdio::piped()).spawn()?);
        let mut line = String::new();
        BufReader::new(server.0.stdout.take().ok_or("no output")?).read_line(&mut line)?;
        if line == "ready\n" { Ok(server) } else { Err(line.into()) }
    }

    fn kill(&mut self) -> Outcome {
        self.0.kill()?;
        self.0.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.kill());
    }
}

fn only_child(of: u32) -> Result<i32, Fault> {
    only_child_but(of.try_into()?, &[])
}

/// The child of a process that lives and is not among these.
fn only_child_but(of: i32, known: &[i32]) -> Result<i32, Fault> {
    let mut children = fs::read_dir("/proc")?
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<i32>().ok())
        .filter(|pid| lives(*pid) && parent(*pid).is_ok_and(|parent| parent == of) && !known.contains(pid));
    match (children.next(), children.next()) {
        (Some(child), None) => Ok(child),
        found => Err(format!("not one child: {found:?}").into()),
    }
}
