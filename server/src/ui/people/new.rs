//! A new account: `/connect/people/new`.

use app::Page;
use app::model::NewAccount as Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{PlainPassword, Role};
use services::{Mistake, NewAccount, ServiceError};

use super::tell;
use crate::ui::{Sent, SignedInPage, notice};

/// `GET /connect/people/new`
pub(crate) async fn new_account_page(page: SignedInPage) -> Response {
    let form = Form { role: Role::Viewer.as_str().to_owned(), ..Form::default() };
    show(&page, StatusCode::OK, form)
}

fn show(page: &SignedInPage, status: StatusCode, form: Form) -> Response {
    let shown = page.server.services().users(page.actor()).require_maker();
    let shown = shown.and_then(|()| page.framer().page(status, None, Page::NewAccount(form)));
    shown.unwrap_or_else(|error| notice::failed(page, error))
}

/// `POST /connect/people`
pub(crate) async fn make_account(page: SignedInPage, sent: Sent) -> Response {
    let mut form = Form {
        username: sent.text("username"),
        first_name: sent.text("first_name"),
        last_name: sent.text("last_name"),
        email: sent.text("email"),
        role: sent.text("role"),
        ..Form::default()
    };
    let role: Role = match form.role.parse() {
        Ok(role) => role,
        Err(unknown) => {
            form.role_problem = Some(domain::RoleError::to_string(&unknown));
            return show(&page, StatusCode::UNPROCESSABLE_ENTITY, form);
        }
    };
    let new = NewAccount {
        username: form.username.clone(),
        email: form.email.clone(),
        first_name: form.first_name.clone(),
        last_name: form.last_name.clone(),
        role,
        password: Some(PlainPassword::new(sent.text("password"))),
    };
    match page.server.services().users(page.actor()).create(new).await {
        Ok(user) => {
            let address = format!("/connect/people/{}", user.guid);
            let told = tell(&page, &address, format!("{} was made.", user.username)).await;
            told.unwrap_or_else(|error| notice::failed(&page, error))
        }
        Err(ServiceError::Invalid(mistake)) => {
            let problem = match mistake {
                Mistake::Username(_) | Mistake::UsernameTaken => &mut form.username_problem,
                Mistake::Email(_) => &mut form.email_problem,
                Mistake::FirstName(_) => &mut form.first_name_problem,
                Mistake::LastName(_) => &mut form.last_name_problem,
                _ => &mut form.password_problem,
            };
            *problem = Some(mistake.to_string());
            show(&page, StatusCode::UNPROCESSABLE_ENTITY, form)
        }
        Err(error) => notice::failed(&page, error),
    }
}
