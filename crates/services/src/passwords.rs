//! Passwords: argon2id, off the async threads, a few at a time (ASVS 5.0 11.4.2).

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use domain::{PasswordError, PlainPassword};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::{Mistake, ServiceError};

/// What a password hash costs.
#[derive(Clone, Copy, Debug)]
pub enum PasswordCost {
    /// 19 MiB, two passes: what OWASP asks for at least.
    Standard,
    /// As little as the algorithm allows; for tests that are not about passwords.
    Least,
}

/// Hashes and checks passwords.
pub(crate) struct Passwords {
    argon2: Argon2<'static>,
    // Each hash takes a core and its memory for some 20 ms; more at once would only starve the rest.
    slots: Arc<Semaphore>,
    decoy: String,
}

const SLOTS: usize = 2;

/// A password that is among the first this many guesses of an attacker is refused (ASVS 5.0 6.2.4: the top 3000).
const TOO_FEW_GUESSES: u64 = 10_000;

impl Passwords {
    pub(crate) fn new(cost: PasswordCost) -> Result<Self, ServiceError> {
        let (memory, passes) = match cost {
            PasswordCost::Standard => (19_456, 2),
            PasswordCost::Least => (Params::MIN_M_COST, Params::MIN_T_COST),
        };
        let params = Params::new(memory, passes, 1, None).map_err(|error| ServiceError::internal(error.to_string()))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let decoy = hash(&argon2, b"nobody has this password")?;
        Ok(Self { argon2, slots: Arc::new(Semaphore::new(SLOTS)), decoy })
    }

    /// The hash of a password that becomes somebody's, in PHC form.
    pub(crate) async fn hash(
        self: &Arc<Self>,
        password: PlainPassword,
        username: &str,
    ) -> Result<String, ServiceError> {
        password.check_policy(username).map_err(Mistake::from)?;
        let username = username.to_owned();
        self.in_slot(move |passwords| {
            if let Ok(text) = std::str::from_utf8(password.expose())
                && zxcvbn::zxcvbn(text, &[&username]).guesses() < TOO_FEW_GUESSES
            {
                return Err(Mistake::from(PasswordError::Guessable).into());
            }
            hash(&passwords.argon2, password.expose())
        })
        .await
    }

    /// Whether this is the password with that hash. Without a hash it takes as long and is not (ASVS 5.0 6.3.8).
    pub(crate) async fn matches(
        self: &Arc<Self>,
        password: PlainPassword,
        stored: Option<String>,
    ) -> Result<bool, ServiceError> {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.decoy.clone());
        self.in_slot(move |passwords| {
            if password.expose().len() > PlainPassword::MAX_BYTES {
                return Ok(false);
            }
            let hash = PasswordHash::new(&stored).map_err(|error| ServiceError::internal(error.to_string()))?;
            Ok(passwords.argon2.verify_password(password.expose(), &hash).is_ok() && known)
        })
        .await
    }

    async fn in_slot<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T, ServiceError> + Send + 'static,
    ) -> Result<T, ServiceError> {
        let slot = Arc::clone(&self.slots).acquire_owned().await.map_err(ServiceError::internal)?;
        let passwords = Arc::clone(self);
        spawn_blocking(move || {
            // Held until the work is done, even when nobody waits for it any more.
            let _slot = slot;
            work(&passwords)
        })
        .await
        .map_err(ServiceError::internal)?
    }
}

fn hash(argon2: &Argon2<'_>, password: &[u8]) -> Result<String, ServiceError> {
    let hash: PasswordHash =
        argon2.hash_password(password).map_err(|error| ServiceError::internal(error.to_string()))?;
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    use std::error::Error;

    use super::*;

    type Outcome = Result<(), Box<dyn Error>>;

    const PASSWORD: &str = "seven quiet otters";

    fn plain() -> PlainPassword {
        PlainPassword::new(PASSWORD.to_owned())
    }

    #[tokio::test]
    async fn a_password_matches_its_own_hash_alone() -> Outcome {
        let passwords = Arc::new(Passwords::new(PasswordCost::Least)?);
        let (one, other) = (passwords.hash(plain(), "ada").await?, passwords.hash(plain(), "ada").await?);
        assert_ne!(one, other, "each has a salt of its own");
        assert!(passwords.matches(plain(), Some(one.clone())).await?);
        assert!(!passwords.matches(PlainPassword::new("another".to_owned()), Some(one)).await?);
        Ok(())
    }

    #[tokio::test]
    async fn hashes_are_argon2id_as_owasp_asks_for() -> Outcome {
        let passwords = Arc::new(Passwords::new(PasswordCost::Standard)?);
        let parameters = "$argon2id$v=19$m=19456,t=2,p=1$";
        assert!(passwords.hash(plain(), "ada").await?.starts_with(parameters));
        assert!(passwords.decoy.starts_with(parameters), "an unknown account costs as much");
        Ok(())
    }

    #[tokio::test]
    async fn without_a_hash_the_decoy_is_checked_and_even_its_password_is_wrong() -> Outcome {
        let mut passwords = Passwords::new(PasswordCost::Least)?;
        passwords.decoy = hash(&passwords.argon2, PASSWORD.as_bytes())?;
        assert!(!Arc::new(passwords).matches(plain(), None).await?);
        let mut passwords = Passwords::new(PasswordCost::Least)?;
        passwords.decoy = "no hash".to_owned();
        assert!(Arc::new(passwords).matches(plain(), None).await.is_err(), "the decoy was not looked at");
        Ok(())
    }

    #[tokio::test]
    async fn a_hash_of_another_cost_still_matches() -> Outcome {
        let costly = Arc::new(Passwords::new(PasswordCost::Standard)?);
        let stored = costly.hash(plain(), "ada").await?;
        let cheap = Arc::new(Passwords::new(PasswordCost::Least)?);
        assert!(cheap.matches(plain(), Some(stored)).await?, "the stored parameters count");
        Ok(())
    }
}
