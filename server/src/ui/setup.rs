//! The set-up page: `/connect/setup`.

use app::Page;
use app::model::Setup;
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequestParts as _, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::PlainPassword;
use serde::Deserialize;
use services::{FirstAdministrator, Mistake, SetupRefused};
use tower_sessions::Session;

use super::sign_in::with_cookie;
use super::{PageVisitor, Sent, frame, notice, see_other};
use crate::state::Server;
use crate::{address, csrf, session};

#[derive(Default, Deserialize)]
pub(crate) struct SetupQuery {
    #[serde(default)]
    token: String,
}

/// `GET /connect/setup?token=...`
pub(crate) async fn page(visitor: PageVisitor, query: Result<Query<SetupQuery>, QueryRejection>) -> Response {
    let Query(query) = query.unwrap_or_default();
    if !visitor.server.services().setup_link_works(&query.token) {
        return stale_link(&visitor.server);
    }
    show(&visitor, StatusCode::OK, Setup { token: query.token, ..Setup::default() })
}

/// `POST /connect/setup`
pub(crate) async fn set_up(State(server): State<Server>, session: Session, mut sent: Sent) -> Response {
    let token = sent.text("token");
    let (username, email) = (sent.text("username"), sent.text("email"));
    let password = PlainPassword::new(sent.text("password"));
    let from = address::client(&sent.parts, &server);
    let first = FirstAdministrator { username: username.clone(), email: email.clone(), password, from };
    match server.services().set_up(&token, first).await {
        Ok(proof) => {
            let begun = session::begin(&session, &proof, &sent.parts, &server).await;
            let welcome = "Welcome. Claviger is set up, and you are its administrator.".to_owned();
            match (begun, frame::flash(&session, welcome).await) {
                (Ok(id), Ok(())) => with_cookie(see_other("/connect/"), Some(csrf::cookie(&server, &id))),
                (Err(error), _) | (_, Err(error)) => notice::failed(&server, error),
            }
        }
        Err(SetupRefused::Link) => stale_link(&server),
        Err(SetupRefused::Mistakes(mistakes)) => {
            match PageVisitor::from_request_parts(&mut sent.parts, &server).await {
                Ok(visitor) => {
                    show(&visitor, StatusCode::UNPROCESSABLE_ENTITY, with_problems(token, username, email, &mistakes))
                }
                Err(refused) => refused,
            }
        }
        Err(SetupRefused::Failed(error)) => notice::failed(&server, error),
    }
}

fn with_problems(token: String, username: String, email: String, mistakes: &[Mistake]) -> Setup {
    let mut page = Setup { token, username, email, ..Setup::default() };
    for mistake in mistakes {
        let problem = match mistake {
            Mistake::Email(_) => &mut page.email_problem,
            Mistake::Password(_) => &mut page.password_problem,
            _ => &mut page.username_problem,
        };
        *problem = Some(mistake.to_string());
    }
    page
}

fn show(visitor: &PageVisitor, status: StatusCode, page: Setup) -> Response {
    match visitor.framer().page(status, None, Page::Setup(page)) {
        Ok(response) => with_cookie(response, visitor.cookie()),
        Err(error) => notice::failed(&visitor.server, error),
    }
}

fn stale_link(server: &Server) -> Response {
    let notice = app::model::Notice {
        title: "This set-up link does not work".to_owned(),
        paragraphs: vec![
            "It was used, is older than 24 hours, or the server was started again since.".to_owned(),
            "If there is no account yet, start the server again: it tells a new link. Else sign in.".to_owned(),
        ],
        command: None,
        link: Some(("/__login__".to_owned(), "Sign in".to_owned())),
    };
    notice::show(server, StatusCode::FORBIDDEN, notice)
}
