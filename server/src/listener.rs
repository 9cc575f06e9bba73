//! The accept loop: HTTP/1.1 with bounded patience, and a stop that lets running requests finish.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_io_timeout::TimeoutStream;

use crate::door;
use crate::state::Server;

/// A client that takes longer to send its headers is not one (slow loris).
const HEADERS_WITHIN: Duration = Duration::from_secs(15);
/// A client that takes none of its answer for this long does not want it.
const TAKES_WITHIN: Duration = Duration::from_secs(30);
/// File descriptors that are kept for the database, files and commands.
const OTHER_FILES: u64 = 256;
/// More connections than this are of no use to a server of this size.
const MOST_CONNECTIONS: u64 = 20_000;
/// How long running requests may go on after the stop.
const STOP_WITHIN: Duration = Duration::from_secs(10);

/// Serves until `stop` is done.
pub(crate) async fn serve(listener: TcpListener, router: Router, server: Server, stop: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(most_connections()));
    tokio::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &room) => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer, place)) => connection(stream, peer, place, router.clone(), server.clone(), &graceful),
            Err(error) => {
                // Out of file descriptors, most likely: the connections at work will give some back.
                tracing::warn!(%error, "A connection could not be accepted.");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(STOP_WITHIN, graceful.shutdown()).await.is_err() {
        tracing::warn!("Some requests were still running at the end and were cut off.");
    }
}

/// The next connection, once there is room for it. Those that wait do so in the system's queue.
async fn accept(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let place = Arc::clone(room).acquire_owned().await.map_err(io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    Ok((stream, peer, place))
}

/// As many connections as the system gives us file descriptors for, those left out that others need.
fn most_connections() -> usize {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    let files = if setrlimit(Resource::Nofile, raised).is_ok() { limit.maximum } else { limit.current };
    let connections = files.unwrap_or(u64::MAX).saturating_sub(OTHER_FILES).clamp(OTHER_FILES, MOST_CONNECTIONS);
    usize::try_from(connections).unwrap_or(usize::MAX)
}

fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    place: OwnedSemaphorePermit,
    router: Router,
    server: Server,
    graceful: &GracefulShutdown,
) {
    // Small answers must not wait for the acknowledgement of the one before.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY could not be set.");
    }
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(TAKES_WITHIN));
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        let (router, server) = (router.clone(), server.clone());
        async move { Ok::<_, Infallible>(door::answer(router, server, request.map(Body::new)).await) }
    });
    let mut builder = auto::Builder::new(TokioExecutor::new()).http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADERS_WITHIN);
    // WebSockets of programs are upgraded connections.
    let connection = builder.serve_connection_with_upgrades(TokioIo::new(Box::pin(stream)), service).into_owned();
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        let _place = place;
        if let Err(error) = connection.await {
            tracing::debug!(%error, "A connection broke off.");
        }
    });
}
