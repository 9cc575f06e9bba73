//! Trying: a version is started aside, and has to answer before anybody is served by it.

use std::path::Path;

use domain::{BundleId, Content};
use runtime::{ProgramId, StartError, Status};

use super::{Built, Recognised};
use crate::programs::Version;
use crate::tasks::Progress;
use crate::{Mistake, ProgramFault, ServiceError, Services};

impl Services {
    /// Starts a version aside, waits for its first answer, and stops it.
    ///
    /// # Errors
    /// [`Mistake::Bundle`] with the reason when it does not answer; its last lines are in the task.
    pub(crate) async fn probe(
        &self,
        item: &Content,
        bundle: BundleId,
        recognised: &Recognised,
        folder: &Path,
        built: &Built,
        progress: &Progress,
    ) -> Result<(), ServiceError> {
        if !recognised.kind.is_program() {
            return Ok(());
        }
        progress.say("Starting it, to see whether it answers.");
        let tried = Content {
            kind: Some(recognised.kind),
            entry: recognised.entry.clone(),
            environment: built.environment.clone(),
            ..item.clone()
        };
        let variables = self.sealed_variables(item.id).await?;
        let version = Version { bundle, folder, draft: true, variables: &variables };
        let program = self.program(&tried, &version, self.address()).await.map_err(fault)?;
        let id = ProgramId::draft(item.id, bundle);
        // Whatever it did before, it is tried now.
        self.0.runtime.stop(id).await;
        let answered = self.0.runtime.lease(&program).await;
        let status = self.0.runtime.status(id);
        match answered {
            Ok(lease) => {
                drop(lease);
                self.0.runtime.discard(id).await;
                progress.say("It answers.");
                Ok(())
            }
            Err(error) => {
                self.0.runtime.stop(id).await;
                Err(failure(&status, &error, progress))
            }
        }
    }
}

/// Why a version does not start; its last lines go into the task.
fn failure(status: &Status, error: &StartError, progress: &Progress) -> ServiceError {
    let (Status::Stopped { last_failure: Some(failure) } | Status::GivenUp { failure }) = status else {
        return ServiceError::from(Mistake::Bundle(error.to_string()));
    };
    for line in &failure.last_lines {
        progress.say(line);
    }
    let last = failure.last_lines.iter().rev().find(|line| !line.trim().is_empty());
    let last = last.map(|line| format!(" Its last words: {}", line.trim())).unwrap_or_default();
    Mistake::Bundle(format!("This version does not start, so what was served before is served still. {failure}{last}"))
        .into()
}

fn fault(fault: ProgramFault) -> ServiceError {
    match fault {
        ProgramFault::NotAProgram => Mistake::NotAProgram.into(),
        ProgramFault::NotRunning(error) => Mistake::Bundle(error.to_string()).into(),
        ProgramFault::Unprepared(error) => error,
    }
}
