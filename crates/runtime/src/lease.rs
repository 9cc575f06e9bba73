//! The right to use a running program.

use std::io;

use tokio::net::UnixStream;

use crate::socket::Socket;
use crate::tally::Token;

/// A running program that goes on running while this lives. Its idle time begins when the last lease is dropped.
#[derive(Debug)]
pub struct Lease {
    socket: Socket,
    _token: Token,
}

impl Lease {
    /// The use of what listens there, counted by the token.
    pub(crate) fn new(socket: Socket, token: Token) -> Self {
        Self { socket, _token: token }
    }

    /// A fresh connection to the program. One request each, so that nothing of one can run into the next.
    ///
    /// # Errors
    /// When it has crashed meanwhile; the next lease starts it anew.
    pub async fn connect(&self) -> io::Result<UnixStream> {
        self.socket.connect().await
    }
}
