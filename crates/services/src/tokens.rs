//! Tokens: a program makes a pair of keys and asks to be let in; somebody who is signed in lets it, for his account; from
//! then on it signs its requests.
//!
//! # Security
//! A token is a name and no secret: what counts is the signature, over method, path, time and body. Anybody may ask, and
//! nobody is let in without a person who was shown what that means and whose password was just given. SHA-1 is what the
//! clients sign with; a collision would need a text that the program itself signs. A token acts as its account, but makes
//! no keys, which would outlive it. It ends when it is removed, at once.

mod pending;
mod signature;

use std::net::IpAddr;
use std::sync::PoisonError;

use domain::User;
use store::{StoreError, TokenRow};

pub(crate) use self::pending::PendingTokens;
pub use self::pending::TokenWish;
pub(crate) use self::signature::Replays;
pub use self::signature::{SignatureRefused, SignedRequest};
use self::signature::{public_key, signed};
use crate::audit::Action;
use crate::{Actor, Mistake, ServiceError, Services, random};

/// The most tokens of an account.
const MOST_TOKENS: u64 = 100;
/// Names of tokens; the clients make them of 33 characters.
const NAME_BYTES: std::ops::RangeInclusive<usize> = 16..=64;

impl Services {
    /// A program asks to be let in, with its public key as the base64 of a DER.
    ///
    /// # Errors
    /// [`Mistake::TokenIncomplete`], [`Mistake::TokenTaken`], [`Mistake::TokenClaimed`].
    pub async fn ask_for_token(
        &self,
        token: &str,
        key: &str,
        agent: &str,
        from: Option<IpAddr>,
    ) -> Result<(), ServiceError> {
        let named = NAME_BYTES.contains(&token.len()) && token.bytes().all(|b| b.is_ascii_alphanumeric());
        let key = public_key(key).filter(|_| named).ok_or(Mistake::TokenIncomplete)?;
        if self.0.store.find_token(token).await?.is_some() {
            return Err(Mistake::TokenClaimed.into());
        }
        let asked_at = self.now();
        let wish = TokenWish { token: token.to_owned(), public_key: key, agent: short(agent), from, asked_at };
        if !self.0.pending_tokens.put(wish) {
            return Err(Mistake::TokenTaken.into());
        }
        tracing::info!("A program asks to be let in.");
        Ok(())
    }

    /// What a program that asks to be let in said.
    ///
    /// # Errors
    /// [`Mistake::TokenClaimed`], [`Mistake::TokenExpired`]; [`ServiceError::NotFound`] for what nobody asked for.
    pub async fn token_wish(&self, token: &str) -> Result<TokenWish, ServiceError> {
        if let Some(wish) = self.0.pending_tokens.get(token) {
            return if wish.expired(self.now()) { Err(Mistake::TokenExpired.into()) } else { Ok(wish) };
        }
        match self.0.store.find_token(token).await? {
            Some(_) => Err(Mistake::TokenClaimed.into()),
            None => Err(ServiceError::NotFound),
        }
    }

    /// Lets a program act as the actor: the one with the key of this fingerprint, which the actor was shown.
    ///
    /// # Errors
    /// As [`Services::token_wish`]; [`Mistake::TokenReplaced`] when another one asks by the same name;
    /// [`ServiceError::Forbidden`] for programs, [`ServiceError::ProofNeeded`], [`Mistake::TooManyTokens`].
    pub async fn claim_token(&self, actor: &Actor, token: &str, fingerprint: &str) -> Result<(), ServiceError> {
        let wish = self.token_wish(token).await?;
        if wish.fingerprint() != fingerprint {
            return Err(Mistake::TokenReplaced.into());
        }
        if !actor.is_session() {
            return Err(ServiceError::Forbidden);
        }
        if actor.needs_proof(self.now()) {
            return Err(ServiceError::ProofNeeded);
        }
        let row = TokenRow {
            id: 0,
            token: wish.token.clone(),
            user_id: actor.id(),
            public_key: random::hex(&wish.public_key),
            agent: wish.agent.clone(),
            asked_from: wish.from.map(|from| from.to_string()),
            created_at: self.now(),
        };
        let (services, user, what) = (self.clone(), actor.id(), format!("Let {} act as this account.", wish.agent));
        let work = async move {
            services.0.store.insert_token(row, MOST_TOKENS).await.map_err(|error| match error {
                StoreError::Taken(_) => Mistake::TokenClaimed.into(),
                StoreError::TooMany => Mistake::TooManyTokens(MOST_TOKENS).into(),
                error => ServiceError::from(error),
            })?;
            services.0.pending_tokens.remove(&wish.token);
            tracing::info!(user.id = user.0, "A program was let in.");
            Ok(())
        };
        self.done(actor, Action::AddToken, |()| what, work).await
    }

    /// The programs that may act as the actor, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_my_tokens(&self, actor: &Actor) -> Result<Vec<TokenRow>, ServiceError> {
        Ok(self.0.store.list_tokens(actor.id()).await?)
    }

    /// Takes its token from a program of the actor's. None of its requests counts that begins after this returned.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when the actor has no such token.
    pub async fn remove_my_token(&self, actor: &Actor, id: i64) -> Result<(), ServiceError> {
        let (services, user) = (self.clone(), actor.id());
        let work = async move {
            services.0.store.delete_token(user, id).await?;
            tracing::info!(user.id = user.0, "A program is not let in any more.");
            Ok(())
        };
        let what = |(): &()| "Let a program act as this account no more.".to_owned();
        self.done(actor, Action::RemoveToken, what, work).await
    }

    /// Checks a signed request that came from this address.
    ///
    /// # Errors
    /// See [`SignatureRefused`].
    pub async fn verify_signature(
        &self,
        request: &SignedRequest<'_>,
        from: Option<IpAddr>,
    ) -> Result<Actor, SignatureRefused> {
        let now = self.now();
        if !request.is_fresh(now) || !request.body_is_right() {
            return Err(SignatureRefused::Wrong);
        }
        if let Some(wish) = self.0.pending_tokens.get(request.token) {
            return Err(match signed(request, &wish.public_key) {
                false => SignatureRefused::Wrong,
                true if wish.expired(now) => SignatureRefused::Expired,
                true => SignatureRefused::Waiting,
            });
        }
        let found = self.0.store.find_token(request.token).await;
        let (row, user) =
            found.map_err(|error| SignatureRefused::Failed(error.into()))?.ok_or(SignatureRefused::Wrong)?;
        let key = random::unhex(&row.public_key).ok_or(SignatureRefused::Wrong)?;
        if !signed(request, &key) || user.locked || !self.0.replays.first(request, now) {
            return Err(SignatureRefused::Wrong);
        }
        self.see(&user);
        Ok(Actor::by_token(user, row.id).asking_from(from))
    }

    fn see(&self, user: &User) {
        self.0.sightings.lock().unwrap_or_else(PoisonError::into_inner).insert(user.id, self.now());
    }
}

/// What a program calls itself, as far as it fits a page.
fn short(agent: &str) -> String {
    let plain: String = agent.chars().filter(|c| !c.is_control()).take(100).collect();
    if plain.trim().is_empty() { "A program".to_owned() } else { plain.trim().to_owned() }
}
