//! Signing in and out: `/__login__`, `/__logout__`.

use app::Page;
use app::model::SignIn;
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequest as _, Query, Request, State};
use axum::http::header::{CONTENT_TYPE, SET_COOKIE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::PlainPassword;
use serde::Deserialize;
use services::SignInRefused;
use tower_sessions::Session;

use super::{PageVisitor, Sent, SignedInPage, notice, see_other};
use crate::state::Server;
use crate::{address, api, csrf, session};

#[derive(Default, Deserialize)]
pub(crate) struct SignInQuery {
    #[serde(default)]
    next: String,
}

/// `GET /__login__`
pub(crate) async fn page(
    already: Result<SignedInPage, Response>,
    visitor: PageVisitor,
    query: Result<Query<SignInQuery>, QueryRejection>,
) -> Response {
    let Query(query) = query.unwrap_or_default();
    let next = safe_next(&query.next);
    if already.is_ok() {
        return see_other(next);
    }
    show(&visitor, StatusCode::OK, SignIn { next: next.to_owned(), ..SignIn::default() })
}

/// `POST /__login__`: the form of the page, or JSON from programs.
pub(crate) async fn sign_in(State(server): State<Server>, session: Session, request: Request) -> Response {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.to_ascii_lowercase().starts_with("application/json") {
        return api::sign_in_by_json(State(server), session, request).await.into_response();
    }
    match Sent::from_request(request, &server).await {
        Ok(sent) => sign_in_by_form(&server, &session, sent).await,
        Err(refused) => refused,
    }
}

async fn sign_in_by_form(server: &Server, session: &Session, mut sent: Sent) -> Response {
    use axum::extract::FromRequestParts as _;
    let visitor = match PageVisitor::from_request_parts(&mut sent.parts, server).await {
        Ok(visitor) => visitor,
        Err(refused) => return refused,
    };
    let (username, next) = (sent.text("username"), sent.text("next"));
    let from = address::client(&sent.parts, server);
    let password = PlainPassword::new(sent.text("password"));
    let refused = |status, problem: String| {
        let next = safe_next(&next).to_owned();
        show(&visitor, status, SignIn { username: username.clone(), next, problem: Some(problem) })
    };
    match server.services().sign_in(&username, password, from).await {
        Ok(proof) => match session::begin(session, &proof, &sent.parts, server).await {
            Ok(id) => with_cookie(see_other(safe_next(&next)), Some(csrf::cookie(server, &id))),
            Err(error) => notice::failed(server, error),
        },
        Err(wrong @ SignInRefused::Wrong) => refused(StatusCode::UNAUTHORIZED, wrong.to_string()),
        Err(later @ SignInRefused::TryLater(_)) => refused(StatusCode::TOO_MANY_REQUESTS, later.to_string()),
        Err(SignInRefused::Failed(error)) => notice::failed(server, error),
    }
}

/// `POST /__logout__`
pub(crate) async fn sign_out(page: SignedInPage, _sent: Sent) -> Response {
    match page.session().flush().await.map_err(session::fault) {
        Ok(()) => with_cookie(see_other("/__login__"), Some(csrf::no_cookie(&page.server))),
        Err(error) => notice::failed(&page, error),
    }
}

fn show(visitor: &PageVisitor, status: StatusCode, page: SignIn) -> Response {
    match visitor.framer().page(status, None, Page::SignIn(page)) {
        Ok(response) => with_cookie(response, visitor.cookie()),
        Err(error) => notice::failed(&visitor.server, error),
    }
}

/// Adds a cookie to an answer.
pub(super) fn with_cookie(mut response: Response, cookie: Option<String>) -> Response {
    if let Some(value) = cookie.and_then(|cookie| HeaderValue::from_str(&cookie).ok()) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    response
}

/// Where to go after the sign-in: a path of ours, never another site (ASVS 5.0 3.7.2).
fn safe_next(next: &str) -> &str {
    let ours = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains(['\\', '#'])
        && next.bytes().all(|b| b.is_ascii_graphic());
    if ours { next } else { "/connect/" }
}

#[cfg(test)]
mod tests {
    use super::safe_next;

    #[test]
    fn one_goes_on_to_our_own_paths_only() {
        assert_eq!(safe_next("/connect/keys?q=a%20b"), "/connect/keys?q=a%20b");
        for bad in ["", "//evil.test", "https://evil.test", "/\\evil.test", "/a\r\nb", "/a b", "connect"] {
            assert_eq!(safe_next(bad), "/connect/", "{bad:?}");
        }
    }
}
