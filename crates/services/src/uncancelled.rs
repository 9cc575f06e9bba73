//! Work that goes on when nobody waits for it any more.
//!
//! A client that hangs up cancels the future of its request. A change that was sent to the database then still happens,
//! so what must follow it, above all taking keys out of the cache, must not be cancelled.

use crate::audit::Action;
use crate::{Actor, ServiceError, Services};

/// Does the work on a task of its own, and waits for it.
///
/// # Errors
/// Those of the work; a panic in it.
pub(crate) async fn uncancelled<T: Send + 'static>(
    work: impl Future<Output = Result<T, ServiceError>> + Send + 'static,
) -> Result<T, ServiceError> {
    tokio::spawn(work).await.map_err(ServiceError::internal)?
}

impl Services {
    /// Makes a change and writes down what was done, also for who hangs up before it is answered.
    ///
    /// # Errors
    /// Those of the work.
    pub(crate) async fn done<T: Send + 'static>(
        &self,
        actor: &Actor,
        action: Action,
        what: impl FnOnce(&T) -> String + Send + 'static,
        work: impl Future<Output = Result<T, ServiceError>> + Send + 'static,
    ) -> Result<T, ServiceError> {
        let (services, actor) = (self.clone(), actor.clone());
        uncancelled(async move {
            let done = work.await?;
            services.audit(&actor, action, what(&done)).await;
            Ok(done)
        })
        .await
    }
}
