//! Requests for programs: passed on over a fresh connection each, streamed both ways, upgraded where both sides agree.
//!
//! # Security
//! The request is written anew from what hyper understood of it, never copied byte by byte: nothing that two parsers
//! could read differently reaches the program (ASVS 5.0 4.2.1). The program is reached by its own socket alone.

use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::response::Response;
use http::header::TRANSFER_ENCODING;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, Version};
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};
use hyper::client::conn::http1;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use services::{Lease, ProgramFault, Served};
use tokio::net::UnixStream;
use tokio::time::{sleep, timeout};

use super::asker::is_web_socket;
use super::boundary::{Told, inward, outward};
use super::refusal::Refusal;
use crate::state::Server;

/// How often a program is tried to be reached again that has crashed and is not known to have: its last words are waited
/// for, which takes a second at most.
const TRIES: (usize, Duration) = (100, Duration::from_millis(20));

/// Passes a request on to the item's program; `inside` is its path with the slash that it begins with.
///
/// # Errors
/// When the program does not run, or does not answer well.
pub(super) async fn answer(
    server: &Server,
    served: &Served,
    told: &Told,
    inside: &str,
    parts: &mut Parts,
    body: Body,
) -> Result<Response, Refusal> {
    if matches!(parts.method, Method::TRACE | Method::CONNECT) {
        return Err(Refusal::Method("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));
    }
    let visitor = parts.extensions.remove::<OnUpgrade>().filter(|_| is_web_socket(&parts.headers));
    let request = onward(told, inside, parts, body, visitor.is_some()).ok_or(Refusal::NotFound)?;
    let (lease, stream) = connect(server, served).await?;
    let sent = timeout(server.answer_within(), send(stream, request));
    let (response, talk) = sent.await.map_err(|_| Refusal::NoAnswer)?.map_err(|fault| unanswered(served, &fault))?;
    match (response.status(), visitor) {
        (StatusCode::SWITCHING_PROTOCOLS, Some(visitor)) => Ok(switched(response, talk, visitor, lease)),
        (StatusCode::SWITCHING_PROTOCOLS, None) => Err(Refusal::BadAnswer),
        _ => Ok(back(response, talk, lease)),
    }
}

/// The request as the program gets it.
fn onward(told: &Told, inside: &str, parts: &mut Parts, body: Body, socket: bool) -> Option<Request<Body>> {
    let query = parts.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let unknown_length = body.size_hint().exact().is_none();
    let mut request = Request::new(body);
    *request.method_mut() = parts.method.clone();
    *request.uri_mut() = format!("{inside}{query}").parse().ok()?;
    *request.headers_mut() = inward(std::mem::take(&mut parts.headers), told, socket);
    if unknown_length {
        // Else hyper leaves such a body out of a GET.
        request.headers_mut().insert(TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
    }
    Some(request)
}

/// A connection to the program, which goes on running while the lease lives. Nothing was sent yet, so that another try
/// does no harm when the program has just crashed.
async fn connect(server: &Server, served: &Served) -> Result<(Lease, UnixStream), Refusal> {
    let (mut tries, pause) = TRIES;
    loop {
        let lease = server.services().lease(served, server.url()).await.map_err(|fault| not_leased(served, fault))?;
        match lease.connect().await {
            Ok(stream) => return Ok((lease, stream)),
            Err(fault) if tries == 0 => return Err(bad_answer(served, &fault)),
            Err(_) => tries -= 1,
        }
        drop(lease);
        sleep(pause).await;
    }
}

/// Why there is no program. What it was to be given may say more than visitors may know.
fn not_leased(served: &Served, fault: ProgramFault) -> Refusal {
    match fault {
        ProgramFault::NotRunning(error) => Refusal::Program(error),
        ProgramFault::NotAProgram => Refusal::NotFound,
        ProgramFault::Unprepared(error) => {
            let fault = crate::fault::chain(&error);
            tracing::error!(content.id = served.content().id.0, %fault, "A program could not be prepared.");
            Refusal::Unprepared
        }
    }
}

/// The talk with a program on one connection, which somebody has to drive; nothing when it has ended.
type Talk = Option<Pin<Box<dyn Future<Output = hyper::Result<()>> + Send>>>;

/// Sends the request. The talk is driven by whoever waits for the answer: a task of its own would cost more time than
/// the rest of this.
async fn send(stream: UnixStream, request: Request<Body>) -> hyper::Result<(Response<Incoming>, Talk)> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let mut talk: Pin<Box<dyn Future<Output = _> + Send>> = Box::pin(connection.with_upgrades());
    let mut answer = pin!(sender.send_request(request));
    tokio::select! {
        biased;
        response = &mut answer => Ok((response?, Some(talk))),
        // Why it has ended, the answer says too.
        _ = &mut talk => Ok((answer.await?, None)),
    }
}

/// Who is to blame that there is no answer.
fn unanswered(served: &Served, fault: &hyper::Error) -> Refusal {
    // What the visitor sends is, to hyper, what its user gives it.
    if fault.is_user() { Refusal::BrokenRequest } else { bad_answer(served, fault) }
}

fn bad_answer(served: &Served, fault: &(dyn std::error::Error + 'static)) -> Refusal {
    let fault = crate::fault::chain(fault);
    tracing::warn!(content.id = served.content().id.0, %fault, "A program gave no answer.");
    Refusal::BadAnswer
}

/// The answer as the visitor gets it; the program goes on running until its body has ended.
fn back(response: Response<Incoming>, talk: Talk, lease: Lease) -> Response {
    let (mut head, body) = response.into_parts();
    head.headers = outward(head.headers, false);
    head.version = Version::HTTP_11;
    head.extensions.clear();
    Response::from_parts(head, Body::new(Leased { body, talk, _lease: lease }))
}

/// Joins both ends of an upgraded connection for as long as they talk.
fn switched(mut response: Response<Incoming>, talk: Talk, visitor: OnUpgrade, lease: Lease) -> Response {
    let program = hyper::upgrade::on(&mut response);
    tokio::spawn(async move {
        let _lease = lease;
        if let Some(talk) = talk {
            // Ends by handing the connection over; a fault shows there.
            drop(talk.await);
        }
        if let Err(error) = join(visitor, program).await {
            tracing::debug!(%error, "An upgraded connection broke off.");
        }
    });
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    *answer.headers_mut() = outward(std::mem::replace(response.headers_mut(), HeaderMap::new()), true);
    answer
}

async fn join(visitor: OnUpgrade, program: OnUpgrade) -> io::Result<()> {
    let (visitor, program) = tokio::try_join!(visitor, program).map_err(io::Error::other)?;
    tokio::io::copy_bidirectional(&mut TokioIo::new(visitor), &mut TokioIo::new(program)).await?;
    Ok(())
}

/// The body of a program's answer.
struct Leased {
    body: Incoming,
    talk: Talk,
    _lease: Lease,
}

impl HttpBody for Leased {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        if let Some(talk) = &mut self.talk
            && talk.as_mut().poll(context).is_ready()
        {
            self.talk = None;
        }
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
