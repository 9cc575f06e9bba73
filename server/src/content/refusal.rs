//! Why content is not answered, and how that looks: a page for people, JSON for programs.

use std::time::Duration;

use axum::response::{IntoResponse, Response};
use http::header::{ALLOW, RETRY_AFTER};
use http::{HeaderValue, StatusCode};
use services::{ServiceError, StartError, ViewRefused};

use super::asker::Asker;
use super::page::Page;
use crate::api::ApiError;
use crate::state::Server;

/// When to try again what is only crowded.
const SOON: Duration = Duration::from_secs(1);
/// When to try again what an administrator has to put right first.
const LATER: Duration = Duration::from_secs(60);

/// Why content is not answered.
pub(super) enum Refusal {
    /// This item does not take the method; what it takes instead.
    Method(&'static str),
    /// The presented key admits nobody.
    WrongKey,
    /// A key is needed, whether the item exists or not.
    KeyNeeded,
    /// A page loads something from the address of programs.
    Subresource,
    /// A page asks for a WebSocket that is not its own.
    ForeignSocket,
    /// A service worker would stand between every item of the origin and its visitors.
    ServiceWorker,
    /// There is no such item or file, or not for this account.
    NotFound,
    /// The browser keeps no cookies here.
    NoCookies,
    /// The ticket was used, or is too old.
    StaleTicket,
    /// The body of the request broke off, or is none.
    BrokenRequest,
    /// The item is locked; what its owner says about that.
    Locked(String),
    /// The program does not run.
    Program(StartError),
    /// What the program needs is not there; why is for the log.
    Unprepared,
    /// The program broke off, or answered with something that is no answer.
    BadAnswer,
    /// The program did not answer in time.
    NoAnswer,
    /// A fault.
    Failed(ServiceError),
}

impl From<ViewRefused> for Refusal {
    fn from(refused: ViewRefused) -> Self {
        match refused {
            ViewRefused::KeyNeeded => Self::KeyNeeded,
            ViewRefused::NotFound => Self::NotFound,
            ViewRefused::Failed(error) => Self::Failed(error),
        }
    }
}

/// A refusal in words.
struct Said {
    status: StatusCode,
    /// The error code of the Connect API.
    code: u16,
    title: &'static str,
    words: String,
}

impl Refusal {
    /// The refusal as an answer.
    pub(super) fn answer(self, server: &Server, asker: Asker) -> Response {
        let retry_after = self.retry_after();
        let allow = if let Self::Method(allow) = self { Some(allow) } else { None };
        let mut response = match (asker, self) {
            (Asker::Navigation, refusal) => page(server, &refusal.said()),
            (_, Self::WrongKey) => ApiError::wrong_key().into_response(),
            (_, Self::KeyNeeded) => ApiError::key_needed().into_response(),
            (_, refusal) => {
                let Said { status, code, words, .. } = refusal.said();
                ApiError::new(status, code, words).into_response()
            }
        };
        if let Some(allow) = allow {
            response.headers_mut().insert(ALLOW, HeaderValue::from_static(allow));
        }
        if let Some(wait) = retry_after {
            // Whole seconds, never too early.
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait.as_secs_f64().ceil().max(1.0) as u64));
        }
        response
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Program(StartError::Unavailable { retry_after }) => Some(*retry_after),
            Self::Program(StartError::Busy | StartError::Stopping) => Some(SOON),
            Self::Program(StartError::InterpreterMissing(_) | StartError::Io(_)) | Self::Unprepared => Some(LATER),
            Self::Program(StartError::TooSlow)
            | Self::Method(_)
            | Self::WrongKey
            | Self::KeyNeeded
            | Self::Subresource
            | Self::ForeignSocket
            | Self::ServiceWorker
            | Self::NotFound
            | Self::NoCookies
            | Self::StaleTicket
            | Self::BrokenRequest
            | Self::Locked(_)
            | Self::BadAnswer
            | Self::NoAnswer
            | Self::Failed(_) => None,
        }
    }

    fn said(self) -> Said {
        use StatusCode as S;
        let said = |status, code, title, words: &str| Said { status, code, title, words: words.to_owned() };
        match self {
            Self::Method(_) => {
                said(S::METHOD_NOT_ALLOWED, 2, "Not possible here", "This address does not take that kind of request.")
            }
            Self::WrongKey => said(
                S::UNAUTHORIZED,
                30,
                "Wrong API key",
                "This API key is not valid. It may be mistyped, deleted or expired.",
            ),
            Self::KeyNeeded => said(
                S::UNAUTHORIZED,
                24,
                "You are not signed in here",
                "This is not for everybody, or your session has ended. Open it again from the dashboard.",
            ),
            Self::Subresource => said(
                S::FORBIDDEN,
                22,
                "Not allowed",
                "Pages cannot load content from this address. Programs send an API key.",
            ),
            Self::ForeignSocket => {
                said(S::FORBIDDEN, 22, "Not allowed", "A WebSocket needs the content's own page, or an API key.")
            }
            Self::ServiceWorker => said(
                S::FORBIDDEN,
                22,
                "Not allowed",
                "Service workers are refused where items share an origin. An administrator can give each its own: a wildcard as content.url.",
            ),
            Self::NotFound => {
                said(S::NOT_FOUND, 4, "Not found", "There is nothing at this address, or it is not for your account.")
            }
            Self::NoCookies => said(
                S::FORBIDDEN,
                24,
                "Your browser keeps no cookies here",
                "Private content needs one. Open it in a tab of its own, or let this address keep cookies.",
            ),
            Self::StaleTicket => said(
                S::FORBIDDEN,
                24,
                "This link has been used",
                "It opens content once, and only in the browser that asked for it. Open the content again from the dashboard.",
            ),
            Self::BrokenRequest => {
                said(S::BAD_REQUEST, 87, "Not understood", "The body of the request broke off, or is not HTTP.")
            }
            Self::Locked(message) if message.is_empty() => {
                said(S::FORBIDDEN, 223, "Locked", "This content is locked. Its owner can unlock it.")
            }
            Self::Locked(message) => said(S::FORBIDDEN, 223, "Locked", &message),
            Self::Program(fault) => {
                let status = match fault {
                    StartError::TooSlow => S::GATEWAY_TIMEOUT,
                    _ => S::SERVICE_UNAVAILABLE,
                };
                said(status, 1, "Not possible at the moment", &fault.to_string())
            }
            Self::Unprepared => said(
                S::SERVICE_UNAVAILABLE,
                1,
                "Not possible at the moment",
                "What this program needs is missing. An administrator finds the reason in the server's log.",
            ),
            Self::BadAnswer => said(
                S::BAD_GATEWAY,
                1,
                "No answer",
                "The program broke off before it had answered. Try again; if it goes on, tell the owner of this content.",
            ),
            Self::NoAnswer => said(
                S::GATEWAY_TIMEOUT,
                1,
                "No answer in time",
                "The program did not answer in time. Try again; if it goes on, tell the owner of this content.",
            ),
            Self::Failed(error @ ServiceError::Unavailable(_)) => {
                said(S::SERVICE_UNAVAILABLE, 1, "Not possible at the moment", &error.to_string())
            }
            Self::Failed(error) => {
                if let ServiceError::Internal(fault) = &error {
                    tracing::error!(fault = %crate::fault::chain(fault.as_ref()), "Content could not be answered.");
                }
                said(S::INTERNAL_SERVER_ERROR, 1, "Something went wrong", &error.to_string())
            }
        }
    }
}

fn page(server: &Server, said: &Said) -> Response {
    let dashboard = format!("{}/connect/", server.url());
    let link = Some((dashboard.as_str(), "Go to the dashboard"));
    let mut response = Page { title: said.title, words: &said.words, link }.answer(said.status);
    if said.status == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(http::header::WWW_AUTHENTICATE, HeaderValue::from_static("Key"));
    }
    response
}
