//! What stands around a page, and the headers that go with a page.

use app::model::{App, AppShown, Badge, Frame, Status};
use app::{Page, render};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::User;
use services::ServiceError;
use tower_sessions::Session;

use super::{SignedInPage, see_other};
use crate::session::fault;
use crate::state::Server;

const FLASH: &str = "flash";

/// Renders pages for one visitor.
pub(crate) struct Framer<'a> {
    pub(crate) server: &'a Server,
    /// Who is signed in.
    pub(crate) user: Option<&'a User>,
    /// What form tokens are bound to.
    pub(crate) token_for: &'a str,
}

impl<'a> From<&'a Server> for Framer<'a> {
    /// For anybody, without the menu of who is signed in. There are no forms on such a page.
    fn from(server: &'a Server) -> Self {
        Self { server, user: None, token_for: "" }
    }
}

impl<'a> From<&'a SignedInPage> for Framer<'a> {
    fn from(page: &'a SignedInPage) -> Self {
        page.framer()
    }
}

impl Framer<'_> {
    /// The page as an answer.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub(crate) fn page(&self, status: StatusCode, flash: Option<Status>, page: Page) -> Result<Response, ServiceError> {
        let nonce = self.server.services().random_id()?;
        let frame = Frame {
            assets: self.server.assets().clone(),
            csrf: self.server.services().masked_form_token(self.token_for)?,
            user: self.user.map(badge),
            status: flash,
            server_url: self.server.url().to_owned(),
            now: self.server.services().now(),
            nonce: nonce.clone(),
        };
        let policy = format!(
            "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
             img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'{}; base-uri 'none'; \
             frame-ancestors 'none'{}",
            self.form_targets(&page),
            self.frame_sources(&page)
        );
        let headers = [
            (CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
            (CONTENT_SECURITY_POLICY, policy),
            // Nothing of a page is stored (ASVS 5.0 14.3.2).
            (CACHE_CONTROL, "no-store".to_owned()),
        ];
        Ok((status, headers, render(&frame, page)).into_response())
    }

    /// Where a form on the page may lead besides here: Chromium holds redirects to this too, and whoever signs in to see
    /// content ends up where that is shown.
    fn form_targets(&self, page: &Page) -> String {
        match page {
            Page::SignIn(_) => format!(" {}", self.server.origins().content_source()),
            _ => String::new(),
        }
    }

    /// Where a frame on the page may lead: to content, which may send it through the dashboard to get its cookie.
    fn frame_sources(&self, page: &Page) -> String {
        match page {
            Page::App(App { shown: AppShown::Framed(_), .. }) => {
                format!("; frame-src 'self' {}", self.server.origins().content_source())
            }
            _ => String::new(),
        }
    }
}

fn badge(user: &User) -> Badge {
    Badge {
        username: user.username.as_str().to_owned(),
        initials: user.initials(),
        hue: user.guid.hue(),
        role: user.role,
    }
}

/// Leaves a message for the next page.
///
/// # Errors
/// When the session cannot be read.
pub(crate) async fn flash(session: &Session, text: String) -> Result<(), ServiceError> {
    session.insert(FLASH, Status { text }).await.map_err(fault)
}

/// Goes on at another page, which says at its top what was done.
///
/// # Errors
/// As [`flash`].
pub(crate) async fn tell(page: &SignedInPage, address: &str, text: String) -> Result<Response, ServiceError> {
    flash(page.session(), text).await?;
    Ok(see_other(address))
}

/// The message that was left for this page, once.
///
/// # Errors
/// When the session cannot be read.
pub(crate) async fn take_flash(page: &SignedInPage) -> Result<Option<Status>, ServiceError> {
    if !page.looks() {
        return Ok(None);
    }
    let session = page.session();
    // Looked for first: removing counts as a change, and every change writes the session down.
    let Some(found) = session.get::<Status>(FLASH).await.map_err(fault)? else { return Ok(None) };
    session.remove::<Status>(FLASH).await.map_err(fault)?;
    Ok(Some(found))
}
