//! The versions of an item: `/connect/apps/{item}/versions`.

use app::Page;
use app::model::{VersionDelete, VersionRow, VersionStanding, Versions};
use axum::http::StatusCode;
use axum::response::Response;
use domain::{Bundle, BundleId, Content, ContentRef};
use serde_json::{Map, Value};
use services::{DeployWish, Managed, Mistake, ServiceError};

use super::{InPath, PartInPath, manage, managed_head, path, tell};
use crate::ui::{Sent, SignedInPage, frame, notice, see_other};

/// How much of the name of a commit is shown.
const COMMIT_SHOWN: usize = 12;

/// `GET /connect/apps/{item}/versions`
pub(crate) async fn versions_page(page: SignedInPage, InPath(item): InPath<ContentRef>) -> Response {
    show(&page, item).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn show(page: &SignedInPage, address: ContentRef) -> Result<Response, ServiceError> {
    let managed = manage(page, address).await?;
    let bundles = managed.bundles().await?;
    let versions = Versions {
        head: managed_head(page, &managed).await?,
        rows: bundles.into_iter().map(|bundle| row(bundle, managed.content())).collect(),
        may_publish: managed.may_publish(),
    };
    let flash = frame::take_flash(page).await?;
    page.framer().page(StatusCode::OK, flash, Page::Versions(versions))
}

fn row(bundle: Bundle, item: &Content) -> VersionRow {
    VersionRow {
        number: bundle.id.0,
        uploaded_at: bundle.created_at,
        size: u64::try_from(bundle.size).unwrap_or_default(),
        source: source(&bundle.metadata),
        standing: match bundle.activated_at {
            _ if item.bundle == Some(bundle.id) => VersionStanding::Served,
            Some(_) => VersionStanding::Past,
            None => VersionStanding::Draft,
        },
        uploaded_by: bundle.created_by_name,
    }
}

/// Where a version comes from, in the words of its publisher: the repository, the branch and the commit.
fn source(metadata: &str) -> String {
    let said: Map<String, Value> = serde_json::from_str(metadata).unwrap_or_default();
    let text = |name: &str| said.get(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    let commit = text("source_commit").map(|commit| commit.chars().take(COMMIT_SHOWN).collect());
    let parts = [text("source_repo").map(str::to_owned), text("source_branch").map(str::to_owned), commit];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { text("source").unwrap_or_default().to_owned() } else { parts.join(", ") }
}

/// `GET /connect/apps/{item}/draft/{version}`: the address that rsconnect prints for a draft leads to the draft.
pub(crate) async fn draft(page: SignedInPage, PartInPath(item, version): PartInPath<BundleId>) -> Response {
    lead_to(&page, item, version).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn lead_to(page: &SignedInPage, address: ContentRef, version: BundleId) -> Result<Response, ServiceError> {
    let services = page.server.services();
    let item = services.content_item(page.actor(), address).await?;
    let bundle = services.bundle_of(&item, version).await?;
    Ok(see_other(&format!("/content/{}/_bundle{}/", item.content.guid, bundle.id)))
}

/// `POST /connect/apps/{item}/versions/{version}/activate`: begins to deploy it, and leads to where that is told.
pub(crate) async fn activate(
    page: SignedInPage,
    PartInPath(item, version): PartInPath<BundleId>,
    _sent: Sent,
) -> Response {
    begin(&page, item, version).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn begin(page: &SignedInPage, address: ContentRef, version: BundleId) -> Result<Response, ServiceError> {
    let managed = manage(page, address).await?;
    let task = managed.deploy(DeployWish { bundle: Some(version), activate: true }).await?;
    Ok(see_other(&path(managed.content().guid, &format!("/deploys/{task}"))))
}

/// `GET /connect/apps/{item}/versions/{version}/delete`: the question.
pub(crate) async fn version_page(page: SignedInPage, PartInPath(item, version): PartInPath<BundleId>) -> Response {
    ask(&page, item, version).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn ask(page: &SignedInPage, address: ContentRef, version: BundleId) -> Result<Response, ServiceError> {
    let managed = manage(page, address).await?;
    let served = managed.content().bundle == Some(version);
    let problem = served.then_some(Mistake::ActiveBundle);
    question(page, &managed, version, if served { StatusCode::CONFLICT } else { StatusCode::OK }, problem).await
}

async fn question(
    page: &SignedInPage,
    managed: &Managed<'_>,
    version: BundleId,
    status: StatusCode,
    problem: Option<Mistake>,
) -> Result<Response, ServiceError> {
    let bundle = managed.bundles().await?.into_iter().find(|bundle| bundle.id == version);
    let question = VersionDelete {
        head: managed_head(page, managed).await?,
        version: row(bundle.ok_or(ServiceError::NotFound)?, managed.content()),
        problem: problem.map(|problem| problem.to_string()),
    };
    page.framer().page(status, None, Page::VersionDelete(question))
}

/// `POST /connect/apps/{item}/versions/{version}/delete`
pub(crate) async fn delete_version(
    page: SignedInPage,
    PartInPath(item, version): PartInPath<BundleId>,
    _sent: Sent,
) -> Response {
    delete(&page, item, version).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn delete(page: &SignedInPage, address: ContentRef, version: BundleId) -> Result<Response, ServiceError> {
    let managed = manage(page, address).await?;
    let versions = path(managed.content().guid, "/versions");
    match managed.delete_bundle(version).await {
        Ok(()) => tell(page, &versions, format!("Version {version} was deleted.")).await,
        Err(ServiceError::NotFound) => tell(page, &versions, "This version was deleted already.".to_owned()).await,
        Err(ServiceError::Invalid(problem @ (Mistake::ActiveBundle | Mistake::Deploying))) => {
            question(page, &managed, version, StatusCode::CONFLICT, Some(problem)).await
        }
        Err(error) => Err(error),
    }
}
