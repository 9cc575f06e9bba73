//! Who looks at a page.
//!
//! # Security
//! Pages are for sessions. A key on a page is refused, good or bad, so that no key can act as a session
//! (ASVS 5.0 7.2.2).

use axum::extract::FromRequestParts;
use axum::response::Response;
use domain::{PlainPassword, PresentedKey};
use http::Method;
use http::request::Parts;
use services::{Actor, ServiceError, SignInRefused};
use tower_sessions::Session;
use tower_sessions::cookie::{Cookie, SameSite};

use super::sign_in::with_cookie;
use super::{form, frame, notice, see_other};
use crate::auth;
use crate::session::{self, SignedIn};
use crate::state::Server;
use crate::{address, cookies, csrf};

/// A visitor who is signed in; everybody else is sent to the sign-in page.
pub(crate) struct SignedInPage {
    pub(crate) server: Server,
    pub(crate) inner: SignedIn,
    /// Whether somebody looks, and not only asks for the headers.
    looks: bool,
}

impl SignedInPage {
    pub(crate) fn actor(&self) -> &Actor {
        &self.inner.actor
    }

    pub(crate) fn session(&self) -> &Session {
        &self.inner.session
    }

    /// Refuses who is signed in no more, after a body that took its time.
    pub(crate) async fn still(&self) -> Result<(), ServiceError> {
        let services = self.server.services();
        services.load_session(self.inner.digest()).await?.ok_or(ServiceError::SignedOut)?;
        services.still(self.actor()).await.map(drop)
    }

    /// Takes the password again; the session goes on under a new id.
    pub(crate) async fn prove(&mut self, password: &str, parts: &Parts) -> Result<(), SignInRefused> {
        let from = address::client(parts, &self.server);
        let password = PlainPassword::new(password.to_owned());
        let proof = self.server.services().prove(self.actor(), &self.inner.proof, password, from).await?;
        let server = self.server.clone();
        Ok(self.inner.renew(proof, &server).await?)
    }

    /// Tells API clients the token of this session, which may have a new id.
    pub(crate) fn with_token(&self, response: Response) -> Response {
        with_cookie(response, Some(csrf::cookie(&self.server, &self.inner.id)))
    }

    /// Whether this request may use up what is shown once.
    pub(crate) fn looks(&self) -> bool {
        self.looks
    }

    pub(crate) fn framer(&self) -> frame::Framer<'_> {
        frame::Framer { server: &self.server, user: Some(self.inner.actor.user()), token_for: &self.inner.id }
    }
}

impl FromRequestParts<Server> for SignedInPage {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Response> {
        if auth::presented(&parts.headers) != PresentedKey::Nothing {
            return Err(notice::pages_are_for_people(server));
        }
        match session::signed_in(parts, server).await {
            Ok(inner) => Ok(Self { server: server.clone(), inner, looks: parts.method != Method::HEAD }),
            Err(ServiceError::SignedOut) if parts.method == Method::POST => Err(form::signed_out(parts, server)),
            Err(ServiceError::SignedOut) => Err(to_sign_in(parts)),
            Err(error) => Err(notice::failed(server, error)),
        }
    }
}

/// Sends to the sign-in page, and back here afterwards if this was a page and not a form.
pub(super) fn to_sign_in(parts: &Parts) -> Response {
    let path = parts.uri.path_and_query().map_or("/connect/", |path| path.as_str());
    if parts.method != Method::GET || path == "/connect/" {
        return see_other("/__login__");
    }
    let next: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
    see_other(&format!("/__login__?next={next}"))
}

/// A visitor of the sign-in and set-up pages, who has no session yet. His form tokens are bound to a random cookie.
pub(crate) struct PageVisitor {
    pub(crate) server: Server,
    pub(crate) id: String,
    fresh: bool,
}

impl PageVisitor {
    pub(crate) fn framer(&self) -> frame::Framer<'_> {
        frame::Framer { server: &self.server, user: None, token_for: &self.id }
    }

    /// The cookie that the answer must set, unless the browser has it already.
    pub(crate) fn cookie(&self) -> Option<String> {
        let cookie = Cookie::build((cookie_name(&self.server), self.id.clone()))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(self.server.https());
        self.fresh.then(|| cookie.build().to_string())
    }
}

impl FromRequestParts<Server> for PageVisitor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Response> {
        let known = visitor_id(parts, server);
        let fresh = known.is_none();
        let id = match known {
            Some(id) => id,
            None => server.services().random_id().map_err(|error| notice::failed(server, error))?,
        };
        Ok(Self { server: server.clone(), id, fresh })
    }
}

fn cookie_name(server: &Server) -> &'static str {
    if server.https() { "__Host-claviger-visitor" } else { "claviger-visitor" }
}

fn visitor_id(parts: &Parts, server: &Server) -> Option<String> {
    let plausible = |id: &String| id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit());
    cookies::values(&parts.headers, cookie_name(server)).next().filter(plausible)
}
