//! Signing in and out, and what a session proves.
//!
//! # Security
//! A session proves who signed in, no more: account, role and lock are read anew for each request, so that locking and
//! demoting act at once. A session ends 24 hours after the sign-in, however much it is used (ASVS 5.0 7.3.2).

use std::fmt;
use std::net::IpAddr;
use std::sync::PoisonError;
use std::time::Duration as StdDuration;

use domain::{PlainPassword, User, UserId, Username};
use serde::{Deserialize, Serialize};
use store::SessionRow;
use time::{Duration, OffsetDateTime};
use tracing::field;

use crate::audit::{Action, By};
use crate::{Actor, ServiceError, Services};

/// What a session remembers of its sign-in. Only a right password makes one.
#[derive(Clone, Serialize, Deserialize)]
pub struct SessionProof {
    user_id: i64,
    /// The account's credential at the sign-in.
    credential: i64,
    signed_in_at: i64,
    proved_at: i64,
}

impl SessionProof {
    /// How long a session lasts at most.
    pub const LASTS: Duration = Duration::hours(24);

    pub(crate) fn fresh(user: &User, now: OffsetDateTime) -> Self {
        let now = now.unix_timestamp();
        Self { user_id: user.id.0, credential: user.credential, signed_in_at: now, proved_at: now }
    }

    /// Whose session it is.
    pub fn user_id(&self) -> UserId {
        UserId(self.user_id)
    }

    /// Whether it still counts for this account, which is its own.
    pub(crate) fn counts_for(&self, user: &User, now: OffsetDateTime) -> bool {
        user.id == self.user_id()
            && !user.locked
            && user.credential == self.credential
            && now - self.signed_in_at() < Self::LASTS
    }

    /// When the sign-in was.
    pub fn signed_in_at(&self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(self.signed_in_at).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

/// Why a sign-in was refused.
#[derive(Debug)]
pub enum SignInRefused {
    /// Unknown account, wrong password, or locked: nobody learns which (ASVS 5.0 6.3.8).
    Wrong,
    /// Too many tries; wait this long.
    TryLater(StdDuration),
    /// A fault.
    Failed(ServiceError),
}

impl fmt::Display for SignInRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wrong => f.write_str("The username or the password is not right, or the account is locked."),
            Self::TryLater(wait) => ServiceError::TryLater(*wait).fmt(f),
            Self::Failed(error) => error.fmt(f),
        }
    }
}

impl From<ServiceError> for SignInRefused {
    fn from(error: ServiceError) -> Self {
        Self::Failed(error)
    }
}

impl Services {
    /// Signs an account in with its password.
    ///
    /// # Errors
    /// See [`SignInRefused`].
    pub async fn sign_in(
        &self,
        username: &str,
        password: PlainPassword,
        from: Option<IpAddr>,
    ) -> Result<SessionProof, SignInRefused> {
        let now = self.0.clock.now();
        // The account's folded name, or whatever was typed, cut short so that it cannot fill the memory.
        let account: String = username.trim().to_lowercase().chars().take(64).collect();
        self.admit(&account, from, now)?;
        let found = match username.parse::<Username>() {
            Ok(name) => self.0.store.find_password(&name).await.map_err(ServiceError::from)?,
            Err(_) => None,
        };
        let (user, hash) = found.map_or((None, None), |(user, hash)| (Some(user), hash));
        let right = self.0.passwords.matches(password, hash).await?;
        match user {
            Some(user) if right && !user.locked => {
                self.0.throttle.succeeded(&account, from);
                tracing::info!(user.id = user.id.0, address = from.map(field::display), "An account signed in.");
                let proof = SessionProof::fresh(&user, now);
                self.audit_by(&By::User(user, from), Action::SignIn, "Signed in.".to_owned()).await;
                Ok(proof)
            }
            user => {
                let id = user.as_ref().map(|user| user.id.0);
                tracing::warn!(user.id = id, address = from.map(field::display), "A sign-in was refused.");
                let what = user.map_or_else(
                    || "Refused a sign-in to an account that does not exist.".to_owned(),
                    |user| format!("Refused a sign-in to the account {}.", user.username),
                );
                self.audit_by(&By::Unknown(from), Action::RefuseSignIn, what).await;
                Err(SignInRefused::Wrong)
            }
        }
    }

    /// The actor that a session stands for now.
    ///
    /// # Errors
    /// [`ServiceError::SignedOut`] when the session is too old, or the account is locked or gone.
    pub async fn resume(&self, proof: &SessionProof) -> Result<Actor, ServiceError> {
        let now = self.0.clock.now();
        let user = self.0.store.find_user(proof.user_id()).await?.filter(|user| proof.counts_for(user, now));
        let user = user.ok_or(ServiceError::SignedOut)?;
        self.0.sightings.lock().unwrap_or_else(PoisonError::into_inner).insert(user.id, now);
        let proved_at = OffsetDateTime::from_unix_timestamp(proof.proved_at).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        Ok(Actor::by_session(user, proved_at))
    }

    /// Takes the password again before a sensitive step; gives the renewed proof.
    ///
    /// # Errors
    /// See [`SignInRefused`].
    pub async fn prove(
        &self,
        actor: &Actor,
        proof: &SessionProof,
        password: PlainPassword,
        from: Option<IpAddr>,
    ) -> Result<SessionProof, SignInRefused> {
        if proof.user_id() != actor.id() {
            return Err(ServiceError::SignedOut.into());
        }
        let now = self.0.clock.now();
        let account = actor.user().username.folded();
        self.admit(&account, from, now)?;
        let found = self.0.store.find_password(&actor.user().username).await.map_err(ServiceError::from)?;
        if !self.0.passwords.matches(password, found.and_then(|(_, hash)| hash)).await? {
            tracing::warn!(user.id = actor.id().0, address = from.map(field::display), "A password was not confirmed.");
            self.audit(actor, Action::RefuseSignIn, "Refused a password that was given as a proof.".to_owned()).await;
            return Err(SignInRefused::Wrong);
        }
        self.0.throttle.succeeded(&account, from);
        Ok(SessionProof { proved_at: now.unix_timestamp(), ..proof.clone() })
    }

    /// Counts a try, or says how long to wait.
    fn admit(&self, account: &str, from: Option<IpAddr>, now: OffsetDateTime) -> Result<(), SignInRefused> {
        self.0.throttle.admit(account, from, now).map_err(|wait| {
            tracing::warn!(address = from.map(field::display), "Sign-ins from an address are slowed.");
            SignInRefused::TryLater(wait)
        })
    }

    /// The live sessions of the actor's account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_my_sessions(&self, actor: &Actor) -> Result<Vec<SessionRow>, ServiceError> {
        Ok(self.0.store.list_sessions(actor.id(), self.0.clock.now()).await?)
    }

    /// Ends one of the actor's own sessions.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when it is not the actor's, or has ended.
    pub async fn end_my_session(&self, actor: &Actor, digest: [u8; 32]) -> Result<(), ServiceError> {
        let mine = self.list_my_sessions(actor).await?.into_iter().any(|session| session.digest == digest);
        if !mine {
            return Err(ServiceError::NotFound);
        }
        Ok(self.0.store.delete_session(digest).await?)
    }

    /// Ends all sessions of the actor's account, this one included.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_my_sessions(&self, actor: &Actor) -> Result<(), ServiceError> {
        tracing::info!(user.id = actor.id().0, "An account signed out everywhere.");
        Ok(self.0.store.end_sessions(actor.id()).await?)
    }

    /// Stores a new session; `false` when its id is in use.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_session(&self, session: &SessionRow) -> Result<bool, ServiceError> {
        Ok(self.0.store.insert_session(session).await?)
    }

    /// Stores what a session remembers now; one that has ended stays ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_session(&self, session: &SessionRow) -> Result<(), ServiceError> {
        self.0.store.update_session(session).await?;
        Ok(())
    }

    /// The session with this digest, unless it has ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load_session(&self, digest: [u8; 32]) -> Result<Option<SessionRow>, ServiceError> {
        Ok(self.0.store.find_session(digest, self.0.clock.now()).await?)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_session(&self, digest: [u8; 32]) -> Result<(), ServiceError> {
        Ok(self.0.store.delete_session(digest).await?)
    }
}
