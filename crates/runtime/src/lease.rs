//! The right to use a running program.

use std::io;

use tokio::net::UnixStream;

/// A running program that goes on running while this lives. Its idle time begins when the last lease is dropped.
#[derive(Debug)]
pub struct Lease(());

impl Lease {
    /// A fresh connection to the program.
    ///
    /// # Errors
    /// When it has crashed meanwhile; the next lease starts it anew.
    #[expect(clippy::unused_async, reason = "a skeleton")]
    pub async fn connect(&self) -> io::Result<UnixStream> {
        Err(io::ErrorKind::Unsupported.into())
    }
}
