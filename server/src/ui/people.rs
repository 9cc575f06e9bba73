//! The accounts: `/connect/people`.

mod account;
mod group;
mod groups;
mod new;

use app::Page;
use app::model::{People, PersonRow};
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::http::StatusCode;
use axum::response::Response;
use domain::User;
use serde::Deserialize;
use services::ServiceError;

pub(crate) use self::account::{account_page, lock_account, set_role};
pub(crate) use self::group::{add_member, delete_group, delete_group_page, group_page, remove_member, rename_group};
pub(crate) use self::groups::{groups_page, make_group};
pub(crate) use self::new::{make_account, new_account_page};
use super::frame::tell;
use super::{SignedInPage, frame, notice};

/// How many accounts stand on one page.
const ROWS: usize = 50;

#[derive(Default, Deserialize)]
pub(crate) struct PeopleQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: String,
}

/// `GET /connect/people`
pub(crate) async fn page(page: SignedInPage, query: Result<Query<PeopleQuery>, QueryRejection>) -> Response {
    let Query(query) = query.unwrap_or_default();
    show(&page, query).await.unwrap_or_else(|error| notice::failed(&page, error))
}

async fn show(page: &SignedInPage, query: PeopleQuery) -> Result<Response, ServiceError> {
    let mut users = page.server.services().users(page.actor()).list().await?;
    let total = users.len();
    let filter = query.q.trim().to_lowercase();
    users.retain(|user| format!("{} {}", user.username, user.display_name()).to_lowercase().contains(&filter));
    let matching = users.len();
    let pages = matching.div_ceil(ROWS).max(1);
    let number = query.page.parse().unwrap_or(1).clamp(1, pages);
    let people = People {
        rows: users.iter().skip((number - 1) * ROWS).take(ROWS).map(row).collect(),
        total,
        matching,
        filter: query.q,
        page: number,
        pages,
        may_make: page.actor().administers(),
    };
    let flash = frame::take_flash(page).await?;
    page.framer().page(StatusCode::OK, flash, Page::People(people))
}

/// An account as the pages show it.
fn row(user: &User) -> PersonRow {
    let name = format!("{} {}", user.first_name, user.last_name);
    PersonRow {
        guid: user.guid.to_string(),
        username: user.username.to_string(),
        name: name.trim().to_owned(),
        role: user.role.label(),
        locked: user.locked,
        seen_at: user.active_at,
    }
}
