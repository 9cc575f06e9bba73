//! A server with one program, to be killed.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::Path;

use domain::{BundleId, ContentId, JobTag};
use runtime::{Limits, Program, Runtime, RuntimeConfig};

/// Runs a program with offspring, prints `ready`, and stays. The folder has `running`, `logs` and `files`.
pub(crate) fn run(folder: &Path) -> io::Result<()> {
    let kit = std::env::current_exe()?.into_os_string();
    let reactor = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    reactor.block_on(async {
        let runtime = Runtime::new(RuntimeConfig {
            warden: vec!["/proc/self/exe".into(), "__warden".into()],
            folder: folder.join("running"),
            logs: folder.join("logs"),
            first_uid: None,
            limits: Limits::default(),
            events: None,
        });
        let _lease = runtime.lease(&program(folder, kit)).await.map_err(io::Error::other)?;
        writeln!(io::stdout(), "ready")?;
        std::future::pending().await
    })
}

fn program(folder: &Path, kit: OsString) -> Program {
    Program {
        id: ContentId(1).into(),
        version: BundleId(1),
        tag: JobTag::RunApi,
        settings: 0,
        files: folder.join("files"),
        argv: vec![kit, "has-offspring".into()],
        ours: Vec::new(),
        start_within: None,
        idle: None,
        environment: Vec::new(),
    }
}
