//! The settings of an item: `/connect/apps/{item}/settings`.

use app::Page;
use app::model::{AppFacts, AppForm, AppSettings};
use axum::http::StatusCode;
use axum::response::Response;
use domain::ContentRef;
use services::{ContentSettings, Managed, Mistake, ServiceError, SettingsRefused};

use super::{InPath, manage, managed_head, path, tell};
use crate::ui::{Sent, SignedInPage, frame, notice};

/// `GET /connect/apps/{item}/settings`
pub(crate) async fn settings_page(page: SignedInPage, InPath(item): InPath<ContentRef>) -> Response {
    show(&page, item).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn show(page: &SignedInPage, address: ContentRef) -> Result<Response, ServiceError> {
    let managed = manage(page, address).await?;
    page_with(page, &managed, StatusCode::OK, |_| {}).await
}

/// `POST /connect/apps/{item}/settings`
pub(crate) async fn change(page: SignedInPage, InPath(item): InPath<ContentRef>, sent: Sent) -> Response {
    try_change(&page, item, &sent).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn try_change(page: &SignedInPage, address: ContentRef, sent: &Sent) -> Result<Response, ServiceError> {
    let managed = manage(page, address).await?;
    let mut form = AppForm {
        title: sent.text("title"),
        description: sent.text("description"),
        access: sent.text("access"),
        ..AppForm::default()
    };
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    let Ok(access) = form.access.parse() else {
        form.access_problem = Some("Choose who may see it.".to_owned());
        return page_with(page, &managed, refused, |settings| settings.form = form).await;
    };
    let wish = ContentSettings { title: form.title.clone(), description: form.description.clone(), access };
    match managed.update(wish).await {
        Ok(_) => {
            let settings = path(managed.content().guid, "/settings");
            tell(page, &settings, "The settings were saved.".to_owned()).await
        }
        Err(SettingsRefused::Mistakes(mistakes)) => {
            for mistake in mistakes {
                let problem = match mistake {
                    Mistake::Title(_) => &mut form.title_problem,
                    Mistake::Description(_) => &mut form.description_problem,
                    other => return Err(ServiceError::Invalid(other)),
                };
                *problem = Some(mistake.to_string());
            }
            page_with(page, &managed, refused, |settings| settings.form = form).await
        }
        Err(SettingsRefused::Failed(error)) => Err(error),
    }
}

/// The settings as they stand, amended by what was typed and what is wrong with it.
async fn page_with(
    page: &SignedInPage,
    managed: &Managed<'_>,
    status: StatusCode,
    amend: impl FnOnce(&mut AppSettings),
) -> Result<Response, ServiceError> {
    let mut settings = settings(page, managed).await?;
    amend(&mut settings);
    let flash = frame::take_flash(page).await?;
    page.framer().page(status, flash, Page::AppSettings(settings))
}

async fn settings(page: &SignedInPage, managed: &Managed<'_>) -> Result<AppSettings, ServiceError> {
    let content = managed.content();
    Ok(AppSettings {
        head: managed_head(page, managed).await?,
        form: AppForm {
            title: content.title.clone(),
            description: content.description.clone(),
            access: content.access.as_str().to_owned(),
            ..AppForm::default()
        },
        facts: AppFacts {
            kind: content.kind_label(),
            name: content.name.as_str().to_owned(),
            number: content.id.0,
            owner: content.owner.username.clone(),
            created_at: content.created_at,
            deployed_at: content.deployed_at,
        },
    })
}
