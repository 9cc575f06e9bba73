//! "New content": `/connect/new`.

use app::Page;
use app::model::{NewContent, UploadOutcome, UploadProblems};
use axum::Json;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use domain::{Access, Title};
use services::{ContentDraft, Incoming, Mistake, ServiceError};

use super::form::wants_json;
use super::upload::{self, NotTaken};
use super::{SignedInPage, notice, see_other};

/// What a blank title is told: a name made of random digits says nothing to anybody.
const NO_TITLE: &str = "Give it a title, by which people find it: 3 to 1024 characters.";

/// `GET /connect/new`
pub(crate) async fn page(page: SignedInPage) -> Response {
    show(&page).unwrap_or_else(|error| notice::failed(&page, error))
}

fn show(page: &SignedInPage) -> Result<Response, ServiceError> {
    page.server.services().require_creator(page.actor())?;
    let form = NewContent { access: Access::Acl.as_str().to_owned(), ..NewContent::default() };
    page.framer().page(StatusCode::OK, None, Page::NewContent(form))
}

/// `POST /connect/new`: makes an item of the files, and leads to where its deploy is told.
pub(crate) async fn publish(page: SignedInPage, request: Request) -> Response {
    let json = wants_json(request.headers());
    let answer = match take(&page, request).await {
        Ok(Ok(path)) => Ok(done(path, json)),
        Ok(Err(form)) if json => Ok(wrong(form.problems)),
        Ok(Err(form)) => page.framer().page(StatusCode::UNPROCESSABLE_ENTITY, None, Page::NewContent(form)),
        Err(Refused::Answer(response)) => Ok(response),
        Err(Refused::Failed(error)) => Err(error),
    };
    answer.unwrap_or_else(|error| notice::failed(&page, error))
}

/// Why nothing came of a form with files, where that cannot stand beside a field.
pub(super) enum Refused {
    /// It is answered like this.
    Answer(Response),
    /// A right or a fault.
    Failed(ServiceError),
}

impl From<ServiceError> for Refused {
    fn from(error: ServiceError) -> Self {
        Self::Failed(error)
    }
}

/// Where it goes on, or the form with what is wrong.
async fn take(page: &SignedInPage, request: Request) -> Result<Result<String, NewContent>, Refused> {
    let services = page.server.services();
    services.require_creator(page.actor())?;
    let upload = match upload::receive(page, request).await {
        Ok(upload) => upload,
        Err(NotTaken::Answer(answer)) => return Err(Refused::Answer(answer)),
        Err(NotTaken::Unfinished(words)) => return Ok(Err(unfinished(words))),
    };
    let mut form = NewContent { title: upload.text("title"), access: upload.text("access"), ..NewContent::default() };
    let problems = &mut form.problems;
    problems.title = match form.title.parse::<Title>() {
        Ok(title) if title.as_str().is_empty() => Some(NO_TITLE.to_owned()),
        Ok(_) => None,
        Err(wrong) => Some(wrong.to_string()),
    };
    let access: Option<Access> = form.access.parse().ok();
    if access.is_none() {
        problems.access = Some("Choose who may see it.".to_owned());
    }
    let incoming = sound(upload.files, problems)?;
    let (Some(incoming), false) = (incoming, problems.any()) else { return Ok(Err(form)) };
    page.still().await?;
    let draft = ContentDraft { title: form.title.clone(), access, ..ContentDraft::default() };
    match services.publish_new(page.actor(), draft, incoming).await {
        Ok((item, task)) => Ok(Ok(format!("/connect/apps/{item}/deploys/{task}?open"))),
        Err(ServiceError::Invalid(mistake)) => {
            blame(&mistake, &mut form.problems);
            Ok(Err(form))
        }
        Err(error) => Err(error.into()),
    }
}

fn unfinished(words: &str) -> NewContent {
    let problems = UploadProblems { files: Some(words.to_owned()), ..UploadProblems::default() };
    NewContent { access: Access::Acl.as_str().to_owned(), problems, ..NewContent::default() }
}

/// The files, or what is wrong with them beside their fields.
pub(super) fn sound(
    files: Result<Incoming, ServiceError>,
    problems: &mut UploadProblems,
) -> Result<Option<Incoming>, ServiceError> {
    match files {
        Ok(incoming) => Ok(Some(incoming)),
        Err(ServiceError::Invalid(mistake)) => {
            blame(&mistake, problems);
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Puts a mistake beside the field that it is about.
pub(super) fn blame(mistake: &Mistake, problems: &mut UploadProblems) {
    let problem = match mistake {
        Mistake::Title(_) => &mut problems.title,
        _ => &mut problems.files,
    };
    *problem = Some(mistake.to_string());
}

/// Leads on.
pub(super) fn done(path: String, json: bool) -> Response {
    if json {
        Json(UploadOutcome { location: Some(path), ..UploadOutcome::default() }).into_response()
    } else {
        see_other(&path)
    }
}

/// What is wrong, for an island.
pub(super) fn wrong(problems: UploadProblems) -> Response {
    Json(UploadOutcome { location: None, problems }).into_response()
}
