//! The socket on which a program listens.

use std::io;
use std::path::PathBuf;

use tokio::net::UnixStream;

/// Where a program listens, and who it must be.
#[derive(Clone, Debug)]
pub(crate) struct Socket {
    /// Its address.
    pub(crate) path: PathBuf,
    /// The user that the program runs as.
    pub(crate) owner: u32,
}

impl Socket {
    /// A fresh connection.
    ///
    /// # Security
    /// The folder of the socket is the program's, which could put a link to another socket there: one that trusts the
    /// server. So whoever listens has to be the program's user.
    pub(crate) async fn connect(&self) -> io::Result<UnixStream> {
        let stream = UnixStream::connect(&self.path).await?;
        if stream.peer_cred()?.uid() != self.owner {
            return Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                "somebody else listens on the program's socket",
            ));
        }
        Ok(stream)
    }
}
