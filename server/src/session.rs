//! Browser sessions: the cookie, what a session remembers, and the bridge from tower-sessions to the services.
//!
//! # Security
//! The cookie holds a random id; the database holds its SHA-256. A session ends after eight idle hours, and 24 hours
//! after the sign-in in any case. It is written down at most once a minute.

mod planted;

use std::fmt;

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use http::request::Parts;
use serde::{Deserialize, Serialize};
use services::{Actor, ServiceError, SessionProof, SessionRow};
use sha2::{Digest as _, Sha256};
use time::{Duration, OffsetDateTime};
use tower_sessions::cookie::SameSite;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{self, Error as StoreFault, SessionStore};
use tower_sessions::{Expiry, Session, SessionManagerLayer};

pub(crate) use self::planted::weed;
use crate::address;
use crate::state::Server;

const IDLE: Duration = Duration::hours(8);
const TOUCHED_EVERY: Duration = Duration::minutes(1);

const PROOF: &str = "proof";
const SEEN: &str = "seen";

/// When and where a session was last used.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Seen {
    /// Seconds since 1970 UTC.
    pub(crate) at: i64,
    /// The client's address.
    pub(crate) address: String,
    /// The browser, as it calls itself.
    pub(crate) agent: String,
}

/// A session as the Profile page shows it.
#[derive(Deserialize)]
pub(crate) struct Remembered {
    pub(crate) proof: SessionProof,
    pub(crate) seen: Option<Seen>,
}

/// The layer that gives handlers their [`Session`].
pub(crate) fn layer(server: &Server) -> SessionManagerLayer<Sessions> {
    SessionManagerLayer::new(Sessions(server.clone()))
        .with_name(cookie_name(server))
        .with_secure(server.https())
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(IDLE))
}

fn cookie_name(server: &Server) -> &'static str {
    if server.https() { "__Host-claviger-session" } else { "claviger-session" }
}

/// Who is signed in by the session of this request.
pub(crate) struct SignedIn {
    pub(crate) actor: Actor,
    pub(crate) session: Session,
    pub(crate) proof: SessionProof,
    /// The session's id, which form tokens and waiting keys are bound to.
    pub(crate) id: String,
}

impl SignedIn {
    /// What the database calls this session.
    pub(crate) fn digest(&self) -> [u8; 32] {
        digest(&self.id)
    }

    /// Remembers that the password was just given again, under a new id: who else knew the old one is out
    /// (ASVS 5.0 7.2.4).
    /// Content that is open goes on.
    pub(crate) async fn renew(&mut self, proof: SessionProof, server: &Server) -> Result<(), ServiceError> {
        let before = self.digest();
        self.actor = server.services().resume(&proof).await?;
        self.session.insert(PROOF, &proof).await.map_err(fault)?;
        self.session.cycle_id().await.map_err(fault)?;
        self.session.save().await.map_err(fault)?;
        self.id = self.session.id().ok_or(ServiceError::SignedOut)?.to_string();
        self.proof = proof;
        server.services().carry_content_sessions(before, self.digest()).await
    }
}

/// The session of a request, if it has one that counts.
///
/// # Errors
/// [`ServiceError::SignedOut`] without one; faults of the database.
pub(crate) async fn signed_in(parts: &mut Parts, server: &Server) -> Result<SignedIn, ServiceError> {
    let session = Session::from_request_parts(parts, server).await.map_err(no_layer)?;
    let proof: SessionProof = session.get(PROOF).await.map_err(fault)?.ok_or(ServiceError::SignedOut)?;
    let id = session.id().ok_or(ServiceError::SignedOut)?.to_string();
    let actor = server.services().resume(&proof).await?.asking_from(address::client(parts, server));
    touch(&session, parts, server).await?;
    Ok(SignedIn { actor, session, proof, id })
}

/// Begins a session with a new id; one that the browser already had ends. Gives the new id.
pub(crate) async fn begin(
    session: &Session,
    proof: &SessionProof,
    parts: &Parts,
    server: &Server,
) -> Result<String, ServiceError> {
    if session.id().is_some() {
        session.flush().await.map_err(fault)?;
    }
    session.insert(PROOF, proof).await.map_err(fault)?;
    touch(session, parts, server).await?;
    session.save().await.map_err(fault)?;
    session.id().map(|id| id.to_string()).ok_or(ServiceError::SignedOut)
}

async fn touch(session: &Session, parts: &Parts, server: &Server) -> Result<(), ServiceError> {
    let now = server.services().now();
    let last: Option<Seen> = session.get(SEEN).await.map_err(fault)?;
    if last.is_some_and(|seen| now.unix_timestamp() - seen.at < TOUCHED_EVERY.whole_seconds()) {
        return Ok(());
    }
    let agent = parts.headers.get("user-agent").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let seen = Seen {
        at: now.unix_timestamp(),
        address: address::client(parts, server).map(|address| address.to_string()).unwrap_or_default(),
        agent: agent.chars().take(256).collect(),
    };
    session.insert(SEEN, seen).await.map_err(fault)
}

/// A fault of the session layer, as the doors know it.
pub(crate) fn fault(error: tower_sessions::session::Error) -> ServiceError {
    ServiceError::Internal(Box::new(error))
}

fn no_layer((_, text): (StatusCode, &'static str)) -> ServiceError {
    ServiceError::Internal(text.into())
}

fn digest(id: &str) -> [u8; 32] {
    Sha256::digest(id.as_bytes()).into()
}

/// Where tower-sessions keeps its records: in the services.
#[derive(Clone)]
pub(crate) struct Sessions(Server);

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions")
    }
}

impl Sessions {
    fn row(&self, record: &Record) -> session_store::Result<SessionRow> {
        let proof = record.data.get(PROOF).cloned().map(serde_json::from_value::<SessionProof>).transpose();
        let proof = proof.map_err(|error| StoreFault::Encode(error.to_string()))?;
        Ok(SessionRow {
            digest: digest(&record.id.to_string()),
            user_id: proof.map(|proof| proof.user_id()),
            record: serde_json::to_string(&record.data).map_err(|error| StoreFault::Encode(error.to_string()))?,
            // By our clock, and not by the one that the record was made with.
            expires_at: self.0.services().now() + IDLE,
        })
    }
}

#[async_trait::async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        // Never with the id that it came with: after a flush that is still the browser's old one, which somebody else may
        // have planted there and know (session fixation, ASVS 5.0 7.2.4).
        loop {
            record.id = Id::default();
            if self.0.services().insert_session(&self.row(record)?).await.map_err(backend)? {
                return Ok(());
            }
        }
    }

    async fn save(&self, record: &Record) -> session_store::Result<()> {
        self.0.services().save_session(&self.row(record)?).await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        let Some(row) = self.0.services().load_session(digest(&id.to_string())).await.map_err(backend)? else {
            return Ok(None);
        };
        let data = serde_json::from_str(&row.record).map_err(|error| StoreFault::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date: row.expires_at }))
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        self.0.services().delete_session(digest(&id.to_string())).await.map_err(backend)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
fn backend(error: ServiceError) -> StoreFault {
    StoreFault::Backend(error.to_string())
}

/// The instant of a stored number of seconds.
pub(crate) fn instant(seconds: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}
