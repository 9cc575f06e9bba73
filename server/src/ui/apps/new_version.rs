//! "New version" of an item: `/connect/apps/{item}/versions/new`.

use app::Page;
use app::model::{NewVersion, UploadProblems};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::Response;
use domain::ContentRef;
use services::{DeployWish, ServiceError, UploadFacts};

use super::{InPath, manage, managed_head, path};
use crate::ui::form::wants_json;
use crate::ui::new_content::{Refused, blame, done, sound, wrong};
use crate::ui::upload::{self, NotTaken};
use crate::ui::{SignedInPage, notice};

/// `GET /connect/apps/{item}/versions/new`
pub(crate) async fn new_version_page(page: SignedInPage, InPath(item): InPath<ContentRef>) -> Response {
    show(&page, item).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn show(page: &SignedInPage, address: ContentRef) -> Result<Response, ServiceError> {
    manage(page, address).await?.require_publisher()?;
    form(page, address, StatusCode::OK, UploadProblems::default()).await
}

async fn form(
    page: &SignedInPage,
    address: ContentRef,
    status: StatusCode,
    problems: UploadProblems,
) -> Result<Response, ServiceError> {
    let managed = manage(page, address).await?;
    let form = NewVersion { head: managed_head(page, &managed).await?, problems };
    page.framer().page(status, None, Page::NewVersion(form))
}

/// `POST /connect/apps/{item}/versions/new`: makes a version of the files, and leads to where its deploy is told.
pub(crate) async fn upload_version(page: SignedInPage, InPath(item): InPath<ContentRef>, request: Request) -> Response {
    let json = wants_json(request.headers());
    let answer = match take(&page, item, request).await {
        Ok(Ok(path)) => Ok(done(path, json)),
        Ok(Err(problems)) if json => Ok(wrong(problems)),
        Ok(Err(problems)) => form(&page, item, StatusCode::UNPROCESSABLE_ENTITY, problems).await,
        Err(Refused::Answer(response)) => Ok(response),
        Err(Refused::Failed(error)) => Err(error),
    };
    answer.unwrap_or_else(|error| notice::failed(&page, error))
}

/// Where it goes on, or what is wrong.
async fn take(
    page: &SignedInPage,
    address: ContentRef,
    request: Request,
) -> Result<Result<String, UploadProblems>, Refused> {
    manage(page, address).await?.require_publisher()?;
    let mut problems = UploadProblems::default();
    let files = match upload::receive(page, request).await {
        Ok(upload) => upload.files,
        Err(NotTaken::Answer(answer)) => return Err(Refused::Answer(answer)),
        Err(NotTaken::Unfinished(words)) => {
            problems.files = Some(words.to_owned());
            return Ok(Err(problems));
        }
    };
    let Some(incoming) = sound(files, &mut problems)? else { return Ok(Err(problems)) };
    page.still().await?;
    let managed = manage(page, address).await?;
    let begun = async {
        let bundle = managed.upload(incoming, UploadFacts::default()).await?.id;
        managed.deploy(DeployWish { bundle: Some(bundle), activate: true }).await
    };
    match begun.await {
        Ok(task) => Ok(Ok(path(managed.content().guid, &format!("/deploys/{task}?open")))),
        Err(ServiceError::Invalid(mistake)) => {
            blame(&mistake, &mut problems);
            Ok(Err(problems))
        }
        Err(error) => Err(error.into()),
    }
}
