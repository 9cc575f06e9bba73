//! The Profile page: `/connect/profile`.

use app::Page;
use app::model::{Profile, ProgramRow, SessionRow};
use axum::http::StatusCode;
use axum::response::Response;
use domain::PlainPassword;
use services::{AccountChange, Mistake, ServiceError, SessionRow as LiveSession, SignInRefused, TokenRow};

use super::sign_in::with_cookie;
use super::{Sent, SignedInPage, frame, notice, see_other};
use crate::csrf;
use crate::session::{Remembered, instant};

/// `GET /connect/profile`
pub(crate) async fn page(page: SignedInPage) -> Response {
    show(&page, StatusCode::OK, |_| {}).await
}

/// `POST /connect/profile`: name and e-mail address.
pub(crate) async fn update(page: SignedInPage, sent: Sent) -> Response {
    let (first_name, last_name, email) = (sent.text("first_name"), sent.text("last_name"), sent.text("email"));
    let change = AccountChange {
        first_name: Some(first_name.clone()),
        last_name: Some(last_name.clone()),
        email: Some(email.clone()),
        ..AccountChange::default()
    };
    let updated = page.server.services().users(page.actor()).update(page.actor().user().guid, change).await;
    match updated {
        Ok(_) => tell(&page, "Your profile was saved.").await,
        Err(ServiceError::Invalid(mistake)) => {
            show(&page, StatusCode::UNPROCESSABLE_ENTITY, |profile| {
                let problem = match mistake {
                    Mistake::FirstName(_) => &mut profile.first_name_problem,
                    Mistake::LastName(_) => &mut profile.last_name_problem,
                    _ => &mut profile.email_problem,
                };
                *problem = Some(mistake.to_string());
                (profile.first_name, profile.last_name, profile.email) = (first_name, last_name, email);
            })
            .await
        }
        Err(error) => notice::failed(&page, error),
    }
}

/// `POST /connect/profile/password`
pub(crate) async fn change_password(mut page: SignedInPage, sent: Sent) -> Response {
    if let Err(refused) = page.prove(&sent.text("current_password"), &sent.parts).await {
        let problem = match refused {
            SignInRefused::Wrong => Mistake::CurrentPassword.to_string(),
            SignInRefused::Failed(error) => return notice::failed(&page, error),
            refused @ SignInRefused::TryLater(_) => refused.to_string(),
        };
        return show(&page, StatusCode::UNPROCESSABLE_ENTITY, |profile| {
            profile.current_password_problem = Some(problem);
        })
        .await;
    }
    let services = page.server.services().clone();
    let new = PlainPassword::new(sent.text("new_password"));
    let changed = services.users(page.actor()).change_my_password(new).await;
    let response = match changed {
        Ok(proof) => {
            let server = page.server.clone();
            match page.inner.renew(proof, &server).await {
                Ok(()) => tell(&page, "Your password was changed, and all other sessions were signed out.").await,
                Err(error) => notice::failed(&page, error),
            }
        }
        Err(ServiceError::Invalid(mistake)) => {
            show(&page, StatusCode::UNPROCESSABLE_ENTITY, |profile| {
                profile.new_password_problem = Some(mistake.to_string());
            })
            .await
        }
        Err(error) => notice::failed(&page, error),
    };
    page.with_token(response)
}

/// `POST /connect/profile/sessions/end`
pub(crate) async fn end_session(page: SignedInPage, sent: Sent) -> Response {
    let Some(digest) = digest(&sent.text("handle")) else {
        return notice::failed(&page, ServiceError::NotFound);
    };
    match page.server.services().end_my_session(page.actor(), digest).await {
        Ok(()) => tell(&page, "The session was signed out.").await,
        Err(ServiceError::NotFound) => tell(&page, "The session had ended already.").await,
        Err(error) => notice::failed(&page, error),
    }
}

/// `POST /connect/profile/programs/remove`
pub(crate) async fn remove_program(page: SignedInPage, sent: Sent) -> Response {
    let Ok(id) = sent.text("handle").parse() else {
        return notice::failed(&page, ServiceError::NotFound);
    };
    match page.server.services().remove_my_token(page.actor(), id).await {
        Ok(()) => tell(&page, "The program is not let in any more.").await,
        Err(ServiceError::NotFound) => tell(&page, "The program had been removed already.").await,
        Err(error) => notice::failed(&page, error),
    }
}

/// `POST /connect/profile/sessions/end-all`
pub(crate) async fn end_all_sessions(page: SignedInPage, _sent: Sent) -> Response {
    let ended = page.server.services().end_my_sessions(page.actor()).await;
    let ended = match ended {
        Ok(()) => page.session().flush().await.map_err(crate::session::fault),
        failed => failed,
    };
    match ended {
        Ok(()) => with_cookie(see_other("/__login__"), Some(csrf::no_cookie(&page.server))),
        Err(error) => notice::failed(&page, error),
    }
}

async fn tell(page: &SignedInPage, text: &str) -> Response {
    let told = frame::tell(page, "/connect/profile", text.to_owned()).await;
    told.unwrap_or_else(|error| notice::failed(page, error))
}

async fn show(page: &SignedInPage, status: StatusCode, amend: impl FnOnce(&mut Profile)) -> Response {
    let shown = async {
        let sessions = page.server.services().list_my_sessions(page.actor()).await?;
        let flash = frame::take_flash(page).await?;
        let programs = page.server.services().list_my_tokens(page.actor()).await?;
        let mut profile = profile(page, &sessions, programs);
        amend(&mut profile);
        page.framer().page(status, flash, Page::Profile(profile))
    };
    shown.await.unwrap_or_else(|error| notice::failed(page, error))
}

fn profile(page: &SignedInPage, sessions: &[LiveSession], programs: Vec<TokenRow>) -> Profile {
    let user = page.actor().user();
    let mut sessions: Vec<SessionRow> =
        sessions.iter().filter_map(|session| row(session, session.digest == page.inner.digest())).collect();
    sessions.sort_by_key(|session| (!session.current, std::cmp::Reverse(session.seen_at)));
    Profile {
        username: user.username.as_str().to_owned(),
        role: user.role.label(),
        first_name: user.first_name.clone(),
        last_name: user.last_name.clone(),
        email: user.email.clone(),
        first_name_problem: None,
        last_name_problem: None,
        email_problem: None,
        current_password_problem: None,
        new_password_problem: None,
        sessions,
        programs: programs.into_iter().map(program).collect(),
    }
}

fn program(token: TokenRow) -> ProgramRow {
    ProgramRow {
        handle: token.id.to_string(),
        agent: token.agent,
        address: token.asked_from.unwrap_or_default(),
        let_in_at: token.created_at,
    }
}

fn row(session: &LiveSession, current: bool) -> Option<SessionRow> {
    let Remembered { proof, seen } = serde_json::from_str(&session.record).ok()?;
    let signed_in_at = proof.signed_in_at();
    Some(SessionRow {
        handle: session.digest.iter().map(|byte| format!("{byte:02x}")).collect(),
        current,
        agent: seen.as_ref().map(|seen| agent(&seen.agent)).unwrap_or_default(),
        address: seen.as_ref().map(|seen| seen.address.clone()).unwrap_or_default(),
        seen_at: seen.map_or(signed_in_at, |seen| instant(seen.at)),
        signed_in_at,
    })
}

/// The browser and the system in words, as far as its name for itself tells.
fn agent(text: &str) -> String {
    let first =
        |names: &[(&str, &str)]| names.iter().find(|(mark, _)| text.contains(mark)).map(|(_, name)| (*name).to_owned());
    // The order matters: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
    let browsers = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
        ("python", "Python"),
    ];
    let systems = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];
    match (first(&browsers), first(&systems)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser,
        _ => "A browser or program".to_owned(),
    }
}

fn digest(handle: &str) -> Option<[u8; 32]> {
    if handle.len() != 64 || !handle.is_ascii() {
        return None;
    }
    let bytes = (0..64).step_by(2).map(|at| u8::from_str_radix(&handle[at..at + 2], 16).ok());
    bytes.collect::<Option<Vec<u8>>>()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_apart() {
        let chrome =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
        assert_eq!(agent(chrome), "Chrome on Linux");
        assert_eq!(agent(&format!("{chrome} Edg/156.0")), "Edge on Linux");
        assert_eq!(agent("curl/8.5"), "curl");
        assert_eq!(agent(""), "A browser or program");
    }
}
