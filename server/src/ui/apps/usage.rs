//! Who visited an item: `/connect/apps/{item}/usage`.

use app::Page;
use app::model::AppUsage;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::http::StatusCode;
use axum::response::Response;
use domain::ContentRef;
use serde::Deserialize;
use services::{ServiceError, Usage};

use super::{InPath, manage, managed_head};
use crate::ui::{SignedInPage, frame, notice};

#[derive(Default, Deserialize)]
pub(crate) struct UsageQuery {
    #[serde(default)]
    days: String,
}

/// `GET /connect/apps/{item}/usage`
pub(crate) async fn usage_page(
    page: SignedInPage,
    InPath(item): InPath<ContentRef>,
    query: Result<Query<UsageQuery>, QueryRejection>,
) -> Response {
    let Query(UsageQuery { days }) = query.unwrap_or_default();
    let days = AppUsage::SPANS.into_iter().find(|span| span.to_string() == days).unwrap_or(AppUsage::SPANS[0]);
    show(&page, item, days).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn show(page: &SignedInPage, address: ContentRef, days: u16) -> Result<Response, ServiceError> {
    let managed = manage(page, address).await?;
    let Usage { days, visits, callers, latest } = managed.usage(days).await?;
    let usage = AppUsage { head: managed_head(page, &managed).await?, total: visits, days, callers, latest };
    let flash = frame::take_flash(page).await?;
    page.framer().page(StatusCode::OK, flash, Page::AppUsage(usage))
}
