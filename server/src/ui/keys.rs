//! The API Keys page and "Create API Key": `/connect/keys`.

mod draft;
mod snippets;

use app::Page;
use app::model::{KeyOutcome, KeyProblems, Keys, NewKey};
use axum::Json;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::KeyName;
use serde::Deserialize;
use services::{FreshKey, KeyWish, ListedKey, Mistake, ServiceError, SignInRefused};

use self::draft::Draft;
use super::{Sent, SignedInPage, frame, key, notice, see_other};
use crate::address;

/// How many keys stand on one page.
const ROWS: usize = 50;

#[derive(Default, Deserialize)]
pub(crate) struct ListQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: String,
}

/// `GET /connect/keys`
pub(crate) async fn page(page: SignedInPage, query: Result<Query<ListQuery>, QueryRejection>) -> Response {
    let Query(query) = query.unwrap_or_default();
    show(&page, query).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn show(page: &SignedInPage, query: ListQuery) -> Result<Response, ServiceError> {
    let mut keys = page.server.services().keys(page.actor()).list().await?;
    let total = keys.len();
    let filter = query.q.trim().to_lowercase();
    keys.retain(|key: &ListedKey| key.record.name.as_str().to_lowercase().contains(&filter));
    let matching = keys.len();
    let pages = matching.div_ceil(ROWS).max(1);
    let number = query.page.parse().unwrap_or(1).clamp(1, pages);
    let rows = keys.into_iter().skip((number - 1) * ROWS).take(ROWS).map(key::row).collect();
    let form = Draft::default().form(page, KeyProblems::default())?;
    let list = Keys { rows, total, matching, filter: query.q, page: number, pages, form };
    let flash = frame::take_flash(page).await?;
    page.framer().page(StatusCode::OK, flash, Page::Keys(list))
}

/// `GET /connect/keys/new`: the form as a page of its own.
pub(crate) async fn new_page(page: SignedInPage) -> Response {
    let shown = Draft::default().form(&page, KeyProblems::default());
    let shown = shown.and_then(|form| page.framer().page(StatusCode::OK, None, Page::NewKey(form)));
    shown.unwrap_or_else(|error| notice::failed(&page, error))
}

/// `POST /connect/keys`
pub(crate) async fn create(page: Result<SignedInPage, Response>, sent: Sent) -> Response {
    let mut page = match page {
        Ok(page) => page,
        Err(refused) => return refused,
    };
    let draft = Draft::read(&sent);
    match make(&mut page, &draft, &sent).await {
        Ok(fresh) if sent.wants_json => {
            page.with_token(Json(KeyOutcome::Made { key: shown(&page, &fresh) }).into_response())
        }
        Ok(fresh) => {
            page.server.services().shelve_key(&page.inner.id, fresh);
            page.with_token(see_other("/connect/keys/created"))
        }
        // A double click: the first of the two made the key, and its page shows it.
        Err(Unmade::SentTwice) if !sent.wants_json => see_other("/connect/keys/created"),
        Err(Unmade::SentTwice) => {
            let problems = KeyProblems { form: Some(Mistake::SentTwice.to_string()), ..KeyProblems::default() };
            Json(KeyOutcome::Invalid { problems, password_needed: false }).into_response()
        }
        Err(Unmade::Problems(problems)) if sent.wants_json => {
            let password_needed = page.actor().needs_proof(page.server.services().now());
            Json(KeyOutcome::Invalid { problems, password_needed }).into_response()
        }
        Err(Unmade::Problems(problems)) => {
            let shown = draft.form(&page, problems);
            let shown =
                shown.and_then(|form| page.framer().page(StatusCode::UNPROCESSABLE_ENTITY, None, Page::NewKey(form)));
            shown.unwrap_or_else(|error| notice::failed(&page, error))
        }
        Err(Unmade::Failed(error)) => notice::failed(&page, error),
    }
}

/// `GET /connect/keys/created`: the new key, once.
pub(crate) async fn created_page(page: SignedInPage) -> Response {
    if !page.looks() {
        return StatusCode::OK.into_response();
    }
    let Some(fresh) = page.server.services().take_shelved_key(&page.inner.id) else {
        return see_other("/connect/keys");
    };
    // Browsers keep only pages with status 200 for their back button, whatever `no-store` says.
    let shown = page.framer().page(StatusCode::CREATED, None, Page::CreatedKey(shown(&page, &fresh)));
    shown.unwrap_or_else(|error| notice::failed(&page, error))
}

/// Why no key was made.
enum Unmade {
    /// This form made a key before.
    SentTwice,
    /// Something has to be put right in the form.
    Problems(KeyProblems),
    /// The form cannot help it.
    Failed(ServiceError),
}

impl From<ServiceError> for Unmade {
    fn from(error: ServiceError) -> Self {
        let text = Some(error.to_string());
        let none = KeyProblems::default();
        Self::Problems(match error {
            ServiceError::Invalid(Mistake::SentTwice) => return Self::SentTwice,
            ServiceError::Invalid(Mistake::KeyName(_)) => KeyProblems { name: text, ..none },
            ServiceError::Invalid(Mistake::KeyRole) => KeyProblems { role: text, ..none },
            ServiceError::Invalid(Mistake::KeyExpiry(_)) => KeyProblems { expiry: text, ..none },
            ServiceError::Invalid(_) | ServiceError::TryLater(_) | ServiceError::Unavailable(_) => {
                KeyProblems { form: text, ..none }
            }
            ServiceError::ProofNeeded => {
                KeyProblems { password: Some("Type your password to confirm that it is you.".to_owned()), ..none }
            }
            error => return Self::Failed(error),
        })
    }
}

async fn make(page: &mut SignedInPage, draft: &Draft, sent: &Sent) -> Result<FreshKey, Unmade> {
    let services = page.server.services().clone();
    let from = address::client(&sent.parts, &page.server);
    let (role, expires_at) = draft.wishes(services.now()).map_err(|problems| {
        // All that is wrong is said at once.
        let name = draft.name.parse::<KeyName>().err().map(|mistake| mistake.to_string());
        Unmade::Problems(KeyProblems { name, ..problems })
    })?;
    let wish = KeyWish { name: draft.name.clone(), role, expires_at, from };
    // The password is looked at last, when it is all that is missing: then the session gets its new id only once.
    match services.keys(page.actor()).check(&wish) {
        Err(ServiceError::ProofNeeded) if !sent.text("password").is_empty() => {
            page.prove(&sent.text("password"), &sent.parts).await.map_err(unproved)?;
        }
        checked => checked?,
    }
    // The mark is used up only by a form that makes a key, so that a corrected form can be sent again.
    services.use_form_mark(&page.inner.id, &draft.once)?;
    let made = services.keys(page.actor()).create(wish).await;
    if made.is_err() {
        services.give_form_mark_back(&page.inner.id, &draft.once);
    }
    Ok(made?)
}

fn unproved(refused: SignInRefused) -> Unmade {
    let text = match refused {
        SignInRefused::Wrong => Mistake::CurrentPassword.to_string(),
        SignInRefused::Failed(error) => return Unmade::Failed(error),
        refused @ SignInRefused::TryLater(_) => refused.to_string(),
    };
    Unmade::Problems(KeyProblems { password: Some(text), ..KeyProblems::default() })
}

fn shown(page: &SignedInPage, fresh: &FreshKey) -> NewKey {
    let key = fresh.plain.expose();
    NewKey {
        name: fresh.record.name.as_str().to_owned(),
        key: key.to_owned(),
        snippets: snippets::snippets(page.server.url(), key),
    }
}
