//! Why content is not answered, and how that looks: JSON for programs, a page for people.

use app::model::Notice;
use axum::response::{IntoResponse, Response};
use http::header::{ALLOW, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use services::ServiceError;

use super::Asker;
use crate::api::ApiError;
use crate::state::Server;
use crate::ui::notice;

/// Why content is not answered.
pub(super) enum Refusal {
    /// Nobody may ask this way.
    Method,
    /// The presented key admits nobody.
    WrongKey,
    /// A key is needed, whether the item exists or not.
    KeyNeeded,
    /// A page loads something without a key.
    Subresource,
    /// There is no such item or file, or not for this account.
    NotFound,
    /// A fault.
    Failed(ServiceError),
}

impl Refusal {
    /// The refusal as an answer.
    pub(super) fn answer(self, server: &Server, asker: Asker, path: &str) -> Response {
        if asker == Asker::Navigation
            && let Self::KeyNeeded = self
        {
            return with_challenge(use_a_key(server, path));
        }
        match self {
            Self::Method => {
                let mut response = ApiError::method().into_response();
                response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
                response
            }
            Self::WrongKey => ApiError::wrong_key().into_response(),
            Self::KeyNeeded => ApiError::key_needed().into_response(),
            Self::Subresource => ApiError::new(
                StatusCode::FORBIDDEN,
                22,
                "Pages cannot load content from this address. Programs send an API key.",
            )
            .into_response(),
            Self::NotFound => ApiError::from(ServiceError::NotFound).into_response(),
            Self::Failed(error) => ApiError::from(error).into_response(),
        }
    }
}

fn with_challenge(mut response: Response) -> Response {
    response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Key"));
    response
}

/// The address in a command that people paste into a shell.
///
/// # Security
/// Anybody can make a link: an address with characters that mean something to a shell is not repeated.
fn address(server: &Server, path: &str) -> String {
    let plain = path.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.' | b'_' | b'-' | b'~' | b'%'));
    if plain { format!("{}{path}", server.url()) } else { "THE_ADDRESS_OF_THIS_PAGE".to_owned() }
}

fn use_a_key(server: &Server, path: &str) -> Response {
    let paragraphs = [
        "This is the address for programs. They send an API key with each request, in the header Authorization.",
        "Make a key on the API Keys page, put it into the environment variable CONNECT_API_KEY, and call this address:",
    ];
    let page = Notice {
        title: "Use an API key for this address".to_owned(),
        paragraphs: paragraphs.map(str::to_owned).to_vec(),
        command: Some(format!("curl -O -H \"Authorization: Key ${{CONNECT_API_KEY}}\" \"{}\"", address(server, path))),
        link: Some(("/connect/keys".to_owned(), "Go to the API Keys page".to_owned())),
    };
    notice::show(server, StatusCode::UNAUTHORIZED, page)
}
