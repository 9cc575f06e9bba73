//! Work that goes on when nobody waits for it any more.
//!
//! A client that hangs up cancels the future of its request. A change that was sent to the database then still happens,
//! so what must follow it, above all taking keys out of the cache, must not be cancelled.

use crate::ServiceError;

/// Does the work on a task of its own, and waits for it.
///
/// # Errors
/// Those of the work; a panic in it.
pub(crate) async fn uncancelled<T: Send + 'static>(
    work: impl Future<Output = Result<T, ServiceError>> + Send + 'static,
) -> Result<T, ServiceError> {
    tokio::spawn(work).await.map_err(ServiceError::internal)?
}
