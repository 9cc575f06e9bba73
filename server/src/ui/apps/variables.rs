//! The environment variables of an item: `/connect/apps/{item}/variables`.
//!
//! # Security
//! A value goes into the services and nowhere else: not back into the form that it was refused from, and not into a
//! message.

use app::Page;
use app::model::{AppVariables, Variable};
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{ContentRef, VariableError, VariableValue};
use serde::Deserialize;
use services::{Managed, Mistake, ServiceError};

use super::{InPath, manage, managed_head, path, tell};
use crate::ui::{Sent, SignedInPage, frame, notice};

#[derive(Default, Deserialize)]
pub(crate) struct VariableQuery {
    #[serde(default)]
    name: String,
}

/// `GET /connect/apps/{item}/variables`
pub(crate) async fn variables_page(page: SignedInPage, InPath(item): InPath<ContentRef>) -> Response {
    show(&page, item).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn show(page: &SignedInPage, address: ContentRef) -> Result<Response, ServiceError> {
    let managed = manage(page, address).await?;
    page_with(page, &managed, StatusCode::OK, |_| {}).await
}

async fn page_with(
    page: &SignedInPage,
    managed: &Managed<'_>,
    status: StatusCode,
    amend: impl FnOnce(&mut AppVariables),
) -> Result<Response, ServiceError> {
    let content = managed.content();
    let mut variables = AppVariables {
        head: managed_head(page, managed).await?,
        // What has no version yet may become a program.
        files: content.bundle.is_some() && !content.is_program(),
        names: managed.variables().await?,
        name: String::new(),
        name_problem: None,
        value_problem: None,
    };
    amend(&mut variables);
    let flash = frame::take_flash(page).await?;
    page.framer().page(status, flash, Page::AppVariables(variables))
}

/// `POST /connect/apps/{item}/variables`
pub(crate) async fn set_variable(page: SignedInPage, InPath(item): InPath<ContentRef>, sent: Sent) -> Response {
    set(&page, item, &sent).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn set(page: &SignedInPage, address: ContentRef, sent: &Sent) -> Result<Response, ServiceError> {
    let managed = manage(page, address).await?;
    let name = sent.text("name").trim().to_owned();
    // Browsers send the line breaks of a text field as CR LF, whatever was typed.
    let value = VariableValue::new(sent.text("value").replace("\r\n", "\n"));
    match managed.set_variables(vec![(name.clone(), Some(value))]).await {
        Ok(_) => {
            let variables = path(managed.content().guid, "/variables");
            tell(page, &variables, format!("The variable {name} was set.")).await
        }
        Err(ServiceError::Invalid(mistake)) => {
            page_with(page, &managed, StatusCode::UNPROCESSABLE_ENTITY, |variables| {
                let about_value = matches!(mistake, Mistake::Variable(VariableError::Value | VariableError::LongValue));
                let problem = if about_value { &mut variables.value_problem } else { &mut variables.name_problem };
                *problem = Some(mistake.to_string());
                variables.name = name;
            })
            .await
        }
        Err(error) => Err(error),
    }
}

/// `GET /connect/apps/{item}/variables/remove`: the question.
pub(crate) async fn variable_page(
    page: SignedInPage,
    InPath(item): InPath<ContentRef>,
    query: Result<Query<VariableQuery>, QueryRejection>,
) -> Response {
    let Query(VariableQuery { name }) = query.unwrap_or_default();
    ask(&page, item, name).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn ask(page: &SignedInPage, address: ContentRef, name: String) -> Result<Response, ServiceError> {
    let managed = manage(page, address).await?;
    if !managed.variables().await?.contains(&name) {
        return Err(ServiceError::NotFound);
    }
    let variable = Variable { head: managed_head(page, &managed).await?, name };
    page.framer().page(StatusCode::OK, None, Page::VariableRemoval(variable))
}

/// `POST /connect/apps/{item}/variables/remove`
pub(crate) async fn remove_variable(page: SignedInPage, InPath(item): InPath<ContentRef>, sent: Sent) -> Response {
    remove(&page, item, sent.text("name")).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn remove(page: &SignedInPage, address: ContentRef, name: String) -> Result<Response, ServiceError> {
    let managed = manage(page, address).await?;
    let variables = path(managed.content().guid, "/variables");
    if !managed.variables().await?.contains(&name) {
        return tell(page, &variables, "This variable was removed already.".to_owned()).await;
    }
    managed.set_variables(vec![(name.clone(), None)]).await?;
    tell(page, &variables, format!("The variable {name} was removed.")).await
}
