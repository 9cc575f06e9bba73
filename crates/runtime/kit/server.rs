//! A server with one program, to be killed.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::Path;

use domain::{BundleId, ContentId};
use runtime::{Limits, Program, ProgramKind, Runtime, RuntimeConfig};

/// Runs a program with offspring, prints `ready`, and stays. The folder has `running`, `logs` and `files`.
pub(crate) fn run(folder: &Path) -> io::Result<()> {
    let kit = std::env::current_exe()?.into_os_string();
    let reactor = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    reactor.block_on(async {
        let runtime = Runtime::new(RuntimeConfig {
            warden: vec!["/proc/self/exe".into(), "__warden".into()],
            folder: folder.join("running"),
            logs: folder.join("logs"),
            rscript: "Rscript".into(),
            first_uid: None,
            limits: Limits::default(),
        });
        let _lease = runtime.lease(&program(folder, kit)).await.map_err(io::Error::other)?;
        writeln!(io::stdout(), "ready")?;
        std::future::pending().await
    })
}

fn program(folder: &Path, kit: OsString) -> Program {
    Program {
        item: ContentId(1),
        version: BundleId(1),
        settings: 0,
        files: folder.join("files"),
        kind: ProgramKind::Command(vec![kit, "has-offspring".into()]),
        environment: Vec::new(),
    }
}
