//! How failures look: `{code, error, payload}` with the codes of the Connect Server API.

use axum::Json;
use axum::http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::{ProcessSettingsError, TagNameError, VanityPathError, VariableError};
use serde::Serialize;
use services::{KeyRefused, Mistake, ServiceError, SignatureRefused};
use utoipa::ToSchema;

/// The body of every failure.
#[derive(Serialize, ToSchema)]
pub(crate) struct ErrorBody {
    /// A stable number for programs.
    code: u16,
    /// A sentence for people.
    error: String,
    /// More about it; always null so far.
    payload: Option<serde_json::Map<String, serde_json::Value>>,
}

/// A failure on its way out.
pub(crate) struct ApiError {
    status: StatusCode,
    code: u16,
    error: String,
    retry_after: Option<u64>,
}

impl ApiError {
    pub(crate) fn new(status: StatusCode, code: u16, error: impl Into<String>) -> Self {
        Self { status, code, error: error.into(), retry_after: None }
    }

    /// Nothing to recognise anybody by.
    pub(crate) fn key_needed() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            24,
            "Authentication is needed. Send an API key in the header \"Authorization: Key THE_API_KEY\".",
        )
    }

    /// A key that admits nobody: one wording for unknown, malformed, deleted and expired.
    pub(crate) fn wrong_key() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            30,
            "This API key is not valid. It may be mistyped, deleted or expired; make a new one on the API Keys page.",
        )
    }

    /// A change by session that did not come from our own pages.
    pub(crate) fn xsrf() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            92,
            "A change made with a session needs the header X-RSC-XSRF with the value of the cookie RSC-XSRF, \
             and must come from this server's own pages.",
        )
    }

    pub(crate) fn method() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, 2, "This endpoint does not support this method.")
    }

    pub(crate) fn bad_id() -> Self {
        Self::new(StatusCode::BAD_REQUEST, 3, "The id in the address is malformed.")
    }

    pub(crate) fn no_task() -> Self {
        Self::new(StatusCode::NOT_FOUND, 141, "There is no such task, or somebody else began it.")
    }

    pub(crate) fn parameter(name: &str, wanted: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, 25, format!("The parameter {name} must be {wanted}."))
    }
}

impl From<KeyRefused> for ApiError {
    fn from(refused: KeyRefused) -> Self {
        match refused {
            KeyRefused::Wrong => Self::wrong_key(),
            KeyRefused::Failed(error) => error.into(),
        }
    }
}

impl From<SignatureRefused> for ApiError {
    fn from(refused: SignatureRefused) -> Self {
        let unauthorized = |code, words: &str| Self::new(StatusCode::UNAUTHORIZED, code, words);
        match refused {
            SignatureRefused::Wrong => unauthorized(
                30,
                "This signature is not valid: the token is unknown or was removed, the clock of one computer is wrong, or \
                 the request was sent before.",
            ),
            // Versions of rsconnect before 1.0 go on waiting only when they read the last two words.
            SignatureRefused::Waiting => unauthorized(
                24,
                "Nobody has let this program in yet. Open the address that it got in a browser. Old clients: as HTTP 500.",
            ),
            SignatureRefused::Expired => unauthorized(29, &Mistake::TokenExpired.to_string()),
            SignatureRefused::Failed(error) => error.into(),
        }
    }
}

impl From<ServiceError> for ApiError {
    fn from(error: ServiceError) -> Self {
        let text = error.to_string();
        match error {
            ServiceError::SignedOut => Self::key_needed(),
            ServiceError::Forbidden => Self::new(StatusCode::FORBIDDEN, 22, text),
            ServiceError::NotFound => Self::new(StatusCode::NOT_FOUND, 4, "The requested object does not exist."),
            ServiceError::ProofNeeded => Self::new(
                StatusCode::FORBIDDEN,
                99,
                "The sign-in is older than 10 minutes. Sign in again before making a key.",
            ),
            ServiceError::Invalid(mistake) => Self::new(status(&mistake), code(&mistake), text),
            ServiceError::TryLater(wait) => {
                let retry_after = Some(wait.as_secs().max(1));
                Self { retry_after, ..Self::new(StatusCode::TOO_MANY_REQUESTS, 277, text) }
            }
            ServiceError::Unavailable(_) => Self::new(StatusCode::SERVICE_UNAVAILABLE, 1, text),
            ServiceError::Internal(fault) => {
                tracing::error!(fault = %crate::fault::chain(fault.as_ref()), "An API call failed.");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, 1, text)
            }
        }
    }
}

fn status(mistake: &Mistake) -> StatusCode {
    match mistake {
        Mistake::UsernameTaken | Mistake::InactiveJob => StatusCode::CONFLICT,
        Mistake::GroupNameTaken | Mistake::GroupGidTaken | Mistake::MemberAlready => StatusCode::CONFLICT,
        Mistake::VanityTaken | Mistake::TokenTaken | Mistake::TokenClaimed => StatusCode::CONFLICT,
        _ => StatusCode::BAD_REQUEST,
    }
}

fn code(mistake: &Mistake) -> u16 {
    match mistake {
        Mistake::KeyName(_) => 62,
        Mistake::KeyRole => 234,
        Mistake::KeyExpiry(_) | Mistake::TooManyKeys(_) | Mistake::SentTwice | Mistake::ViewersWithoutAcl => 25,
        Mistake::Username(_) => 7,
        Mistake::UsernameTaken => 8,
        Mistake::Email(_) => 264,
        Mistake::FirstName(_) => 268,
        Mistake::LastName(_) => 269,
        Mistake::Password(_) => 6,
        Mistake::CurrentPassword => 96,
        Mistake::LastAdministrator => 61,
        Mistake::ContentName(_) => 5,
        Mistake::Title(_) => 122,
        Mistake::Description(_) => 123,
        Mistake::UnknownUser(_) => 9,
        Mistake::Bundle(_) => 38,
        Mistake::ContentNameTaken => 26,
        Mistake::NoSuchOwner => 156,
        Mistake::LockedMessage => 224,
        Mistake::NotAProgram => 147,
        Mistake::Process(wrong) => process(*wrong),
        Mistake::Locked => 222,
        Mistake::EmptyUpload | Mistake::NoFiles => 125,
        Mistake::ArchiveAmongFiles => 25,
        Mistake::Checksum => 104,
        Mistake::NoBundle => 28,
        Mistake::BundleOfOther => 82,
        Mistake::ActiveBundle => 75,
        Mistake::Picture => 25,
        Mistake::Deploying | Mistake::TooManyTasks => 100,
        Mistake::DeletedMeanwhile => 4,
        Mistake::NothingToRender => 59,
        Mistake::InactiveJob => 163,
        Mistake::AuditFilter => 32,
        Mistake::Time => 136,
        // Only tasks end so.
        Mistake::DeployEnded => 1,
        Mistake::NoSuchUser => 9,
        Mistake::NoSuchGroup | Mistake::UnknownGroup(_) => 153,
        Mistake::OwnerNamed => 34,
        Mistake::UserNamedAlready => 154,
        Mistake::GroupNamedAlready => 155,
        Mistake::PrincipalStays | Mistake::LongSearch(_) => 25,
        Mistake::ViewerAsCollaborator => 33,
        Mistake::GroupName(_) => 14,
        Mistake::GroupNameTaken => 15,
        Mistake::GroupGidTaken => 263,
        Mistake::MemberAlready => 16,
        Mistake::TagName(TagNameError::Empty) => 78,
        Mistake::TagName(TagNameError::TooLong) => 77,
        Mistake::TagNameTaken => 81,
        Mistake::NoSuchParentTag => 157,
        Mistake::TagUnderItself => 88,
        Mistake::NoSuchTag => 158,
        Mistake::CategoryOnContent => 79,
        Mistake::Variable(wrong) => variable(wrong),
        Mistake::Vanity(VanityPathError::Reserved) => 52,
        Mistake::Vanity(VanityPathError::Malformed) => 25,
        Mistake::VanityTaken => 51,
        Mistake::ContentCategory => 110,
        Mistake::TokenIncomplete => 86,
        Mistake::TokenTaken => 85,
        Mistake::TokenClaimed => 84,
        Mistake::TokenExpired => 29,
        Mistake::TokenReplaced | Mistake::TooManyTokens(_) => 25,
    }
}

fn variable(wrong: &VariableError) -> u16 {
    match wrong {
        VariableError::EmptyName => 266,
        VariableError::Forbidden(_) => 108,
        VariableError::Twice(_) => 149,
        VariableError::Name
        | VariableError::LongName
        | VariableError::Value
        | VariableError::LongValue
        | VariableError::TooMany => 25,
    }
}

fn process(wrong: ProcessSettingsError) -> u16 {
    match wrong {
        ProcessSettingsError::Timeout => 151,
        ProcessSettingsError::LoadFactor => 150,
        ProcessSettingsError::NegativeFewest => 191,
        ProcessSettingsError::NegativeMost => 192,
        ProcessSettingsError::NoProcesses => 272,
        ProcessSettingsError::MostProcesses => 113,
        ProcessSettingsError::FewestProcesses => 45,
        ProcessSettingsError::FewestOverMost => 114,
        ProcessSettingsError::Connections => 239,
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = ErrorBody { code: self.code, error: self.error, payload: None };
        let mut response = (self.status, Json(body)).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Key"));
        }
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
