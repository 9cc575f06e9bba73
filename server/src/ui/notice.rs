//! Pages that say what went wrong, and what to do.

use app::Page;
use app::model::Notice;
use axum::extract::{FromRequestParts as _, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use services::ServiceError;

use super::{Framer, SignedInPage};
use crate::fault::chain;
use crate::state::Server;

/// A notice to whoever the framer is for.
pub(crate) fn show<'a>(to: impl Into<Framer<'a>>, status: StatusCode, notice: Notice) -> Response {
    to.into().page(status, None, Page::Notice(notice)).unwrap_or_else(|_| status.into_response())
}

fn simple<'a>(to: impl Into<Framer<'a>>, status: StatusCode, title: &str, paragraphs: &[&str]) -> Response {
    let notice = Notice {
        title: title.to_owned(),
        paragraphs: paragraphs.iter().map(|text| (*text).to_owned()).collect(),
        command: None,
        link: Some(("/connect/".to_owned(), "Go to the dashboard".to_owned())),
    };
    show(to, status, notice)
}

/// The router's answer to a path that is no page.
pub(crate) async fn no_such_page(page: Result<SignedInPage, Response>, State(server): State<Server>) -> Response {
    let paragraphs = ["There is no page at this address. Check it for typing errors."];
    simple(whoever(&page, &server), StatusCode::NOT_FOUND, "Page not found", &paragraphs)
}

/// The router's answer to a method that a page does not have.
pub(crate) async fn wrong_method(page: Result<SignedInPage, Response>, State(server): State<Server>) -> Response {
    let paragraphs = ["This address does not take that kind of request."];
    simple(whoever(&page, &server), StatusCode::METHOD_NOT_ALLOWED, "This does not work here", &paragraphs)
}

/// The answer to an address whose last part can name nothing.
pub(super) async fn not_found(parts: &mut Parts, server: &Server) -> Response {
    let page = SignedInPage::from_request_parts(parts, server).await;
    failed(whoever(&page, server), ServiceError::NotFound)
}

fn whoever<'a>(page: &'a Result<SignedInPage, Response>, server: &'a Server) -> Framer<'a> {
    page.as_ref().map_or_else(|_| Framer::from(server), Framer::from)
}

/// A program that was let in already, or has waited too long.
pub(super) fn nothing_to_let_in<'a>(to: impl Into<Framer<'a>>, why: &str) -> Response {
    simple(to, StatusCode::GONE, "There is nothing to let in", &[why])
}

/// A key was sent with a request for a page.
pub(crate) fn pages_are_for_people(server: &Server) -> Response {
    simple(
        server,
        StatusCode::FORBIDDEN,
        "Pages are for people",
        &["An API key opens published content and the API. To see this page, sign in with your password."],
    )
}

/// A form that did not come from our own pages.
pub(crate) fn forged(server: &Server) -> Response {
    simple(
        server,
        StatusCode::FORBIDDEN,
        "This form came from another place",
        &["For your safety nothing was changed. Open the page on this server and send its own form."],
    )
}

/// The address of a page was loaded as a part of another one.
pub(crate) fn only_for_browsers(server: &Server) -> Response {
    simple(
        server,
        StatusCode::FORBIDDEN,
        "Open this in a tab",
        &["This address leads a browser to content. It cannot be loaded as a part of another page."],
    )
}

/// A form whose token does not belong to this session.
pub(crate) fn stale(server: &Server, typed: &[(String, String)]) -> Response {
    let why = "Nothing was changed. You may have signed in or out since the page was opened.";
    let what = "Go back, reload the page and send the form again.";
    unsent(server, StatusCode::FORBIDDEN, "This form is too old", &[why, what], typed)
}

/// A form that was sent after the session had ended.
pub(crate) fn signed_out(server: &Server, typed: &[(String, String)]) -> Response {
    let why = "Nothing was changed. Sign in and send the form again.";
    unsent(server, StatusCode::UNAUTHORIZED, "Your session has ended", &[why], typed)
}

/// A form that was not taken, with what was typed into it.
fn unsent(
    server: &Server,
    status: StatusCode,
    title: &str,
    paragraphs: &[&str],
    typed: &[(String, String)],
) -> Response {
    let typed: Vec<String> = typed.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let heading = (!typed.is_empty()).then(|| "What you typed:".to_owned());
    let notice = Notice {
        title: title.to_owned(),
        paragraphs: paragraphs.iter().map(|text| (*text).to_owned()).chain(heading).chain(typed).collect(),
        command: None,
        link: Some(("/connect/".to_owned(), "Go to the dashboard".to_owned())),
    };
    show(server, status, notice)
}

/// A form with more than any of ours can hold.
pub(crate) fn too_large(server: &Server) -> Response {
    simple(
        server,
        StatusCode::PAYLOAD_TOO_LARGE,
        "This form is too large",
        &["Nothing was changed. Go back and shorten what you typed."],
    )
}

/// The page for an outcome that no form shows beside its fields.
pub(crate) fn failed<'a>(to: impl Into<Framer<'a>>, error: ServiceError) -> Response {
    let text = error.to_string();
    match error {
        ServiceError::SignedOut => super::see_other("/__login__"),
        ServiceError::Forbidden => simple(to, StatusCode::FORBIDDEN, "Not allowed", &[&text]),
        ServiceError::NotFound => simple(
            to,
            StatusCode::NOT_FOUND,
            "Not found",
            &["What you asked for does not exist, or not any more. It may have been deleted meanwhile."],
        ),
        ServiceError::ProofNeeded => simple(to, StatusCode::FORBIDDEN, "Confirm that it is you", &[&text]),
        ServiceError::Invalid(_) => simple(to, StatusCode::BAD_REQUEST, "That cannot be done", &[&text]),
        ServiceError::TryLater(_) => simple(to, StatusCode::TOO_MANY_REQUESTS, "Too many attempts", &[&text]),
        ServiceError::Unavailable(_) => {
            simple(to, StatusCode::SERVICE_UNAVAILABLE, "Not possible at the moment", &[&text])
        }
        ServiceError::Internal(fault) => {
            tracing::error!(fault = %chain(fault.as_ref()), "A page failed.");
            simple(
                to,
                StatusCode::INTERNAL_SERVER_ERROR,
                "Something went wrong",
                &[
                    "The server could not do this, and has written down why. Try again; if it goes on, tell an administrator.",
                ],
            )
        }
    }
}
