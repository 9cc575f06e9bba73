//! Letting a program in: `/connect/tokens/{token}`.

use app::Page;
use app::model::Claim;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use services::{Mistake, ServiceError, SignInRefused, TokenWish};

use super::{Sent, SignedInPage, frame, notice};

/// `GET /connect/tokens/{token}`
pub(crate) async fn page(page: SignedInPage, Path(token): Path<String>) -> Response {
    match page.server.services().token_wish(&token).await {
        Ok(wish) => show(&page, StatusCode::OK, &wish, None, None),
        Err(error) => failed(&page, error),
    }
}

/// `POST /connect/tokens/{token}`
pub(crate) async fn claim(mut page: SignedInPage, Path(token): Path<String>, sent: Sent) -> Response {
    let services = page.server.services().clone();
    let wish = match services.token_wish(&token).await {
        Ok(wish) => wish,
        Err(error) => return failed(&page, error),
    };
    if page.actor().needs_proof(services.now()) {
        let problem = match page.prove(&sent.text("password"), &sent.parts).await {
            Ok(()) => None,
            Err(SignInRefused::Failed(error)) => return notice::failed(&page, error),
            Err(SignInRefused::Wrong) => Some(Mistake::CurrentPassword.to_string()),
            Err(refused @ SignInRefused::TryLater(_)) => Some(refused.to_string()),
        };
        if problem.is_some() {
            return show(&page, StatusCode::UNPROCESSABLE_ENTITY, &wish, problem, None);
        }
    }
    let response = match services.claim_token(page.actor(), &token, &sent.text("fingerprint")).await {
        Ok(()) => told(&page, &wish).await,
        Err(ServiceError::Invalid(mistake @ (Mistake::TooManyTokens(_) | Mistake::TokenReplaced))) => {
            // As it asks now.
            match services.token_wish(&token).await {
                Ok(wish) => show(&page, StatusCode::UNPROCESSABLE_ENTITY, &wish, None, Some(mistake.to_string())),
                Err(error) => failed(&page, error),
            }
        }
        Err(error) => failed(&page, error),
    };
    page.with_token(response)
}

async fn told(page: &SignedInPage, wish: &TokenWish) -> Response {
    let words = format!("{} was let in, and goes on by itself.", wish.agent);
    let told = frame::tell(page, "/connect/profile", words).await;
    told.unwrap_or_else(|error| notice::failed(page, error))
}

fn show(
    page: &SignedInPage,
    status: StatusCode,
    wish: &TokenWish,
    password_problem: Option<String>,
    problem: Option<String>,
) -> Response {
    let user = page.actor().user();
    let claim = Claim {
        token: wish.token.clone(),
        fingerprint: wish.fingerprint(),
        agent: wish.agent.clone(),
        address: wish.from.map_or_else(|| "an unknown address".to_owned(), |from| from.to_string()),
        asked_at: wish.asked_at,
        username: user.username.as_str().to_owned(),
        role: user.role.label(),
        password_needed: page.actor().needs_proof(page.server.services().now()),
        password_problem,
        problem,
    };
    let shown = page.framer().page(status, None, Page::Claim(claim));
    shown.unwrap_or_else(|error| notice::failed(page, error))
}

/// Why there is nothing to let in.
fn failed(page: &SignedInPage, error: ServiceError) -> Response {
    match error {
        ServiceError::Invalid(mistake @ (Mistake::TokenClaimed | Mistake::TokenExpired)) => {
            notice::nothing_to_let_in(page, &mistake.to_string())
        }
        error => notice::failed(page, error),
    }
}
